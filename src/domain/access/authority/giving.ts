/**
 * Giving: the one rule of who may give a role, take it away or decide about somebody who has it (4.1a P8). Overrides,
 * invitations, batches and removals ask here; mappings, settings and keys are for Organization Admins, who may all.
 */
import { DomainError } from '../../kernel/errors.ts';
import { organizationPermissionsOf, permissionsOf, rolesThatMay, workspaceRoleMay } from '../../model/permissions.ts';
import { type OrganizationRole, type RoleDocument, type RoleId, rankOf, roleName } from '../../model/role.ts';
import { type Authority, mayInWorkspace } from './authority.ts';

/**
 * Nobody gives a workspace role above their own in that workspace, nor one with a permission that they do not have there
 * themselves: a manager would get by a second account what was kept from them.
 * @param customRoles all of the organization
 * @returns why they may not; null: they may
 */
export function whyNotGive(
  { organizationRole, workspaceRoles, applicationPermissions }: Authority,
  workspaceId: string,
  role: RoleId,
  customRoles: readonly RoleDocument[],
): string | null {
  if (organizationRole === 'Organization Admin') return null;
  const own = workspaceRoles.get(workspaceId) ?? null;
  const decide = `You cannot decide about the role ${roleName(role, customRoles)} in this workspace:`;
  const instead = 'Ask somebody who manages more there, or an Organization Admin.';
  if (own === null || !workspaceRoleMay(own, 'workspace-members:manage', customRoles))
    return `${decide} you do not manage its members. ${instead}`;
  if (rankOf(role, customRoles) > rankOf(own, customRoles))
    return `${decide} it is above your own, ${roleName(own, customRoles)}. ${instead}`;
  // Whatever custom roles are made of and applications declare.
  if (own === 'Workspace Admin') return null;
  const held = permissionsOf(own, customRoles, applicationPermissions);
  const lacking = permissionsOf(role, customRoles, applicationPermissions).filter((name) => !held.includes(name));
  if (lacking.length === 0) return null;
  return `${decide} it has permissions that your own, ${roleName(own, customRoles)}, has not: ${lacking.slice(0, 10).join(', ')}. ${instead}`;
}

/** Whether they may give this role in this workspace. */
export function mayGive(...asked: Parameters<typeof whyNotGive>): boolean {
  return whyNotGive(...asked) === null;
}

/** @throws DomainError forbidden, with what they lack */
export function requireMayGive(...asked: Parameters<typeof whyNotGive>): void {
  const fault = whyNotGive(...asked);
  if (fault !== null) throw new DomainError('forbidden', 'forbidden', fault);
}

/**
 * Whether they may set overrides in this workspace (null: of organization roles), and so read why others did.
 */
export function maySetOverride(authority: Authority, workspaceId: string | null): boolean {
  if (workspaceId !== null) return mayInWorkspace(authority, workspaceId, 'workspace-members:manage');
  return rolesThatMay('members:manage').includes(authority.organizationRole);
}

/** The same of organization roles. */
export function mayGiveOrganizationRole(
  { organizationRole: own }: Pick<Authority, 'organizationRole'>,
  given: OrganizationRole,
): boolean {
  const held = organizationPermissionsOf(own);
  return rankOf(given, []) <= rankOf(own, []) && organizationPermissionsOf(given).every((name) => held.includes(name));
}

/** @throws DomainError forbidden */
export function requireMayGiveOrganizationRole(authority: Authority, given: OrganizationRole): void {
  if (mayGiveOrganizationRole(authority, given)) return;
  throw new DomainError(
    'forbidden',
    'forbidden',
    `You cannot grant ${given}: it is above your own role, ${authority.organizationRole}.`,
  );
}

/** An Organization Operator does not touch Organization Admins. @throws DomainError forbidden */
export function requireAuthorityOver({ organizationRole }: Authority, target: OrganizationRole | null): void {
  if (organizationRole === 'Organization Admin' || target !== 'Organization Admin') return;
  throw new DomainError('forbidden', 'forbidden', 'Only an Organization Admin may change another Organization Admin.');
}
