import type { ReactNode } from 'react';
import { counted } from '../../lib/format.ts';
import { eventNames } from '../../lib/messages/events.ts';
import { deliveries as text } from '../../lib/messages/webhooks.ts';
import type { Delivery } from '../../lib/types.ts';
import { Badge } from '../badge.tsx';
import type { Column } from '../table.tsx';
import { Time } from '../time.tsx';
import css from './deliveries.module.css';

const tones = { pending: 'warn', delivered: 'good', dead: 'bad' } as const;

export function DeliveryState({ state }: Pick<Delivery, 'state'>) {
  return <Badge tone={tones[state]}>{text.states[state]}</Badge>;
}

/** What it tells, in words. */
export function messageNameOf({ type, seq }: Pick<Delivery, 'type' | 'seq'>): string {
  return seq === null ? text.test : (eventNames[type] ?? type);
}

/** What became of the last attempt, in a few words. */
function outcomeOf({ lastAttempt }: Delivery): string {
  if (lastAttempt === null) return text.notYet;
  return lastAttempt.status === null ? (lastAttempt.error ?? '') : text.answered(lastAttempt.status);
}

/**
 * @param linkTo opens the delivery, under that name, by a link with `data-row-link`
 * @param of what stands beside it on wide screens: of which webhook it is, where there are several
 */
export function deliveryColumns(
  linkTo: (delivery: Delivery, name: string) => ReactNode,
  of: readonly Column<Delivery>[] = [],
): readonly Column<Delivery>[] {
  return [
    {
      key: 'message',
      header: text.columns.message,
      width: 'minmax(0, 1fr)',
      cell: (delivery) => (
        <div className={css.message}>
          {linkTo(delivery, messageNameOf(delivery))}
          <span>
            {[delivery.seq === null ? null : text.event(counted(delivery.seq)), outcomeOf(delivery)]
              .filter(Boolean)
              .join(', ')}
          </span>
        </div>
      ),
    },
    ...of,
    {
      key: 'state',
      header: text.columns.state,
      width: '88px',
      cell: (delivery) => <DeliveryState {...delivery} />,
    },
    {
      key: 'attempts',
      header: text.columns.attempts,
      width: '72px',
      wideOnly: true,
      cell: ({ attempts }) => counted(attempts),
    },
    {
      key: 'at',
      header: text.columns.at,
      width: '128px',
      wideOnly: true,
      cell: ({ createdAt }) => <Time at={createdAt} />,
    },
  ];
}
