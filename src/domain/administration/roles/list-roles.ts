/** The workspace roles of an organization, built-in and custom. */
import { tenant } from '../../../storage/tenant.ts';
import { listApplicationPermissions } from '../../access/authority/application-permission.ts';
import { DomainError } from '../../kernel/domain-error.ts';
import { permissionsOf } from '../../model/permissions.ts';
import {
  findWorkspaceRole,
  isCustomRole,
  type RoleId,
  rankOf,
  roleName,
  roles,
  workspaceRoles,
} from '../../model/role.ts';
import { loadRoleUsage, type RoleUsage } from './role-usage.ts';

export type RoleView = {
  readonly id: RoleId;
  readonly name: string;
  readonly description: string;
  readonly rank: number;
  readonly builtIn: boolean;
  readonly permissions: readonly string[];
};

/** Answers the name of a role of this organization by its id. */
export async function workspaceRoleNames(orgId: string): Promise<(role: RoleId) => string> {
  const custom = await tenant(orgId).find(roles, {});
  return (role) => roleName(role, custom);
}

/** The highest first. */
export async function listRoles(orgId: string): Promise<RoleView[]> {
  const [custom, declared] = await Promise.all([tenant(orgId).find(roles, {}), listApplicationPermissions(orgId)]);
  const views = [...workspaceRoles, ...custom.map(({ _id }) => _id)].map((id) => ({
    id,
    name: roleName(id, custom),
    description: custom.find(({ _id }) => _id === id)?.description ?? '',
    rank: rankOf(id, custom),
    builtIn: !isCustomRole(id),
    permissions: permissionsOf(id, custom, declared),
  }));
  return views.toSorted((a, b) => b.rank - a.rank);
}

/** A role by name or id, and who relies on it (null for built-in ones). @throws DomainError not_found */
export async function viewRole(orgId: string, nameOrId: string): Promise<RoleView & { usage: RoleUsage | null }> {
  const id = findWorkspaceRole(nameOrId, await tenant(orgId).find(roles, {}));
  const view = (await listRoles(orgId)).find((role) => role.id === id);
  if (!view) throw new DomainError('not_found', 'role_not_found', 'There is no such role.');
  return { ...view, usage: view.builtIn ? null : await loadRoleUsage(orgId, view.id) };
}
