/** The pages of the demo provider, in the look of Usher's own. Pure. */
import { html, type Markup } from '../../html.ts';
import { renderDocument, renderPage } from '../../http/page.ts';
import type { DemoPerson } from './people.ts';

/** "Who do you want to be?": one button for each person, grouped; pressing it posts `sub` to `action`. @param usher where the brand leads */
export function peoplePage(people: readonly DemoPerson[], action: string, usher: string): string {
  const groups = new Map<string, DemoPerson[]>([['', []]]);
  for (const person of people) {
    const group = groups.get(person.group ?? '') ?? [];
    groups.set(person.group ?? '', group);
    group.push(person);
  }
  const lists = [...groups].filter(([, members]) => members.length > 0);
  const content = html`<main class="wide">
<h1>Who do you want to be?</h1>
<p>This page stands in for your identity provider while you try Usher. There are no passwords: choose a person.</p>
<form class="choice" method="post" action="${action}">
${lists.map(([group, members]) => list(group, members))}
</form>
</main>`;
  return renderDocument(`Who do you want to be? · ${product}`, content, { start: usher });
}

function list(group: string, members: readonly DemoPerson[]): Markup {
  return html`${group === '' ? null : html`<h2>${group}</h2>`}
<ul class="people">
${members.map(card)}
</ul>`;
}

function card({ sub, name, email, shows }: DemoPerson): Markup {
  return html`<li><button class="person" name="sub" value="${sub}"><strong>${name}</strong><span>${email}</span>${shows ? html`<span>${shows}</span>` : null}</button></li>`;
}

const product = 'Demo sign-in';

/** A sentence, and the way back. @param usher the address of the application that people sign in to */
export const notePage = (heading: string, text: string, usher: string): string =>
  renderPage({ heading, text: [text], actions: [{ label: 'Back to Usher', href: usher }] }, { product, start: usher });

/** Sends the provider's own sign-out form off at once; `form` is its HTML. Only a browser without scripts shows it. */
export function signOutPage(form: string, nonce: string, usher: string): string {
  const content = html`<main>
<h1>Signing out</h1>
<p>You are signed out of Usher. Sign out of the demo’s identity provider, too.</p>
${{ markup: form }}
<p><button class="button primary" form="op.logoutForm" name="logout" value="yes" id="go">Sign out</button></p>
<script nonce="${nonce}">document.getElementById('go').click()</script>
</main>`;
  return renderDocument(`Signing out · ${product}`, content, { start: usher });
}
