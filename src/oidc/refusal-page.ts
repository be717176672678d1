/** The page for whom an identity provider vouches, and who may not come in: why, and whom to ask. */
import type { RefusalReason, VerifiedClaims } from '../domain/model/verified-claims.ts';
import type { Page } from '../http/page.ts';
import { signInPath } from './sign-in-path.ts';

export type Refusal = {
  readonly reason: RefusalReason;
  readonly organizationName: string;
  /** By which connections the organization lets people in, where it insists on them. */
  readonly ways?: readonly { readonly connectionId: string; readonly name: string }[];
  readonly claims: Pick<VerifiedClaims, 'connectionId' | 'name' | 'email'>;
  /** Where they wanted to go: a path of ours. */
  readonly returnTo: string;
};

/** It names the organization that the connection serves, and nothing of others or of who is in it. Pure. */
export function refusalPage({ reason, organizationName, ways = [], claims, returnTo }: Refusal): Page {
  const { connectionId, name, email } = claims;
  return {
    heading: `You cannot sign in to ${organizationName}`,
    text: explain(reason, organizationName),
    facts: [['You came as', [name, email].filter(Boolean).join(', ') || null]],
    actions: [
      ...ways.map((way) => ({
        label: `Sign in by ${way.name}`,
        href: signInPath({ connectionId: way.connectionId, returnTo }),
      })),
      { label: 'Use another account', href: signInPath({ connectionId, returnTo, asAnother: true }) },
      { label: 'Try again', href: signInPath({ connectionId, returnTo }) },
    ],
  };
}

function explain(reason: RefusalReason, name: string): readonly string[] {
  const admin = `Ask an administrator of ${name}`;
  const invitedElsewhere = 'If another organization has invited you, open the link of that invitation.';
  const explained: Record<RefusalReason, readonly string[]> = {
    deactivated: [
      `Your membership of ${name} is deactivated.`,
      `${admin}, or whoever manages your company directory, to activate it again.`,
    ],
    locked: [`An administrator has locked your membership of ${name}.`, `${admin} to unlock it.`],
    removed: [`You were removed from ${name}.`, `${admin} to add or invite you again.`],
    not_invited: [
      `You are not a member of ${name}, and it does not admit new people on its own.`,
      `${admin} for an invitation.`,
      invitedElsewhere,
    ],
    invitations_disabled: [
      `You were invited to ${name}, which has switched invitations off since, so yours does not count at present.`,
      `${admin} how people join now.`,
    ],
    invitation_expired: [`Your invitation to ${name} has expired.`, `${admin} to send it again.`],
    inviter_lost_right: [
      `Whoever invited you to ${name} may not do so any more, so the invitation does not count.`,
      `${admin} to invite you again.`,
    ],
    no_email: [
      'Your identity provider did not send an email address.',
      `${admin}, or whoever runs the identity provider, to release the claim "email" to this application.`,
    ],
    user_name_taken: [
      `Somebody else in ${name} already has your user name, so no account was made for you.`,
      `${admin} to settle which of the two is yours.`,
    ],
    email_not_verified: [
      `${name} knows your email address, but your identity provider does not say that it is verified, so nothing shows that you are this person.`,
      'Let your identity provider verify your address and sign in again, or tell the people who run this server: they can trust its addresses (OAUTH_TRUST_EMAIL).',
    ],
    domain_not_verified: [
      `${name} knows your email address, but has not verified its domain, so your identity provider cannot speak for it.`,
      `${admin} to verify the domain, then sign in again.`,
    ],
    no_membership: [
      `Your account is not a member of ${name} any more.`,
      `${admin} to add or invite you, and say that your account at the identity provider may have been made anew.`,
      invitedElsewhere,
    ],
    sso_only: [
      `${name} lets people in by its own identity provider only, and you came in by another one.`,
      `Sign in by that one. If it does not know you, ${admin.replace('Ask', 'ask')}.`,
    ],
    missing_group: [
      `${name} admits only members of certain groups, and your identity provider says that you are in none of them.`,
      `${admin}, or whoever manages your company directory, to add you to one, then try again.`,
    ],
    weak_sign_in: [
      `${name} admits only people who sign in at their identity provider by stronger means, and your provider does not say that you did.`,
      `Try again with your second factor or security key. If it stays so, ${admin.replace('Ask', 'ask')} what it takes.`,
    ],
    old_sign_in: [
      `${name} admits only people who have just signed in at their identity provider, and your provider does not say that you have.`,
      `Choose "Use another account", and sign in there anew. If it stays so, ${admin.replace('Ask', 'ask')}.`,
    ],
  };
  return explained[reason];
}
