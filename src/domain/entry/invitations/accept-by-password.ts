/** Where people sign in with passwords, the link of an invitation lets them in who are not signed in. */
import { now } from '../../kernel/clock.ts';
import type { Context } from '../../kernel/context.ts';
import { DomainError } from '../../kernel/domain-error.ts';
import { foldName } from '../../kernel/fold-name.ts';
import { passwordIssuers } from '../../model/account.ts';
import { deploymentConnectionId, passwordConnectionId } from '../../model/connection.ts';
import { type InvitationDocument, invitationNotFound, statusOf } from '../../model/invitation.ts';
import { getOrganization } from '../../model/organization.ts';
import { wayOfSigningIn } from '../password/known-address.ts';
import { notice } from '../password/notices.ts';
import { hashPassword, verifyPassword } from '../password/password.ts';
import { type OwnWay, ownWays } from '../reach/admits.ts';
import { acceptAsNewcomer } from './accept-as-newcomer.ts';
import { acceptInvitation, insistsOnItsOwn } from './accept-invitation.ts';
import { findByLink } from './find-invitation.ts';
import { type InvitationView, viewOf } from './list-invitations.ts';
import { invitationRests } from './switch.ts';

export type Entrance = {
  /** Still open, or accepted already. */
  readonly invitation: InvitationView;
  /**
   * What lets the person in: a password that they choose, as nobody has an account with the address; the one that the
   * account has; or signing in elsewhere, because the account has none or the link is used already.
   */
  readonly by: 'new-password' | 'password' | 'sign-in';
  /** With `password`: nobody has proven that the account is theirs, and who has this mailed link may choose a new one. */
  readonly mayChoose: boolean;
  /** With `sign-in`: where, as the organization insists on its own identity provider; empty: wherever the person signs in. */
  readonly ways: readonly OwnWay[];
};

/** What the link asks of somebody who is not signed in. @throws DomainError not_found */
export async function entranceOf(secret: string): Promise<Entrance> {
  const found = await findByLink(secret);
  if (!found) throw invitationNotFound();
  const organization = await getOrganization(found.orgId);
  const ways = organization.ssoOnly ? await ownWays(found.orgId) : [];
  const shown = { invitation: await viewOf(found), mayChoose: false, ways };
  if (found.status === 'accepted') return { ...shown, by: 'sign-in' };
  requirePending(found);
  if (organization.ssoOnly) return { ...shown, by: 'sign-in' };
  const way = await wayOfSigningIn(found.emailKey);
  if (way === null) return { ...shown, by: 'new-password' };
  if (way.by === 'provider') return { ...shown, by: 'sign-in' };
  return { ...shown, by: 'password', mayChoose: found.linkMailed && !way.proven };
}

/**
 * Accepts the invitation for somebody new, who signs in with the invited address and this password from now on. A mailed
 * link proves the address; by one that was shown it stays a claim.
 * @returns the address that the person signs in with
 * @throws DomainError as `requireGoodPassword`, not_found, conflict/account_exists, forbidden/inviter_lost_right, forbidden/sso_only
 */
export async function acceptWithNewPassword(
  context: Context,
  secret: string,
  { name, password }: { readonly name: string; readonly password: string },
): Promise<string> {
  const { _id, email, orgId, linkMailed } = requirePending(await findByLink(secret));
  const known = { name, email, organizations: [(await getOrganization(orgId)).name] };
  const hashed = await hashPassword(password, known, '/password');
  const claims = {
    connectionId: deploymentConnectionId,
    // Not the issuer of those for whom the operator vouches: each invitation has an identity of its own.
    issuer: passwordIssuers.invitation,
    subject: _id,
    email,
    emailTrusted: linkMailed,
    name,
    givenName: null,
    familyName: null,
    trustedUserName: null,
    groups: null,
  };
  const joined = await acceptAsNewcomer(context, claims, secret, null, hashed);
  if (joined === null) throw invitationNotFound();
  if (joined.outcome === 'refused' && joined.reason === 'sso_only')
    throw await insistsOnItsOwn(await getOrganization(joined.orgId));
  if (joined.outcome === 'refused' && joined.reason === 'invitations_disabled')
    throw invitationRests((await getOrganization(joined.orgId)).name);
  if (joined.outcome === 'refused')
    throw new DomainError(
      'forbidden',
      joined.reason,
      'Whoever invited you may not do so any more, so the invitation does not count. Ask to be invited again.',
    );
  return email;
}

/**
 * Accepts the invitation for somebody who has an account with the invited address and its password, also where no
 * organization lets them in any more.
 * @returns the address; null: the password is wrong
 * @throws DomainError as `acceptInvitation`
 */
export async function acceptByPassword(context: Context, secret: string, password: string): Promise<string | null> {
  const { email } = requirePending(await findByLink(secret));
  const accountId = await verifyPassword(email, password);
  if (accountId === null) {
    await notice('wrong_password', foldName(email), context);
    return null;
  }
  const actor = { type: 'account', id: accountId } as const;
  await acceptInvitation({ ...context, actor }, { accountId, connectionId: passwordConnectionId, reach: null }, secret);
  return email;
}

function requirePending(invitation: InvitationDocument | null): InvitationDocument {
  if (!invitation || statusOf(invitation, now()) !== 'pending') throw invitationNotFound();
  return invitation;
}
