/** Groups with what their names and mappings mean here. */
import { tenant } from '../../../storage/tenant.ts';
import { byGroup, loadMappings } from '../../access/grants/group-grants.ts';
import { namesOf } from '../../access/mapping/map-group.ts';
import { type NearestName, nearestNames } from '../../access/mapping/nearest-names.ts';
import { foldName } from '../../kernel/fold-name.ts';
import type { IdPage } from '../../kernel/id-page.ts';
import { containing } from '../../kernel/search-pattern.ts';
import { type GroupDocument, type GroupStripeDocument, groupStripes, groups } from '../../model/group.ts';
import { getOrganization } from '../../model/organization.ts';
import { type OrganizationRole, roleName, roles } from '../../model/role.ts';
import { listWorkspaces } from '../../model/workspace.ts';

export type MappedGroup = {
  readonly group: Pick<GroupDocument, '_id' | 'displayName' | 'externalId' | 'mapping'>;
  /** How many direct members it has, nested groups included. */
  readonly members: number;
  /** What the name of an unmatched group was probably meant to say. */
  readonly nearest: readonly NearestName[];
  readonly targets: readonly {
    readonly workspaceId: string | null;
    readonly workspaceName: string | null;
    /** The role's name. */
    readonly workspaceRole: string | null;
    readonly organizationRole: OrganizationRole | null;
  }[];
};

/** Oldest first. `state` narrows to groups mapped so. */
export async function listMappedGroups(
  orgId: string,
  state: GroupDocument['mapping']['state'] | undefined,
  { q, after, limit }: IdPage,
): Promise<MappedGroup[]> {
  const scope = tenant(orgId);
  const found = await scope.find<MappedGroup['group']>(
    groups,
    {
      ...(state === undefined ? {} : { 'mapping.state': state }),
      ...(q ? { nameKey: containing(foldName(q)) } : {}),
      ...(after === null ? {} : { _id: { $gt: after } }),
    },
    { sort: { _id: 1 }, limit, projection: { displayName: 1, externalId: 1, mapping: 1 } },
  );
  const ids = found.map(({ _id }) => _id);
  const [stripes, mappings, workspaces, customRoles, { scim }] = await Promise.all([
    scope.find<GroupStripeDocument>(groupStripes, { groupId: { $in: ids } }),
    loadMappings(orgId, ids),
    listWorkspaces(orgId),
    scope.find(roles, {}),
    getOrganization(orgId),
  ]);
  const names = namesOf({ workspaces, customRoles });
  const mappingsOf = byGroup(mappings);
  const workspaceNames = new Map<string | null, string>(workspaces.map(({ _id, name }) => [_id, name]));
  return found.map((group) => ({
    group,
    members: stripes.reduce((sum, { groupId, members }) => (groupId === group._id ? sum + members : sum), 0),
    nearest:
      group.mapping.state === 'unmatched' && scim.conventionEnabled
        ? nearestNames(group.displayName, group.mapping.reason, scim, names.workspaces, names.roles)
        : [],
    targets: (mappingsOf.get(group._id) ?? []).map(({ workspaceId, workspaceRole, organizationRole }) => ({
      workspaceId,
      workspaceName: workspaceNames.get(workspaceId) ?? null,
      workspaceRole: workspaceRole === null ? null : roleName(workspaceRole, customRoles),
      organizationRole,
    })),
  }));
}
