/** A link and the sign-in that was begun with it let somebody in whom the deployment does not know yet. */
import { system, tenant } from '../../storage/tenant.ts';
import type { GrantDocument } from '../access/grant.ts';
import type { RoleDocument } from '../access/role.ts';
import { loadAccess } from '../access/state.ts';
import type { Context } from '../context.ts';
import { foldName } from '../directory/fold-name.ts';
import { members } from '../directory/member.ts';
import { DomainError } from '../errors.ts';
import { operate } from '../operation.ts';
import { accounts, identities } from '../sso/account.ts';
import type { VerifiedClaims } from '../sso/claims.ts';
import { type Joined, join } from '../sso/join.ts';
import { wayOfSigningIn } from '../sso/known-address.ts';
import { draftPassword } from '../sso/password.ts';
import { findByLink } from './find-invitation.ts';
import { judgeOffer, loadOffer, type Offer } from './offer.ts';
import { actorKey, mayGiveAll } from './rights.ts';
import { invitationSettings } from './settings.ts';

/** How the link ended, and in which organization. */
type ByLink = (Joined | { readonly outcome: 'refused'; readonly reason: 'inviter_lost_right' }) & {
  readonly orgId: string;
};

/**
 * Joins the organization that the link invites to, as the invited member. The provider must name the invited address; it
 * need not vouch for it, because the link was sent there (design 1.5 point 4).
 * @param only the organization whose own connection it is, which leads nowhere else; null: the deployment's connection
 * @param password the hash of the one that the person chose; null: they came from a provider
 * @returns null when the link is not for this person, or for nothing any more
 * @throws DomainError conflict/account_exists when a password is chosen for an address that has an account
 */
export async function joinByLink(
  context: Context,
  claims: VerifiedClaims,
  secret: string,
  only: string | null,
  password: string | null = null,
): Promise<ByLink | null> {
  const found = await findByLink(secret);
  if (!found || claims.email === null || foldName(claims.email) !== found.emailKey) return null;
  const { orgId, memberId, emailKey } = found;
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
      const known = password !== null && (await wayOfSigningIn(emailKey)) !== null;
      return { waiting, offer, identity, account: account || null, own, access, known };
    },
    decide: ({ waiting, offer, own, known, ...state }, draft): ByLink | null => {
      const { customRoles, members: loaded } = state.access;
      const present = loaded.get(memberId);
      if (!waiting || !offer || !present || own || offer.invitation.tokenHash !== found.tokenHash) return null;
      const { fault } = judgeOffer(offer, present.grants, customRoles, draft.now);
      if (fault === 'inviter_lost_right') return { outcome: 'refused', reason: fault, orgId };
      if (fault !== null) return null;
      if (password !== null && !makerMayGive(offer, present.grants, customRoles))
        return { outcome: 'refused', reason: 'inviter_lost_right', orgId };
      // Whoever holds a link never decides how an account that was there before signs in.
      if (known) throw accountExists();
      const joined = join(draft, { ...state, claims, groups: null }, waiting, offer, 'link');
      if (password !== null) draftPassword(draft, joined.accountId, emailKey, password);
      return { ...joined, orgId };
    },
  });
}

/**
 * Who was shown the link could choose the password themselves: they must still be able to give all that the member gets by
 * now, also by an override. Who is mailed the link has the address.
 */
function makerMayGive(
  { invitation, inviters }: Offer,
  grants: readonly GrantDocument[],
  customRoles: readonly RoleDocument[],
): boolean {
  if (invitationSettings().mail) return true;
  const maker = inviters.get(actorKey(invitation.createdBy));
  return maker !== undefined && mayGiveAll(maker.authority, invitation.organizationRole, grants, customRoles);
}

function accountExists(): DomainError {
  const detail = 'There is an account with this address already. Open the link again and sign in with it.';
  return new DomainError('conflict', 'account_exists', detail);
}
