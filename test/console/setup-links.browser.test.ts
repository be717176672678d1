/** The set-up link as the admin makes it and as the customer's IT uses it, with a real provider and real SCIM requests. */
import type { BrowserContextOptions, Page } from 'playwright-core';
import { describe, expect, it, onTestFinished } from 'vitest';
import { startDemoProvider } from '../../src/oidc/demo/provider.ts';
import { accessibilityFaults, canBrowse, tabTo } from '../support/browser.ts';
import { testConsole } from './console-page.ts';

const settings = '/console/ORG/settings/sso';
const small = { viewport: { width: 360, height: 740 } } as const;
const markup = '<img src=x onerror=alert(9)>';

const people = [{ sub: 'ann', email: 'ann@customer.example', name: 'Ann of IT', claims: { department: markup } }];

const press = (page: Page, name: string) => page.getByRole('button', { name, exact: true }).click();
const step = (page: Page, name: string) =>
  page.getByRole('navigation', { name: 'Steps' }).getByRole('link', { name }).click();

describe.skipIf(!canBrowse)('a set-up link', { timeout: 120_000 }, () => {
  const { usher, open, signIn, ask } = testConsole({ OUTBOUND_ALLOWED_HOSTS: '127.0.0.1' });

  type Made = { id: string; link: string; connectionId: string };
  const make = async (order: object): Promise<Made> =>
    (await ask('POST', '/organizations/ORG/setup-links', order)) as Made;

  /** The provider of the customer. */
  async function providerFor({ connectionId }: Pick<Made, 'connectionId'>) {
    const redirectUris = [`${usher().publicUrl}/auth/callback/${connectionId}`];
    const provider = await startDemoProvider({ people, port: 0, redirectUris, postLogoutRedirectUris: [] });
    onTestFinished(() => provider.stop());
    return provider;
  }

  /** Opens the link as somebody who has no account. */
  async function enter({ link }: Pick<Made, 'link'>, options: BrowserContextOptions = {}, known: string[] = []) {
    const page = await open(new URL(link).pathname, options, known);
    await press(page, 'Open it in this browser');
    await page.getByRole('heading', { name: 'Set up Default', level: 1 }).waitFor();
    return page;
  }

  it('is made by an admin and copied once, and leads somebody without an account to the end', async () => {
    const admin = await signIn('Ada Lovelace', settings);
    await press(admin, 'Make a set-up link');
    await admin.getByLabel('For whom').fill(`Customer ${markup}`);
    await admin.getByRole('checkbox', { name: 'They may switch the sign-in on' }).check();
    await admin.getByRole('dialog').getByRole('button', { name: 'Make a set-up link' }).click();
    const link = await admin.getByRole('group', { name: 'Set-up link' }).locator('code').innerText();
    await press(admin, 'I have copied it');
    const list = admin.getByRole('list', { name: 'Set-up links' });
    await list.getByText('not opened yet').waitFor();
    const { items } = (await ask('GET', '/organizations/ORG/setup-links')) as { items: Made[] };
    const provider = await providerFor(items[0] as Made);

    const page = await enter({ link }, {}, [provider.issuer]);
    expect(page.url()).not.toContain('usher_setup');
    await page.getByRole('radio', { name: 'Keycloak' }).check();
    await page.getByRole('link', { name: 'Next step: Email domain' }).click();
    await page.getByLabel('Domain', { exact: true }).fill('usher.invalid');
    await press(page, 'Add the domain');
    const value = page.getByRole('group', { name: 'Value of the record for usher.invalid' });
    expect(await value.locator('code').innerText()).toContain('usher-verification=');
    await press(page, 'Check usher.invalid now');
    await page.getByText('it is not to be seen yet').waitFor();

    await step(page, 'Sign-in');
    await page.getByText('Clients › Create client').waitFor();
    const redirect = page.getByRole('group', { name: 'Redirect address' });
    expect(await redirect.locator('code').innerText()).toContain(`/auth/callback/${items[0]?.connectionId}`);
    await page.getByLabel('Issuer', { exact: true }).fill('https://10.0.0.1');
    await page.getByLabel('Client id').fill(provider.clientId);
    await page.getByLabel('Client secret').fill('the wrong one');
    await press(page, 'Save and test');
    await page.getByRole('alert').getByText('10.0.0.1').waitFor();
    await page.getByLabel('Issuer', { exact: true }).fill(provider.issuer);
    await press(page, 'Save and test');
    await page.getByText('The provider answers as it should.').waitFor();

    const begin = async (name: string) => {
      await page.getByRole('link', { name }).click();
      await page.getByRole('button', { name: 'Ann of IT' }).click();
    };
    await begin('Begin the test sign-in');
    const result = page.getByRole('status', { name: 'Result of the test sign-in' });
    await result.getByText('did not accept our credentials').waitFor();
    await page.getByLabel('Client secret').fill(provider.clientSecret);
    await press(page, 'Save and test');
    await page.getByText('The connection was changed since').waitFor();
    await begin('Test again');
    await result.getByText('It went well.').waitFor();
    await page.getByText('customer.example is not among the domains').waitFor();
    await page.getByRole('row', { name: 'sub "ann" ID token' }).waitFor();
    await press(page, 'Let people sign in');
    await page.getByText('People can sign in now.').waitFor();

    await step(page, 'Directory');
    await press(page, 'Make the token');
    const token = await page.getByRole('group', { name: 'SCIM token' }).locator('code').innerText();
    await page.getByText('Waiting for the first request.').waitFor();
    const push = await fetch(`${usher().scimUrl}/Users?count=1`, { headers: { authorization: `Bearer ${token}` } });
    expect(push.status).toBe(200);
    await page.getByText('Your provider reaches this server.').waitFor();
    await page.getByRole('row', { name: /GET \/scim\/v2\/Users\?count=1 200/ }).waitFor();

    await step(page, 'Finish');
    await page.getByText('Sign-in: saved and tested.').waitFor();
    await press(page, 'Finish the set-up');
    await page.getByRole('dialog').getByRole('button', { name: 'Finish the set-up' }).click();
    await page.getByRole('heading', { name: 'All done' }).waitFor();
    await page.reload();
    await page.getByRole('heading', { name: 'This set-up is over' }).waitFor();

    await admin.reload();
    await list.getByText('finished', { exact: true }).waitFor();
    await admin.goto(`${usher().publicUrl}/console/${usher().defaultOrgId}/activity?tab=audit`);
    await admin.getByText(`by the set-up link for Customer ${markup}, which Ada Lovelace made`).first().waitFor();
  });

  it('is worth nothing in another browser, and ends where it is in use when it is revoked', async () => {
    const made = await make({ name: 'Revoked IT' });
    const page = await enter(made);
    const other = await open(new URL(made.link).pathname);
    await other.getByRole('heading', { name: 'This set-up link is not valid' }).waitFor();
    await other.goto(page.url());
    await other.getByRole('heading', { name: 'This set-up is over' }).waitFor();
    const admin = await signIn('Ada Lovelace', settings);
    await press(admin, 'Revoke the link for Revoked IT');
    await admin.getByRole('dialog').getByRole('button', { name: 'Revoke' }).click();
    await admin.getByText('The set-up link for Revoked IT is revoked.').first().waitFor();
    await page.reload();
    await page.getByRole('heading', { name: 'This set-up is over' }).waitFor();
  });

  it('goes on by a new link where the browser is lost', async () => {
    const made = await make({ name: 'Lost IT' });
    const page = await enter(made);
    await step(page, 'Email domain');
    await page.getByLabel('Domain', { exact: true }).fill('lost.invalid');
    await press(page, 'Add the domain');
    const admin = await signIn('Ada Lovelace', settings);
    await press(admin, 'New link for Lost IT');
    await admin.getByRole('dialog').getByRole('button', { name: 'New link' }).click();
    const link = await admin.getByRole('group', { name: 'Set-up link' }).locator('code').innerText();
    const again = await enter({ link });
    await step(again, 'Email domain');
    await again.getByRole('button', { name: 'Check lost.invalid now' }).waitFor();
    await page.reload();
    await page.getByRole('heading', { name: 'This set-up is over' }).waitFor();
  });

  it('shows what it is for and no more, and leaves the switch to the admins', async () => {
    const made = await make({ name: 'Sign-in IT', parts: ['sign-in'] });
    const page = await enter(made);
    const steps = page.getByRole('navigation', { name: 'Steps' }).getByRole('listitem');
    expect(await steps.allInnerTexts()).toEqual(['Identity provider', 'Sign-in', 'Finish']);
    await step(page, 'Sign-in');
    await page.getByText('An admin of Default switches it on.').waitFor();
    expect(await page.getByRole('button', { name: 'Let people sign in' }).count()).toBe(0);
  });

  it('is used by the keyboard alone, and says at each provider what to do there', async () => {
    const made = await make({ name: 'Keyboard IT' });
    const page = await open(new URL(made.link).pathname);
    await tabTo(page, page.getByRole('button', { name: 'Open it in this browser' }));
    await page.keyboard.press('Enter');
    await page.getByRole('radio', { name: 'Okta' }).waitFor();
    await tabTo(page, page.getByRole('radio', { name: 'Okta' }));
    for (const name of ['Microsoft Entra ID', 'Google Workspace', 'OneLogin', 'JumpCloud']) {
      await page.keyboard.press('ArrowDown');
      await page.getByRole('radio', { name, checked: true }).waitFor();
    }
    await tabTo(page, page.getByRole('link', { name: 'Next step: Email domain' }));
    await page.keyboard.press('Enter');
    await tabTo(page, page.getByLabel('Domain', { exact: true }));
    await page.keyboard.type('keys.invalid');
    await page.keyboard.press('Enter');
    await tabTo(page, page.getByRole('button', { name: 'Check keys.invalid now' }));
    await tabTo(page, page.getByRole('link', { name: 'Next step: Sign-in' }));
    await page.keyboard.press('Enter');
    await page.getByText('Configure SSO with OIDC').waitFor();
    await page.getByText('As in https://oauth.id.jumpcloud.com/.').waitFor();
    await step(page, 'Directory');
    await page.getByText('the token as token key').waitFor();
    await step(page, 'Identity provider');
    await page.getByRole('radio', { name: 'OneLogin' }).check();
    await step(page, 'Directory');
    const template = page.getByRole('group', { name: 'SCIM JSON template' }).locator('code');
    expect(JSON.parse(await template.innerText())).toMatchObject({ userName: '{$parameters.scimusername}' });
    await step(page, 'Identity provider');
    await page.getByRole('radio', { name: 'Microsoft Entra ID' }).check();
    await step(page, 'Directory');
    const url = page.getByRole('group', { name: 'Tenant URL' }).locator('code');
    expect(await url.innerText()).toBe(`${usher().scimUrl}?aadOptscim062020`);
  });

  it('has nothing that axe objects to in both themes, on a small screen, at any step', async () => {
    const made = await make({
      name: 'A name that is long enough to need a second line on a small screen',
      maySwitchOn: true,
    });
    const provider = await providerFor(made);
    const closed = await open(new URL(made.link).pathname, small);
    expect(await accessibilityFaults(closed)).toEqual([]);
    const page = await enter(made, small, [provider.issuer]);
    const look = async (name: string) => {
      expect(await accessibilityFaults(page), name).toEqual([]);
      expect(await page.evaluate('document.documentElement.scrollWidth'), name).toBe(360);
    };
    await look('Identity provider');
    await step(page, 'Email domain');
    await page.getByLabel('Domain', { exact: true }).fill('a-very-long-name-of-a-customer.usher.invalid');
    await press(page, 'Add the domain');
    await page.getByRole('group', { name: /^Value of the record/ }).waitFor();
    await look('Email domain');
    await step(page, 'Sign-in');
    await page.getByLabel('Issuer', { exact: true }).fill(provider.issuer);
    await page.getByLabel('Client id').fill(provider.clientId);
    await page.getByLabel('Client secret').fill(provider.clientSecret);
    await press(page, 'Save and test');
    await page.getByText('The provider answers as it should.').waitFor();
    await page.getByText('Scopes and claims').click();
    await page.getByText('For signing out').click();
    await page.getByRole('group', { name: 'Back-channel logout address' }).waitFor();
    await look('Sign-in, saved');
    await page.getByRole('link', { name: 'Begin the test sign-in' }).click();
    await page.getByRole('button', { name: 'Ann of IT' }).click();
    await page.getByRole('table', { name: 'Claims as they came' }).waitFor();
    await look('Sign-in, tested');
    await step(page, 'Directory');
    await press(page, 'Make the token');
    await page.getByRole('group', { name: 'SCIM token' }).waitFor();
    await look('Directory');
    await step(page, 'Finish');
    await page.getByText('Nothing has been pushed yet.').waitFor();
    await look('Finish');
    const other = await open(new URL(made.link).pathname, small);
    await other.getByRole('heading', { name: 'This set-up link is not valid' }).waitFor();
    expect(await accessibilityFaults(other)).toEqual([]);
    const admin = await signIn('Ada Lovelace', settings, small);
    await admin.getByRole('list', { name: 'Set-up links' }).getByText('in use').first().waitFor();
    expect(await accessibilityFaults(admin)).toEqual([]);
    await press(admin, 'Make a set-up link');
    await admin.getByLabel('For whom').waitFor();
    expect(await accessibilityFaults(admin)).toEqual([]);
  });
});
