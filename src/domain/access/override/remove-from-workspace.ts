/** An admin takes a member out of one workspace. */

import type { Context } from '../../kernel/context.ts';
import { DomainError } from '../../kernel/domain-error.ts';
import type { GrantDocument, GrantSource } from '../../model/grant.ts';
import { isOrganizationAdmin } from '../../model/role.ts';
import { operate } from '../../operation/operate.ts';
import type { Authority } from '../authority/authority.ts';
import { requireMayGive } from '../authority/giving.ts';
import { decideAccess } from '../decide-access.ts';
import { withOverride } from '../draft-override.ts';
import { accessBy, loadAccess } from '../state.ts';

/** What people gave; groups give again at the next push or sign-in. */
const byHand: readonly GrantSource[] = ['manual', 'invitation', 'creator', 'sso-default'];

/**
 * Removes the access to one workspace that people gave: by hand, by invitation, by an override that allows, or as to a
 * newcomer. A pending member's invitation loses the workspace.
 * @throws DomainError not_found; forbidden for a role that the caller may not give; conflict/organization_admin and
 *   conflict/granted_by_group, which say what to do instead: nothing is changed then
 */
export function removeFromWorkspace(
  context: Context,
  authority: Authority,
  orgId: string,
  workspaceId: string,
  memberId: string,
): Promise<void> {
  return operate(orgId, context, {
    load: () => loadAccess(orgId, [memberId]),
    decide: (state, draft) => {
      const present = state.members.get(memberId);
      if (!present) throw notHere();
      const { member, grants } = present;
      const isGone = (grant: GrantDocument) => grant.workspaceId === workspaceId && byHand.includes(grant.source);
      const standing = accessBy(state, grants, draft.now);
      const here = standing.workspaces.get(workspaceId);
      const invitedHere = member.status === 'pending' && grants.some(isGone);
      if (isOrganizationAdmin(standing.organization.role) && !invitedHere)
        throw new DomainError(
          'conflict',
          'organization_admin',
          'An Organization Admin has access to every workspace. Give this member another organization role first.',
        );
      if ((here?.role ?? null) === null && !grants.some(isGone)) throw notHere();
      const allowing = grants.find((row) => row.workspaceId === workspaceId && row.source === 'override' && row.role);
      // A role that another one hides is taken away as well.
      const taken = [...(here?.roles ?? []), allowing?.role, ...grants.filter(isGone).map(({ role }) => role)];
      for (const role of taken) if (role) requireMayGive(authority, workspaceId, role, state.customRoles);
      const rest = allowing ? withOverride(draft, context, memberId, grants, workspaceId, null) : grants;
      const kept = rest.filter((grant) => !isGone(grant));
      const still = accessBy(state, kept, draft.now).workspaces.get(workspaceId);
      if (still && still.role !== null && member.status !== 'pending')
        throw new DomainError(
          'conflict',
          'granted_by_group',
          byHand.includes(still.winner?.source ?? 'scim-group')
            ? 'This member keeps a role in all workspaces, which a mapping gave. Set an override with the effect "deny" here instead.'
            : still.winner?.heldBy
              ? `A group gave this member access to the workspace, and held change ${still.winner.heldBy} keeps it. Decide that one, or set an override with the effect "deny".`
              : still.winner?.source === 'scim-role'
                ? 'The directory names a role of this member in the workspace. Set an override with the effect "deny" instead, or take the role away there.'
                : 'A group gives this member access to the workspace. Set an override with the effect "deny" instead, or change the group.',
        );
      if (member.status === 'pending')
        draft.event({ type: 'invitation.updated', subject: { memberId, workspaceId }, after: { role: null } });
      decideAccess(draft, state, [{ memberId, status: member.status, grants: kept }]);
    },
  });
}

function notHere(): DomainError {
  return new DomainError('not_found', 'member_not_found', 'There is no such member in this workspace.');
}
