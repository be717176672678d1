/**
 * Access: grants, what they result in, and why. This folder owns mappings, grants, memberships, overrides and the
 * pure function between them; `decideAccess` is the only code that drafts grants and memberships.
 *
 * This file loads what an access decision reads. Revisions are read before the rows they guard (design 2.2).
 */
import { tenant } from '../../storage/tenant.ts';
import { type MemberSummary, members } from '../directory/member.ts';
import { getOrganization, type OrganizationDocument } from '../organizations/organization.ts';
import { listWorkspaces, type WorkspaceDocument } from '../organizations/workspace.ts';
import type { AccessRules } from './effective.ts';
import { type GrantDocument, grants } from './grant.ts';
import { type MembershipDocument, memberships } from './membership.ts';
import { type RoleDocument, roles } from './role.ts';

export type MemberAccess = {
  readonly member: MemberSummary;
  readonly grants: readonly GrantDocument[];
  readonly memberships: readonly MembershipDocument[];
};

export type AccessState = {
  readonly organization: OrganizationDocument;
  readonly workspaces: readonly WorkspaceDocument[];
  readonly customRoles: readonly RoleDocument[];
  /** The active Organization Admins. */
  readonly adminIds: ReadonlySet<string>;
  /** The members that were asked for and exist, by id. */
  readonly members: ReadonlyMap<string, MemberAccess>;
};

const summary = { resource: 0, search: 0 } as const;

const activeAdmins = { organizationRole: 'Organization Admin', status: 'active' } as const;

/** Loads the organization's rules and these members with their grants and memberships. Unknown ids are left out. */
export function loadAccess(orgId: string, memberIds: readonly string[]): Promise<AccessState> {
  return load(orgId, memberIds.length === 0 ? null : { _id: { $in: memberIds } });
}

/** The same with all active Organization Admins as members: who they are is guarded by `adminRevision`. */
export function loadAdminAccess(orgId: string): Promise<AccessState> {
  return load(orgId, activeAdmins);
}

/** Enough to decide about somebody without grants: no workspace, role or admin can play a part. */
export async function accessOfNobody(orgId: string): Promise<AccessState> {
  const organization = await getOrganization(orgId);
  return { organization, workspaces: [], customRoles: [], adminIds: new Set(), members: new Map() };
}

async function load(orgId: string, wanted: Record<string, unknown> | null): Promise<AccessState> {
  const organization = await getOrganization(orgId);
  const scope = tenant(orgId);
  const [workspaces, customRoles, admins, found] = await Promise.all([
    listWorkspaces(orgId),
    scope.find(roles, {}),
    scope.find<{ _id: string }>(members, activeAdmins, { projection: { _id: 1 } }),
    wanted === null ? [] : scope.find<MemberSummary>(members, wanted, { projection: summary }),
  ]);
  const ofFound = { memberId: { $in: found.map(({ _id }) => _id) } };
  const [grantRows, membershipRows] =
    found.length === 0 ? [[], []] : await Promise.all([scope.find(grants, ofFound), scope.find(memberships, ofFound)]);
  const grantsOf = groupByMember(grantRows);
  const membershipsOf = groupByMember(membershipRows);
  return {
    organization,
    workspaces,
    customRoles,
    adminIds: new Set(admins.map(({ _id }) => _id)),
    members: new Map(
      found.map((member) => [
        member._id,
        { member, grants: grantsOf.get(member._id) ?? [], memberships: membershipsOf.get(member._id) ?? [] },
      ]),
    ),
  };
}

/** Rows by the member they are about. */
export function groupByMember<T extends { memberId: string }>(rows: readonly T[]): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const row of rows) {
    const group = groups.get(row.memberId);
    if (group) group.push(row);
    else groups.set(row.memberId, [row]);
  }
  return groups;
}

/** What `effective()` needs of the organization. */
export function rulesOf({
  organization,
  customRoles,
  workspaces,
}: Omit<AccessState, 'members' | 'adminIds'>): AccessRules {
  return { precedence: organization.scim.precedence, customRoles, workspaceIds: workspaces.map(({ _id }) => _id) };
}
