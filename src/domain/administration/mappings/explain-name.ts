/** What a group of some name would give by the naming convention, before anybody makes the group. */
import { namesOf, readName } from '../../access/mapping/map-group.ts';
import { type NearestName, nearestNames } from '../../access/mapping/nearest-names.ts';
import { loadAccess } from '../../access/state.ts';
import type { UnmatchedReason } from '../../model/group.ts';
import { type OrganizationRole, roleName } from '../../model/role.ts';

export type NameReading = {
  /** null: it is read. */
  readonly reason: UnmatchedReason | null;
  readonly nearest: readonly NearestName[];
  readonly target: {
    readonly workspaceId: string | null;
    readonly workspaceName: string | null;
    readonly workspaceRole: string | null;
    readonly organizationRole: OrganizationRole;
  } | null;
};

/** Whether the convention is switched on or not. */
export async function explainName(orgId: string, displayName: string): Promise<NameReading> {
  const state = await loadAccess(orgId, []);
  const match = readName(displayName, state);
  if ('unmatched' in match) {
    const { workspaces, roles } = namesOf(state);
    const nearest = nearestNames(displayName, match.unmatched, state.organization.scim, workspaces, roles);
    return { reason: match.unmatched, nearest, target: null };
  }
  const { workspaceId, workspaceRole, organizationRole } = match.target;
  const target = {
    workspaceId,
    workspaceName: state.workspaces.find(({ _id }) => _id === workspaceId)?.name ?? null,
    workspaceRole: workspaceRole === null ? null : roleName(workspaceRole, state.customRoles),
    organizationRole,
  };
  return { reason: null, nearest: [], target };
}
