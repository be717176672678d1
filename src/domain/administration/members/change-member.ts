/** An admin changes a member: active or not, and the organization role. */
import type { Authority } from '../../access/authority/authority.ts';
import { requireAuthorityOver, requireMayGiveOrganizationRole } from '../../access/authority/giving.ts';
import { decideAccess } from '../../access/decide-access.ts';
import { withOverride } from '../../access/draft-override.ts';
import { lasting, requireFuture } from '../../access/override/set-override.ts';
import { type AccessState, accessBy, loadAccess } from '../../access/state.ts';
import { draftStatusEvent, removeMember } from '../../directory/change-user.ts';
import { now } from '../../kernel/clock.ts';
import type { Context } from '../../kernel/context.ts';
import { DomainError } from '../../kernel/domain-error.ts';
import { type GrantDocument, newGrant } from '../../model/grant.ts';
import { type MemberSummary, members } from '../../model/member.ts';
import type { OrganizationRole } from '../../model/role.ts';
import { operate } from '../../operation/operate.ts';

/** What is not given stays. */
export type MemberChange = {
  readonly active?: boolean | undefined;
  /** The override of the organization role; null: it is cleared, so that groups and invitations decide again. */
  readonly organizationRole?:
    | { readonly role: OrganizationRole; readonly reason: string | null; readonly expiresAt: Date | null }
    | null
    | undefined;
};

/**
 * Changes a member at once or not at all. Grants stay while it is inactive, so that reactivation restores what there
 * was; for the same reason an Operator may not reactivate who would be Organization Admin again.
 * @param authority of who asks: nobody makes a member more than they are themselves
 * @throws DomainError not_found, forbidden, invalid/expires_in_the_past, conflict/not_accepted for a pending member,
 *   conflict/last_admin
 */
export function changeMember(
  context: Context,
  authority: Authority,
  orgId: string,
  memberId: string,
  { active, organizationRole }: MemberChange,
): Promise<void> {
  return operate(orgId, context, {
    load: () => loadAccess(orgId, [memberId]),
    decide: (access, draft) => {
      const present = access.members.get(memberId);
      if (!present) throw memberNotFound();
      const { member } = present;
      requireAuthorityOver(authority, organizationRoleBy(access, present.grants, draft.now));
      if (member.status === 'pending')
        throw new DomainError('conflict', 'not_accepted', 'The invitation is not accepted yet. Revoke it instead.');
      const status = active === undefined ? member.status : active ? 'active' : 'inactive';
      const grants = organizationRole === undefined ? present.grants : decided(present.grants, organizationRole);
      // What stands when the decision has expired is granted too.
      for (const standing of [grants, lasting(grants)])
        requireMayGiveOrganizationRole(authority, organizationRoleBy(access, standing, draft.now));
      if (status === member.status && grants === present.grants) return;
      if (status !== member.status) {
        const { version } = member;
        const changes = { status, activeUnassigned: false, version: version + 1, updatedAt: draft.now };
        draft.update(members, memberId, changes, { version });
        draftStatusEvent(draft, member, status);
      }
      decideAccess(draft, access, [{ memberId, status, grants }]);

      function decided(
        given: readonly GrantDocument[],
        decision: NonNullable<MemberChange['organizationRole']> | null,
      ) {
        if (decision) requireFuture(decision.expiresAt, draft.now, '/organizationRole/expiresAt');
        const override = decision && { ...newGrant(orgId, memberId, draft.now), ...decision };
        return withOverride(draft, context, memberId, given, null, override);
      }
    },
  });
}

/**
 * Removes a member for an admin.
 * @throws DomainError not_found, forbidden, conflict/last_admin
 */
export async function removeMemberAs(
  context: Context,
  authority: Authority,
  orgId: string,
  memberId: string,
): Promise<void> {
  await removeMember(context, orgId, memberId, {
    scim: false,
    check: async () => {
      await getMemberUnder(authority, orgId, memberId);
    },
    precondition: ({ organizationRole }) => {
      // Somebody may have become Organization Admin since.
      requireAuthorityOver(authority, organizationRole);
      return true;
    },
  });
}

/**
 * The member, for who may decide about it: an Operator not about Organization Admins, nor about who would be one again.
 * @throws DomainError not_found, forbidden
 */
export async function getMemberUnder(authority: Authority, orgId: string, memberId: string): Promise<MemberSummary> {
  const access = await loadAccess(orgId, [memberId]);
  const present = access.members.get(memberId);
  if (!present) throw memberNotFound();
  requireAuthorityOver(authority, organizationRoleBy(access, present.grants, now()));
  return present.member;
}

/** The organization role that these grants give to an active member. */
function organizationRoleBy(access: AccessState, grants: readonly GrantDocument[], at: Date): OrganizationRole {
  return accessBy(access, grants, at).organization.role ?? 'Organization User';
}

function memberNotFound(): DomainError {
  return new DomainError('not_found', 'member_not_found', 'There is no such member.');
}
