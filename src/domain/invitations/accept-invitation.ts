/** Somebody who is signed in accepts an invitation. */
import { system, tenant } from '../../storage/tenant.ts';
import { decideAccess } from '../access/decide-access.ts';
import { loadAccess } from '../access/state.ts';
import { now } from '../clock.ts';
import type { Context } from '../context.ts';
import { count } from '../directory/counter.ts';
import { foldName } from '../directory/fold-name.ts';
import { contentFields, type MemberDocument, members } from '../directory/member.ts';
import { profileContent } from '../directory/profile.ts';
import { DomainError } from '../errors.ts';
import { type Draft, operate } from '../operation.ts';
import { type AccountDocument, accounts, identities } from '../sso/account.ts';
import { draftAcceptance } from './accept.ts';
import { findByLink, provenEmailKey } from './find-invitation.ts';
import { type InvitationDocument, invitationNotFound, invitations, isExpired, statusOf } from './invitation.ts';
import { loadOffer, type OfferFault } from './offer.ts';

/**
 * Joins the organization as the invited member.
 * @param secretOrId the secret of the link, or the id from the account's own list
 * @returns the organization and the member
 * @throws DomainError not_found for whatever is no open invitation, all the same; forbidden/other_address,
 *   forbidden/inviter_lost_right, conflict/already_member
 */
export async function acceptInvitation(
  context: Context,
  accountId: string,
  secretOrId: string,
): Promise<{ orgId: string; memberId: string }> {
  const account = await system('sign-in').findOne(accounts, { _id: accountId });
  const found = account && (await findFor(account, secretOrId));
  if (!found) throw invitationNotFound();
  const { orgId, memberId, tokenHash } = found;
  return operate(orgId, context, {
    load: async () => {
      const waiting = await tenant(orgId).findOne(members, { _id: memberId, status: 'pending' });
      const [offer, own, identity, access] = await Promise.all([
        loadOffer(orgId, memberId),
        tenant(orgId).findOne(members, { accountId }),
        system('sign-in').findOne(identities, { accountId }, { sort: { _id: 1 } }),
        loadAccess(orgId, [memberId]),
      ]);
      return { waiting, offer, own, identity, access };
    },
    decide: ({ waiting, offer, own, identity, access }, draft) => {
      const open = waiting && offer && offer.invitation._id === found._id && offer.invitation.tokenHash === tokenHash;
      if (!open || !access.members.has(memberId) || isExpired(offer.invitation, draft.now)) throw invitationNotFound();
      if (own) throw memberAlready(access.organization.name);
      const accepted = draftAcceptance(draft, offer, access, 'link');
      if (accepted.fault !== null) throw refusal(accepted.fault, access.organization.name);
      draftLink(waiting, account, identity?.subject ?? null, draft);
      decideAccess(draft, access, [{ memberId, status: 'active', grants: accepted.grants }]);
      return { orgId, memberId };
    },
  });
}

/**
 * The invitation that this secret, or id, means to this account, whatever became of it.
 * @throws DomainError forbidden/other_address: who has the link of an open one learns that it is somebody else's
 */
export async function findFor(account: AccountDocument, secretOrId: string): Promise<InvitationDocument | null> {
  const byLink = await findByLink(secretOrId);
  if (byLink) {
    if (account.email !== null && foldName(account.email) === byLink.emailKey) return byLink;
    if (statusOf(byLink, now()) !== 'pending') return null;
    throw new DomainError(
      'forbidden',
      'other_address',
      'This invitation is for another email address than the one that you are signed in with. Sign in with that one, or ask for an invitation to yours.',
    );
  }
  const emailKey = await provenEmailKey(account);
  return emailKey === null ? null : system('invitations').findOne(invitations, { _id: secretOrId, emailKey });
}

function draftLink(waiting: MemberDocument, account: AccountDocument, subject: string | null, draft: Draft): void {
  const { _id: memberId, orgId, version, userName, emails } = waiting;
  const verifiedEmailKey = account.emailVerified && account.email !== null ? foldName(account.email) : null;
  const words = contentFields(profileContent({ userName, email: emails[0] ?? null, name: account.name }));
  draft.update(
    members,
    memberId,
    {
      ...words,
      accountId: account._id,
      signIn: subject === null ? null : { subject, verifiedEmailKey },
      status: 'active',
      version: version + 1,
      updatedAt: draft.now,
    },
    { version, accountId: null },
  );
  count(draft, orgId, 'users', 1);
  draft.event({ type: 'user.linked', subject: { memberId }, after: { accountId: account._id } });
  draft.event({ type: 'user.joined', subject: { memberId }, after: { by: 'invitation' } });
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
