/** What a caller may do in an organization. Asked anew for every request, so that a demotion holds at the next one. */
import { tenant } from '../../storage/tenant.ts';
import { type MemberDocument, members } from '../directory/member.ts';
import { DomainError } from '../errors.ts';
import { getOrganization } from '../organizations/organization.ts';
import {
  type OrganizationPermission,
  rolesThatMay,
  type WorkspacePermission,
  workspaceRoleMay,
} from './permissions.ts';
import { accessOf } from './read-access.ts';
import { isCustomRole, type OrganizationRole, type RoleDocument, type RoleId, rankOf, roles } from './role.ts';

/** Who asks: a person, a service key of one organization, or the operator's deployment key. */
export type Caller =
  | { readonly kind: 'account'; readonly accountId: string }
  | { readonly kind: 'service'; readonly orgId: string }
  | { readonly kind: 'deployment' };

export type Authority = {
  readonly memberId: string | null;
  readonly organizationRole: OrganizationRole;
  readonly workspaceRoles: ReadonlyMap<string, RoleId>;
  /** What the custom ones among `workspaceRoles` are made of. */
  readonly customRoles: readonly RoleDocument[];
};

/** Of keys, which are no member: as an Organization Admin. */
export const fullAuthority: Authority = {
  memberId: null,
  organizationRole: 'Organization Admin',
  workspaceRoles: new Map(),
  customRoles: [],
};

/** @throws DomainError not_found when the caller is no active member: to outsiders an organization does not exist */
export async function authorityOf(orgId: string, caller: Caller): Promise<Authority> {
  if (caller.kind === 'service' && caller.orgId !== orgId) throw unknownOrganization();
  // The rows of a deleted organization outlive it until they are purged.
  await getOrganization(orgId);
  if (caller.kind !== 'account') return fullAuthority;
  const member = await tenant(orgId).findOne<MemberDocument>(
    members,
    { accountId: caller.accountId, status: 'active' },
    { projection: { resource: 0, search: 0 } },
  );
  const access = member && (await accessOf(orgId, [member])).get(member._id);
  if (!member || !access?.organizationRole) throw unknownOrganization();
  const custom = access.workspaces.flatMap(({ role }) => (isCustomRole(role) ? [role] : []));
  return {
    memberId: member._id,
    organizationRole: access.organizationRole,
    workspaceRoles: new Map(access.workspaces.map(({ workspaceId, role }) => [workspaceId, role])),
    customRoles: custom.length === 0 ? [] : await tenant(orgId).find(roles, { _id: { $in: custom } }),
  };
}

function unknownOrganization(): DomainError {
  return new DomainError('not_found', 'organization_not_found', 'There is no such organization.');
}

/** @throws DomainError forbidden, with the roles that may */
export function requireOrganizationPermission(
  { organizationRole }: Authority,
  permission: OrganizationPermission,
): void {
  const holders = rolesThatMay(permission);
  if (holders.includes(organizationRole)) return;
  const needed = holders.join(' or ');
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

function mayInWorkspace(
  { organizationRole, workspaceRoles, customRoles }: Authority,
  workspaceId: string,
  permission: WorkspacePermission,
): boolean {
  if (organizationRole === 'Organization Admin') return true;
  const role = workspaceRoles.get(workspaceId);
  return role !== undefined && workspaceRoleMay(role, permission, customRoles);
}

/** Nobody grants an organization role above their own. @throws DomainError forbidden */
export function requireRankFor({ organizationRole }: Authority, granted: OrganizationRole): void {
  if (rankOf(granted, []) <= rankOf(organizationRole, [])) return;
  throw new DomainError(
    'forbidden',
    'forbidden',
    `You cannot grant ${granted}: it is above your own role, ${organizationRole}.`,
  );
}

/** Nobody takes a workspace role away that is above their own. @throws DomainError forbidden */
export function requireWorkspaceRank(
  { organizationRole, workspaceRoles }: Authority,
  workspaceId: string,
  role: RoleId | null,
  customRoles: readonly RoleDocument[],
): void {
  const own = workspaceRoles.get(workspaceId);
  if (organizationRole === 'Organization Admin' || role === null) return;
  if (own !== undefined && rankOf(role, customRoles) <= rankOf(own, customRoles)) return;
  throw new DomainError('forbidden', 'forbidden', 'This member has a role in the workspace that is above your own.');
}

/** An Organization Operator does not touch Organization Admins. @throws DomainError forbidden */
export function requireAuthorityOver({ organizationRole }: Authority, target: OrganizationRole | null): void {
  if (organizationRole === 'Organization Admin' || target !== 'Organization Admin') return;
  throw new DomainError('forbidden', 'forbidden', 'Only an Organization Admin may change another Organization Admin.');
}
