/**
 * The mass-change guard: a change of a group by the directory that takes access from more members than the organization
 * allows at once is shown in the directory as sent, while the access is held until an admin approves or rejects. This
 * folder owns held changes, the window in which losses add up (`window.ts`) and the alarm for waves (`watch.ts`); the
 * grants that are held carry `heldBy` and stay grants of `access/`.
 */
import { type DocumentOf, defineCollection } from '../../storage/collection.ts';
import { anyShape, date, nullable, number, oneOf, text } from '../../storage/fields.ts';
import { tenant } from '../../storage/tenant.ts';
import type { Actor } from '../kernel/context.ts';
import { DomainError } from '../kernel/domain-error.ts';
import { grants } from './grant.ts';
import type { MappingDocument } from './mapping.ts';
import { members } from './member.ts';

export const heldChangeStatuses = ['pending', 'approved', 'rejected', 'obsolete'] as const;

/** What the directory did. */
export const heldChangeCauses = ['members_removed', 'group_renamed', 'group_deleted'] as const;
export type HeldChangeCause = (typeof heldChangeCauses)[number];

/**
 * Of a change too large for one commit: members of this group whose `accessEpoch` is older have lost these mappings, and
 * what they lose thereby is held when they are next decided about.
 */
export type DeferredHold = {
  readonly accessEpoch: number;
  readonly groupId: string;
  readonly mappings: readonly MappingDocument[];
};

export const heldChanges = defineCollection(
  'heldChanges',
  'tenant',
  {
    groupId: text,
    /** As it was called before: the group may be gone, or have another name. */
    groupName: text,
    /** Of the last change that joined. */
    cause: oneOf(...heldChangeCauses),
    /** `obsolete`: nothing is held any more, without anybody's decision. */
    status: oneOf(...heldChangeStatuses),
    /** Losses that were held, summed up; of a change too large for one commit, the members whom it may concern. */
    affected: number,
    deferred: anyShape<readonly DeferredHold[]>(),
    /** The latest of `deferred`; 0: there is none. */
    deferredEpoch: number,
    /** Bumped by every change of this document: whoever holds more, or decides, asserts it. */
    revision: number,
    createdAt: date,
    updatedAt: date,
    decidedAt: nullable(date),
    decidedBy: nullable(anyShape<Actor>()),
    /** The job that stores the decision for more members than one commit carries; it has its effect from the start. */
    jobId: nullable(text),
  },
  [
    { keys: { orgId: 1, groupId: 1 }, unique: true, partial: { status: 'pending' } },
    { keys: { orgId: 1, _id: 1 } },
    { keys: { orgId: 1, deferredEpoch: 1 } },
    // Which of them nobody waits for any more is asked before the organization is known.
    { keys: { status: 1, _id: 1 } },
  ],
);

export type HeldChangeDocument = DocumentOf<typeof heldChanges>;

/** @throws DomainError not_found */
export async function getHeldChange(orgId: string, heldChangeId: string): Promise<HeldChangeDocument> {
  const found = await tenant(orgId).findOne(heldChanges, { _id: heldChangeId });
  if (!found) throw new DomainError('not_found', 'held_change_not_found', 'There is no such held change.');
  return found;
}

/** Whether members that a large change has not reached yet may hold some of this one. */
export async function isOnTheWay(orgId: string, { deferredEpoch }: HeldChangeDocument): Promise<boolean> {
  if (deferredEpoch === 0) return false;
  return (await tenant(orgId).count(members, { accessEpoch: { $lt: deferredEpoch } }, 1)) > 0;
}

/** Who holds some of it, at most `limit` of them. */
export async function heldMemberIds(orgId: string, heldChangeId: string, limit: number): Promise<string[]> {
  const rows = await tenant(orgId).aggregate<{ _id: string }>(grants, [
    { $match: { heldBy: heldChangeId } },
    { $group: { _id: '$memberId' } },
    { $limit: limit },
  ]);
  return rows.map(({ _id }) => _id);
}
