/** A link and the sign-in that was begun with it let somebody in whom the deployment does not know yet. */
import { system, tenant } from '../../storage/tenant.ts';
import { loadAccess } from '../access/state.ts';
import type { Context } from '../context.ts';
import { foldName } from '../directory/fold-name.ts';
import { members } from '../directory/member.ts';
import { operate } from '../operation.ts';
import { accounts, identities } from '../sso/account.ts';
import type { VerifiedClaims } from '../sso/claims.ts';
import { type Joined, join } from '../sso/join.ts';
import { findByLink } from './find-invitation.ts';
import { judgeOffer, loadOffer } from './offer.ts';

/** How the link ended, and in which organization. */
type ByLink = (Joined | { readonly outcome: 'refused'; readonly reason: 'inviter_lost_right' }) & {
  readonly orgId: string;
};

/**
 * Joins the organization that the link invites to, as the invited member. The provider must name the invited address; it
 * need not vouch for it, because the link was sent there (design 1.5 point 4).
 * @param only the organization whose own connection it is, which leads nowhere else; null: the deployment's connection
 * @returns null when the link is not for this person, or for nothing any more
 */
export async function joinByLink(
  context: Context,
  claims: VerifiedClaims,
  secret: string,
  only: string | null,
): Promise<ByLink | null> {
  const found = await findByLink(secret);
  if (!found || claims.email === null || foldName(claims.email) !== found.emailKey) return null;
  const { orgId, memberId } = found;
  if (only !== null && only !== orgId) return null;
  const { connectionId, issuer, subject } = claims;
  return operate(orgId, context, {
    load: async () => {
      const waiting = await tenant(orgId).findOne(members, { _id: memberId, status: 'pending' });
      const offer = waiting && (await loadOffer(orgId, memberId));
      const identity = await system('sign-in').findOne(identities, { connectionId, issuer, subject });
      const accountId = identity?.accountId ?? null;
      const [account, own, access] = await Promise.all([
        accountId && system('sign-in').findOne(accounts, { _id: accountId }),
        accountId && tenant(orgId).findOne(members, { accountId }),
        loadAccess(orgId, [memberId]),
      ]);
      return { waiting, offer, identity, account: account || null, own, access };
    },
    decide: ({ waiting, offer, own, ...state }, draft): ByLink | null => {
      const { customRoles, members: loaded } = state.access;
      const present = loaded.get(memberId);
      if (!waiting || !offer || !present || own || offer.invitation.tokenHash !== found.tokenHash) return null;
      const { fault } = judgeOffer(offer, present.grants, customRoles, draft.now);
      if (fault === 'inviter_lost_right') return { outcome: 'refused', reason: fault, orgId };
      if (fault !== null) return null;
      return { ...join(draft, { ...state, claims, groups: null }, waiting, offer), orgId };
    },
  });
}
