/** What keeps the last Organization Admin where nobody is there to be told no: expiry, claims of a sign-in, jobs. */

import { systemContext } from '../kernel/context.ts';
import { newGrant } from '../model/grant.ts';
import { isOrganizationAdmin } from '../model/role.ts';
import type { Draft } from '../operation/operate.ts';
import { type AccessChange, standingAfter } from './decide-access.ts';
import { withOverride } from './draft-override.ts';
import { effective } from './grants/effective.ts';
import { type AccessState, memberIn, rulesOf } from './state.ts';

/** As reviewers read it. @internal */
export const lastAdminReason = 'last-admin guard';

/**
 * The same changes, but when they would take the role of the last active Organization Admin, the one of these with
 * the oldest row keeps it by an override, with an event (A9). Hand the answer to `decideAccess`, which still refuses
 * what no override can mend: the last admin deactivated or removed.
 */
export function keepLastAdmin(
  draft: Draft,
  state: AccessState,
  changes: readonly AccessChange[],
): readonly AccessChange[] {
  if (state.adminIds.size === 0) return changes;
  const changed = new Set(changes.map(({ memberId }) => memberId));
  if ([...state.adminIds].some((id) => !changed.has(id))) return changes;
  const rules = rulesOf(state);
  const isAdmin = (change: AccessChange) => {
    const standing = standingAfter(change, memberIn(state, change.memberId).member);
    return (
      standing !== null && isOrganizationAdmin(effective(standing, change.grants, rules, draft.now).organization.role)
    );
  };
  if (changes.some(isAdmin)) return changes;
  const kept = changes
    .filter(({ memberId, status }) => status === 'active' && state.adminIds.has(memberId))
    .map(({ memberId }) => memberId)
    .sort()[0];
  return changes.map((change) => {
    const { memberId, grants } = change;
    if (memberId !== kept) return change;
    const override = {
      ...newGrant(state.organization._id, memberId, draft.now),
      role: 'Organization Admin',
      reason: lastAdminReason,
    };
    return { ...change, grants: withOverride(draft, systemContext, memberId, grants, null, override) };
  });
}
