/** The names of workspace roles. */
import { tenant } from '../../storage/tenant.ts';
import { type RoleId, roleName, roles } from './role.ts';

/** Answers the name of a role of this organization by its id. */
export async function workspaceRoleNames(orgId: string): Promise<(role: RoleId) => string> {
  const custom = await tenant(orgId).find(roles, {});
  return (role) => roleName(role, custom);
}
