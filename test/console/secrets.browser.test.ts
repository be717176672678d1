import { describe, expect, it } from 'vitest';
import { accessibilityFaults, canBrowse } from '../support/browser.ts';
import { testConsole } from './console-page.ts';

describe.skipIf(!canBrowse)('tokens and keys', () => {
  const { usher, signIn, ask } = testConsole();

  it('gives an Organization Admin the SCIM address and a token that works, shown once, until it is revoked', async () => {
    const page = await signIn('Ada Lovelace', '/console/ORG/settings/scim');
    await page.getByRole('group', { name: 'SCIM base URL' }).getByText(usher().scimUrl, { exact: true }).waitFor();
    await page.getByRole('button', { name: 'Make a SCIM token' }).click();
    await page.getByLabel('A name for the token').fill('Okta');
    await page.keyboard.press('Enter');
    const token = await page.getByRole('group', { name: 'SCIM token' }).locator('code').innerText();
    const push = () => fetch(`${usher().scimUrl}/Users?count=0`, { headers: { authorization: `Bearer ${token}` } });
    expect((await push()).status).toBe(200);
    await page.reload();
    await page.getByRole('dialog', { name: 'Make a SCIM token' }).waitFor();
    await page.keyboard.press('Escape');
    await page.getByRole('button', { name: 'Revoke Okta' }).waitFor();
    expect(await page.content()).not.toContain(token);
    await page.getByRole('button', { name: 'Revoke Okta' }).click();
    await page.getByRole('dialog', { name: 'Revoke Okta?' }).getByRole('button', { name: 'Revoke' }).click();
    await page.getByText('Okta is revoked.').first().waitFor();
    expect((await push()).status).toBe(401);
  });

  it('gives everybody an API key that works', async () => {
    const page = await signIn('Grace Hopper', '/console/account');
    await page.getByRole('button', { name: 'Make an API key' }).click();
    await page.getByLabel('A name for the key').fill('report');
    await page.getByRole('dialog').getByRole('button', { name: 'Make an API key' }).click();
    const key = await page.getByRole('group', { name: 'API key' }).locator('code').innerText();
    const answer = await fetch(`${usher().publicUrl}/api/v1/me`, { headers: { authorization: `Bearer ${key}` } });
    expect(((await answer.json()) as { account: { name: string } }).account.name).toBe('Grace Hopper');
    await page.getByRole('button', { name: 'I have copied it' }).click();
    await page.getByRole('tab', { name: 'Sessions' }).click();
    await page.getByText('this one').waitFor();
  });

  it('gives the organization a service key that works, until it is revoked', async () => {
    const page = await signIn('Ada Lovelace', '/console/ORG/settings/api-keys');
    await page.getByRole('heading', { name: 'No service key yet' }).waitFor();
    await page.getByRole('button', { name: 'Make a service key' }).focus();
    await page.keyboard.press('Enter');
    await page.waitForURL(/make=true/);
    await page.getByLabel('A name for the key').fill('nightly');
    await page.getByRole('combobox', { name: 'May' }).click();
    await page.getByRole('option', { name: 'Read only' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Make a service key' }).click();
    const key = await page.getByRole('group', { name: 'Service key' }).locator('code').innerText();
    const address = `${usher().publicUrl}/api/v1/organizations/${usher().defaultOrgId}/members`;
    const ask = () => fetch(address, { headers: { authorization: `Bearer ${key}` } });
    expect((await ask()).status).toBe(200);
    await page.getByRole('button', { name: 'I have copied it' }).click();
    const list = page.getByRole('list', { name: 'Service keys' });
    await list.getByText('read only').waitFor();
    await list.getByText('in 12 months').waitFor();
    await list.getByRole('button', { name: 'Revoke nightly' }).click();
    await page.getByRole('dialog', { name: 'Revoke nightly?' }).getByRole('button', { name: 'Revoke' }).click();
    await page.getByText('nightly is revoked.').first().waitFor();
    expect((await ask()).status).toBe(401);
  });

  it('are listed page by page, however many there are', async () => {
    const order = (n: number) => ({ description: `key ${n}`, scopes: ['read'], expiresAt: null });
    for (let n = 0; n < 101; n += 1) await ask('POST', '/organizations/ORG/service-keys', order(n));
    const page = await signIn('Ada Lovelace', '/console/ORG/settings/api-keys');
    const keys = page.getByRole('list', { name: 'Service keys' }).getByRole('listitem');
    await page.getByRole('button', { name: 'More', exact: true }).click();
    await keys.getByText('key 0', { exact: false }).first().waitFor();
    await page.getByRole('button', { name: 'More', exact: true }).waitFor({ state: 'detached' });
    expect(await keys.count()).toBe(101);
    // Revoking one reads all of them anew.
    await page.getByRole('button', { name: 'Revoke key 0' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Revoke' }).click();
    await expect.poll(() => keys.count()).toBe(100);
  });

  it('refuses service keys to who may not make them, with whom to ask', async () => {
    const page = await signIn('Grace Hopper', '/console/ORG/settings/api-keys');
    await page.getByRole('heading', { name: 'You may not see this page' }).waitFor();
  });

  it.each(['/console/ORG/settings/api-keys', '/console/account', '/console/account?tab=sessions'])(
    'have nothing that axe objects to at %s',
    async (path) => {
      const page = await signIn('Ada Lovelace', path, { viewport: { width: 360, height: 740 } });
      await page.getByRole('heading', { level: 1, includeHidden: true }).waitFor({ state: 'attached' });
      await page
        .getByRole('button', { name: /^Make|^Revoke/ })
        .or(page.getByText('this one'))
        .first()
        .waitFor();
      expect(await accessibilityFaults(page)).toEqual([]);
      expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(360);
    },
  );
});
