/**
 * Reads of the derived access, which step in with `effective()` where a grant has expired since it was written, and where
 * a change for the whole organization has not reached the member yet.
 */
import { tenant } from '../../storage/tenant.ts';
import { now } from '../kernel/clock.ts';
import { type MemberSummary, standingOf } from '../model/member.ts';
import { type MembershipDocument, memberships, rolesOf } from '../model/membership.ts';
import { getOrganization } from '../model/organization.ts';
import type { OrganizationRole, RoleId } from '../model/role.ts';
import { effective, type Resolution } from './grants/effective.ts';
import { groupByMember, isBehind, loadAccess, rulesOf } from './state.ts';

export type WorkspaceAccess = {
  readonly workspaceId: string;
  readonly role: RoleId;
  /** All that count, the highest first. */
  readonly roles: readonly RoleId[];
  readonly source: MembershipDocument['source'];
  /** Of all that counts, the one of `role` first. */
  readonly sources: readonly MembershipDocument['source'][];
};

export type MemberAccessView = {
  readonly organizationRole: OrganizationRole | null;
  readonly workspaces: readonly WorkspaceAccess[];
};

type Shown = Pick<MemberSummary, '_id' | 'status' | 'organizationRole' | 'accessValidUntil' | 'accessEpoch'>;

/**
 * The access of each of these members of one organization. Pending members are shown with what they are invited to,
 * which they do not have yet.
 */
export async function accessOf(orgId: string, shown: readonly Shown[]): Promise<Map<string, MemberAccessView>> {
  const at = now();
  // After the members: one that has been reached by a change is not behind it.
  const organization = await getOrganization(orgId);
  const isLive = (member: Shown) =>
    member.status !== 'pending' &&
    (member.accessValidUntil === null || member.accessValidUntil > at) &&
    !isBehind(member, organization);
  const stored = shown.filter(isLive);
  const computed = shown.filter((member) => !isLive(member));
  const views = new Map<string, MemberAccessView>();

  const rows = await tenant(orgId).find(memberships, { memberId: { $in: stored.map(({ _id }) => _id) } });
  const rowsOf = groupByMember(rows);
  for (const { _id, organizationRole } of stored) {
    const own = rowsOf.get(_id) ?? [];
    const workspaces = own.map((row) => {
      const { workspaceId, role, source, also = [] } = row;
      return { workspaceId, role, roles: rolesOf(row), source, sources: [source, ...also.map((one) => one.source)] };
    });
    views.set(_id, { organizationRole, workspaces });
  }
  if (computed.length === 0) return views;

  const state = await loadAccess(
    orgId,
    computed.map(({ _id }) => _id),
  );
  for (const { member, grants } of state.members.values()) {
    const status = member.status === 'pending' ? 'active' : standingOf(member);
    const { organization, workspaces } = effective(status, grants, rulesOf(state), at);
    const held = [...workspaces].flatMap(([workspaceId, resolution]) => heldAccess(workspaceId, resolution));
    views.set(member._id, { organizationRole: organization.role, workspaces: held });
  }
  return views;
}

/** What the verdicts on the grants in a workspace come to: nothing, or the one row of it. */
export function heldAccess(workspaceId: string, { role, roles, source, others }: Resolution): WorkspaceAccess[] {
  if (role === null || source === null || source === 'default') return [];
  return [{ workspaceId, role, roles, source, sources: [source, ...others.map((grant) => grant.source)] }];
}
