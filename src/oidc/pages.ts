/** The few pages of this door: plain HTML without scripts, everything that comes from elsewhere escaped. */

import type { RefusalReason } from '../domain/model/verified-claims.ts';
import { escapeHtml } from '../html.ts';
import type { FailureKind } from './sign-in-failure.ts';

export type Page = {
  readonly heading: string;
  /** Paragraphs of plain text; the first says what happened, the rest what to do. */
  readonly text: readonly string[];
  /** A link at the end; `href` is a path of ours. */
  readonly action?: { readonly label: string; readonly href: string };
  /** A button that sends the CSRF token of the session to a path of ours. */
  readonly form?: { readonly label: string; readonly action: string; readonly csrfToken: string };
  /** Small print for whoever is asked for help. */
  readonly reference?: string;
};

const startAgain = { label: 'Sign in again', href: '/auth/login' };

/** A person whom the identity provider vouches for but who may not come in, with the reason and whom to ask. */
export function refusalPage(reason: RefusalReason, organizationName: string): Page {
  const admin = `Ask an administrator of ${organizationName}`;
  const explained: Record<RefusalReason, readonly string[]> = {
    deactivated: [
      `Your membership of ${organizationName} is deactivated.`,
      `${admin}, or whoever manages your company directory, to activate it again.`,
    ],
    locked: [`An administrator has locked your membership of ${organizationName}.`, `${admin} to unlock it.`],
    removed: [`You were removed from ${organizationName}.`, `${admin} to add or invite you again.`],
    not_invited: [
      `You are not a member of ${organizationName}, and it does not admit new people on its own.`,
      `${admin} for an invitation.`,
    ],
    invitation_expired: [`Your invitation to ${organizationName} has expired.`, `${admin} to send it again.`],
    inviter_lost_right: [
      `Whoever invited you to ${organizationName} may not do so any more, so the invitation does not count.`,
      `${admin} to invite you again.`,
    ],
    no_email: [
      'Your identity provider did not send an email address.',
      `${admin}, or whoever runs the identity provider, to release the claim "email" to this application.`,
    ],
    user_name_taken: [
      `Somebody else in ${organizationName} already has your user name, so no account was made for you.`,
      `${admin} to settle which of the two is yours.`,
    ],
    email_not_verified: [
      `${organizationName} knows your email address, but your identity provider does not say that it is verified, so nothing shows that you are this person.`,
      'Let your identity provider verify your address and sign in again, or tell the people who run this server: they can trust its addresses (OAUTH_TRUST_EMAIL).',
    ],
    domain_not_verified: [
      `${organizationName} knows your email address, but has not verified its domain, so your identity provider cannot speak for it.`,
      `${admin} to verify the domain, then sign in again.`,
    ],
    no_membership: [
      `Your account is not a member of ${organizationName} any more.`,
      `${admin} to add or invite you, and say that your account at the identity provider may have been made anew.`,
    ],
    missing_group: [
      `${organizationName} admits only members of certain groups, and your identity provider says that you are in none of them.`,
      `${admin}, or whoever manages your company directory, to add you to one, then try again.`,
    ],
  };
  return { heading: 'You cannot sign in', text: explained[reason], action: { ...startAgain, label: 'Try again' } };
}

/** Signed in, but nothing to work in yet. `returnTo` is a path of ours. */
export const noWorkspacePage = (returnTo: string): Page => ({
  heading: 'You have no workspace yet',
  text: [
    'You are signed in, but nobody has given you access to a workspace so far.',
    'Ask an administrator of your organization to add you to one; it will be there when you come back.',
  ],
  action: { label: 'Continue', href: returnTo },
});

/** The message says how long to wait. */
export const tooManyPage = ({ message }: Error): Page => ({ heading: 'Too many attempts', text: [message] });

/** A sign-in that did not come to an end. */
export function failurePage(kind: FailureKind, reference?: string): Page {
  const operator = 'If it happens again, tell the people who run this server.';
  const explained: Record<FailureKind, Omit<Page, 'action' | 'reference'>> = {
    unknown_transaction: {
      heading: 'This sign-in cannot be completed',
      text: [
        'It was begun in another browser, has been used already, or took longer than ten minutes.',
        'Start again.',
      ],
    },
    denied: {
      heading: 'Your identity provider did not let you in',
      text: [
        'The sign-in was cancelled, or you are not assigned to this application.',
        'Try again, or ask the people who run your identity provider to assign you.',
      ],
    },
    code_refused: {
      heading: 'This sign-in cannot be completed',
      text: ['Your identity provider says that it has expired or was used already.', 'Start again.'],
    },
    unverified: {
      heading: 'This sign-in could not be verified',
      text: ['The answer of your identity provider failed a security check, so it was not used.', operator],
    },
    misconfigured: {
      heading: 'Sign-in is not set up correctly',
      text: [
        'Your identity provider and this server do not agree on how to work together.',
        'Tell the people who run this server: the reason is in its log.',
      ],
    },
    unavailable: {
      heading: 'Your identity provider cannot be reached',
      text: ['It is down or answers with an error. Nothing is wrong with your account.', `Try later. ${operator}`],
    },
    timeout: {
      heading: 'Your identity provider does not answer',
      text: ['It took too long. Nothing is wrong with your account.', `Try again. ${operator}`],
    },
  };
  return { ...explained[kind], action: startAgain, ...(reference ? { reference } : {}) };
}

/** An address under `/auth/callback/` that belongs to no connection. */
export const unknownConnectionPage: Page = {
  heading: 'There is no such sign-in',
  text: ['This address belongs to no identity provider that this server knows.', 'Start again.'],
  action: startAgain,
};

/** A request to sign out that may come from elsewhere. */
export const stillSignedInPage = (fault: string): Page => ({
  heading: 'You are still signed in',
  text: [fault, 'Go back and sign out there.'],
  action: { label: 'Back', href: '/' },
});

/** The database is away for a moment. */
export const unavailablePage: Page = {
  heading: 'This is not available right now',
  text: ['The server cannot reach its database.', 'Try again in a minute.'],
  action: { label: 'Go to the start page', href: '/' },
};

/** The page as an HTML document. Pure. */
export function renderPage({ heading, text, action, form, reference }: Page): string {
  return renderDocument(
    heading,
    `${text.map((paragraph) => `<p>${escapeHtml(paragraph)}</p>`).join('\n')}
${action ? `<p><a class="button" href="${escapeHtml(action.href)}">${escapeHtml(action.label)}</a></p>` : ''}
${form ? `<form method="post" action="${escapeHtml(form.action)}"><input type="hidden" name="csrfToken" value="${escapeHtml(form.csrfToken)}"><button class="button">${escapeHtml(form.label)}</button></form>` : ''}
${reference ? `<p class="reference">Reference: ${escapeHtml(reference)}</p>` : ''}`,
  );
}

/** A page of this door around `content`, which is HTML. Pure. */
export function renderDocument(heading: string, content: string): string {
  const title = escapeHtml(heading);
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title} · Usher</title>
<link rel="stylesheet" href="/auth/style.css">
</head>
<body>
<main>
<h1>${title}</h1>
${content}
</main>
</body>
</html>
`;
}
