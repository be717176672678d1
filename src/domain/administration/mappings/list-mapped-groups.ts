/** Groups, of the directory and made by admins, with what their names and mappings mean here. */
import { tenant } from '../../../storage/tenant.ts';
import { byGroup, loadMappings } from '../../access/grants/group-grants.ts';
import { namesOf } from '../../access/mapping/map-group.ts';
import { type NearestName, nearestNames } from '../../access/mapping/nearest-names.ts';
import { DomainError } from '../../kernel/domain-error.ts';
import { foldName } from '../../kernel/fold-name.ts';
import type { IdPage } from '../../kernel/id-page.ts';
import { containing } from '../../kernel/search-pattern.ts';
import {
  type GroupDocument,
  type GroupMaker,
  groupMembers,
  groupStripes,
  groups,
  groupsOf,
} from '../../model/group.ts';
import { getOrganization } from '../../model/organization.ts';
import { type OrganizationRole, roleName, roles } from '../../model/role.ts';
import { listWorkspaces, placeNamer } from '../../model/workspace.ts';

export type MappedGroup = {
  readonly group: Pick<GroupDocument, '_id' | 'displayName' | 'externalId' | 'mapping' | 'madeBy' | 'createdAt'>;
  /** How many direct members it has, nested groups included. */
  readonly members: number;
  /** What the name of an unmatched group was probably meant to say. */
  readonly nearest: readonly NearestName[];
  /** Of an explicit mapping; null: there is none. */
  readonly priority: number | null;
  readonly targets: readonly {
    readonly workspaceId: string | null;
    readonly workspaceName: string | null;
    /** The role's name. */
    readonly workspaceRole: string | null;
    readonly organizationRole: OrganizationRole | null;
  }[];
};

type GroupChoice = {
  readonly state?: GroupDocument['mapping']['state'] | undefined;
  readonly madeBy?: GroupMaker | undefined;
};

/** Oldest first; those that are mapped so, and made by them. */
export async function listMappedGroups(
  orgId: string,
  { state, madeBy }: GroupChoice,
  { q, after, limit }: IdPage,
): Promise<MappedGroup[]> {
  const found = await tenant(orgId).find(
    groups,
    {
      ...(state === undefined ? {} : { 'mapping.state': state }),
      ...(madeBy === undefined ? {} : groupsOf(madeBy)),
      ...(q ? { nameKey: containing(foldName(q)) } : {}),
      ...(after === null ? {} : { _id: { $gt: after } }),
    },
    { sort: { _id: 1 }, limit, projection: shown },
  );
  return describeGroups(orgId, found);
}

type Named = { readonly id: string; readonly displayName: string };

/** A group, the groups in it, and those that it is in. @throws DomainError not_found */
export async function viewMappedGroup(
  orgId: string,
  id: string,
): Promise<MappedGroup & { readonly contains: readonly Named[]; readonly within: readonly Named[] }> {
  const scope = tenant(orgId);
  const [found, inside, outside] = await Promise.all([
    scope.find(groups, { _id: id }, { projection: shown }),
    scope.find(groupMembers, { groupId: id, type: 'Group' }),
    scope.find(groupMembers, { memberId: id, type: 'Group' }),
  ]);
  const [group] = await describeGroups(orgId, found);
  if (!group) throw new DomainError('not_found', 'group_not_found', 'There is no such group.');
  const named = async (ids: readonly string[]) => {
    const rows = await scope.find(groups, { _id: { $in: [...ids] } }, { projection: shown, sort: { nameKey: 1 } });
    return rows.map(({ _id, displayName }) => ({ id: _id, displayName }));
  };
  const [contains, within] = await Promise.all([
    named(inside.map(({ memberId }) => memberId)),
    named(outside.map(({ groupId }) => groupId)),
  ]);
  return { ...group, contains, within };
}

const shown = { displayName: 1, externalId: 1, mapping: 1, madeBy: 1, createdAt: 1 } as const;

async function describeGroups(orgId: string, found: readonly MappedGroup['group'][]): Promise<MappedGroup[]> {
  const scope = tenant(orgId);
  const ids = found.map(({ _id }) => _id);
  const [stripes, mappings, workspaces, customRoles, { scim }] = await Promise.all([
    scope.find(groupStripes, { groupId: { $in: ids } }),
    loadMappings(orgId, ids),
    listWorkspaces(orgId),
    scope.find(roles, {}),
    getOrganization(orgId),
  ]);
  const names = namesOf({ workspaces, customRoles });
  const mappingsOf = byGroup(mappings);
  const nameOf = placeNamer(workspaces);
  return found.map((group) => ({
    group,
    members: stripes.reduce((sum, { groupId, members }) => (groupId === group._id ? sum + members : sum), 0),
    nearest:
      group.mapping.state === 'unmatched' && scim.conventionEnabled
        ? nearestNames(group.displayName, group.mapping.reason, scim, names.workspaces, names.roles)
        : [],
    priority: mappingsOf.get(group._id)?.[0]?.priority ?? null,
    targets: (mappingsOf.get(group._id) ?? []).map(({ workspaceId, workspaceRole, organizationRole }) => ({
      workspaceId,
      workspaceName: nameOf(workspaceId),
      workspaceRole: workspaceRole === null ? null : roleName(workspaceRole, customRoles),
      organizationRole,
    })),
  }));
}
