/** A group is deleted, by the directory or, of those that admins made, by an admin. */
import { tenant } from '../../storage/tenant.ts';
import { loadGuard } from '../access/guard/guard.ts';
import { draftMapping } from '../access/mapping/map-group.ts';
import type { Context } from '../kernel/context.ts';
import { type GroupMaker, groupMembers, groupStripes, groups, stripeId, toldMaker } from '../model/group.ts';
import { organizations } from '../model/organization.ts';
import { count } from '../operation/counter.ts';
import { loadStripes, totalsOf } from '../operation/group-stripes.ts';
import { operate } from '../operation/operate.ts';
import { changeGroup, findGroup, type GroupVersion } from './change-group.ts';
import { type Precondition, staleVersion } from './change-user.ts';
import { draftGroupMembers, groupMembersPerCommit, loadGroupAccess } from './group-state.ts';

/**
 * Deletes a group with its mapping; its members lose what it gave them. A large one is emptied first, in several commits.
 * @throws DomainError not_found, stale, conflict/last_admin
 */
export async function deleteGroup(
  context: Context,
  orgId: string,
  groupId: string,
  precondition?: Precondition<GroupVersion>,
  maker: GroupMaker = 'directory',
): Promise<void> {
  const { members } = totalsOf(await loadStripes(orgId, groupId));
  if (members <= groupMembersPerCommit) return deleteOnce(context, orgId, groupId, maker, precondition);
  await changeGroup(context, orgId, groupId, { members: [{ kind: 'remove-all' }] }, precondition, maker);
  await deleteOnce(context, orgId, groupId, maker);
}

function deleteOnce(
  context: Context,
  orgId: string,
  groupId: string,
  maker: GroupMaker,
  precondition?: Precondition<GroupVersion>,
): Promise<void> {
  return operate(orgId, context, {
    load: async () => {
      const stripes = await loadStripes(orgId, groupId);
      const group = await findGroup(orgId, groupId, maker);
      if (precondition && !precondition(totalsOf(stripes))) throw staleVersion();
      const removed = await tenant(orgId).find(groupMembers, { groupId });
      const parents = await tenant(orgId).find(groupMembers, { memberId: groupId });
      const users = removed.filter(({ type }) => type === 'User').map(({ memberId }) => memberId);
      const children = removed.filter(({ type }) => type === 'Group').map(({ memberId }) => memberId);
      const loaded = await loadGroupAccess(orgId, groupId, users, children);
      const { behindIds, access } = loaded;
      const change = { group, cause: 'group_deleted', later: 0, behindIds } as const;
      const setting = maker === 'directory' ? access.organization.massChangeGuard : null;
      const guard = await loadGuard(orgId, setting, change);
      return { stripes, group, removed, parents, loaded, guard };
    },
    decide: ({ stripes, group, removed, parents, loaded, guard }, draft) => {
      const present = loaded.mappings.filter((mapping) => mapping.groupId === groupId);
      draftMapping(draft, group, present, { state: group.mapping, mappings: [], taken: [] });
      draftGroupMembers(draft, context, group, loaded, { added: [], removed }, [], { guard });
      for (const { _id, groupId: parentId } of parents) {
        draft.delete(groupMembers, _id);
        const by = { version: 1, members: -1 };
        draft.increment(groupStripes, stripeId(parentId, draft.stripe), by, {
          expect: {},
          set: { touchedAt: draft.now },
        });
      }
      const { nestingRevision } = loaded;
      if (parents.length > 0)
        draft.update(organizations, orgId, { nestingRevision: nestingRevision + 1 }, { nestingRevision });
      for (const { _id, accessRevision, version } of stripes)
        draft.delete(groupStripes, _id, { accessRevision, version });
      draft.delete(groups, groupId, { nameKey: group.nameKey });
      if (maker === 'directory') count(draft, orgId, 'groups', -1);
      draft.event({
        type: 'group.deleted',
        subject: { groupId },
        before: { displayName: group.displayName, members: removed.length, ...toldMaker(group) },
      });
    },
  });
}
