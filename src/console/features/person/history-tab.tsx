/** What happened to one person, newest first. */
import { api } from '../../lib/client.ts';
import { actorNames, eventNames } from '../../lib/messages/events.ts';
import { person } from '../../lib/messages/person.ts';
import { byCursor } from '../../lib/pages.ts';
import { roleNameOf } from '../../lib/reasons.ts';
import { useOrganization } from '../../lib/session.ts';
import type { AuditEvent } from '../../lib/types.ts';
import { Button } from '../../ui/button.tsx';
import { ErrorState } from '../../ui/error-state.tsx';
import { SkeletonLines } from '../../ui/skeleton.tsx';
import { Time } from '../../ui/time.tsx';
import css from './person.module.css';

const text = person.history;

export function HistoryTab({ memberId }: { readonly memberId: string }) {
  const { id } = useOrganization();
  const found = api.useInfiniteQuery(
    'get',
    '/organizations/{org}/audit-events',
    { params: { path: { org: id }, query: { member: memberId, limit: 50 } } },
    byCursor,
  );
  if (found.error) return <ErrorState error={found.error} onRetry={found.refetch} />;
  if (!found.data) return <SkeletonLines count={6} />;
  const events = found.data.pages.flatMap(({ items }) => items);
  if (events.length === 0) return <p className={css.soft}>{text.empty}</p>;
  return (
    <>
      <ol className={css.history} aria-label={text.list}>
        {events.map((event) => (
          <Happened key={event.id} event={event} />
        ))}
      </ol>
      {found.hasNextPage ? (
        <Button busy={found.isFetchingNextPage} onClick={() => found.fetchNextPage()}>
          {text.more}
        </Button>
      ) : null}
    </>
  );
}

function Happened({ event }: { readonly event: AuditEvent }) {
  const { type, at, actor, before, after } = event;
  const who = actor.name ?? actorNames[actor.type] ?? actor.type;
  return (
    <li>
      <span className={css.when}>
        <Time at={at} />
      </span>
      <div>
        <p>
          <strong>{eventNames[type] ?? type}</strong> <span className={css.actor}>{text.by(who)}</span>
        </p>
        <dl>
          {changedFields(before, after).map(([name, was, is]) => (
            <div key={name}>
              <dt>{name}</dt>
              <dd>{was === null ? is : is === null ? `${was} → ${roleNameOf(null)}` : `${was} → ${is}`}</dd>
            </div>
          ))}
        </dl>
      </div>
    </li>
  );
}

type Content = AuditEvent['before'];

/** What the event says that it changed, as far as it is a word or a number. */
function changedFields(before: Content, after: Content): [name: string, was: string | null, is: string | null][] {
  const names = [...new Set([...Object.keys(before ?? {}), ...Object.keys(after ?? {})])];
  return names.flatMap((name): [string, string | null, string | null][] => {
    const [was, is] = [plain(before?.[name]), plain(after?.[name])];
    return was === is ? [] : [[name, was, is]];
  });
}

function plain(value: unknown): string | null {
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? String(value) : null;
}
