/**
 * Who may do what: the one table. The API, `check` and forward-auth ask it, and nothing else decides by the name of a role.
 * Applications add permissions of their own to the workspace half of it (`application-permission.ts`).
 */
import {
  type BuiltInWorkspaceRole,
  isBuiltInWorkspaceRole,
  type OrganizationRole,
  organizationRoles,
  type RoleDocument,
  type RoleId,
  workspaceRoles,
} from './role.ts';

type Entry<R> = { readonly does: string; readonly roles: readonly R[] };

const admin = ['Organization Admin'] as const;
const adminAndOperator = ['Organization Admin', 'Organization Operator'] as const;

/** What one may do in an organization, and the organization roles that may. */
const byOrganizationRole = {
  'organization:read': { does: 'See the organization and the names of its workspaces', roles: organizationRoles },
  'organization:manage': { does: 'Rename, set up and delete the organization', roles: admin },
  'workspaces:manage': { does: 'Create, rename and delete workspaces', roles: admin },
  'members:read': { does: 'See members, their roles and groups', roles: adminAndOperator },
  'members:manage': {
    does: 'Invite, change and remove members: none above the own role, and an Operator no Admin',
    roles: adminAndOperator,
  },
  'access:read': { does: 'See why members have the access they have', roles: admin },
  'access:manage': { does: 'Change roles, mappings and application permissions, decide held changes', roles: admin },
  'sso:manage': { does: 'Set up sign-in: connections, domains, what newcomers get', roles: admin },
  'provisioning:manage': { does: 'Set up SCIM: tokens, settings, the log', roles: admin },
  'keys:manage': { does: 'Make and revoke service keys', roles: admin },
  'audit:read': { does: 'Read the audit log and the event feed', roles: admin },
  'webhooks:manage': { does: 'Set up webhooks', roles: admin },
} as const satisfies Record<string, Entry<OrganizationRole>>;

/** What one may do in a workspace, and the workspace roles that may. Custom roles choose among these. */
const byWorkspaceRole = {
  'workspace:read': { does: 'See what is in the workspace', roles: workspaceRoles },
  'workspace:write': { does: 'Change what is in the workspace', roles: ['Workspace Admin', 'Workspace Editor'] },
  'workspace-members:read': { does: 'See who is in the workspace', roles: workspaceRoles },
  'workspace-members:manage': {
    does: 'Add, change and remove people of the workspace: none above the own role',
    roles: ['Workspace Admin'],
  },
} as const satisfies Record<string, Entry<BuiltInWorkspaceRole>>;

export type OrganizationPermission = keyof typeof byOrganizationRole;
export type WorkspacePermission = keyof typeof byWorkspaceRole;

/** A permission in a workspace, of the table or of an application: what holds it beside custom roles. */
export type WorkspacePermissionHolders = { readonly name: string; readonly roles: readonly BuiltInWorkspaceRole[] };

export type PermissionEntry = {
  readonly name: string;
  readonly description: string;
  readonly scope: 'organization' | 'workspace';
  readonly roles: readonly string[];
};

/** Usher's own permissions, in the order of the table. */
export const permissionTable: readonly PermissionEntry[] = [
  ...Object.entries(byOrganizationRole).map(([name, { does, roles }]) => ({
    name,
    description: does,
    scope: 'organization' as const,
    roles,
  })),
  ...Object.entries(byWorkspaceRole).map(([name, { does, roles }]) => ({
    name,
    description: does,
    scope: 'workspace' as const,
    roles,
  })),
];

/** The organization roles that may, highest first. */
export function rolesThatMay(permission: OrganizationPermission): readonly OrganizationRole[] {
  return byOrganizationRole[permission].roles;
}

/** All that an organization role holds. */
export function organizationPermissionsOf(role: OrganizationRole): readonly OrganizationPermission[] {
  const all = Object.keys(byOrganizationRole) as OrganizationPermission[];
  return all.filter((permission) => rolesThatMay(permission).includes(role));
}

/** Who gives and takes all access holds every permission in every workspace, whatever is granted there. */
export function mayAllInWorkspaces(role: OrganizationRole): boolean {
  return rolesThatMay('access:manage').includes(role);
}

export function isOrganizationPermission(name: string): name is OrganizationPermission {
  return Object.hasOwn(byOrganizationRole, name);
}

export function isWorkspacePermission(name: string): name is WorkspacePermission {
  return Object.hasOwn(byWorkspaceRole, name);
}

/**
 * Whether this workspace role may: a built-in one by the table, a custom one by what it was made of.
 * @param declared the application permissions of the organization, where one of them may be asked for
 */
export function workspaceRoleMay(
  role: RoleId,
  permission: string,
  customRoles: readonly RoleDocument[],
  declared: readonly WorkspacePermissionHolders[] = [],
): boolean {
  return permissionsOf(role, customRoles, declared).includes(permission);
}

/** All that a workspace role holds; nothing when there is no such role. */
export function permissionsOf(
  role: RoleId,
  customRoles: readonly RoleDocument[],
  declared: readonly WorkspacePermissionHolders[],
): readonly string[] {
  if (!isBuiltInWorkspaceRole(role)) return customRoles.find(({ _id }) => _id === role)?.permissions ?? [];
  const own = Object.entries<Entry<BuiltInWorkspaceRole>>(byWorkspaceRole).map(([name, { roles }]) => ({
    name,
    roles,
  }));
  return [...own, ...declared].flatMap(({ name, roles }) => (roles.includes(role) ? [name] : []));
}
