/**
 * The pages outside the console: one layout, without scripts. They look like the console, because their style sheet
 * (`src/console/outside/`) is made of the console's.
 */
import type { Response } from 'express';
import { html, type Markup } from '../html.ts';
import { requestIdOf } from './request-id.ts';
import { themeOf } from './theme.ts';

/** A way on: a link, or a button that posts to a path of ours, with the session's token where there is a session. */
export type Action =
  | { readonly label: string; readonly href: string }
  | { readonly label: string; readonly post: string; readonly csrfToken?: string };

/** Whom the browser is signed in as. */
export type SignedInAs = { readonly name: string; readonly email: string | null; readonly csrfToken: string };

export type Page = {
  readonly heading: string;
  /** Paragraphs: the first says what this is, the others what to do. */
  readonly text?: readonly string[];
  readonly facts?: readonly (readonly [name: string, value: string | Markup | null])[];
  /** What it may be, each with what to do then. */
  readonly ways?: readonly (readonly [when: string, then: string])[];
  /** What the person fills in or chooses from. */
  readonly form?: Markup | null;
  /** The first is what most people want. */
  readonly actions?: readonly Action[];
  readonly signedInAs?: SignedInAs | null;
};

/** Sends it. Whoever is refused, and has nothing to fill in, sees the id of the request to quote. */
export function sendPage(response: Response, status: number, page: Page): void {
  const requestId = status >= 400 && !page.form ? requestIdOf(response.req) : null;
  response
    .status(status)
    .type('html')
    .send(renderPage(page, { requestId, theme: themeOf(response.req) }));
}

type Place = {
  readonly requestId?: string | null;
  /** What the page belongs to. */
  readonly product?: string;
  /** Where the brand leads. */
  readonly start?: string;
  /** null: as the system has it. */
  readonly theme?: string | null;
};

/** Pure. */
export function renderPage(page: Page, { requestId = null, product = 'Usher', ...place }: Place = {}): string {
  const { heading, text = [], facts = [], ways = [], form = null, actions = [], signedInAs = null } = page;
  const content = html`<main>
<h1>${heading}</h1>
${text.map((paragraph) => html`<p>${paragraph}</p>`)}
${facts.length > 0 ? renderFacts(facts) : null}
${ways.length > 0 ? renderWays(ways) : null}
${form}
${actions.length > 0 ? html`<div class="actions">${actions.map(renderAction)}</div>` : null}
${signedInAs || requestId ? renderFooter(signedInAs, requestId) : null}
</main>`;
  return renderDocument(`${heading} · ${product}`, content, place);
}

/** The document around `main`, below the bar. Pure. */
export function renderDocument(
  title: string,
  main: Markup,
  { start = '/', theme = null }: Pick<Place, 'start' | 'theme'> = {},
): string {
  return html`<!doctype html>
<html lang="en"${theme && html` data-theme="${theme}"`}>
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${title}</title>
<link rel="icon" href="/assets/favicon.svg" type="image/svg+xml">
<link rel="stylesheet" href="/assets/outside.css">
</head>
<body>
<header class="bar"><a class="brand" href="${start}"><img src="/assets/favicon.svg" alt="" width="24" height="24">Usher</a></header>
${main}
</body>
</html>
`.markup;
}

function renderFacts(facts: NonNullable<Page['facts']>): Markup {
  const rows = facts.flatMap(([name, value]) =>
    value === null ? [] : [html`<div><dt>${name}</dt><dd>${value}</dd></div>`],
  );
  return html`<dl class="facts">
${rows}
</dl>`;
}

function renderWays(ways: NonNullable<Page['ways']>): Markup {
  return html`<ul class="ways">
${ways.map(([when, then]) => html`<li><strong>${when}</strong> ${then}</li>`)}
</ul>`;
}

function renderAction(action: Action, index: number): Markup {
  const look = index === 0 ? 'button primary' : 'button';
  return 'href' in action
    ? html`<a class="${look}" href="${action.href}">${action.label}</a>`
    : postButton(action, look);
}

/** A form that is one button. @param label of the button for who cannot see what stands beside it */
export function postButton(
  { label, post, csrfToken }: Extract<Action, { post: string }>,
  look: string,
  spoken: string | null = null,
): Markup {
  const name = spoken === null ? null : html` aria-label="${spoken}"`;
  const token = csrfToken === undefined ? null : html`<input type="hidden" name="csrfToken" value="${csrfToken}">`;
  return html`<form method="post" action="${post}">${token}<button class="${look}"${name}>${label}</button></form>`;
}

function renderFooter(signedInAs: SignedInAs | null, requestId: string | null): Markup {
  return html`<footer>
${signedInAs && renderSignedInAs(signedInAs)}
${requestId === null ? null : html`<p class="reference">Request id: ${requestId}</p>`}
</footer>`;
}

function renderSignedInAs({ name, email, csrfToken }: SignedInAs): Markup {
  const who = [name, email].filter(Boolean).join(', ');
  const signOut = { label: 'Sign out', post: '/auth/logout', csrfToken };
  return html`<p>Signed in as ${who}</p>${postButton(signOut, 'button quiet')}`;
}

/** "December 6, 2026 at 2:03 PM UTC": nobody knows here where the reader is. */
export function dateInUtc(at: Date): string {
  return `${new Intl.DateTimeFormat('en', { dateStyle: 'long', timeStyle: 'short', timeZone: 'UTC' }).format(at)} UTC`;
}
