/** Proposed changes, as `previewEffects` needs them: by the same steps that the changes themselves take. */
import { tenant } from '../../../storage/tenant.ts';
import { listApplicationPermissions } from '../../access/authority/application-permission.ts';
import { knownPermissions, requireFreeRank } from '../../access/authority/custom-role-rules.ts';
import { byGroup, loadNesting, withDescendants } from '../../access/grants/group-grants.ts';
import { explicitRows, type MappingChange } from '../../access/mapping/explicit-mapping.ts';
import { mapGroup } from '../../access/mapping/map-group.ts';
import { loadAccess } from '../../access/state.ts';
import { usersOf } from '../../directory/group-state.ts';
import { now } from '../../kernel/clock.ts';
import type { Context } from '../../kernel/context.ts';
import { DomainError } from '../../kernel/domain-error.ts';
import { foldName } from '../../kernel/fold-name.ts';
import { grants } from '../../model/grant.ts';
import { groups, isMadeByAdmins } from '../../model/group.ts';
import { type MappingDocument, mappings } from '../../model/mapping.ts';
import { memberships } from '../../model/membership.ts';
import { scimSettingsOf } from '../../model/organization.ts';
import { permissionsOf } from '../../model/permissions.ts';
import type { RoleDocument } from '../../model/role.ts';
import type { GroupChoice } from '../mappings/change-mappings.ts';
import { readsNamesAgain, type ScimSettingsChange, withScimSettings } from '../settings/change-scim-settings.ts';
import type { Proposal } from './preview.ts';
import { findGroup, lowestPriority, proposal, type Regrouped, rowsOfGroup, type State } from './proposal.ts';
import { type AdminGroupProposal, ofAdminGroup } from './propose-admin-group.ts';

export type ProposedChange =
  | { readonly kind: 'scim-settings'; readonly settings: ScimSettingsChange }
  | { readonly kind: 'mapping-created'; readonly group: GroupChoice; readonly mapping: MappingChange }
  | { readonly kind: 'mapping-changed'; readonly mappingId: string; readonly mapping: MappingChange }
  | { readonly kind: 'mapping-deleted'; readonly mappingId: string; readonly onDelete: 'keep' | 'remove' }
  | { readonly kind: 'group-renamed'; readonly groupId: string; readonly displayName: string }
  | { readonly kind: 'workspace-deleted'; readonly workspaceId: string }
  | AdminGroupProposal
  | {
      readonly kind: 'role-changed';
      readonly roleId: string;
      readonly rank?: number | undefined;
      readonly permissions?: readonly string[] | undefined;
    };

/** @throws DomainError not_found and invalid as the change itself would */
export async function propose(context: Context, orgId: string, change: ProposedChange): Promise<Proposal> {
  const { organization, workspaces, customRoles } = await loadAccess(orgId, []);
  const state: State = {
    organization,
    workspaces,
    customRoles,
    nesting: await loadNesting(orgId),
    mappings: await tenant(orgId).find(mappings, {}),
    at: now(),
  };
  switch (change.kind) {
    case 'scim-settings':
      return ofSettings(context, state, change.settings);
    case 'role-changed':
      return ofRole(context, state, change);
    case 'workspace-deleted':
      return ofWorkspace(context, state, change.workspaceId);
    case 'admin-group-created':
    case 'admin-group-changed':
    case 'admin-group-members':
    case 'admin-group-deleted':
    case 'admin-group-handed-over':
      return ofAdminGroup(context, state, change);
    default:
      return ofGroup(context, state, await regrouped(state, change));
  }
}

async function ofSettings(context: Context, state: State, change: ScimSettingsChange): Promise<Proposal> {
  const next = { ...state, organization: withScimSettings(state.organization, change) };
  const named = await tenant(state.organization._id).find(
    groups,
    {},
    { projection: { displayName: 1, nameKey: 1, createdAt: 1, madeBy: 1 } },
  );
  const rowsOf = byGroup(state.mappings);
  const changed = named.map((group) => ({
    groupId: group._id,
    rows: mapGroup(group, rowsOf.get(group._id) ?? [], awaiting(state, group.nameKey), next, state.at).mappings,
  }));
  const adminsMustStay = readsNamesAgain(scimSettingsOf(state.organization), next.organization.scim);
  return { ...proposal(context, next, changed), memberIds: null, adminsMustStay };
}

/** Where groups decide by the highest role, another rank may let another one win. */
async function ofRole(
  context: Context,
  state: State,
  { roleId, rank, permissions }: Extract<ProposedChange, { kind: 'role-changed' }>,
): Promise<Proposal> {
  const role = state.customRoles.find(({ _id }) => _id === roleId);
  if (!role) throw new DomainError('not_found', 'role_not_found', 'There is no such custom role.', '/roleId');
  const others = state.customRoles.filter(({ _id }) => _id !== roleId);
  if (rank !== undefined) requireFreeRank(rank, others);
  const declared = await listApplicationPermissions(state.organization._id);
  const next: RoleDocument = {
    ...role,
    rank: rank ?? role.rank,
    permissions: permissions
      ? knownPermissions(
          permissions,
          declared.map(({ name }) => name),
        )
      : role.permissions,
  };
  const added = next.permissions.filter((name) => !role.permissions.includes(name));
  const removed = role.permissions.filter((name) => !next.permissions.includes(name));
  const customRoles = [...others, next];
  const permittedBy = (other: string) => permissionsOf(other, customRoles, declared);
  return {
    ...proposal(context, { ...state, customRoles }, []),
    memberIds: null,
    permissions: added.length + removed.length > 0 ? { roleId, added, removed, permittedBy } : null,
  };
}

/** Whatever gave access there goes with it. */
async function ofWorkspace(context: Context, state: State, workspaceId: string): Promise<Proposal> {
  const orgId = state.organization._id;
  if (!state.workspaces.some(({ _id }) => _id === workspaceId))
    throw new DomainError('not_found', 'workspace_not_found', 'There is no such workspace.', '/workspaceId');
  const there = [{ workspaceId }, { projection: { memberId: 1 } }] as const;
  const [given, held] = await Promise.all([
    tenant(orgId).find(grants, ...there),
    tenant(orgId).find(memberships, ...there),
  ]);
  const next = {
    ...state,
    workspaces: state.workspaces.filter(({ _id }) => _id !== workspaceId),
    mappings: state.mappings.filter((row) => row.workspaceId !== workspaceId),
  };
  const { grantsOf, ...rest } = proposal(context, next, []);
  return {
    ...rest,
    memberIds: [...new Set([...given, ...held].map(({ memberId }) => memberId))],
    grantsOf: (present) => grantsOf(present).filter((grant) => grant.workspaceId !== workspaceId),
  };
}

async function ofGroup(context: Context, state: State, changed: Regrouped | null): Promise<Proposal> {
  // A mapping for a group that is not there yet concerns nobody.
  if (!changed) return { ...proposal(context, state, []), memberIds: [] };
  const within = [...withDescendants([changed.groupId], state.nesting)];
  return { ...proposal(context, state, [changed]), memberIds: await usersOf(state.organization._id, within) };
}

/** What the change makes of its group; null: it waits for one. */
async function regrouped(
  state: State,
  change: Exclude<
    ProposedChange,
    { kind: 'scim-settings' | 'role-changed' | 'workspace-deleted' } | AdminGroupProposal
  >,
): Promise<Regrouped | null> {
  const { organization, at } = state;
  if (change.kind === 'group-renamed') {
    const group = await findGroup(organization._id, change.groupId, '/groupId');
    const renamed = { ...group, displayName: change.displayName };
    const present = rowsOfGroup(state, group._id);
    const waiting = awaiting(state, foldName(change.displayName));
    return { groupId: group._id, rows: mapGroup(renamed, present, waiting, state, at).mappings };
  }
  if (change.kind === 'mapping-created') {
    const { group: choice, mapping } = change;
    const group = await ('id' in choice
      ? findGroup(organization._id, choice.id, '/group/id')
      : tenant(organization._id).findOne(groups, { nameKey: foldName(choice.displayName) }));
    const head = {
      setId: '',
      groupId: group?._id ?? '',
      awaits: null,
      groupCreatedAt: group?.createdAt ?? at,
      createdAt: at,
    };
    const rows = explicitRows(head, [], mapping, state, lowestPriority(state) + 1);
    return group && { groupId: group._id, rows: mapGroup(group, rows, [], state, at).mappings };
  }
  const rows = state.mappings.filter((row) => row.setId === change.mappingId && !isMadeByAdmins(row));
  const [first] = rows;
  if (!first) throw new DomainError('not_found', 'mapping_not_found', 'There is no such mapping.', '/mappingId');
  const { setId, groupId, awaits, groupCreatedAt, createdAt } = first;
  if (change.kind === 'mapping-changed') {
    const head = { setId, groupId, awaits, groupCreatedAt, createdAt };
    const next = explicitRows(head, rows, change.mapping, state, first.priority ?? 1);
    return awaits ? null : { groupId, rows: next };
  }
  if (awaits) return null;
  const group = await findGroup(organization._id, groupId, '/mappingId');
  const next = mapGroup(group, [], awaiting(state, group.nameKey), state, at).mappings;
  return { groupId, rows: next, kept: change.onDelete === 'keep' ? rows : [] };
}

function awaiting({ mappings }: State, nameKey: string): MappingDocument[] {
  return mappings.filter(({ awaits }) => awaits?.key === nameKey);
}
