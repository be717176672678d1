/** A link and the sign-in that was begun with it let somebody in whom the deployment does not know yet. */
import { system } from '../../../storage/tenant.ts';
import { now } from '../../kernel/clock.ts';
import type { Context } from '../../kernel/context.ts';
import { DomainError } from '../../kernel/domain-error.ts';
import { accounts, addressOf, identities } from '../../model/account.ts';
import { passwordConnectionId } from '../../model/connection.ts';
import { statusOf } from '../../model/invitation.ts';
import { getOrganization } from '../../model/organization.ts';
import type { VerifiedClaims } from '../../model/verified-claims.ts';
import { operate } from '../../operation/operate.ts';
import { draftAccount, type Joined, join } from '../arrival/join.ts';
import { wayOfSigningIn } from '../password/known-address.ts';
import { draftPassword, passwordOwnerOf } from '../password/password.ts';
import { isInvited, provenKeyOf } from '../proof/proof.ts';
import { admits } from '../reach/admits.ts';
import { findByLink } from './find-invitation.ts';
import { judgeAcceptance, loadAcceptance } from './judge-acceptance.ts';

/** How the link ended, and in which organization. */
type ByLink = (
  | Joined
  | { readonly outcome: 'refused'; readonly reason: 'inviter_lost_right' | 'invitations_disabled' | 'sso_only' }
) & {
  readonly orgId: string;
};

/**
 * Whether the link invites this person to an organization that it can still be accepted at.
 * @param only as for `acceptAsNewcomer`
 */
export async function isOpenTo(claims: VerifiedClaims, secret: string, only: string | null): Promise<boolean> {
  const found = await findByLink(secret);
  if (!found || !isInvited(addressOf(claims.email), found) || statusOf(found, now()) !== 'pending') return false;
  return admits(await getOrganization(found.orgId), { connectionId: claims.connectionId, reach: only });
}

/**
 * Joins the organization that the link invites to, as the invited member. The provider must name the invited address. Where
 * it does not vouch for it, a link that was mailed there does; by one that was shown, the address stays a claim (P2, P7).
 * @param claims as believed by the organization whose connection they came by
 * @param only the organization whose own connection it is, which leads nowhere else; null: the deployment's connection
 * @param password the hash of the one that the person chose; null: they came from a provider
 * @returns null when the link is not for this person, or for nothing any more
 * @throws DomainError conflict/account_exists when a password is chosen for an address that has an account
 */
export async function acceptAsNewcomer(
  context: Context,
  claims: VerifiedClaims,
  secret: string,
  only: string | null,
  password: string | null = null,
): Promise<ByLink | null> {
  const found = await findByLink(secret);
  if (!found || !isInvited(addressOf(claims.email), found)) return null;
  const { orgId, emailKey, linkMailed } = found;
  if (only !== null && only !== orgId) return null;
  const { connectionId, issuer, subject } = claims;
  const by = { connectionId: password === null ? connectionId : passwordConnectionId, reach: only };
  const here = { ...claims, emailTrusted: claims.emailTrusted || linkMailed };
  return operate(orgId, context, {
    load: async () => {
      const identity = await system('sign-in').findOne(identities, { connectionId, issuer, subject });
      const accountId = identity?.accountId ?? null;
      const [account, acceptance, known] = await Promise.all([
        accountId === null ? null : system('sign-in').findOne(accounts, { _id: accountId }),
        loadAcceptance(found, accountId, here),
        password === null ? null : knownBefore(emailKey, linkMailed),
      ]);
      const isAdmitted = await admits(acceptance.access.organization, by);
      return { identity, account, acceptance, known, isAdmitted };
    },
    decide: ({ identity, account, acceptance, known, isAdmitted }, draft): ByLink | null => {
      const { access, holder } = acceptance;
      if (!isAdmitted) return { outcome: 'refused', reason: 'sso_only', orgId };
      const proof = { here: here.emailTrusted, otherwise: provenKeyOf(claims) !== null };
      const judged = judgeAcceptance(found, acceptance, proof, draft.now);
      if (judged.fault === 'inviter_lost_right' || judged.fault === 'invitations_disabled')
        return { outcome: 'refused', reason: judged.fault, orgId };
      if (judged.fault !== null) return null;
      // Whoever holds a link never decides how an account that was there before signs in.
      if (known?.isSettled) throw accountExists();
      const accountId = draftAccount(draft, { identity, account, claims: password === null ? claims : here });
      const joining = { access, holder, claims: here, groups: null };
      const joined = join(draft, joining, accountId, { ...judged, by: 'link' });
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
