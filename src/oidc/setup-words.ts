/** What the pages of a set-up link say, outside the console. Pure. */
import type { LiveSetup } from '../domain/administration/setup/open-setup.ts';
import type { SetupPart } from '../domain/model/setup-link.ts';
import { html } from '../html.ts';
import { dateInUtc, type Page } from '../http/page.ts';

/** Where somebody goes on who has opened it: a page of the console's, for which nobody has to sign in. */
export function setupAddress(linkId: string, step?: SetupPart): string {
  return `/console/setup/${linkId}${step === undefined ? '' : `?step=${step}`}`;
}

const partNames: Readonly<Record<SetupPart, string>> = {
  domain: 'the email domain, by a DNS record',
  'sign-in': 'how people sign in, by OpenID Connect',
  directory: 'the directory of people and groups, by SCIM',
};

/** Opening asks for one click (P7). */
export function openPage({ link, organization }: LiveSetup, path: string): Page {
  const { name, parts, expiresAt, createdBy } = link;
  return {
    heading: `Set up ${organization.name}`,
    text: [
      'Here you connect your identity provider, step by step. You need no account.',
      'The link works in one browser only: the one in which you press the button. Open it where you administer your identity provider.',
    ],
    facts: [
      ['For', name],
      ['Asked by', 'name' in createdBy ? (createdBy.name ?? null) : null],
      [
        'To set up',
        html`<ul>
${parts.map((part) => html`<li>${partNames[part]}</li>`)}
</ul>`,
      ],
      ['Ends', html`<time datetime="${expiresAt.toISOString()}">${dateInUtc(expiresAt)}</time>`],
    ],
    actions: [{ label: 'Open it in this browser', post: path }],
  };
}

/** The same for links that were guessed, opened elsewhere, are over or were taken back. */
export const invalidSetupPage: Page = {
  heading: 'This set-up link is not valid',
  text: ['Nothing can be set up at this address. What may have happened, and what to do:'],
  ways: [
    ['It was opened in another browser.', 'Go on there: it works in that one alone.'],
    ['It has ended, or was taken back.', 'Ask whoever sent it for a new one.'],
    ['The address is not complete.', 'Open the whole link, or copy all of it.'],
  ],
};

export const notOpenedPage = (path: string): Page => ({
  heading: 'Nothing was opened',
  text: ['This request did not come from our own page.', 'Open the link again.'],
  actions: [{ label: 'Open it again', href: path }],
});

export const setupOverPage: Page = {
  heading: 'This set-up is over',
  text: [
    'It was finished, has ended or was taken back, or another browser has it.',
    'Ask whoever sent it for a new link.',
  ],
};

export const testLostPage: Page = {
  heading: 'This test cannot be completed',
  text: [
    'It was begun in another browser, has been used already, or took longer than ten minutes.',
    'Go back to the page of the set-up and start the test again.',
  ],
};
