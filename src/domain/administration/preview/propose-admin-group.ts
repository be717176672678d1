/** Proposed changes of groups that admins make, with the people who would come and go. */
import { withDescendants } from '../../access/grants/group-grants.ts';
import { explicitRows, type MappingChange, newSetOf } from '../../access/mapping/explicit-mapping.ts';
import { mapGroup } from '../../access/mapping/map-group.ts';
import { usersOf } from '../../directory/group-state.ts';
import type { Context } from '../../kernel/context.ts';
import type { MappingDocument } from '../../model/mapping.ts';
import { directGroupsOf } from '../../model/member.ts';
import type { Proposal } from './preview.ts';
import { findGroup, lowestPriority, proposal, rowsOfGroup, type State } from './proposal.ts';

export type AdminGroupProposal =
  | { readonly kind: 'admin-group-created'; readonly group: MappingChange; readonly members: readonly string[] }
  | { readonly kind: 'admin-group-changed'; readonly groupId: string; readonly group: MappingChange }
  | {
      readonly kind: 'admin-group-members';
      readonly groupId: string;
      readonly add?: readonly string[] | undefined;
      readonly remove?: readonly string[] | undefined;
    }
  | { readonly kind: 'admin-group-deleted' | 'admin-group-handed-over'; readonly groupId: string };

/** @throws DomainError not_found and invalid as the change itself would */
export async function ofAdminGroup(context: Context, state: State, change: AdminGroupProposal): Promise<Proposal> {
  const orgId = state.organization._id;
  if (change.kind === 'admin-group-created') {
    const head = newSetOf({ _id: '', createdAt: state.at, madeBy: 'admin' }, state.at);
    const rows = explicitRows(head, [], change.group, state, lowestPriority(state) + 1);
    return withMembers('', rows, change.members, []);
  }
  const group = await findGroup(orgId, change.groupId, '/groupId', 'admin');
  const present = rowsOfGroup(state, group._id);
  if (change.kind === 'admin-group-members')
    return withMembers(group._id, present, change.add ?? [], change.remove ?? []);
  const people = await usersOf(orgId, [...withDescendants([group._id], state.nesting)]);
  return { ...proposal(context, state, [{ groupId: group._id, rows: rowsAfter() }]), memberIds: people };

  function rowsAfter(): readonly MappingDocument[] {
    if (change.kind === 'admin-group-deleted') return [];
    if (change.kind === 'admin-group-changed')
      return explicitRows(newSetOf(group, state.at), present, change.group, state, lowestPriority(state) + 1);
    const rows = present.map((row) => ({ ...row, madeBy: 'directory' as const }));
    return mapGroup({ ...group, madeBy: 'directory' }, rows, [], state, state.at).mappings;
  }

  function withMembers(
    groupId: string,
    rows: readonly MappingDocument[],
    coming: readonly string[],
    going: readonly string[],
  ): Proposal {
    return {
      ...proposal(context, state, [{ groupId, rows }], (member) => {
        const rest = directGroupsOf(member).filter((id) => id !== groupId || !going.includes(member._id));
        return coming.includes(member._id) ? [...rest, groupId] : rest;
      }),
      memberIds: [...new Set([...coming, ...going])],
    };
  }
}
