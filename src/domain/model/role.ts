/**
 * Roles. The built-in ones are known by their full names, which are their ids as well; custom workspace roles have ids
 * of their own and a rank below Workspace Admin.
 */
import { defineCollection, type TenantDocument } from '../../storage/collection.ts';

export const organizationRoles = [
  'Organization Admin',
  'Organization Operator',
  'Organization User',
  'Organization Viewer',
] as const;
export type OrganizationRole = (typeof organizationRoles)[number];

export const workspaceRoles = ['Workspace Admin', 'Workspace Editor', 'Workspace Viewer'] as const;
export type BuiltInWorkspaceRole = (typeof workspaceRoles)[number];

/** The name of a built-in role, or the id of a custom one. */
export type RoleId = string;

const ranks: ReadonlyMap<RoleId, number> = new Map([
  ['Organization Admin', 400],
  ['Organization Operator', 300],
  ['Organization User', 200],
  ['Organization Viewer', 100],
  ['Workspace Admin', 1_000],
  ['Workspace Editor', 500],
  ['Workspace Viewer', 100],
]);

/** A custom workspace role. */
export type RoleDocument = TenantDocument & {
  name: string;
  /** `foldName(name)`, unique in the organization. */
  nameKey: string;
  description: string;
  /** Between 1 and 999, unique in the organization. */
  rank: number;
  /** Workspace permissions of the permission table and application permissions. */
  permissions: string[];
  createdAt: Date;
  version: number;
};

export const roles = defineCollection<RoleDocument>(
  'roles',
  'tenant',
  {
    name: String,
    nameKey: String,
    description: String,
    rank: Number,
    permissions: [String],
    createdAt: Date,
    version: Number,
  },
  [
    { keys: { orgId: 1, nameKey: 1 }, unique: true },
    { keys: { orgId: 1, rank: 1 }, unique: true },
  ],
);

/** The role that everything is open to: as Workspace Admin in every workspace, and one of them must always be left. */
export function isOrganizationAdmin(role: RoleId | null | undefined): boolean {
  return role === 'Organization Admin';
}

/** The rank of a role, higher wins; a custom role that is gone ranks below all. */
export function rankOf(role: RoleId, custom: readonly RoleDocument[]): number {
  return ranks.get(role) ?? custom.find(({ _id }) => _id === role)?.rank ?? 0;
}

/** The name that people see for a role id. */
export function roleName(role: RoleId, custom: readonly RoleDocument[]): string {
  return ranks.has(role) ? role : (custom.find(({ _id }) => _id === role)?.name ?? role);
}

/** A workspace role that is not built in. */
export function isCustomRole(role: RoleId): boolean {
  return !ranks.has(role);
}

export function isOrganizationRole(role: string): role is OrganizationRole {
  return (organizationRoles as readonly string[]).includes(role);
}

export function isBuiltInWorkspaceRole(role: string): role is BuiltInWorkspaceRole {
  return (workspaceRoles as readonly string[]).includes(role);
}

/** The workspace role that a client names in full or, custom ones, by id as well; null when there is none. */
export function findWorkspaceRole(nameOrId: string, custom: readonly RoleDocument[]): RoleId | null {
  if (isBuiltInWorkspaceRole(nameOrId)) return nameOrId;
  return custom.find(({ _id, name }) => _id === nameOrId || name === nameOrId)?._id ?? null;
}
