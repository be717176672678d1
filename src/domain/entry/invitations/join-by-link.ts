/** A link and the sign-in that was begun with it let somebody in whom the deployment does not know yet. */
import { system, tenant } from '../../../storage/tenant.ts';
import { loadAccess } from '../../access/state.ts';
import { now } from '../../kernel/clock.ts';
import type { Context } from '../../kernel/context.ts';
import { DomainError } from '../../kernel/errors.ts';
import { accounts, addressOf, identities } from '../../model/account.ts';
import type { VerifiedClaims } from '../../model/claims.ts';
import { statusOf } from '../../model/invitation.ts';
import { members } from '../../model/member.ts';
import { operate } from '../../operation/operate.ts';
import { isOwnNewcomer } from '../arrival/arrive.ts';
import { draftAccount, findHolder, type Joined, join } from '../arrival/join.ts';
import { isWithinLink, judgeOffer, loadOffer } from '../offer/offer.ts';
import { wayOfSigningIn } from '../password/known-address.ts';
import { draftPassword, passwordOwnerOf } from '../password/password.ts';
import { isInvited, provenKeyOf } from '../proof/proof.ts';
import { findByLink } from './find-invitation.ts';

/** How the link ended, and in which organization. */
type ByLink = (Joined | { readonly outcome: 'refused'; readonly reason: 'inviter_lost_right' }) & {
  readonly orgId: string;
};

/**
 * Whether the link invites this person to an organization that it can still be accepted at.
 * @param only as for `joinByLink`
 */
export async function isOpenTo(claims: VerifiedClaims, secret: string, only: string | null): Promise<boolean> {
  const found = await findByLink(secret);
  if (!found || !isInvited(addressOf(claims.email), found)) return false;
  return statusOf(found, now()) === 'pending' && (only === null || only === found.orgId);
}

/**
 * Joins the organization that the link invites to, as the invited member. The provider must name the invited address. Where
 * it does not vouch for it, a link that was mailed there does; by one that was shown, the address stays a claim (4.1a P2, P7).
 * @param claims as believed by the organization whose connection they came by
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
  if (!found || !isInvited(addressOf(claims.email), found)) return null;
  const { orgId, memberId, emailKey, linkMailed } = found;
  if (only !== null && only !== orgId) return null;
  const { connectionId, issuer, subject } = claims;
  const here = { ...claims, emailTrusted: claims.emailTrusted || linkMailed };
  return operate(orgId, context, {
    load: async () => {
      const waiting = await tenant(orgId).findOne(members, { _id: memberId, status: 'pending' });
      const identity = await system('sign-in').findOne(identities, { connectionId, issuer, subject });
      const accountId = identity?.accountId ?? null;
      const [account, own, holder] = await Promise.all([
        accountId === null ? null : system('sign-in').findOne(accounts, { _id: accountId }),
        accountId === null ? null : tenant(orgId).findOne(members, { accountId }),
        findHolder(orgId, here),
      ]);
      // The revision before what it guards: whoever gives more changes the member's access as well.
      const access = await loadAccess(orgId, own ? [memberId, own._id] : [memberId]);
      const offer = waiting && (await loadOffer(orgId, memberId));
      const known = password === null ? null : await knownBefore(emailKey, linkMailed);
      return { waiting, offer, identity, account, own, holder, access, known };
    },
    decide: ({ waiting, offer, own, known, identity, account, ...joining }, draft): ByLink | null => {
      const { customRoles, members: loaded } = joining.access;
      const present = loaded.get(memberId);
      const newcomer = own && here.emailTrusted && isOwnNewcomer(own) ? own : null;
      const isOpen = waiting && offer && present && offer.invitation.tokenHash === found.tokenHash;
      if (!isOpen || (own && !newcomer)) return null;
      const { fault } = judgeOffer(offer, present.grants, customRoles, draft.now);
      if (fault === 'inviter_lost_right') return { outcome: 'refused', reason: fault, orgId };
      if (fault !== null) return null;
      if (provenKeyOf(claims) === null && !isWithinLink(offer, present.grants, customRoles))
        return { outcome: 'refused', reason: 'inviter_lost_right', orgId };
      // Whoever holds a link never decides how an account that was there before signs in.
      if (known?.isSettled) throw accountExists();
      const accountId = draftAccount(draft, { identity, account, claims: password === null ? claims : here });
      const joined = join(draft, { ...joining, claims: here, groups: null }, accountId, {
        ...{ waiting, offer, newcomer },
        by: 'link',
      });
      if (password !== null) {
        const own = { emailKey, hash: password, proven: linkMailed };
        draftPassword(draft, accountId, own, known?.accountId);
      }
      return { ...joined, orgId };
    },
  });
}

/** Who signs in with the address already. A mailed link proves more than a password that was chosen without a proof. */
async function knownBefore(emailKey: string, linkMailed: boolean) {
  const owner = await passwordOwnerOf(emailKey);
  if (owner) return { accountId: owner.accountId, isSettled: owner.proven || !linkMailed };
  return (await wayOfSigningIn(emailKey)) ? { accountId: null, isSettled: true } : null;
}

function accountExists(): DomainError {
  const detail = 'There is an account with this address already. Open the link again and sign in with it.';
  return new DomainError('conflict', 'account_exists', detail);
}
