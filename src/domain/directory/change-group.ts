/** A group changes: by a directory its name, its attributes and its members, by admins the members of one that they made. */
import { isDeepStrictEqual } from 'node:util';
import { beginPart } from '../../storage/patience.ts';
import { tenant } from '../../storage/tenant.ts';
import { loadAwaiting, loadNesting, withDescendants } from '../access/grants/group-grants.ts';
import { type Guard, loadGuard } from '../access/guard/guard.ts';
import { draftMapping, mapGroup } from '../access/mapping/map-group.ts';
import type { MemberRows } from '../access/member-rows.ts';
import type { Context } from '../kernel/context.ts';
import { DomainError } from '../kernel/domain-error.ts';
import { foldName } from '../kernel/fold-name.ts';
import {
  type GroupDocument,
  type GroupMaker,
  type GroupStripeDocument,
  groupMembers,
  groups,
  groupsOf,
  toldMaker,
} from '../model/group.ts';
import type { MappingDocument } from '../model/mapping.ts';
import { members } from '../model/member.ts';
import { getOrganization } from '../model/organization.ts';
import type { ContentChange, GroupContent } from '../model/user-content.ts';
import { type ListedGroup, loadStripes, totalsOf, touchGroup } from '../operation/group-stripes.ts';
import { assertNames } from '../operation/names.ts';
import { type Draft, operate } from '../operation/operate.ts';
import { type Precondition, staleVersion } from './change-user.ts';
import { difference } from './difference.ts';
import {
  displayNameTaken,
  draftGroupMembers,
  type GroupAccess,
  inChunks,
  loadGroupAccess,
  usersOf,
} from './group-state.ts';
import { findMentioned, type GroupMemberChange, resolveMembers } from './resolve-members.ts';

/** What to do with the members, in order. `values` are ids of users or groups. */
export type MemberOperation =
  | { readonly kind: 'add' | 'remove' | 'replace'; readonly values: readonly string[] }
  | { readonly kind: 'remove-all' };

export type GroupChange = {
  /** Applied to the content; absent: name and attributes stay. */
  readonly content?: ContentChange<GroupContent>;
  readonly members?: readonly MemberOperation[];
};

type State = {
  group: GroupDocument;
  stripes: GroupStripeDocument[];
  next: GroupContent;
  holder: GroupDocument | null;
  moves: GroupMemberChange;
  loaded: GroupAccess;
  /** The mapping that waits for a group of the new name. */
  awaiting: readonly MappingDocument[];
  guard: Guard | null;
};

/** The version that If-Match speaks of. */
export type GroupVersion = { readonly version: number };

/**
 * SCIM PUT and PATCH of a group. Adding a present member or removing an absent one changes nothing, so a replay is safe.
 * A new name is read by the convention again. All or nothing, except that a change of more members than fit into one commit
 * is several, removals first; what can be refused is refused before the first.
 * @param maker whose group it is: to others it is not there. An admin's change is of members alone, and no guard holds it
 * @returns the group as this change leaves it: what others change at the same time is not in its version
 * @throws DomainError not_found, stale, conflict/uniqueness, conflict/last_admin, and as `resolveMembers`
 */
export async function changeGroup(
  context: Context,
  orgId: string,
  groupId: string,
  change: GroupChange,
  precondition?: Precondition<GroupVersion>,
  maker: GroupMaker = 'directory',
): Promise<ListedGroup> {
  const [first, ...rest] = await inCommits(orgId, groupId, change, maker);
  let later = rest.reduce((sum, next) => sum + removedBy(next), 0);
  let changed = await changeOnce(context, orgId, groupId, first, { precondition, later, maker });
  for (const next of rest) {
    later -= removedBy(next);
    beginPart();
    changed = await changeOnce(context, orgId, groupId, next, { later, maker });
  }
  return changed;
}

/** How many members a step of `inCommits` removes. */
function removedBy({ members: [step] = [] }: GroupChange): number {
  return step?.kind === 'remove' ? step.values.length : 0;
}

/** The change as it is, or cut into several when it moves many members. The first carries the content. */
async function inCommits(
  orgId: string,
  groupId: string,
  change: GroupChange,
  maker: GroupMaker,
): Promise<[GroupChange, ...GroupChange[]]> {
  const operations = change.members ?? [];
  const mayBeLarge = speaksOfAll(operations) || inChunks(mentionedBy(operations)).length > 1;
  // A group that is not there is said before what is wrong with its members.
  if (mayBeLarge) await findGroup(orgId, groupId, maker);
  const { moves } = mayBeLarge ? await memberChange(orgId, groupId, operations, maker) : { moves: nothingMoves };
  const { added, removed } = moves;
  if (inChunks([...added, ...removed]).length < 2) return [change];
  const steps = (kind: 'add' | 'remove', moved: readonly { readonly memberId: string }[]): GroupChange[] =>
    inChunks(moved.map(({ memberId }) => memberId)).map((values) => ({ members: [{ kind, values }] }));
  const [first, ...rest] = [...steps('remove', removed), ...steps('add', added)];
  return [{ ...change, ...first }, ...rest];
}

/** `later`: members whom further commits of the request take out. */
type How = { readonly later: number; readonly maker: GroupMaker };

function changeOnce(
  context: Context,
  orgId: string,
  groupId: string,
  change: GroupChange,
  { precondition, ...how }: How & { precondition?: Precondition<GroupVersion> | undefined },
): Promise<ListedGroup> {
  return operate(orgId, context, {
    load: () => load(orgId, groupId, change, how, precondition),
    decide: ({ group, stripes, next, holder, moves, loaded, awaiting, guard }, draft) => {
      if (holder && holder._id !== groupId) throw displayNameTaken(next.displayName, holder);
      const renamed = next.displayName !== group.displayName;
      const contentChanged = !isDeepStrictEqual(next.resource, group.resource);
      if (!contentChanged && moves.added.length === 0 && moves.removed.length === 0)
        return { group, totals: totalsOf(stripes) };

      const present = loaded.mappings.filter((mapping) => mapping.groupId === groupId);
      const mapping = renamed
        ? mapGroup({ ...group, displayName: next.displayName }, present, awaiting, loaded.access, draft.now)
        : { state: group.mapping, mappings: present, taken: [] };
      const { displayName, externalId, resource, search } = next;
      const content = {
        displayName,
        nameKey: foldName(displayName),
        externalId,
        resource,
        search,
        mapping: mapping.state,
        updatedAt: draft.now,
      };
      if (contentChanged) {
        const others = difference(group.resource, resource);
        draft.update(groups, groupId, content, { nameKey: group.nameKey, updatedAt: group.updatedAt });
        draft.event({
          type: 'group.updated',
          subject: { groupId },
          before: { ...others.before, displayName: group.displayName, mapping: group.mapping },
          after: { ...others.after, displayName, mapping: mapping.state, ...toldMaker(group) },
        });
      }
      if (renamed) {
        assertNames(draft, loaded.access.organization);
        draftMapping(draft, { ...group, displayName: next.displayName }, present, mapping);
        draftGroupNames(draft, groupId, loaded);
      }
      const delta = draftGroupMembers(draft, context, group, loaded, moves, mapping.mappings, { guard });
      if (moves.added.length + moves.removed.length > 0)
        draft.event({
          type: 'group.members_changed',
          subject: { groupId },
          after: {
            added: idsOf(moves.added),
            removed: idsOf(moves.removed),
            total: totalsOf(stripes).members + delta,
            ...toldMaker(group),
          },
        });
      touchGroup(draft, stripes, delta, precondition || renamed ? 'version' : contentChanged ? 'all' : 'own');
      const { version, members: count } = totalsOf(stripes);
      const totals = { version: version + 1, members: count + delta, touchedAt: draft.now };
      return { group: contentChanged ? { ...group, ...content } : group, totals };
    },
  });
}

/** Users show the names of their groups, so these read differently now. */
function draftGroupNames(draft: Draft, groupId: string, { access }: GroupAccess): void {
  for (const { member } of access.members.values())
    if (member.groupIds.includes(groupId))
      draft.update(members, member._id, { derivedVersion: member.derivedVersion + 1 });
}

const maxIdsInEvent = 100;

function idsOf(moved: readonly { memberId: string }[]): string[] {
  return moved.slice(0, maxIdsInEvent).map(({ memberId }) => memberId);
}

async function load(
  orgId: string,
  groupId: string,
  change: GroupChange,
  { later, maker }: How,
  precondition?: Precondition<GroupVersion>,
): Promise<State> {
  const stripes = await loadStripes(orgId, groupId);
  // What the stripes cover, in one wave; that there is no such group is said before what is wrong with its members.
  const changing = memberChange(orgId, groupId, change.members ?? [], maker);
  const reading = getOrganization(orgId);
  const [found] = await Promise.allSettled([findGroup(orgId, groupId, maker), changing, reading]);
  if (found.status === 'rejected') throw found.reason;
  const group = found.value;
  if (precondition && !precondition(totalsOf(stripes))) throw staleVersion();
  const current: GroupContent = group;
  const next = change.content ? change.content(current) : current;
  const nameKey = foldName(next.displayName);
  const [holder, { moves, rows }, organization] = await Promise.all([
    nameKey === group.nameKey ? group : tenant(orgId).findOne(groups, { nameKey }),
    changing,
    reading,
  ]);
  const renamed = next.displayName !== group.displayName;
  const { users, children, staying } = await concernedBy(orgId, groupId, moves, renamed);
  const loaded = await loadGroupAccess(orgId, groupId, users, children, staying, { organization, rows });
  // After the names: whoever makes a mapping wait changes what names mean.
  const awaiting = renamed ? await loadAwaiting(orgId, nameKey) : [];
  const { massChangeGuard } = loaded.access.organization;
  const cause = renamed ? 'group_renamed' : 'members_removed';
  const guard =
    maker === 'directory' && (renamed || moves.removed.length > 0)
      ? await loadGuard(orgId, massChangeGuard, { group, cause, later, behindIds: loaded.behindIds })
      : null;
  return { group, stripes, next, holder, moves, loaded, awaiting, guard };
}

/** Whose access may change: those who come and go, and after a rename everybody in the group. */
async function concernedBy(orgId: string, groupId: string, moves: GroupMemberChange, renamed: boolean) {
  const moved = [...moves.added, ...moves.removed];
  const users = moved.filter(({ type }) => type === 'User').map(({ memberId }) => memberId);
  const children = moved.filter(({ type }) => type === 'Group').map(({ memberId }) => memberId);
  if (!renamed) return { users, children, staying: [] };
  const all = withDescendants([groupId], await loadNesting(orgId));
  return {
    users,
    staying: await usersOf(orgId, [...all]),
    children: [...children, ...[...all].filter((id) => id !== groupId)],
  };
}

/** @throws DomainError not_found, also for a group that somebody else made */
export async function findGroup(
  orgId: string,
  groupId: string,
  maker: GroupMaker = 'directory',
): Promise<GroupDocument> {
  const group = await tenant(orgId).findOne(groups, { _id: groupId, ...groupsOf(maker) });
  if (!group) throw new DomainError('not_found', 'group_not_found', `Group "${groupId}" not found.`);
  return group;
}

function speaksOfAll(operations: readonly MemberOperation[]): boolean {
  return operations.some(({ kind }) => kind === 'replace' || kind === 'remove-all');
}

function mentionedBy(operations: readonly MemberOperation[]): string[] {
  return [...new Set(operations.flatMap((operation) => ('values' in operation ? operation.values : [])))];
}

const nothingMoves: GroupMemberChange = { added: [], removed: [] };

/** Reads only the members that the operations mention, unless one of them speaks of all. */
async function memberChange(
  orgId: string,
  groupId: string,
  operations: readonly MemberOperation[],
  maker: GroupMaker,
): Promise<{ readonly moves: GroupMemberChange; readonly rows?: MemberRows | undefined }> {
  const all = speaksOfAll(operations);
  const mentioned = mentionedBy(operations);
  if (!all && mentioned.length === 0) return { moves: nothingMoves };
  const [present, rows] = await Promise.all([
    tenant(orgId).find(groupMembers, { groupId, ...(all ? {} : { memberId: { $in: mentioned } }) }),
    findMentioned(orgId, mentioned),
  ]);
  const wanted = new Set(present.map(({ memberId }) => memberId));
  for (const operation of operations) {
    if (operation.kind === 'replace' || operation.kind === 'remove-all') wanted.clear();
    if (operation.kind === 'add' || operation.kind === 'replace') for (const id of operation.values) wanted.add(id);
    if (operation.kind === 'remove') for (const id of operation.values) wanted.delete(id);
  }
  const had = new Set(present.map(({ memberId }) => memberId));
  const added = await resolveMembers(
    orgId,
    [...wanted].filter((id) => !had.has(id)),
    maker,
    rows,
  );
  return { moves: { added, removed: present.filter(({ memberId }) => !wanted.has(memberId)) }, rows };
}
