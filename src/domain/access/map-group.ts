/** Which mappings a group's name gives, with names resolved to ids. */
import { newId } from '../../storage/collection.ts';
import type { GroupMappingState } from '../directory/group.ts';
import type { Draft } from '../operation.ts';
import { type MappingDocument, mappings } from './mapping.ts';
import { readGroupName } from './naming-convention.ts';
import { workspaceRoles } from './role.ts';
import type { AccessState } from './state.ts';

type GroupName = { readonly _id: string; readonly displayName: string; readonly createdAt: Date };
export type GroupMapping = { readonly state: GroupMappingState; readonly mappings: readonly MappingDocument[] };

/**
 * The group's mappings after it was named so. Explicit mappings, where there are any, beat the convention and stay.
 * @param present the mappings the group has now; those that are still right keep their ids
 */
export function mapGroup(
  group: GroupName,
  present: readonly MappingDocument[],
  state: Pick<AccessState, 'organization' | 'workspaces' | 'customRoles'>,
  at: Date,
): GroupMapping {
  if (present.some(({ kind }) => kind === 'explicit')) return { state: { state: 'explicit' }, mappings: present };
  const { organization, workspaces, customRoles } = state;
  if (!organization.scim.conventionEnabled)
    return { state: { state: 'unmatched', reason: 'not_in_the_convention' }, mappings: [] };
  const match = readGroupName(
    group.displayName,
    organization.scim,
    workspaces.map(({ _id, name }) => ({ id: _id, name })),
    [...workspaceRoles.map((name) => ({ id: name, name })), ...customRoles.map(({ _id, name }) => ({ id: _id, name }))],
  );
  if ('unmatched' in match) return { state: { state: 'unmatched', reason: match.unmatched }, mappings: [] };
  const { target } = match;
  const same = present.find(
    ({ workspaceId, workspaceRole, organizationRole }) =>
      workspaceId === target.workspaceId &&
      workspaceRole === target.workspaceRole &&
      organizationRole === target.organizationRole,
  );
  const mapping: MappingDocument = same ?? {
    _id: newId(),
    orgId: organization._id,
    kind: 'convention',
    groupId: group._id,
    groupCreatedAt: group.createdAt,
    ...target,
    priority: null,
    createdAt: at,
  };
  return { state: { state: 'convention' }, mappings: [mapping] };
}

/** Drafts the difference in mapping rows, and says loudly when a name makes its members Organization Admins. */
export function draftMapping(
  draft: Draft,
  group: GroupName,
  present: readonly MappingDocument[],
  next: GroupMapping,
): void {
  const kept = new Set(next.mappings.map(({ _id }) => _id));
  const old = new Set(present.map(({ _id }) => _id));
  for (const { _id } of present) if (!kept.has(_id)) draft.delete(mappings, _id);
  for (const mapping of next.mappings) {
    if (old.has(mapping._id)) continue;
    draft.insert(mappings, mapping);
    if (mapping.organizationRole === 'Organization Admin')
      draft.event({
        type: 'group.grants_admin',
        subject: { groupId: group._id },
        after: { displayName: group.displayName, organizationRole: mapping.organizationRole },
      });
  }
}
