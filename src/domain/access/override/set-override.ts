/** Overrides: an admin's explicit decision, which no push and no sign-in changes until it is cleared or expires. */

import type { Context } from '../../kernel/context.ts';
import { DomainError } from '../../kernel/domain-error.ts';
import { type GrantDocument, newGrant } from '../../model/grant.ts';
import { findWorkspaceRole, type RoleId } from '../../model/role.ts';
import { assertNames } from '../../operation/names.ts';
import { operate } from '../../operation/operate.ts';
import type { Authority } from '../authority/authority.ts';
import { requireMayGive } from '../authority/giving.ts';
import { decideAccess } from '../decide-access.ts';
import { withOverride } from '../draft-override.ts';
import { type AccessState, accessBy, loadAccess } from '../state.ts';

export type Override =
  | { readonly effect: 'allow'; readonly role: string; readonly reason: string | null; readonly expiresAt: Date | null }
  | { readonly effect: 'deny'; readonly reason: string | null; readonly expiresAt: Date | null };

/**
 * Decides a member's access to one workspace; null clears the decision. On an Organization Admin it is stored, dormant.
 * @param authority of who asks: they must be able to give the role before and the role after (`giving.ts`)
 * @throws DomainError not_found, forbidden, invalid/unknown_role, invalid/expires_in_the_past
 */
export function setOverride(
  context: Context,
  authority: Authority,
  orgId: string,
  workspaceId: string,
  memberId: string,
  override: Override | null,
): Promise<void> {
  return operate(orgId, context, {
    load: () => loadAccess(orgId, [memberId]),
    decide: (state, draft) => {
      const present = state.members.get(memberId);
      if (!present) throw new DomainError('not_found', 'member_not_found', 'There is no such member.');
      if (!state.workspaces.some(({ _id }) => _id === workspaceId))
        throw new DomainError('not_found', 'workspace_not_found', 'There is no such workspace.');
      if (override) requireFuture(override.expiresAt, draft.now, '/expiresAt');
      const role = override?.effect === 'allow' ? findWorkspaceRole(override.role, state.customRoles) : null;
      if (override?.effect === 'allow' && role === null)
        throw new DomainError('invalid', 'unknown_role', `There is no workspace role "${override.role}".`, '/role');
      const requireRight = (judged: RoleId | null) => {
        if (judged !== null) requireMayGive(authority, workspaceId, judged, state.customRoles);
      };
      requireRight(role);
      const grant = override && {
        ...newGrant(orgId, memberId, draft.now),
        effect: override.effect,
        role,
        workspaceId,
        reason: override.reason,
        expiresAt: override.expiresAt,
      };
      assertNames(draft, state.organization);
      const { member, grants } = present;
      const next = withOverride(draft, context, memberId, grants, workspaceId, grant);
      // Clearing a decision may raise a member, as its expiry may; denying may lower one who ranks above the caller.
      for (const rows of [grants, next, lasting(next)])
        for (const one of workspaceRolesBy(rows, state, workspaceId, draft.now)) requireRight(one);
      if (next !== grants) decideAccess(draft, state, [{ memberId, status: member.status, grants: next }]);
    },
  });
}

/** @param at points to it in the request @throws DomainError invalid/expires_in_the_past */
export function requireFuture(expiresAt: Date | null, now: Date, at: string): void {
  if (expiresAt !== null && expiresAt <= now)
    throw new DomainError('invalid', 'expires_in_the_past', 'expiresAt must be in the future.', at);
}

/** The grants that are left when those with an end have expired. */
export function lasting(grants: readonly GrantDocument[]): readonly GrantDocument[] {
  return grants.filter(({ expiresAt }) => expiresAt === null);
}

/** The workspace roles that these grants give to an active member. */
function workspaceRolesBy(
  grants: readonly GrantDocument[],
  state: AccessState,
  workspaceId: string,
  at: Date,
): readonly RoleId[] {
  return accessBy(state, grants, at).workspaces.get(workspaceId)?.roles ?? [];
}
