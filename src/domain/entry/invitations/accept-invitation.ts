/** Somebody who is signed in accepts an invitation. */
import { system, tenant } from '../../../storage/tenant.ts';
import { loadAccess } from '../../access/state.ts';
import { now } from '../../kernel/clock.ts';
import type { Context } from '../../kernel/context.ts';
import { DomainError } from '../../kernel/errors.ts';
import { type AccountDocument, accounts, identities } from '../../model/account.ts';
import type { VerifiedClaims } from '../../model/claims.ts';
import { type InvitationDocument, invitationNotFound, invitations, statusOf } from '../../model/invitation.ts';
import { members } from '../../model/member.ts';
import { getOrganization } from '../../model/organization.ts';
import { operate } from '../../operation/operate.ts';
import { isOwnNewcomer } from '../arrival/arrive.ts';
import { findHolder, join } from '../arrival/join.ts';
import { isWithinLink, judgeOffer, loadOffer, type OfferFault } from '../offer/offer.ts';
import { isInvited, provenEverywhere } from '../proof/proof.ts';
import { reaches, type Who } from '../reach/reach.ts';
import { findByLink } from './find-invitation.ts';

/**
 * Joins the organization as the invited member.
 * @param secretOrId the secret of the link, or the id from the account's own list
 * @returns the organization and the member
 * @throws DomainError not_found for whatever is no open invitation, all the same; forbidden/sign_in_elsewhere,
 *   forbidden/other_address, forbidden/inviter_lost_right, conflict/already_member
 */
export async function acceptInvitation(
  context: Context,
  who: Who,
  secretOrId: string,
): Promise<{ orgId: string; memberId: string }> {
  const { accountId } = who;
  const account = await system('sign-in').findOne(accounts, { _id: accountId });
  const found = account && (await findFor(account, who, secretOrId));
  if (!found) throw invitationNotFound();
  const { orgId, memberId, tokenHash, emailKey } = found;
  const provenByAccount = (await provenEverywhere(account)) === emailKey;
  const isProven = provenByAccount || found.linkMailed;
  return operate(orgId, context, {
    load: async () => {
      const claims = { ...(await claimsOf(account)), emailTrusted: isProven };
      const waiting = await tenant(orgId).findOne(members, { _id: memberId, status: 'pending' });
      const [own, holder] = await Promise.all([
        tenant(orgId).findOne(members, { accountId }),
        findHolder(orgId, claims),
      ]);
      // The revision before what it guards: whoever gives more changes the member's access as well.
      const access = await loadAccess(orgId, own ? [memberId, own._id] : [memberId]);
      return { claims, waiting, offer: await loadOffer(orgId, memberId), own, holder, access };
    },
    decide: ({ waiting, offer, own, ...joining }, draft) => {
      const { organization, members: loaded, customRoles } = joining.access;
      const gives = loaded.get(memberId)?.grants;
      const open = waiting && offer && offer.invitation._id === found._id && offer.invitation.tokenHash === tokenHash;
      if (!open || !gives) throw invitationNotFound();
      // Who came in by signing in before the address was proven is the same person now that it is.
      const newcomer = own && isProven && isOwnNewcomer(own) ? own : null;
      if (own && !newcomer) throw memberAlready(organization.name);
      const { fault } = judgeOffer(offer, gives, customRoles, draft.now);
      if (fault !== null) throw refusal(fault, organization.name);
      if (!provenByAccount && !isWithinLink(offer, gives, customRoles))
        throw refusal('inviter_lost_right', organization.name);
      join(draft, { ...joining, groups: null }, accountId, { waiting, offer, newcomer, by: 'link' });
      return { orgId, memberId };
    },
  });
}

/** What is known of a person who signed in before. */
async function claimsOf({ _id: accountId, email, name }: AccountDocument): Promise<VerifiedClaims> {
  const identity = await system('sign-in').findOne(identities, { accountId }, { sort: { _id: 1 } });
  if (!identity) throw invitationNotFound();
  const { connectionId, issuer, subject } = identity;
  const person = { email, name, emailTrusted: false, givenName: null, familyName: null };
  return { connectionId, issuer, subject, ...person, trustedUserName: null, groups: null };
}

/**
 * The invitation that this secret, or id, means to this account, whatever became of it.
 * @throws DomainError forbidden/sign_in_elsewhere where the session does not reach the organization (4.1a P5);
 *   forbidden/other_address: who has the link of an open one learns that it is somebody else's
 */
export async function findFor(
  account: AccountDocument,
  { reach }: Who,
  secretOrId: string,
): Promise<InvitationDocument | null> {
  const byLink = await findByLink(secretOrId);
  if (byLink) {
    if (!reaches({ reach }, byLink.orgId)) throw await signInElsewhere(byLink.orgId);
    if (isInvited(account, byLink)) return byLink;
    if (statusOf(byLink, now()) !== 'pending') return null;
    throw new DomainError(
      'forbidden',
      'other_address',
      'This invitation is for another email address than the one that you are signed in with. Sign in with that one, or ask for an invitation to yours.',
    );
  }
  if (reach !== null) return null;
  const emailKey = await provenEverywhere(account);
  return emailKey === null ? null : system('invitations').findOne(invitations, { _id: secretOrId, emailKey });
}

async function signInElsewhere(orgId: string): Promise<DomainError> {
  const { name } = await getOrganization(orgId);
  return new DomainError(
    'forbidden',
    'sign_in_elsewhere',
    `You are signed in by the identity provider of another organization, which does not count at ${name}. Sign in at ${name} with the link, and you can accept it.`,
  );
}

function memberAlready(organizationName: string): DomainError {
  const detail = `You are a member of ${organizationName} already, under another address. Ask an administrator there to add you to what you miss.`;
  return new DomainError('conflict', 'already_member', detail);
}

function refusal(fault: OfferFault, organizationName: string): DomainError {
  if (fault === 'invitation_expired') return invitationNotFound();
  return new DomainError(
    'forbidden',
    fault,
    `Whoever invited you to ${organizationName} may not do so any more, so the invitation does not count. Ask an administrator there to invite you again.`,
  );
}
