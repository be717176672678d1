/** Members as admins see them: with their roles, workspaces and groups by name, and what they are invited by. */
import { tenant } from '../../../storage/tenant.ts';
import { accessOf, type MemberAccessView } from '../../access/read-access.ts';
import { DomainError } from '../../kernel/domain-error.ts';
import { groups } from '../../model/group.ts';
import { type InvitationDocument, invitations } from '../../model/invitation.ts';
import { directGroupsOf, type MemberSummary, memberSummary, members } from '../../model/member.ts';
import type { MembershipDocument } from '../../model/membership.ts';
import { type OrganizationRole, roleName, roles } from '../../model/role.ts';
import { listWorkspaces } from '../../model/workspace.ts';

export type MemberView = {
  readonly member: MemberSummary;
  readonly organizationRole: OrganizationRole | null;
  readonly workspaces: readonly {
    readonly workspaceId: string;
    readonly name: string;
    /** The role's name. */
    readonly role: string;
    /** The names of all that count, the highest first. */
    readonly roles: readonly string[];
    readonly source: MembershipDocument['source'];
  }[];
  readonly groups: readonly { readonly id: string; readonly displayName: string }[];
  /** Of a pending member; null: of nobody else, and where it was taken back. */
  readonly invitation: Pick<InvitationDocument, '_id' | 'expiresAt'> | null;
};

/** @param access shown in place of what it has. @throws DomainError not_found */
export async function viewMember(orgId: string, memberId: string, access?: MemberAccessView): Promise<MemberView> {
  const found = await tenant(orgId).find(members, { _id: memberId }, { projection: memberSummary });
  const [view] = await viewMembers(orgId, found, access && new Map([[memberId, access]]));
  if (!view) throw new DomainError('not_found', 'member_not_found', 'There is no such member.');
  return view;
}

export async function viewMembers(
  orgId: string,
  found: readonly MemberSummary[],
  shown?: ReadonlyMap<string, MemberAccessView>,
): Promise<MemberView[]> {
  const groupIds = [...new Set(found.flatMap(directGroupsOf))];
  const pending = found.filter(({ status }) => status === 'pending').map(({ _id }) => _id);
  const [access, workspaces, customRoles, named, open] = await Promise.all([
    shown ?? accessOf(orgId, found),
    listWorkspaces(orgId),
    tenant(orgId).find(roles, {}),
    tenant(orgId).find(groups, { _id: { $in: groupIds } }, { projection: { displayName: 1 } }),
    pending.length === 0 ? [] : tenant(orgId).find(invitations, { memberId: { $in: pending }, status: 'pending' }),
  ]);
  const invitationOf = new Map(open.map((row) => [row.memberId, row]));
  const groupNames = new Map(named.map(({ _id, displayName }) => [_id, displayName]));
  return found.map((member) => {
    const held = new Map(access.get(member._id)?.workspaces.map((row) => [row.workspaceId, row]));
    return {
      member,
      organizationRole: access.get(member._id)?.organizationRole ?? null,
      workspaces: workspaces.flatMap(({ _id, name }) => {
        const row = held.get(_id);
        if (!row) return [];
        const roles = row.roles.map((role) => roleName(role, customRoles));
        return [{ workspaceId: _id, name, role: roleName(row.role, customRoles), roles, source: row.source }];
      }),
      groups: directGroupsOf(member).flatMap((id) => {
        const displayName = groupNames.get(id);
        return displayName === undefined ? [] : [{ id, displayName }];
      }),
      invitation: invitationOf.get(member._id) ?? null,
    };
  });
}
