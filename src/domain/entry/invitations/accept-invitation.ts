/** Somebody who is signed in accepts an invitation. */
import { system } from '../../../storage/tenant.ts';
import { now } from '../../kernel/clock.ts';
import type { Context } from '../../kernel/context.ts';
import { DomainError } from '../../kernel/domain-error.ts';
import { type AccountDocument, accounts, identities } from '../../model/account.ts';
import { type InvitationDocument, invitationNotFound, invitations, statusOf } from '../../model/invitation.ts';
import { getOrganization, type OrganizationDocument } from '../../model/organization.ts';
import type { VerifiedClaims } from '../../model/verified-claims.ts';
import { operate } from '../../operation/operate.ts';
import { join } from '../arrival/join.ts';
import { isInvited, provenEverywhere } from '../proof/proof.ts';
import { admits, ownWays } from '../reach/admits.ts';
import type { Who } from '../reach/reach.ts';
import { findByLink } from './find-invitation.ts';
import { type AcceptanceFault, judgeAcceptance, loadAcceptance } from './judge-acceptance.ts';
import { invitationRests } from './switch.ts';

/**
 * Joins the organization as the invited member.
 * @param secretOrId the secret of the link, or the id from the account's own list
 * @returns the organization and the member
 * @throws DomainError not_found for whatever is no open invitation, all the same; forbidden/sign_in_elsewhere,
 *   forbidden/sso_only, forbidden/other_address, forbidden/inviter_lost_right, forbidden/invitations_disabled, conflict/already_member
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
  const { orgId, memberId, emailKey } = found;
  const otherwise = (await provenEverywhere(account)) === emailKey;
  const here = otherwise || found.linkMailed;
  return operate(orgId, context, {
    load: async () => {
      const claims = { ...(await claimsOf(account)), emailTrusted: here };
      return { claims, acceptance: await loadAcceptance(found, accountId, claims) };
    },
    decide: ({ claims, acceptance }, draft) => {
      const { access, holder } = acceptance;
      const judged = judgeAcceptance(found, acceptance, { here, otherwise }, draft.now);
      if (judged.fault !== null) throw refusal(judged.fault, access.organization.name);
      join(draft, { access, holder, claims, groups: null }, accountId, { ...judged, by: 'link' });
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
 * @throws DomainError forbidden/sign_in_elsewhere, forbidden/sso_only where the session does not count in the organization (P5);
 *   forbidden/other_address: who has the link of an open one learns that it is somebody else's
 */
export async function findFor(
  account: AccountDocument,
  who: Who,
  secretOrId: string,
): Promise<InvitationDocument | null> {
  const byLink = await findByLink(secretOrId);
  if (byLink) {
    await requireAdmitted(byLink, who);
    if (isInvited(account, byLink)) return byLink;
    if (statusOf(byLink, now()) !== 'pending') return null;
    throw new DomainError(
      'forbidden',
      'other_address',
      'This invitation is for another email address than the one that you are signed in with. Sign in with that one, or ask for an invitation to yours.',
    );
  }
  if (who.reach !== null) return null;
  const emailKey = await provenEverywhere(account);
  if (emailKey === null) return null;
  const found = await system('invitations').findOne(invitations, { _id: secretOrId, emailKey });
  if (found) await requireAdmitted(found, who);
  return found;
}

async function requireAdmitted({ orgId }: InvitationDocument, who: Who): Promise<void> {
  const organization = await getOrganization(orgId);
  if (await admits(organization, who)) return;
  throw who.reach === null ? await insistsOnItsOwn(organization) : signInElsewhere(organization.name);
}

/** To who was let in by a way that does not count at the organization that invites them. */
export async function insistsOnItsOwn({ _id, name }: Pick<OrganizationDocument, '_id' | 'name'>): Promise<DomainError> {
  const ways = (await ownWays(_id)).map((way) => way.name).join(' or ');
  return new DomainError(
    'forbidden',
    'sso_only',
    `${name} lets people in by its own identity provider only. Open the link of the invitation, sign in by ${ways || 'that'}, and you can accept it.`,
  );
}

function signInElsewhere(name: string): DomainError {
  return new DomainError(
    'forbidden',
    'sign_in_elsewhere',
    `You are signed in by the identity provider of another organization, which does not count at ${name}. Sign in at ${name} with the link, and you can accept it.`,
  );
}

function refusal(fault: AcceptanceFault, organizationName: string): DomainError {
  switch (fault) {
    case 'not_open':
    case 'invitation_expired':
      return invitationNotFound();
    case 'already_member':
      return new DomainError(
        'conflict',
        fault,
        `You are a member of ${organizationName} already, under another address. Ask an administrator there to add you to what you miss.`,
      );
    case 'invitations_disabled':
      return invitationRests(organizationName);
    case 'inviter_lost_right':
      return new DomainError(
        'forbidden',
        fault,
        `Whoever invited you to ${organizationName} may not do so any more, so the invitation does not count. Ask an administrator there to invite you again.`,
      );
  }
}
