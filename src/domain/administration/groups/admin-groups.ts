/**
 * Groups that admins make: people picked by hand, and what they get. They are groups as those of the directory are, with an
 * explicit mapping, but their names say nothing and SCIM sees nothing of them, until an admin hands one over.
 */
import { tenant } from '../../../storage/tenant.ts';
import { loadAwaiting, lowestPriority } from '../../access/grants/group-grants.ts';
import { handedOver } from '../../access/large-change.ts';
import { explicitRows, type MappingChange, newSetOf, refuseAwaited } from '../../access/mapping/explicit-mapping.ts';
import { draftMapping, mapGroup } from '../../access/mapping/map-group.ts';
import { changeGroup } from '../../directory/change-group.ts';
import { createGroup } from '../../directory/create-group.ts';
import { deleteGroup } from '../../directory/delete-group.ts';
import { displayNameTaken, draftGroupMembers } from '../../directory/group-state.ts';
import { draftRemap, type GroupToMap, loadGroupToMap } from '../../directory/remap-group.ts';
import type { Context } from '../../kernel/context.ts';
import { DomainError } from '../../kernel/domain-error.ts';
import { foldName } from '../../kernel/fold-name.ts';
import { groups, isMadeByAdmins, toldMaker } from '../../model/group.ts';
import type { MappingDocument } from '../../model/mapping.ts';
import { members } from '../../model/member.ts';
import type { GroupContent } from '../../model/user-content.ts';
import { count } from '../../operation/counter.ts';
import { touchGroup } from '../../operation/group-stripes.ts';
import { assertNames } from '../../operation/names.ts';
import { type Draft, operate } from '../../operation/operate.ts';

/** What an admin says of a group; what is not given stays. */
export type AdminGroupChange = MappingChange & { readonly displayName?: string | undefined };

/**
 * Makes a group of these active members.
 * @returns its id
 * @throws DomainError conflict/uniqueness for a name that another group has, whoever made it; conflict/mapping_waits;
 *   not_found for a member, workspace or role; conflict/member_not_active, conflict/last_admin
 */
export async function createAdminGroup(
  context: Context,
  orgId: string,
  { displayName, ...order }: MappingChange & { readonly displayName: string },
  memberIds: readonly string[],
): Promise<string> {
  const { group } = await createGroup(context, orgId, contentOf(displayName), memberIds, order);
  return group._id;
}

/** As a directory would have sent it: from a hand-over on it is the directory's. */
function contentOf(displayName: string): GroupContent {
  return { displayName, externalId: null, resource: { displayName }, search: { displayName: foldName(displayName) } };
}

/**
 * Renames a group, or changes what it gives.
 * @throws DomainError as `createAdminGroup`, and not_found for the group
 */
export function changeAdminGroup(
  context: Context,
  orgId: string,
  groupId: string,
  { displayName, ...order }: AdminGroupChange,
): Promise<void> {
  return operate(orgId, context, {
    load: async () => {
      const state = await loadOwn(orgId, groupId);
      const nameKey = displayName === undefined ? state.group.nameKey : foldName(displayName);
      const isSame = nameKey === state.group.nameKey;
      const [holder, awaiting, last] = await Promise.all([
        isSame ? null : tenant(orgId).findOne(groups, { nameKey }),
        isSame ? [] : loadAwaiting(orgId, nameKey),
        lowestPriority(orgId),
      ]);
      return { state, holder, awaiting, lowest: last + 1 };
    },
    decide: ({ state, holder, awaiting, lowest }, draft) => {
      if (displayName !== undefined && displayName !== state.group.displayName) {
        if (holder) throw displayNameTaken(displayName, holder);
        refuseAwaited(displayName, awaiting);
        assertNames(draft, state.loaded.access.organization);
        draftName(draft, state, displayName);
      }
      const rows = rowsAfter(state, order, lowest, draft.now);
      draftRemap(draft, context, state, { state: { state: 'explicit' }, mappings: rows, taken: [] });
    },
  });
}

function draftName(draft: Draft, { group, stripes }: GroupToMap, displayName: string): void {
  const { displayName: _, externalId: _none, ...rest } = contentOf(displayName);
  const content = { displayName, nameKey: foldName(displayName), ...rest, updatedAt: draft.now };
  draft.update(groups, group._id, content, { nameKey: group.nameKey });
  draft.event({
    type: 'group.updated',
    subject: { groupId: group._id },
    before: { displayName: group.displayName },
    after: { displayName, ...toldMaker(group) },
  });
  touchGroup(draft, stripes, 0, 'all');
}

/** The mapping of a group that admins made, after this change. */
function rowsAfter(
  { group, present, loaded }: GroupToMap,
  order: MappingChange,
  lowest: number,
  at: Date,
): readonly MappingDocument[] {
  if (Object.values(order).every((value) => value === undefined)) return present;
  const [first] = present;
  const head = first ? { ...newSetOf(group, first.createdAt), setId: first.setId } : newSetOf(group, at);
  return explicitRows(head, present, order, loaded.access, lowest);
}

/** Puts an active member into the group; nothing changes for who is in it. @throws DomainError as `createAdminGroup` */
export async function addGroupMember(context: Context, orgId: string, groupId: string, memberId: string) {
  const change = { members: [{ kind: 'add', values: [memberId] }] } as const;
  await changeGroup(context, orgId, groupId, change, undefined, 'admin');
}

/** Takes a member out; nothing changes for who is not in it. @throws DomainError not_found for the group, conflict/last_admin */
export async function removeGroupMember(context: Context, orgId: string, groupId: string, memberId: string) {
  const change = { members: [{ kind: 'remove', values: [memberId] }] } as const;
  await changeGroup(context, orgId, groupId, change, undefined, 'admin');
}

/** @throws DomainError not_found, conflict/last_admin */
export function deleteAdminGroup(context: Context, orgId: string, groupId: string): Promise<void> {
  return deleteGroup(context, orgId, groupId, undefined, 'admin');
}

/**
 * Gives a group to the directory: from then on SCIM shows it with its members, and it keeps its mapping; without one its
 * name is read. Nothing changes for a group that is the directory's already. Of a large group the members follow by a job.
 * @throws DomainError not_found, conflict/last_admin
 */
export function handOverGroup(context: Context, orgId: string, groupId: string): Promise<void> {
  return operate(orgId, context, {
    load: () => loadGroupToMap(orgId, groupId),
    decide: (state, draft) => {
      if (!state) throw noSuchGroup();
      const { stripes, loaded, present } = state;
      if (!isMadeByAdmins(state.group)) return;
      const group = { ...state.group, madeBy: 'directory' as const };
      const rows = present.map((row) => ({ ...row, madeBy: group.madeBy }));
      const next = mapGroup(group, rows, [], loaded.access, draft.now);
      const { nameKey, madeBy } = group;
      draft.update(
        groups,
        groupId,
        { madeBy, mapping: next.state, updatedAt: draft.now },
        { nameKey, madeBy: 'admin' },
      );
      draft.event({
        type: 'group.handed_over',
        subject: { groupId },
        before: { madeBy: 'admin' },
        after: { madeBy, displayName: group.displayName, mapping: next.state },
      });
      count(draft, orgId, 'groups', 1);
      assertNames(draft, loaded.access.organization);
      draftMapping(draft, group, present, next);
      for (const { member } of loaded.access.members.values())
        if (member.adminGroupIds?.includes(groupId)) draft.update(members, member._id, handedOver(member, [groupId]));
      draftGroupMembers(draft, context, group, loaded, { added: [], removed: [] }, next.mappings);
      touchGroup(draft, stripes, 0, 'version');
    },
  });
}

async function loadOwn(orgId: string, groupId: string): Promise<GroupToMap> {
  const state = await loadGroupToMap(orgId, groupId);
  if (!state || !isMadeByAdmins(state.group)) throw noSuchGroup();
  return state;
}

export function noSuchGroup(): DomainError {
  return new DomainError('not_found', 'group_not_found', 'There is no such group that admins made.');
}
