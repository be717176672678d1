/**
 * Giving: the one rule of who may give a role, take it away or decide about somebody who has it (P8). Overrides,
 * invitations, batches and removals ask here; mappings, settings and keys are for Organization Admins, who may all.
 */

import { DomainError } from '../../kernel/domain-error.ts';
import {
  mayAllInWorkspaces,
  organizationPermissionsOf,
  permissionsOf,
  rolesThatMay,
  workspaceRoleMay,
} from '../../model/permissions.ts';
import {
  isOrganizationRole,
  type OrganizationRole,
  type RoleDocument,
  type RoleId,
  rankOf,
  roleName,
} from '../../model/role.ts';
import { type Authority, mayInWorkspace } from './authority.ts';

/**
 * Nobody gives a workspace role above their own in that workspace, nor one with a permission that they do not have there
 * themselves: a manager would get by a second account what was kept from them. Who has several roles there has the
 * permissions of all of them.
 * @param customRoles all of the organization
 * @returns why they may not; null: they may
 */
export function whyNotGive(
  { organizationRole, workspaceRoles, applicationPermissions }: Authority,
  workspaceId: string,
  role: RoleId,
  customRoles: readonly RoleDocument[],
): string | null {
  if (mayAllInWorkspaces(organizationRole)) return null;
  const own = workspaceRoles.get(workspaceId) ?? [];
  const [highest] = own;
  const named = (roles: readonly RoleId[]) => roles.map((one) => roleName(one, customRoles)).join(' and ');
  const decide = `You cannot decide about the role ${roleName(role, customRoles)} in this workspace:`;
  const instead = 'Ask somebody who manages more there, or an Organization Admin.';
  if (highest === undefined || !own.some((one) => workspaceRoleMay(one, 'workspace-members:manage', customRoles)))
    return `${decide} you do not manage its members. ${instead}`;
  if (rankOf(role, customRoles) > rankOf(highest, customRoles))
    return `${decide} it is above your own, ${named([highest])}. ${instead}`;
  // Whatever custom roles are made of and applications declare.
  if (highest === 'Workspace Admin') return null;
  const held = own.flatMap((one) => permissionsOf(one, customRoles, applicationPermissions));
  const lacking = permissionsOf(role, customRoles, applicationPermissions).filter((name) => !held.includes(name));
  if (lacking.length === 0) return null;
  return `${decide} it has permissions that your own, ${named(own)}, has not: ${lacking.slice(0, 10).join(', ')}. ${instead}`;
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

/** The same of organization roles. @internal */
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

/** Nobody decides about a member whose role they could not give: an Operator not about an Admin. @throws DomainError forbidden */
export function requireAuthorityOver(authority: Authority, target: OrganizationRole | null): void {
  if (target === null || mayGiveOrganizationRole(authority, target)) return;
  throw new DomainError('forbidden', 'forbidden', 'Only an Organization Admin may change another Organization Admin.');
}

/** Nobody invites above their own role, and only an Organization Admin above Organization User. */
export function mayInviteAs(authority: Authority, invited: OrganizationRole): boolean {
  if (!mayGiveOrganizationRole(authority, invited)) return false;
  return rankOf(invited, []) <= rankOf('Organization User', []) || mayAllInWorkspaces(authority.organizationRole);
}

/**
 * Whether they could give all of this themselves. A link lets in whoever has it, with a password of their own choice where
 * people sign in so: nobody is shown one to more than they may give.
 */
export function mayGiveAll(
  authority: Authority,
  organizationRole: OrganizationRole,
  rows: readonly { readonly workspaceId: string | null; readonly role: RoleId | null }[],
  customRoles: readonly RoleDocument[],
): boolean {
  return (
    mayInviteAs(authority, organizationRole) &&
    rows.every(({ workspaceId, role }) => {
      if (role === null) return true;
      if (workspaceId !== null) return mayGive(authority, workspaceId, role, customRoles);
      return isOrganizationRole(role) && mayInviteAs(authority, role);
    })
  );
}

/** @throws DomainError forbidden */
export function requireInviteAs(authority: Authority, invited: OrganizationRole): void {
  if (mayInviteAs(authority, invited)) return;
  throw new DomainError(
    'forbidden',
    'forbidden',
    `You cannot invite somebody as ${invited}; this needs Organization Admin. Your role is ${authority.organizationRole}.`,
  );
}
