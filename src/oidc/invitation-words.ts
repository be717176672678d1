/** What the pages of an invitation say. Pure. Where the console says the same, it does so in the same words. */
import type { Entrance } from '../domain/entry/invitations/accept-by-password.ts';
import type { InvitationView } from '../domain/entry/invitations/list-invitations.ts';
import type { DomainError } from '../domain/kernel/domain-error.ts';
import { inviterNameOf } from '../domain/model/invitation.ts';
import { html, type Markup } from '../html.ts';
import { type Action, dateInUtc, type Page, type SignedInAs } from '../http/page.ts';
import { signInPath } from './sign-in-path.ts';

/** Where the page stands, and for whom. */
export type Visit = {
  /** The path of the invitation's link. */
  readonly path: string;
  readonly me: SignedInAs | null;
};

const notExpected = 'If you did not expect this, you need not do anything.';

export function invitationFacts({ invitation, workspaces }: InvitationView): NonNullable<Page['facts']> {
  const { email, organizationRole, expiresAt } = invitation;
  return [
    ['Sent to', email],
    ['Invited by', inviterNameOf(invitation)],
    ['Role', organizationRole],
    ['Workspaces', organizationRole === 'Organization Admin' ? 'every workspace' : listOf(workspaces)],
    ['Ends', expiresAt && html`<time datetime="${expiresAt.toISOString()}">${dateInUtc(expiresAt)}</time>`],
  ];
}

function listOf(workspaces: InvitationView['workspaces']): string | Markup {
  if (workspaces.length === 0) return 'none yet';
  return html`<ul>
${workspaces.map(({ name, role }) => html`<li>${name} <small>${role}</small></li>`)}
</ul>`;
}

/** To who is not signed in, and signs in elsewhere. */
export function entrancePage({ invitation: view, ways }: Pick<Entrance, 'invitation' | 'ways'>, { path }: Visit): Page {
  const { invitation, organizationName } = view;
  const own = ways.map((way) => ({
    label: `Sign in by ${way.name}`,
    href: signInPath({ connectionId: way.connectionId, returnTo: path }),
  }));
  const signIn = own.length > 0 ? own : [{ label: 'Sign in', href: signInPath({ returnTo: path }) }];
  const another = { label: 'Use another account', href: signInPath({ returnTo: path, asAnother: true }) };
  // Whoever finds a link that was used learns no more from it.
  if (invitation.status === 'accepted')
    return {
      heading: 'This invitation is accepted',
      text: ['If it was you, sign in, and you are there.', 'If it was not, ask whoever invited you for another one.'],
      actions: signIn,
    };
  return {
    heading: `Join ${organizationName}`,
    text: [`You are invited. Sign in with ${invitation.email} to accept. ${notExpected}`],
    facts: invitationFacts(view),
    actions: own.length > 0 ? own : [...signIn, another],
  };
}

/** Joining asks for one click (P7). @param another where the person signs in as somebody else */
export function askPage(view: InvitationView, { path, me }: Visit, csrfToken: string, another: string): Page {
  return {
    heading: `Join ${view.organizationName}`,
    text: [`Accept, and you are a member at once. ${notExpected}`],
    facts: invitationFacts(view),
    actions: [
      { label: 'Accept the invitation', post: path, csrfToken },
      { label: 'Decline', post: `${path}/decline`, csrfToken },
      { label: 'Use another account', href: another },
    ],
    signedInAs: me,
  };
}

export const declinedPage = ({ me }: Visit): Page => ({
  heading: 'The invitation is declined',
  text: ['It is over, and whoever invited you sees that.', 'If you did not mean to, ask to be invited again.'],
  actions: [onward(me)],
  signedInAs: me,
});

/** The same for links that were guessed, have expired, were used or taken back (case 75). */
export const invalidPage = ({ me }: Visit): Page => ({
  heading: 'This invitation is not valid',
  text: ['No invitation is open at this address. What may have happened, and what to do:'],
  ways: [
    ['It has expired, or was taken back.', 'Ask whoever invited you to send it again.'],
    ['It was sent again.', 'Open the link of the newest one: the older ones are dead.'],
    ['You have accepted it.', me ? 'You are there already.' : 'Sign in, and you are there.'],
    ['The address is not complete.', 'Open the whole link, or copy all of it.'],
  ],
  actions: [me ? onward(me) : { label: 'Sign in', href: signInPath() }],
  signedInAs: me,
});

/** @param view null: it is not open any more */
export function refusedPage({ reason, message }: DomainError, { path, me }: Visit, view: InvitationView | null): Page {
  const another = { label: 'Use another account', href: signInPath({ returnTo: path, asAnother: true }) };
  const signIn = { label: 'Sign in', href: signInPath({ returnTo: path }) };
  switch (reason) {
    case 'other_address':
      return {
        heading: 'This invitation is for another email address',
        text: [
          `You are signed in with ${me?.email ?? 'an account that has no address'}. Sign in with the address that was invited, or ask for an invitation to yours.`,
        ],
        facts: view ? [['Organization', view.organizationName], ...invitationFacts(view).slice(0, 2)] : [],
        actions: [another, onward(me)],
        signedInAs: me,
      };
    case 'sign_in_elsewhere':
      return {
        heading: 'This sign-in does not count there',
        text: [message],
        actions: [signIn, onward(me)],
        signedInAs: me,
      };
    case 'already_member':
      return { heading: 'You are a member already', text: [message], actions: [onward(me)], signedInAs: me };
    case 'account_exists':
      return {
        heading: 'You have an account already',
        text: [message],
        actions: [{ label: 'Open it again', href: path }],
      };
    default:
      return { heading: 'You cannot accept this invitation', text: [message], actions: [onward(me)], signedInAs: me };
  }
}

/** What was sent is not what our own page sends. */
export const nothingAcceptedPage = ({ path, me }: Visit): Page => ({
  heading: 'Nothing was accepted',
  text: ['This request did not come from our own page.', 'Open the invitation again.'],
  actions: [{ label: 'Open it again', href: path }],
  signedInAs: me,
});

function onward(me: SignedInAs | null): Action {
  return { label: me ? 'Go to your workspaces' : 'Go to the start page', href: '/' };
}
