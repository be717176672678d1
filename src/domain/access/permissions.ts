/**
 * Who may do what: the one table. The API, `check` and forward-auth ask it, and nothing else decides by the name of a role.
 */
import { type OrganizationRole, organizationRoles, type RoleDocument, type RoleId, workspaceRoles } from './role.ts';

const admin = ['Organization Admin'] as const;
const adminAndOperator = ['Organization Admin', 'Organization Operator'] as const;

/** What one may do in an organization, and the organization roles that may. */
const byOrganizationRole = {
  'organization:read': organizationRoles,
  'organization:manage': admin,
  'workspaces:manage': admin,
  'members:read': adminAndOperator,
  /** Change, invite and remove members: none above the own role, and an Operator no Admin. */
  'members:manage': adminAndOperator,
  'access:read': admin,
  /** Roles, mappings, previews, held changes. */
  'access:manage': admin,
  'sso:manage': admin,
  'provisioning:manage': admin,
  'keys:manage': admin,
  'audit:read': admin,
  'webhooks:manage': admin,
} as const satisfies Record<string, readonly OrganizationRole[]>;

type WorkspaceRole = (typeof workspaceRoles)[number];

/** What one may do in a workspace, and the workspace roles that may. Custom roles choose among these. */
const byWorkspaceRole = {
  'workspace:read': workspaceRoles,
  'workspace:write': ['Workspace Admin', 'Workspace Editor'],
  'workspace-members:read': workspaceRoles,
  'workspace-members:manage': ['Workspace Admin'],
} as const satisfies Record<string, readonly WorkspaceRole[]>;

export type OrganizationPermission = keyof typeof byOrganizationRole;
export type WorkspacePermission = keyof typeof byWorkspaceRole;

/** The organization roles that may, highest first. */
export function rolesThatMay(permission: OrganizationPermission): readonly OrganizationRole[] {
  return byOrganizationRole[permission];
}

/** Whether this workspace role may: a built-in one by the table, a custom one by what it was made of. */
export function workspaceRoleMay(
  role: RoleId,
  permission: WorkspacePermission,
  customRoles: readonly RoleDocument[],
): boolean {
  const holders: readonly string[] = byWorkspaceRole[permission];
  return (
    holders.includes(role) ||
    customRoles.some(({ _id, permissions }) => _id === role && permissions.includes(permission))
  );
}
