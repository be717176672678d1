import { getRouteApi } from '@tanstack/react-router';
import { countOf } from '../../lib/format.ts';
import { held as text } from '../../lib/messages/guard.ts';
import type { HeldChange } from '../../lib/types.ts';
import { Badge } from '../../ui/badge.tsx';
import type { Column } from '../../ui/table.tsx';
import { Time } from '../../ui/time.tsx';
import css from './scim.module.css';

const { Link } = getRouteApi('/console/$organizationId/settings/scim');

const tones = { pending: 'warn', approved: 'plain', rejected: 'plain', obsolete: 'plain' } as const;

export function HeldStatus({ status }: Pick<HeldChange, 'status'>) {
  return <Badge tone={tones[status]}>{text.statuses[status]}</Badge>;
}

/** How many it concerns: those who hold something now, or whom it concerned until it was decided. */
export function peopleOf({ status, members, affected, counting }: HeldChange): string {
  const people = countOf(status === 'pending' ? members : affected, text.people);
  return counting ? text.atLeast(people) : people;
}

export const heldColumns: readonly Column<HeldChange>[] = [
  {
    key: 'change',
    header: text.columns.change,
    width: 'minmax(0, 1fr)',
    cell: ({ id, group, cause }) => (
      <div className={css.change}>
        <Link to="." search={(before) => ({ ...before, held: id })} data-row-link>
          {group.displayName}
        </Link>
        <span>{text.causes[cause]}</span>
      </div>
    ),
  },
  { key: 'people', header: text.columns.people, width: '112px', cell: peopleOf },
  {
    key: 'status',
    header: text.columns.status,
    width: '128px',
    wideOnly: true,
    cell: (change) => <HeldStatus {...change} />,
  },
  {
    key: 'at',
    header: text.columns.at,
    width: '112px',
    wideOnly: true,
    cell: ({ updatedAt }) => <Time at={updatedAt} />,
  },
];
