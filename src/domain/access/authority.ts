/** What a caller may do in an organization. Asked anew for every request, so that a demotion holds at the next one. */
import { tenant } from '../../storage/tenant.ts';
import { type MemberDocument, members } from '../directory/member.ts';
import { DomainError } from '../errors.ts';
import { getOrganization } from '../organizations/organization.ts';
import { accessOf } from './read-access.ts';
import { type OrganizationRole, type RoleId, rankOf } from './role.ts';

/** Who asks: a person, a service key of one organization, or the operator's deployment key. */
export type Caller =
  | { readonly kind: 'account'; readonly accountId: string }
  | { readonly kind: 'service'; readonly orgId: string }
  | { readonly kind: 'deployment' };

export type Authority = {
  readonly memberId: string | null;
  readonly organizationRole: OrganizationRole;
  readonly workspaceRoles: ReadonlyMap<string, RoleId>;
};

const fullAuthority: Authority = { memberId: null, organizationRole: 'Organization Admin', workspaceRoles: new Map() };

/** @throws DomainError not_found when the caller is no active member: to outsiders an organization does not exist */
export async function authorityOf(orgId: string, caller: Caller): Promise<Authority> {
  if (caller.kind === 'deployment') {
    await getOrganization(orgId);
    return fullAuthority;
  }
  if (caller.kind === 'service') {
    if (caller.orgId !== orgId) throw unknownOrganization();
    return fullAuthority;
  }
  const member = await tenant(orgId).findOne<MemberDocument>(
    members,
    { accountId: caller.accountId, status: 'active' },
    { projection: { resource: 0, search: 0 } },
  );
  const access = member && (await accessOf(orgId, [member])).get(member._id);
  if (!member || !access?.organizationRole) throw unknownOrganization();
  return {
    memberId: member._id,
    organizationRole: access.organizationRole,
    workspaceRoles: new Map(access.workspaces.map(({ workspaceId, role }) => [workspaceId, role])),
  };
}

function unknownOrganization(): DomainError {
  return new DomainError('not_found', 'organization_not_found', 'There is no such organization.');
}

/** @throws DomainError forbidden unless the caller is Organization Admin, or another of `others` */
export function requireOrganizationRole({ organizationRole }: Authority, ...others: OrganizationRole[]): void {
  if (organizationRole === 'Organization Admin' || others.includes(organizationRole)) return;
  const needed = ['Organization Admin', ...others].join(' or ');
  throw new DomainError('forbidden', 'forbidden', `This needs the role ${needed}; yours is ${organizationRole}.`);
}

/** @throws DomainError forbidden unless the caller has a role in the workspace or is Organization Admin */
export function requireWorkspaceMember({ organizationRole, workspaceRoles }: Authority, workspaceId: string): void {
  if (organizationRole === 'Organization Admin' || workspaceRoles.has(workspaceId)) return;
  throw new DomainError('forbidden', 'forbidden', 'This needs a role in this workspace, or Organization Admin.');
}

/** @throws DomainError forbidden unless the caller is Workspace Admin there or Organization Admin */
export function requireWorkspaceAdmin(authority: Authority, workspaceId: string): void {
  if (authority.organizationRole === 'Organization Admin') return;
  if (authority.workspaceRoles.get(workspaceId) === 'Workspace Admin') return;
  throw new DomainError(
    'forbidden',
    'forbidden',
    'This needs Workspace Admin of this workspace, or Organization Admin.',
  );
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

/** An Organization Operator does not touch Organization Admins. @throws DomainError forbidden */
export function requireAuthorityOver({ organizationRole }: Authority, target: OrganizationRole | null): void {
  if (organizationRole === 'Organization Admin' || target !== 'Organization Admin') return;
  throw new DomainError('forbidden', 'forbidden', 'Only an Organization Admin may change another Organization Admin.');
}
