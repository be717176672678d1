/** What the pages of this door say when a sign-in does not come to its end. Pure. */
import type { Page } from '../http/page.ts';
import type { FailureKind } from './sign-in-failure.ts';
import { confirmPath, signInPath } from './sign-in-path.ts';

/** The message says how long to wait. */
export const tooManyPage = ({ message }: Error): Page => ({
  heading: 'Too many attempts',
  text: [message, 'Nothing is wrong with your account. Others who use the same network may have tried as well.'],
});

const operator = 'If it happens again, tell the people who run this server.';

const failures: Record<FailureKind, Omit<Page, 'actions'>> = {
  unknown_transaction: {
    heading: 'This sign-in cannot be completed',
    text: ['It was begun in another browser, has been used already, or took longer than ten minutes.', 'Start again.'],
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
  not_recent: {
    heading: 'This does not show that it is you',
    text: [
      'Your identity provider did not say that you have just signed in there, so nothing was confirmed. You are signed in as before.',
      `Try again, and sign in there with your password or key. ${operator}`,
    ],
  },
  another_person: {
    heading: 'You came back as somebody else',
    text: [
      'Confirm with the account that you are signed in with here. Nothing was confirmed, and you are signed in as before.',
      'To go on as somebody else, sign out first.',
    ],
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

/** A sign-in that did not come to an end. @param connectionId null: nobody knows by which */
export function failurePage(kind: FailureKind, connectionId: string | null): Page {
  if (kind === 'not_recent' || kind === 'another_person')
    return { ...failures[kind], actions: [{ label: 'Confirm again', href: confirmPath }] };
  const actions = [
    { label: 'Sign in again', href: signInPath({ connectionId }) },
    { label: 'Use another account', href: signInPath({ connectionId, asAnother: true }) },
  ];
  return { ...failures[kind], actions: kind === 'denied' ? actions : actions.slice(0, 1) };
}

/** An address under `/auth/callback/` that belongs to no connection. */
export const unknownConnectionPage: Page = {
  heading: 'There is no such sign-in',
  text: ['This address belongs to no identity provider that this server knows.', 'Start again.'],
  actions: [{ label: 'Sign in', href: signInPath() }],
};

/** @param there where the identity provider ends its own session */
export const signedOutPage = (there: string): Page => ({
  heading: 'You are signed out',
  text: ['Your identity provider may still know this browser. On a computer that others use, sign out there, too.'],
  actions: [
    { label: 'Sign out there, too', href: there },
    { label: 'Go to the start page', href: '/' },
  ],
});

/** A request to sign out that may come from elsewhere. */
export const stillSignedInPage: Page = {
  heading: 'You are still signed in',
  text: [
    'This request to sign out did not come from a page of ours, so nothing was done.',
    'Go back and sign out there.',
  ],
  actions: [{ label: 'Back', href: '/' }],
};
