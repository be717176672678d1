/** The page at `/`: what Usher is when nobody is signed in; else who I am, where I may work, and why. */
import { type Me, readMe, signOut } from './api.ts';
import { button, byId, element } from './dom.ts';
import { organizationCard } from './organization.ts';

async function show(): Promise<void> {
  const page = byId('page');
  try {
    const me = await readMe();
    if (me === null) {
      page.replaceChildren((byId('signed-out') as HTMLTemplateElement).content.cloneNode(true));
      return;
    }
    const cards = await Promise.all(me.organizations.map((organization) => organizationCard(organization, me)));
    byId('account').replaceChildren(signOutButton(me));
    page.replaceChildren(whoAmI(me), ...(cards.length > 0 ? cards : [nowhereYet()]));
  } catch (error) {
    page.replaceChildren(...failure(error as Error));
  }
}

function whoAmI({ account }: Me): HTMLElement {
  const who = element('div', { class: 'who' }, element('h1', {}, account.name || account.email || 'Welcome'));
  if (account.email && account.name) who.append(element('p', {}, account.email));
  return who;
}

function nowhereYet(): HTMLElement {
  return element(
    'section',
    { class: 'card' },
    element(
      'div',
      { class: 'empty' },
      element('h2', {}, 'You belong to no organization yet'),
      element('p', {}, 'Ask an administrator of the organization that you want to work in for an invitation.'),
    ),
  );
}

function signOutButton({ csrfToken }: Me): HTMLElement {
  return button('Sign out', 'button quiet', async () => {
    try {
      location.assign(await signOut(csrfToken));
    } catch (error) {
      byId('page').prepend(element('p', { class: 'notice', role: 'alert' }, (error as Error).message));
    }
  });
}

function failure({ message }: Error): HTMLElement[] {
  return [
    element('div', { class: 'who' }, element('h1', {}, 'This page could not be loaded')),
    element('p', { class: 'notice', role: 'alert' }, message),
    button('Try again', 'button', show),
  ];
}

/** The browser's memory of the page may show somebody who has signed out since. */
addEventListener('pageshow', ({ persisted }) => {
  if (persisted) location.reload();
});

await show();
