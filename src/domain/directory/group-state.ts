/**
 * What every operation on a group reads and drafts: the members that are mentioned, and the access of the members that
 * gain or lose it. The cost follows the change, never the size of the group.
 */
import { isDeepStrictEqual } from 'node:util';
import { tenant } from '../../storage/tenant.ts';
import { decideAccess } from '../access/decide-access.ts';
import {
  byGroup,
  heldNesting,
  loadMappings,
  type NestingEdge,
  withAncestors,
  withDescendants,
  withGroupGrants,
} from '../access/grants/group-grants.ts';
import { withKeptRoles } from '../access/grants/keep-roles.ts';
import { deferredHolds } from '../access/grants/losses.ts';
import { draftHolds, type Guard } from '../access/guard/guard.ts';
import { keepLastAdmin } from '../access/keep-last-admin-unattended.ts';
import { deferAccess, loadConcerned } from '../access/large-change.ts';
import { type AccessState, type ReadBefore, rulesOf } from '../access/state.ts';
import { draftTakeOver, loadTakeOver, type TakeOver } from '../entry/arrival/take-over.ts';
import type { Context } from '../kernel/context.ts';
import { DomainError } from '../kernel/domain-error.ts';
import {
  type GroupStripeDocument,
  groupMembers,
  groupStripes,
  isMadeByAdmins,
  type Made,
  newGroupMember,
} from '../model/group.ts';
import type { DeferredHold } from '../model/held-change.ts';
import type { MappingDocument } from '../model/mapping.ts';
import { directGroupsOf, type MemberSummary, members } from '../model/member.ts';
import { getOrganization, organizations } from '../model/organization.ts';
import { reviseAccess } from '../operation/group-stripes.ts';
import type { Draft } from '../operation/operate.ts';
import { type GroupMemberChange, unknownMember } from './resolve-members.ts';

export type GroupAccess = {
  readonly access: AccessState;
  /** Nesting before the change, and the revision that covers it. */
  readonly nesting: readonly NestingEdge[];
  readonly nestingRevision: number;
  /** Stripes of the nested groups whose place in the nesting may change, and of all below them. */
  readonly nestedStripes: readonly GroupStripeDocument[];
  /** Mappings of every group that an affected member is in, directly or through nesting, before and after. */
  readonly mappings: readonly MappingDocument[];
  /** What the group gives changes for more members than one commit carries: their access follows by a job. */
  readonly deferred: boolean;
  /** The members whose access follows by a job. */
  readonly behindIds: readonly string[];
  /** For those whom the directory puts into a group before it ever wrote to them. */
  readonly takeOver: TakeOver;
};

/**
 * Loads the access of those whom a change of the group concerns.
 * @param groupId the group that changes
 * @param movedIds users who come or go
 * @param childGroupIds nested groups that come, go or stay in it: their users are concerned too
 * @param stayingIds users for whom the group gives something else than before
 * @param read what has been read before, the organization after the stripes of the group
 */
export async function loadGroupAccess(
  orgId: string,
  groupId: string,
  movedIds: readonly string[],
  childGroupIds: readonly string[],
  stayingIds: readonly string[] = [],
  read: ReadBefore = {},
): Promise<GroupAccess> {
  const organization = read.organization ?? (await getOrganization(orgId));
  const accessOf = async (userIds: readonly string[]) => {
    const concerned = [...new Set([...movedIds, ...userIds, ...stayingIds])];
    const { access, deferred } = await loadConcerned(orgId, concerned, { ...read, organization, atOnce: movedIds });
    const behindIds = deferred ? concerned.filter((id) => !access.members.has(id)) : [];
    return { deferred, access, behindIds };
  };
  // Where only users move, which is nearly always, whom it concerns is known before the nesting.
  const [nesting, ofUsers] = await Promise.all([
    heldNesting(organization),
    childGroupIds.length === 0 ? accessOf([]) : undefined,
  ]);
  const nested = withDescendants(childGroupIds, nesting);
  const nestedStripes =
    nested.size === 0 ? [] : await tenant(orgId).find(groupStripes, { groupId: { $in: [...nested] } });
  const { deferred, access, behindIds } = ofUsers ?? (await accessOf(await usersOf(orgId, [...nested])));
  const direct = new Set([groupId, ...childGroupIds]);
  for (const { member } of access.members.values()) for (const id of directGroupsOf(member)) direct.add(id);
  const [mappings, takeOver] = await Promise.all([
    loadMappings(orgId, withAncestors(direct, nesting)),
    loadTakeOver(
      orgId,
      movedIds.flatMap((id) => access.members.get(id)?.member ?? []),
    ),
  ]);
  const { nestingRevision } = organization;
  return { access, nesting, nestingRevision, nestedStripes, mappings, deferred, behindIds, takeOver };
}

/** The users that are direct members of any of these groups. */
export async function usersOf(orgId: string, groupIds: readonly string[]): Promise<string[]> {
  const rows = await tenant(orgId).find(
    groupMembers,
    { groupId: { $in: groupIds }, type: 'User' },
    { projection: { memberId: 1 } },
  );
  return [...new Set(rows.map(({ memberId }) => memberId))];
}

type Group = Made & { readonly _id: string; readonly orgId: string };

/**
 * Drafts the rows of group members, the members' own lists of groups, nesting revisions and all access that follows.
 * @param nextMappings the group's own mappings after the change
 * @param more `kept`: mappings that go, but what they gave stays with everybody in the group. `guard`: of the directory's
 *   changes, where the organization has one
 * @returns how many members the group gained, less those it lost
 * @throws DomainError invalid/unknown_member for somebody who was removed since the ids were resolved
 */
export function draftGroupMembers(
  draft: Draft,
  context: Context,
  group: Group,
  loaded: GroupAccess,
  { added, removed }: GroupMemberChange,
  nextMappings: readonly MappingDocument[],
  { kept = [], guard = null }: { kept?: readonly MappingDocument[]; guard?: Guard | null } = {},
): number {
  const { mappings, nestedStripes } = loaded;
  const access = loaded.deferred ? deferred(draft, context, group, loaded) : loaded.access;
  for (const { memberId, type } of added) {
    const exists =
      type === 'User' ? access.members.has(memberId) : nestedStripes.some(({ groupId }) => groupId === memberId);
    if (!exists) throw unknownMember(memberId);
    draft.insert(groupMembers, newGroupMember(group.orgId, group._id, memberId, type, draft.now));
  }
  for (const { _id } of removed) draft.delete(groupMembers, _id);
  const nextNesting = draftNesting(draft, group, loaded, { added, removed });
  const before = mappings.filter(({ groupId }) => groupId === group._id);
  if (nextNesting !== loaded.nesting || !isDeepStrictEqual(before, nextMappings)) reviseAccess(draft, nestedStripes);

  const gained = new Set(added.filter(({ type }) => type === 'User').map(({ memberId }) => memberId));
  const lost = new Set(removed.filter(({ type }) => type === 'User').map(({ memberId }) => memberId));
  const allMappings = [...mappings.filter(({ groupId }) => groupId !== group._id), ...nextMappings];
  const mappingsOfGroups = byGroup(allMappings);
  const changes = [...access.members.values()].map(({ member, grants }) => {
    const isGained = gained.has(member._id);
    const moved = isGained || lost.has(member._id) ? placed(member, group, isGained) : null;
    if (moved) draft.update(members, member._id, moved, { accessRevision: member.accessRevision });
    // An admin who picks somebody says nothing about who that is.
    const isPushed = isGained && !isMadeByAdmins(group);
    if (isPushed && draftTakeOver(draft, member, member, loaded.takeOver))
      draft.update(members, member._id, { scimManaged: true });
    const all = withAncestors(directGroupsOf({ ...member, ...moved }), nextNesting);
    const given = withGroupGrants(group.orgId, member._id, grants, all, mappingsOfGroups, draft.now);
    const of = { orgId: group.orgId, memberId: member._id, at: draft.now, context };
    const next = all.has(group._id) ? withKeptRoles(of, given, kept, rulesOf(access)) : given;
    return { memberId: member._id, status: member.status, grants: next };
  });
  const decided = guard ? draftHolds(draft, guard, access, changes, holds()) : changes;
  decideAccess(draft, access, context.unattended ? keepLastAdmin(draft, access, decided) : decided);
  return added.length - removed.length;

  /** What those lose whom this commit does not decide about. */
  function holds(): DeferredHold[] {
    if (!loaded.deferred) return [];
    const groupIds = new Set([group._id, ...nestedStripes.map(({ groupId }) => groupId)]);
    const { nesting } = loaded;
    const after = { nesting: nextNesting, mappings: allMappings };
    return deferredHolds(access.organization.accessEpoch, groupIds, { nesting, mappings }, after);
  }
}

/** What a member is set to that comes into the group, or leaves it. Only what SCIM shows is a new version of the User. */
function placed(
  { groupIds, adminGroupIds = [], derivedVersion }: MemberSummary,
  { _id, ...made }: Made & { readonly _id: string },
  isIn: boolean,
): Partial<MemberSummary> {
  const without = (ids: readonly string[]) => ids.filter((id) => id !== _id);
  const own = isMadeByAdmins(made) ? adminGroupIds : groupIds;
  const next = isIn ? [...without(own), _id] : without(own);
  if (isMadeByAdmins(made)) return { adminGroupIds: next };
  // A group that admins have handed over may still be among theirs.
  const left = adminGroupIds.includes(_id) ? { adminGroupIds: without(adminGroupIds) } : {};
  return { groupIds: next, ...left, derivedVersion: derivedVersion + 1 };
}

function deferred(draft: Draft, context: Context, { _id: groupId }: Group, { access }: GroupAccess): AccessState {
  const why = { reason: 'a group gives something else than before', groupId };
  return { ...access, organization: deferAccess(draft, context, access.organization, why).organization };
}

/** Nesting is covered by a revision of the organization. A cycle is refused. */
function draftNesting(
  draft: Draft,
  group: Group,
  { access, nesting, nestingRevision }: GroupAccess,
  { added, removed }: GroupMemberChange,
): readonly NestingEdge[] {
  const newChildren = added.filter(({ type }) => type === 'Group').map(({ memberId }) => memberId);
  const oldChildren = new Set(removed.filter(({ type }) => type === 'Group').map(({ memberId }) => memberId));
  if (newChildren.length === 0 && oldChildren.size === 0) return nesting;
  const circular = newChildren.find((child) => withDescendants([child], nesting).has(group._id));
  if (circular)
    throw new DomainError(
      'invalid',
      'circular_nesting',
      `members: group "${circular}" contains this group already; a group cannot contain itself.`,
      'members',
    );
  draft.update(organizations, access.organization._id, { nestingRevision: nestingRevision + 1 }, { nestingRevision });
  return [
    ...nesting.filter(({ parentId, childId }) => !(parentId === group._id && oldChildren.has(childId))),
    ...newChildren.map((childId) => ({ parentId: group._id, childId })),
  ];
}

/** @param holder the group that has the name */
export function displayNameTaken(displayName: string, holder: Made): DomainError {
  const message = isMadeByAdmins(holder)
    ? `displayName "${displayName}" is taken by a group that admins made here. An admin can hand it over to the directory or rename it, on its page in the console or by the API.`
    : `displayName "${displayName}" is taken by another group.`;
  return new DomainError('conflict', 'uniqueness', message, 'displayName');
}

/**
 * How many members join or leave a group in one commit. A larger change is several commits one after the other, within the
 * request and without a job (that is `membersPerCommit`): a transaction of tens of
 * thousands of writes does not fit into a small database's cache.
 */
export const groupMembersPerCommit = 1_000;

/** Cuts a list into what fits into one commit each. */
export function inChunks<T>(items: readonly T[]): T[][] {
  const chunks: T[][] = [];
  for (let start = 0; start < items.length; start += groupMembersPerCommit)
    chunks.push(items.slice(start, start + groupMembersPerCommit));
  return chunks;
}
