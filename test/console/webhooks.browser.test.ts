import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Receiver, startReceiver } from '../domain/webhooks/receiver.ts';
import { accessibilityFaults, canBrowse, tabTo } from '../support/browser.ts';
import { testConsole } from './console-page.ts';

const path = '/console/ORG/settings/webhooks';
const markup = '<img src=x onerror=alert(3)>';

type Webhooks = { items: { id: string; description: string; events: string[]; enabled: boolean }[] };

describe.skipIf(!canBrowse)('webhooks', () => {
  const { signIn, ask, pushUser } = testConsole({ OUTBOUND_ALLOWED_HOSTS: '127.0.0.1' });
  let receiver: Receiver;
  beforeAll(async () => {
    receiver = await startReceiver((_, total) => (total === 1 ? '500' : 'none'));
  });
  afterAll(() => receiver.stop());
  const first = async () => ((await ask('GET', '/organizations/ORG/webhooks')) as Webhooks).items[0];

  it('are added with events of choice, say at the address what is wrong with it, and show their secret once', async () => {
    const page = await signIn('Ada Lovelace', path);
    await page.getByRole('heading', { name: 'No webhook yet' }).waitFor();
    await page.getByRole('button', { name: 'Add a webhook' }).click();
    await page.waitForURL(/create=true/);
    const dialog = page.getByRole('dialog');
    const add = dialog.getByRole('button', { name: 'Add a webhook' });
    await dialog.getByLabel('Address').fill('https://10.0.0.7/');
    await dialog.getByLabel('A name for it').fill(markup);
    await dialog.getByRole('combobox', { name: 'What it is told' }).click();
    await page.getByRole('option', { name: 'Only some of it' }).click();
    expect(await add.getAttribute('aria-description')).toBe('Choose at least one kind or type.');
    await dialog.getByLabel('People', { exact: true }).check();
    await dialog.getByLabel('Single types').fill('membership.changed');
    await add.click();
    await dialog.getByRole('alert').waitFor();
    expect(await dialog.getByLabel('Address').getAttribute('aria-invalid')).toBe('true');
    await dialog.getByLabel('Address').fill(receiver.url);
    await page.keyboard.press('Enter');
    const secret = await page.getByRole('group', { name: 'Signing secret' }).locator('code').innerText();
    expect(secret).toMatch(/^whsec_/);
    await page.getByRole('button', { name: 'I have copied it' }).click();
    await page.getByRole('heading', { name: markup }).waitFor();
    await page.getByText('People, Workspace role changed').waitFor();
    expect(await page.content()).not.toContain(secret);
    expect(await first()).toMatchObject({ events: ['user.*', 'membership.changed'], enabled: true });
  });

  it('speak as SCIM does where that is chosen, and show by what they are verified in place of a secret', async () => {
    const page = await signIn('Ada Lovelace', path);
    await page.getByRole('button', { name: 'Add a webhook' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('Address').fill(receiver.url);
    await dialog.getByLabel('A name for it').fill('Payroll');
    await dialog.getByRole('combobox', { name: 'Form of the messages' }).click();
    await page.getByRole('option', { name: /SCIM’s security event tokens/ }).click();
    await dialog.getByRole('button', { name: 'Add a webhook' }).click();
    await page.getByRole('heading', { level: 1, name: 'Payroll' }).waitFor();
    await page.getByText(/\/scim\/jwks\//).waitFor();
    await page.getByText(/\/organizations\//).waitFor();
    await page.getByRole('button', { name: 'More for Payroll' }).click();
    await page.getByRole('menuitem', { name: 'Delete…' }).waitFor();
    expect(await page.getByRole('menuitem', { name: 'Rotate the secret…' }).count()).toBe(0);
    await page.keyboard.press('Escape');
    expect(await accessibilityFaults(page)).toEqual([]);
    await page.getByRole('button', { name: 'More for Payroll' }).click();
    await page.getByRole('menuitem', { name: 'Delete…' }).click();
    await page.getByRole('button', { name: 'Delete webhook' }).click();
    await page.getByText('Payroll is deleted.').waitFor();
  });

  it('are added and deleted by the keyboard alone', async () => {
    const page = await signIn('Ada Lovelace', path);
    await tabTo(page, page.getByRole('button', { name: 'Add a webhook' }));
    await page.keyboard.press('Enter');
    const dialog = page.getByRole('dialog');
    await tabTo(page, dialog.getByLabel('Address'));
    await page.keyboard.type(receiver.url);
    await page.keyboard.press('Tab');
    await page.keyboard.type('By keys');
    await tabTo(page, dialog.getByRole('combobox', { name: 'What it is told' }));
    await page.keyboard.press('Enter');
    await page.getByRole('option', { name: 'Only some of it' }).waitFor();
    await page.keyboard.type('Only');
    await page.keyboard.press('Enter');
    await tabTo(page, dialog.getByLabel('Groups', { exact: true }));
    await page.keyboard.press('Space');
    await tabTo(page, dialog.getByRole('button', { name: 'Add a webhook' }));
    await page.keyboard.press('Enter');
    await tabTo(page, page.getByRole('button', { name: 'I have copied it' }));
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { level: 1, name: 'By keys' }).waitFor();
    await tabTo(page, page.getByRole('button', { name: 'More for By keys' }));
    await page.keyboard.press('Enter');
    await page.getByRole('menuitem', { name: 'Delete…' }).waitFor();
    await page.keyboard.type('Del');
    await page.keyboard.press('Enter');
    await tabTo(page, page.getByRole('button', { name: 'Delete webhook' }));
    await page.keyboard.press('Enter');
    await page.getByText('By keys is deleted.').first().waitFor();
  });

  it('send a test, whose outcome shows as soon as there is one', async () => {
    const page = await signIn('Ada Lovelace', `${path}/${(await first())?.id}`);
    await page.getByRole('heading', { name: 'Nothing was sent yet' }).waitFor();
    await page.getByRole('button', { name: 'Send a test' }).click();
    const dialog = page.getByRole('dialog', { name: 'Test message' });
    await dialog.getByText('Delivered').waitFor();
    await dialog.getByText('204', { exact: true }).waitFor();
    await page.keyboard.press('Escape');
    await page.getByRole('table', { name: 'Deliveries, newest first' }).getByText('answered 204').waitFor();
  });

  it('keep what was given up, filtered by state, and send it again by the keyboard alone', async () => {
    const { id } = (await first()) ?? {};
    await ask('POST', `/organizations/ORG/webhooks/${id}/test`);
    const page = await signIn('Ada Lovelace', `${path}/${id}`);
    await page.getByText('Failing', { exact: true }).waitFor();
    const table = page.getByRole('table', { name: 'Deliveries, newest first' });
    await page.getByRole('combobox', { name: 'State' }).click();
    await page.getByRole('option', { name: 'Given up' }).click();
    await page.waitForURL(/state=dead/);
    await table.getByText('answered 204').waitFor({ state: 'detached' });
    await tabTo(page, table.getByRole('link', { name: 'Test message' }));
    await page.keyboard.press('Enter');
    const dialog = page.getByRole('dialog', { name: 'Test message' });
    await dialog.getByText('500', { exact: true }).waitFor();
    await tabTo(page, dialog.getByRole('button', { name: 'Send again' }));
    await page.keyboard.press('Enter');
    await dialog.getByText('Delivered').waitFor();
    const [, refused, accepted] = receiver.received;
    expect([refused?.accepted, accepted?.accepted, accepted?.id]).toEqual([false, true, refused?.id]);
  });

  it('show the event that a message tells of', async () => {
    await pushUser('barbara@acme.example', 'Barbara Liskov');
    const page = await signIn('Ada Lovelace', `${path}/${(await first())?.id}`);
    await page.getByRole('link', { name: 'Record created' }).click();
    await page.waitForURL(/delivery=/);
    await page.getByRole('dialog', { name: 'Record created' }).getByText('"type": "user.created"').waitFor();
  });

  it('change, get a new secret, are switched off and deleted after one more question', async () => {
    const page = await signIn('Ada Lovelace', path);
    await page.getByRole('link', { name: markup }).click();
    await page.getByRole('button', { name: 'Change…' }).click();
    await page.getByLabel('A name for it').fill('CRM');
    await page.getByRole('checkbox', { name: 'Messages are sent' }).uncheck();
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'CRM' }).waitFor();
    expect(await first()).toMatchObject({ description: 'CRM', enabled: false });
    const test = page.getByRole('button', { name: 'Send a test' });
    expect(await test.getAttribute('aria-description')).toBe('It is off: nothing is sent. Switch it on first.');
    await page.getByRole('button', { name: 'More for CRM' }).click();
    await page.getByRole('menuitem', { name: 'Rotate the secret…' }).click();
    await page.getByRole('button', { name: 'Rotate', exact: true }).click();
    await page.getByRole('group', { name: 'Signing secret' }).waitFor();
    await page.getByRole('button', { name: 'I have copied it' }).click();
    await page.getByText('The secret before signs, too, until').waitFor();
    await page.getByRole('button', { name: 'More for CRM' }).click();
    await page.getByRole('menuitem', { name: 'Delete…' }).click();
    await page.getByRole('dialog', { name: 'Delete CRM?' }).getByRole('button', { name: 'Delete webhook' }).click();
    await page.getByRole('heading', { name: 'No webhook yet' }).waitFor();
    expect(await first()).toBeUndefined();
  });

  it('are refused to who may not see them, with whom to ask', async () => {
    const page = await signIn('Grace Hopper', path);
    await page.getByRole('heading', { name: 'You may not see this page' }).waitFor();
  });

  it('have nothing that axe objects to in both themes at 360 px', async () => {
    const url = 'https://hooks.acme.test/usher';
    const order = { url, events: ['workspace.*'] };
    const { id } = (await ask('POST', '/organizations/ORG/webhooks', order)) as { id: string };
    const page = await signIn('Ada Lovelace', `${path}/${id}`, {
      viewport: { width: 360, height: 740 },
    });
    await page.getByRole('heading', { name: 'Nothing was sent yet' }).waitFor();
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(360);
    expect(await accessibilityFaults(page)).toEqual([]);
    await page.getByRole('button', { name: 'Change…' }).click();
    await page.getByLabel('A name for it').waitFor();
    expect(await accessibilityFaults(page)).toEqual([]);
  });
});
