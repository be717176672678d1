/** Reading events. All that is read here is sealed: what has no number yet does not exist for readers. */
import { beginPart } from '../../storage/patience.ts';
import type { Filter } from '../../storage/query.ts';
import { system, tenant } from '../../storage/tenant.ts';
import { DomainError } from '../kernel/domain-error.ts';
import { inRange, type TimeRange } from '../kernel/time-range.ts';
import { type SealedEvent, sealedEvents, undelivered } from '../model/event.ts';
import { findHead, noEnds } from '../model/head.ts';
import { typesOf } from './event-view.ts';

export type EventFilter = TimeRange & {
  /** Types or patterns (`user.*`); absent: all. */
  readonly types?: readonly string[] | undefined;
  readonly actor?: string | undefined;
  readonly member?: string | undefined;
  readonly workspace?: string | undefined;
  readonly group?: string | undefined;
};

export const eventOrders = ['newest', 'oldest'] as const;

export type EventPage = {
  readonly order: (typeof eventOrders)[number];
  /** The number after which it begins, in that order; null: at its beginning. */
  readonly after: number | null;
  readonly limit: number;
};

/** One page of the audit log. @param orgId '' for the log of the deployment itself, which only its operator reads */
export function listEvents(
  orgId: string,
  filter: EventFilter,
  { order, after, limit }: EventPage,
): Promise<SealedEvent[]> {
  const oldest = order === 'oldest';
  const seq = oldest ? { $gt: after ?? 0 } : { $gt: 0, ...(after === null ? {} : { $lt: after }) };
  const sort = { seq: oldest ? 1 : -1 } as const;
  const found = { seq, ...toQuery(filter) };
  if (orgId === '') return system('background').find(sealedEvents, { ...found, orgId }, { sort, limit });
  return tenant(orgId).find(sealedEvents, found, { sort, limit });
}

function toQuery({ types, actor, member, workspace, group, ...range }: EventFilter): Filter<SealedEvent> {
  return {
    ...(types ? { type: { $in: typesOf(types) } } : {}),
    ...(actor ? { 'actor.id': actor } : {}),
    ...(member ? { 'subject.memberId': member } : {}),
    ...(workspace ? { 'subject.workspaceId': workspace } : {}),
    ...(group ? { 'subject.groupId': group } : {}),
    ...inRange(range),
  };
}

const exportPage = 500;

/**
 * All events that the filter finds, oldest first, page by page: the next page is read when the last one is taken.
 * @param begin the number after which it begins
 */
export async function* exportEvents(
  orgId: string,
  filter: EventFilter,
  begin = 0,
): AsyncGenerator<readonly SealedEvent[]> {
  // What happens meanwhile is left to the next export, so this one ends.
  const { seq: last } = (await findHead(orgId)) ?? noEnds;
  for (let after = begin; ; ) {
    const rows = await listEvents(orgId, filter, { order: 'oldest', after, limit: exportPage });
    const known = rows.filter(({ seq }) => seq <= last);
    if (known.length > 0) yield known;
    if (known.length < exportPage) return;
    after = known.at(-1)?.seq ?? last;
    beginPart();
  }
}

/**
 * The events after a number, for programs that follow what changes. Without those that are for the audit log only, so the
 * numbers have gaps.
 * @throws DomainError conflict/events_cut when retention has cut off events after that number
 */
export async function readFeed(orgId: string, after: number, limit: number): Promise<SealedEvent[]> {
  const { cutSeq } = (await findHead(orgId)) ?? noEnds;
  if (after > 0 && after < cutSeq)
    throw new DomainError(
      'conflict',
      'events_cut',
      `The events after ${after} up to ${cutSeq} are not kept any more. Read the present state, then go on with after=${cutSeq}.`,
    );
  const delivered = { type: { $nin: undelivered } };
  return tenant(orgId).find(sealedEvents, { seq: { $gt: after }, ...delivered }, { sort: { seq: 1 }, limit });
}
