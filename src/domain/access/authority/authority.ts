/** What a principal may do in an organization. Asked anew for every request, so that a demotion holds at the next one. */
import { tenant } from '../../../storage/tenant.ts';
import { DomainError } from '../../kernel/domain-error.ts';
import { type MemberSummary, mayEnter, memberSummary, members } from '../../model/member.ts';
import {
  mayAllInWorkspaces,
  type OrganizationPermission,
  rolesThatMay,
  type WorkspacePermission,
  type WorkspacePermissionHolders,
  workspaceRoleMay,
} from '../../model/permissions.ts';
import { isCustomRole, type OrganizationRole, type RoleDocument, type RoleId, roles } from '../../model/role.ts';
import { accessOf } from '../read-access.ts';
import { listApplicationPermissions } from './application-permission.ts';

export type Authority = {
  readonly memberId: string | null;
  readonly organizationRole: OrganizationRole;
  /** By workspace id: all roles whose permissions count there, the highest first (A13). */
  readonly workspaceRoles: ReadonlyMap<string, readonly RoleId[]>;
  /** What the custom ones among `workspaceRoles` are made of. */
  readonly customRoles: readonly RoleDocument[];
  /** The application permissions of the organization, where any of `workspaceRoles` is a custom one. */
  readonly applicationPermissions: readonly WorkspacePermissionHolders[];
};

/** Of keys, which are no member: as an Organization Admin. */
export const fullAuthority: Authority = {
  memberId: null,
  organizationRole: 'Organization Admin',
  workspaceRoles: new Map(),
  customRoles: [],
  applicationPermissions: [],
};

/** What an active member may do; null when there is no such member, or it is not active or locked. */
export async function memberAuthority(
  orgId: string,
  who: { readonly accountId: string } | { readonly _id: string },
): Promise<(Authority & { readonly member: MemberSummary }) | null> {
  const member = await tenant(orgId).findOne(members, { ...who, ...mayEnter }, { projection: memberSummary });
  const access = member && (await accessOf(orgId, [member])).get(member._id);
  if (!member || !access?.organizationRole) return null;
  const custom = access.workspaces.flatMap((held) => held.roles.filter(isCustomRole));
  const [customRoles, applicationPermissions] =
    custom.length === 0
      ? [[], []]
      : await Promise.all([tenant(orgId).find(roles, { _id: { $in: custom } }), listApplicationPermissions(orgId)]);
  return {
    member,
    memberId: member._id,
    organizationRole: access.organizationRole,
    workspaceRoles: new Map(access.workspaces.map((held) => [held.workspaceId, held.roles])),
    customRoles,
    applicationPermissions,
  };
}

export function mayInOrganization({ organizationRole }: Authority, permission: OrganizationPermission): boolean {
  return rolesThatMay(permission).includes(organizationRole);
}

/** @throws DomainError forbidden, with the roles that may */
export function requireOrganizationPermission(authority: Authority, permission: OrganizationPermission): void {
  if (mayInOrganization(authority, permission)) return;
  const { organizationRole } = authority;
  const needed = rolesThatMay(permission).join(' or ');
  throw new DomainError('forbidden', 'forbidden', `This needs the role ${needed}; yours is ${organizationRole}.`);
}

/** An Organization Admin may all in every workspace. @throws DomainError forbidden */
export function requireWorkspacePermission(
  authority: Authority,
  workspaceId: string,
  permission: WorkspacePermission,
): void {
  if (mayInWorkspace(authority, workspaceId, permission)) return;
  throw new DomainError(
    'forbidden',
    'forbidden',
    `This needs a role with the permission ${permission} in this workspace, or Organization Admin.`,
  );
}

/** @param declared the application permissions of the organization, where one of them may be asked for */
export function mayInWorkspace(
  { organizationRole, workspaceRoles, customRoles }: Authority,
  workspaceId: string,
  permission: string,
  declared: readonly WorkspacePermissionHolders[] = [],
): boolean {
  if (mayAllInWorkspaces(organizationRole)) return true;
  const held = workspaceRoles.get(workspaceId) ?? [];
  return held.some((role) => workspaceRoleMay(role, permission, customRoles, declared));
}

/** Roles are there to be granted: who may grant some sees them all. @throws DomainError forbidden */
export function requireRoleReader(authority: Authority): void {
  const { organizationRole, workspaceRoles } = authority;
  if (rolesThatMay('members:manage').includes(organizationRole)) return;
  if ([...workspaceRoles.keys()].some((id) => mayInWorkspace(authority, id, 'workspace-members:manage'))) return;
  throw new DomainError(
    'forbidden',
    'forbidden',
    'This needs the role Organization Admin or Organization Operator, or a workspace whose members you manage.',
  );
}
