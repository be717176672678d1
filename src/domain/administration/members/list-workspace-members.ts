/** Who is in a workspace, or would be but for a decision of an admin. */

import type { Filter } from '../../../storage/query.ts';
import { tenant } from '../../../storage/tenant.ts';
import { accessOf } from '../../access/read-access.ts';
import { now } from '../../kernel/clock.ts';
import { type GrantDocument, grants } from '../../model/grant.ts';
import { getMember, type MemberDocument, type MemberSummary } from '../../model/member.ts';
import { type MembershipDocument, memberships } from '../../model/membership.ts';
import { isOrganizationAdmin, roleName, roles } from '../../model/role.ts';
import { findMembers, type MemberPage, mentioning } from './list-members.ts';

export type WorkspaceMemberView = {
  readonly member: MemberSummary;
  /** The role's name; null: no access. Of a pending member, what it is invited to. */
  readonly role: string | null;
  /** The names of all roles that count, the highest first. */
  readonly roles: readonly string[];
  readonly source: MembershipDocument['source'] | null;
  readonly override: OverrideView | null;
};

/** An admin's decision that is in force. */
export type OverrideView = {
  readonly effect: 'allow' | 'deny';
  /** The role's name; null with `deny`. */
  readonly role: string | null;
  readonly reason: string | null;
  readonly expiresAt: Date | null;
  /** It has no effect as long as the member is Organization Admin. */
  readonly dormant: boolean;
};

/** Active and pending members that have access, are invited to it, or have an override in this workspace. */
export async function listWorkspaceMembers(
  orgId: string,
  workspaceId: string,
  q: string | undefined,
  page: MemberPage,
): Promise<WorkspaceMemberView[]> {
  const inWorkspace = { workspaceId };
  const only = { projection: { memberId: 1 } } as const;
  // Grants as well as memberships: expiry changes access without writing a membership.
  // Who is invited as Organization Admin has neither here.
  const invitedAsAdmin: Filter<GrantDocument> = { workspaceId: null, source: 'invitation', role: 'Organization Admin' };
  const [held, granted, invited] = await Promise.all([
    tenant(orgId).find(memberships, inWorkspace, only),
    tenant(orgId).find(grants, inWorkspace, only),
    tenant(orgId).find(grants, invitedAsAdmin, only),
  ]);
  const ids = [...new Set([...held, ...granted, ...invited].map(({ memberId }) => memberId))];
  const filter: Filter<MemberDocument> = {
    _id: { $in: ids },
    status: { $in: ['active', 'pending'] },
    ...mentioning(q),
  };
  const views: WorkspaceMemberView[] = [];
  for (let after = page.after; views.length < page.limit; ) {
    const batch = await findMembers(orgId, filter, { ...page, after });
    const shown = await viewWorkspaceMembers(orgId, workspaceId, batch);
    views.push(...shown.filter(({ role, override }) => role !== null || override !== null));
    const last = batch.at(-1);
    if (batch.length < page.limit || !last) break;
    after = { nameKey: last.nameKey, id: last._id };
  }
  return views.slice(0, page.limit);
}

/** One member as this workspace sees it. @throws DomainError not_found */
export async function viewWorkspaceMember(
  orgId: string,
  workspaceId: string,
  memberId: string,
): Promise<WorkspaceMemberView> {
  const member = await getMember(orgId, memberId);
  const [view] = await viewWorkspaceMembers(orgId, workspaceId, [member]);
  return view as WorkspaceMemberView;
}

async function viewWorkspaceMembers(
  orgId: string,
  workspaceId: string,
  shown: readonly MemberSummary[],
): Promise<WorkspaceMemberView[]> {
  const at = now();
  const memberIds = shown.map(({ _id }) => _id);
  const [access, overrides, customRoles] = await Promise.all([
    accessOf(orgId, shown),
    tenant(orgId).find(grants, { memberId: { $in: memberIds }, workspaceId, source: 'override' }),
    tenant(orgId).find(roles, {}),
  ]);
  const inForce = new Map(
    overrides.filter(({ expiresAt }) => !expiresAt || expiresAt > at).map((grant) => [grant.memberId, grant]),
  );
  return shown.map((member) => {
    const own = access.get(member._id);
    const row = own?.workspaces.find((candidate) => candidate.workspaceId === workspaceId);
    const override = inForce.get(member._id);
    return {
      member,
      role: row ? roleName(row.role, customRoles) : null,
      roles: row ? row.roles.map((role) => roleName(role, customRoles)) : [],
      source: row?.source ?? null,
      override: override
        ? {
            effect: override.effect,
            role: override.role === null ? null : roleName(override.role, customRoles),
            reason: override.reason,
            expiresAt: override.expiresAt,
            dormant: isOrganizationAdmin(own?.organizationRole),
          }
        : null,
    };
  });
}
