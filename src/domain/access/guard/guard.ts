/** Holds what a change of a group by the directory would take from more members than the organization allows at once. */
import { newId } from '../../../storage/collection.ts';
import { tenant } from '../../../storage/tenant.ts';
import type { GrantDocument } from '../../model/grant.ts';
import {
  type DeferredHold,
  type HeldChangeCause,
  type HeldChangeDocument,
  heldChanges,
  isOnTheWay,
} from '../../model/held-change.ts';
import { members } from '../../model/member.ts';
import type { MassChangeGuard } from '../../model/organization.ts';
import { organizationRoles } from '../../model/role.ts';
import type { Draft } from '../../operation/operate.ts';
import type { AccessChange } from '../decide-access.ts';
import { lostGrants } from '../grants/losses.ts';
import { type AccessState, rulesOf } from '../state.ts';
import { draftLosses, type GuardWindowDocument, loadWindow, lossesIn } from './window.ts';

/** What a guarded change needs to know. */
export type Guard = {
  readonly setting: MassChangeGuard;
  readonly window: GuardWindowDocument | null;
  /** Of the organization; null where the setting does not ask. */
  readonly activeMembers: number | null;
  /** What is held of the same group already; more joins it. */
  readonly pending: HeldChangeDocument | null;
  readonly group: { readonly _id: string; readonly displayName: string };
  readonly cause: HeldChangeCause;
  /** Active members whom a deferred change concerns and this commit does not decide about. */
  readonly behind: number;
  /** Members whom further commits of the same request take out of the group. */
  readonly later: number;
};

/** The part of a change that its caller knows. */
type Guarded = Pick<Guard, 'group' | 'cause' | 'later'> & {
  /** Whom it concerns beyond those whom the commit decides about. */
  readonly behindIds: readonly string[];
};

/** Loads what the guard needs; null where it is off. */
export async function loadGuard(
  orgId: string,
  setting: MassChangeGuard | null | undefined,
  { behindIds, ...change }: Guarded,
): Promise<Guard | null> {
  if (!setting) return null;
  const [window, pending, activeMembers, behind] = await Promise.all([
    loadWindow(orgId),
    findPending(orgId, change.group._id),
    setting.maxPercent === null ? null : countActive(orgId),
    countActiveOf(orgId, behindIds),
  ]);
  return { setting, window, pending, activeMembers, behind, ...change };
}

/** Without what everybody has caught up with, so that it does not grow with every new name of a large group. */
async function findPending(orgId: string, groupId: string): Promise<HeldChangeDocument | null> {
  const pending = await tenant(orgId).findOne(heldChanges, { groupId, status: 'pending' });
  return pending && !(await isOnTheWay(orgId, pending)) ? { ...pending, deferred: [], deferredEpoch: 0 } : pending;
}

/** By the organization role, which every active member has and which is indexed. */
export function countActive(orgId: string): Promise<number> {
  return tenant(orgId).count(members, { organizationRole: { $in: organizationRoles }, status: 'active' });
}

const idsPerQuery = 10_000;

async function countActiveOf(orgId: string, ids: readonly string[]): Promise<number> {
  let sum = 0;
  for (let start = 0; start < ids.length; start += idsPerQuery)
    sum += await tenant(orgId).count(members, {
      _id: { $in: ids.slice(start, start + idsPerQuery) },
      status: 'active',
    });
  return sum;
}

/** Whether so many members are more than the setting lets through. */
export function exceeds(
  { maxMembers, maxPercent }: MassChangeGuard,
  count: number,
  activeMembers: number | null,
): boolean {
  if (maxMembers !== null && count > maxMembers) return true;
  return maxPercent !== null && activeMembers !== null && count * 100 > maxPercent * activeMembers;
}

/**
 * The same changes where they take no access, or from few members only. Else those that lose access keep, as held
 * grants, what gave it, and the held change is drafted with its event.
 * @param deferred what members lose whom this commit does not decide about
 */
export function draftHolds(
  draft: Draft,
  guard: Guard,
  access: AccessState,
  changes: readonly AccessChange[],
  deferred: readonly DeferredHold[],
): readonly AccessChange[] {
  const rules = rulesOf(access);
  const losses = new Map<string, GrantDocument[]>();
  for (const { memberId, status, grants } of changes) {
    const present = status === 'active' ? access.members.get(memberId) : undefined;
    const lost = present ? lostGrants(present.grants, grants, rules, draft.now) : [];
    if (lost.length > 0) losses.set(memberId, lost);
  }
  const affected = losses.size + (deferred.length > 0 ? guard.behind : 0);
  if (affected === 0) return changes;
  const { setting, window, activeMembers, later } = guard;
  const { _id: orgId } = access.organization;
  draftLosses(draft, orgId, window, setting, affected);
  const sum = lossesIn(window, setting, draft.now) + affected;
  if (!exceeds(setting, sum + later, activeMembers)) return changes;
  const heldBy = draftHeldChange(draft, orgId, guard, [...losses.keys()], affected, deferred);
  return changes.map((change) => {
    const held = losses.get(change.memberId)?.map((grant) => ({ ...grant, heldBy })) ?? [];
    return held.length === 0 ? change : { ...change, grants: [...change.grants, ...held] };
  });
}

const maxIdsInEvent = 100;

/** @returns its id */
function draftHeldChange(
  draft: Draft,
  orgId: string,
  { pending, group: { _id: groupId, displayName: groupName }, cause }: Guard,
  memberIds: readonly string[],
  affected: number,
  deferred: readonly DeferredHold[],
): string {
  const heldChangeId = pending?._id ?? newId();
  const held = {
    cause,
    affected: (pending?.affected ?? 0) + affected,
    deferred: [...(pending?.deferred ?? []), ...deferred],
    deferredEpoch: deferred[0]?.accessEpoch ?? pending?.deferredEpoch ?? 0,
    revision: (pending?.revision ?? 0) + 1,
    updatedAt: draft.now,
  };
  if (pending) draft.update(heldChanges, heldChangeId, held, { revision: pending.revision });
  else
    draft.insert(heldChanges, {
      _id: heldChangeId,
      orgId,
      groupId,
      groupName,
      status: 'pending',
      ...held,
      createdAt: draft.now,
      decidedAt: null,
      decidedBy: null,
      jobId: null,
    });
  draft.event({
    type: pending ? 'held_change.updated' : 'held_change.created',
    subject: { heldChangeId, groupId },
    ...(pending ? { before: { affected: pending.affected } } : {}),
    after: { cause, displayName: groupName, affected: held.affected, members: memberIds.slice(0, maxIdsInEvent) },
  });
  return heldChangeId;
}
