import { beforeAll, describe, expect, it } from 'vitest';
import { accessibilityFaults, canBrowse, tabTo } from '../support/browser.ts';
import { testConsole } from './console-page.ts';

const path = '/console/ORG/settings/invitations';

describe.skipIf(!canBrowse)('invitations', () => {
  const { signIn, ask } = testConsole();
  beforeAll(async () => {
    const invitations = ['hedy@acme.example', 'back@acme.example'].map((email) => ({ email }));
    await ask('POST', '/organizations/ORG/invitations', { invitations });
  });

  it('are listed by status, sent again with a new link, and taken back', async () => {
    const page = await signIn('Ada Lovelace', path);
    const table = page.getByRole('table', { name: 'Invitations' });
    await page.getByText('3 invitations').waitFor();
    await page.getByRole('button', { name: 'Actions for hedy@acme.example' }).click();
    await page.getByRole('menuitem', { name: 'Send again…' }).click();
    await page.getByRole('button', { name: 'Send again', exact: true }).click();
    const link = page.getByRole('group', { name: 'Link for hedy@acme.example' });
    expect(await link.locator('code').innerText()).toContain('/invitations/');
    await page.getByRole('button', { name: 'Close' }).first().click();
    await page.getByRole('button', { name: 'Actions for back@acme.example' }).click();
    await page.getByRole('menuitem', { name: 'Take back…' }).click();
    await page.getByRole('button', { name: 'Take back', exact: true }).click();
    await table
      .getByRole('row', { name: /back@acme.example/ })
      .getByText('Taken back')
      .waitFor();
    await page.getByRole('combobox', { name: 'Status' }).click();
    await page.getByRole('option', { name: 'Pending' }).click();
    await page.getByText('1 invitation', { exact: true }).waitFor();
    await page.waitForURL(/status=pending/);
    await page.getByRole('searchbox').fill('nobody');
    await page.getByRole('heading', { name: 'No invitation fits' }).waitFor();
  });

  it('are declined by who does not want to come, from the organization selector, and their inviter sees that', async () => {
    const { id: labs } = (await ask('POST', '/organizations', { name: 'Labs' })) as { id: string };
    const invitations = [
      { email: 'ada@demo.example', organizationRole: 'Organization Admin' },
      { email: 'grace@demo.example' },
    ];
    await ask('POST', `/organizations/${labs}/invitations`, { invitations });
    const grace = await signIn('Grace Hopper');
    await grace
      .getByRole('button', { name: /Default/ })
      .first()
      .click();
    const offers = grace.getByRole('list', { name: 'My invitations' }).last();
    expect(await accessibilityFaults(grace)).toEqual([]);
    await offers.getByRole('button', { name: 'Decline the invitation to Labs' }).click();
    await grace.getByText('You have declined the invitation to Labs.').waitFor();
    await offers.waitFor({ state: 'detached' });
    const page = await signIn('Ada Lovelace');
    await page.getByRole('button', { name: 'Accept the invitation to Labs' }).click();
    await page.waitForURL(`**/console/${labs}`);
    await page.goto(`${page.url()}/settings/invitations`);
    const row = page.getByRole('row', { name: /grace@demo.example/ });
    await row.getByText('Declined').waitFor();
    await row.getByRole('button').click();
    await page.getByRole('menuitem', { name: 'Send again…' }).getByText('The person has declined it').waitFor();
  });

  it('say why one that is over cannot be sent again, by keyboard alone and at 360 px', async () => {
    const page = await signIn('Ada Lovelace', `${path}?status=revoked`, { viewport: { width: 360, height: 740 } });
    await tabTo(page, page.getByRole('button', { name: 'Actions for back@acme.example' }));
    await page.keyboard.press('Enter');
    const again = page.getByRole('menuitem', { name: 'Send again…' });
    await again.getByText('It is taken back: invite the person anew.').waitFor();
    await page.keyboard.press('Escape');
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(360);
  });

  it('have nothing that axe objects to in both themes', async () => {
    const page = await signIn('Ada Lovelace', path);
    await page.getByRole('link', { name: 'hedy@acme.example' }).waitFor();
    expect(await accessibilityFaults(page)).toEqual([]);
  });
});
