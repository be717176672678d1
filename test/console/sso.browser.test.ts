import { describe, expect, it } from 'vitest';
import { changeOrganization } from '../../src/domain/administration/settings/organization-settings.ts';
import { systemContext } from '../../src/domain/kernel/context.ts';
import { accessibilityFaults, canBrowse, tabTo } from '../support/browser.ts';
import { startTransmitter } from '../support/transmitter.ts';
import { testConsole } from './console-page.ts';

const path = '/console/ORG/settings/sso';
const markup = '<img src=x onerror=alert(3)>';

/** As a provider hands it out. */
function tokenOf(claims: object): string {
  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
  return `${part({ alg: 'RS256' })}.${part(claims)}.${Buffer.from('signature').toString('base64url')}`;
}

describe.skipIf(!canBrowse)('sign-in settings', () => {
  const { signIn, ask, pushUser } = testConsole({ OUTBOUND_ALLOWED_HOSTS: '127.0.0.1' });

  it('say in words what newcomers get, before it is saved, and give it to the next one', async () => {
    await ask('POST', '/organizations/ORG/workspaces', { name: 'Research' });
    const page = await signIn('Ada Lovelace', path);
    const effect = page.getByRole('status', { name: 'What this means' });
    await effect
      .getByText('A newcomer joins Default as Organization User, and works in Workspace 1 as Workspace Editor.')
      .waitFor();
    await page.getByRole('checkbox', { name: 'Research' }).check();
    await page.getByRole('combobox', { name: 'Role in these workspaces' }).click();
    await page.getByRole('option', { name: 'Workspace Viewer' }).click();
    await effect.getByText('works in Workspace 1 and Research as Workspace Viewer.').waitFor();
    await page.getByRole('button', { name: 'Save for newcomers' }).click();
    await page.getByText('The SSO member settings are saved.').first().waitFor();
    await signIn('Alan Turing');
    const { items } = (await ask('GET', '/organizations/ORG/members?q=alan')) as { items: { workspaces: object[] }[] };
    expect(items[0]?.workspaces).toMatchObject([
      { name: 'Workspace 1', role: 'Workspace Viewer', source: 'sso-default' },
      { name: 'Research', role: 'Workspace Viewer', source: 'sso-default' },
    ]);
    await page.getByRole('checkbox', { name: 'Newcomers join by signing in' }).uncheck();
    await effect.getByText('Nobody joins by signing in alone.').waitFor();
  });

  it('let people in by the own provider only, and not before that is shown to work', async () => {
    const page = await signIn('Ada Lovelace', path);
    const box = page.getByRole('checkbox', { name: 'Only by our own identity provider' });
    await tabTo(page, box);
    await page.keyboard.press('Space');
    await page.getByText('People come in by your own identity provider only.').first().waitFor();
    expect(await ask('GET', '/organizations/ORG')).toMatchObject({ ssoOnly: true });
    await box.click();
    await page.getByText('People come in by every way of signing in again.').first().waitFor();
    expect(await ask('GET', '/organizations/ORG')).toMatchObject({ ssoOnly: false });
    expect(await accessibilityFaults(page)).toEqual([]);

    const { id: org } = (await ask('POST', '/organizations', { name: 'Closed' })) as { id: string };
    const invited = { email: 'ada@demo.example', organizationRole: 'Organization Admin' };
    const sent = await ask('POST', `/organizations/${org}/invitations`, { invitations: [invited] });
    await page.goto((sent as { results: { link: string }[] }).results[0]?.link ?? '');
    await page.getByRole('button', { name: 'Accept the invitation' }).click();
    await page.getByRole('button', { name: /^Organization / }).waitFor();
    await page.goto(new URL(`/console/${org}/settings/sso`, page.url()).href);
    await box.click();
    await page.getByText('Closed has no identity provider of its own that is switched on').waitFor();
    expect(await box.isChecked()).toBe(false);
  });

  it('offer the other sign-in to who came in otherwise', async () => {
    const { id: org } = (await ask('POST', '/organizations', { name: 'Insisting' })) as { id: string };
    const invited = { email: 'ada@demo.example' };
    const sent = await ask('POST', `/organizations/${org}/invitations`, { invitations: [invited] });
    const page = await signIn('Ada Lovelace');
    await page.goto((sent as { results: { link: string }[] }).results[0]?.link ?? '');
    await page.getByRole('button', { name: 'Accept the invitation' }).click();
    await page.getByRole('button', { name: /^Organization / }).waitFor();
    const connection = {
      name: 'Okta',
      issuer: 'https://login.acme.example',
      clientId: 'usher',
      clientSecret: 'secret',
    };
    const { id } = (await ask('POST', `/organizations/${org}/sso-connections`, connection)) as { id: string };
    const admin = { kind: 'account' as const, accountId: 'whoever came by it', connectionId: id, reach: org };
    await changeOrganization(systemContext, org, { ssoOnly: true }, admin);
    await page.goto(new URL(`/console/${org}`, page.url()).href);
    await page.getByRole('heading', { name: 'Insisting needs another sign-in' }).waitFor();
    const way = `/auth/login?connection=${id}&returnTo=${encodeURIComponent(`/console/${org}`)}`;
    expect(await page.getByRole('link', { name: 'Sign in by Okta' }).getAttribute('href')).toBe(way);
    expect(await accessibilityFaults(page)).toEqual([]);
    await page.getByRole('button', { name: /^Organization / }).click();
    const item = page.getByRole('list', { name: 'Need another sign-in' }).getByRole('link', { name: 'Insisting' });
    expect(await item.getAttribute('href')).toBe(way);
    expect(await accessibilityFaults(page)).toEqual([]);
  });

  it('take a connection, show what to register, test it, change it and remove it', async () => {
    const page = await signIn('Ada Lovelace', path);
    await page.getByRole('button', { name: 'Add a connection' }).click();
    await page.getByLabel('Name', { exact: true }).fill(markup);
    await page.getByLabel('Issuer').fill('https://login.acme.example');
    await page.getByLabel('Client id').fill('usher');
    await page.getByLabel('Client secret').fill('a secret');
    await page.getByRole('dialog').getByRole('button', { name: 'Add a connection' }).click();
    const redirect = page.getByRole('group', { name: 'Redirect address to register at the provider' });
    expect(await redirect.locator('code').innerText()).toContain('/auth/callback/');
    await page.getByRole('button', { name: 'Close' }).first().click();
    await page.getByRole('button', { name: `Test ${markup}` }).click();
    await page
      .getByRole('list', { name: `Test of ${markup}` })
      .getByText('Address')
      .waitFor();
    await page.keyboard.press('Escape');
    await page.getByRole('button', { name: `Change ${markup}` }).click();
    await page.getByRole('checkbox', { name: 'People can sign in by it' }).uncheck();
    await page.getByLabel('Group claim').fill('roles');
    await page.getByLabel('Subject claim').fill('oid');
    await page.getByRole('checkbox', { name: 'Sign with a key instead' }).check();
    await page.getByRole('checkbox', { name: 'Trust its user names' }).check();
    await page.getByRole('checkbox', { name: 'Its subjects are the directory’s external ids' }).check();
    await page.getByLabel('Only people in one of these groups').fill('Staff, all\nGuests\n');
    await page.getByRole('button', { name: 'Save', exact: true }).click();
    const list = page.getByRole('list', { name: 'Connections' });
    await list.getByText('off', { exact: true }).waitFor();
    expect(await ask('GET', '/organizations/ORG/sso-connections')).toMatchObject({
      items: [
        {
          name: markup,
          enabled: false,
          claims: { subject: 'oid', groups: 'roles', email: 'email' },
          clientAuthentication: 'private_key_jwt',
          trustUserName: true,
          linkByExternalId: true,
          requiredGroups: ['Staff, all', 'Guests'],
        },
      ],
    });
    await list.getByRole('button', { name: `Signals of ${markup}` }).click();
    const logout = page.getByRole('group', { name: 'Universal Logout (global token revocation)' });
    expect(await logout.locator('code').innerText()).toContain('/auth/global-token-revocation/');
    await page.getByLabel('Configuration of the transmitter').fill('http://10.0.0.1/.well-known/ssf-configuration');
    await page.getByLabel('Token for the transmitter').fill('a token');
    expect(await accessibilityFaults(page)).toEqual([]);
    await page.keyboard.press('Escape');
    await list.getByRole('button', { name: `Remove ${markup}` }).click();
    await page
      .getByRole('dialog')
      .getByRole('button', { name: `Remove ${markup}` })
      .click();
    await page.getByText('No connection of its own.').waitFor();
  });

  it('listen to a transmitter of signals, ask how it is, and stop', async () => {
    const transmitter = await startTransmitter();
    const order = { name: 'Acme', issuer: 'https://login.acme.example', clientId: 'usher', clientSecret: 'a secret' };
    const { id } = (await ask('POST', '/organizations/ORG/sso-connections', order)) as { id: string };
    const page = await signIn('Ada Lovelace', path);
    await page.getByRole('button', { name: 'Signals of Acme' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('Configuration of the transmitter').fill(transmitter.configurationUrl);
    await dialog.getByLabel('Token for the transmitter').fill(transmitter.authorization);
    await dialog.getByRole('button', { name: 'Listen to it' }).click();
    await dialog.getByText('not asked yet').waitFor();
    expect(transmitter.streams.size).toBe(1);
    await dialog.getByRole('button', { name: 'Check now' }).click();
    await dialog.getByText('enabled: as a test has it').waitFor();
    const { verifiedAt } = (await ask('GET', `/organizations/ORG/sso-connections/${id}/signal-stream`)) as {
      verifiedAt: string | null;
    };
    expect(verifiedAt).not.toBeNull();
    expect(await accessibilityFaults(page)).toEqual([]);
    await dialog.getByRole('button', { name: 'Listen no more' }).click();
    await dialog.getByRole('button', { name: 'Listen to it' }).waitFor();
    expect(transmitter.streams.size).toBe(0);
    await ask('DELETE', `/organizations/ORG/sso-connections/${id}`);
    await transmitter.stop();
  });

  it('show the record that proves a domain, look for it, and say what is missing', async () => {
    const page = await signIn('Ada Lovelace', path);
    await page.getByRole('button', { name: 'Add a domain' }).click();
    await page.getByRole('textbox', { name: 'Domain' }).fill('usher.invalid');
    await page.keyboard.press('Enter');
    const record = page.getByRole('group', { name: 'TXT record of usher.invalid' });
    expect(await record.locator('code').innerText()).toContain('usher-verification=');
    await page.getByRole('button', { name: 'Check usher.invalid now' }).click();
    await page.getByText('This was not done').first().waitFor();
    await page.getByRole('button', { name: 'Give up usher.invalid' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Give up' }).click();
    await page.getByText('No domain yet.').waitFor();
  });

  it('tell what comes of pasted claims: who it is, which access and why, or why not', async () => {
    const page = await signIn('Ada Lovelace', path);
    await page.getByRole('tab', { name: 'Simulator' }).click();
    await page.waitForURL(/tab=simulator/);
    const claims = page.getByLabel('Claims of the ID token');
    const simulate = page.getByRole('button', { name: 'Simulate the sign-in' });
    const outcome = page.getByRole('status', { name: 'What would happen' });
    await claims.fill(`{"sub": "radia"`);
    await simulate.click();
    await page.getByText('This is no JSON.').waitFor();
    await claims.fill(tokenOf({ sub: 'radia', email: 'radia@demo.example', email_verified: true, groups: ['Staff'] }));
    const [asked] = await Promise.all([page.waitForRequest(/sign-in-simulations/), simulate.click()]);
    expect(asked.postDataJSON()).toMatchObject({ connectionId: 'default', claims: { sub: 'radia' } });
    expect(asked.postData()).not.toContain(Buffer.from('signature').toString('base64url'));
    await outcome.getByText('Comes in, and joins as a newcomer.').waitFor();
    await outcome.getByText('The groups give no roles').waitFor();
    const access = page.getByRole('list', { name: 'Access from then on' });
    const place = access.getByRole('listitem').filter({ hasText: 'Workspace 1' });
    await place.getByText('as a newcomer (SSO member settings)').waitFor();
    await place.getByRole('button', { name: /why\?$/ }).click();
    await page.getByRole('dialog', { name: 'Why' }).waitFor();
    await page.keyboard.press('Escape');
    await pushUser('joan@demo.example', 'Joan Clarke');
    await claims.fill('{"sub": "joan", "email": "joan@demo.example", "email_verified": true}');
    await outcome.waitFor({ state: 'detached' });
    await simulate.click();
    await outcome.getByText('Comes in, as a member who is there already.').waitFor();
    await page.getByRole('link', { name: 'Joan Clarke' }).waitFor();
    await claims.fill('{"sub": "joan", "email": "joan@demo.example", "email_verified": false}');
    await simulate.click();
    await outcome.getByText('the claims do not say that it is verified').waitFor();
    expect(await accessibilityFaults(page)).toEqual([]);
  });

  it('are simulated by the keyboard alone, and the address keeps the connection', async () => {
    const { id } = (await ask('POST', '/organizations/ORG/sso-connections', {
      name: 'Acme',
      issuer: 'https://login.acme.example',
      clientId: 'usher',
      clientSecret: 'a secret',
      requiredGroups: ['Staff'],
    })) as { id: string };
    const page = await signIn('Ada Lovelace', `${path}?tab=simulator&connection=${id}`, {
      viewport: { width: 360, height: 740 },
    });
    await page.getByRole('combobox', { name: 'Signs in by' }).getByText('Acme').waitFor();
    await tabTo(page, page.getByRole('button', { name: 'Fill in an example' }));
    await page.keyboard.press('Enter');
    await tabTo(page, page.getByRole('button', { name: 'Simulate the sign-in' }));
    await page.keyboard.press('Enter');
    const outcome = page.getByRole('status', { name: 'What would happen' });
    await outcome.getByText('The connection lets in only certain groups').waitFor();
    await outcome.getByText('The groups in “groups” give no roles').waitFor();
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(360);
    await ask('DELETE', `/organizations/ORG/sso-connections/${id}`);
  });

  it('are for Organization Admins', async () => {
    const page = await signIn('Grace Hopper', path);
    await page.getByRole('heading', { name: 'You may not see this page' }).waitFor();
  });

  it('have nothing that axe objects to in both themes', async () => {
    const page = await signIn('Ada Lovelace', path, { viewport: { width: 360, height: 740 } });
    await page.getByRole('status', { name: 'What this means' }).waitFor();
    await page.getByText('No domain yet.').waitFor();
    expect(await accessibilityFaults(page)).toEqual([]);
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(360);
    await page.getByRole('button', { name: 'Add a connection' }).click();
    await page.getByLabel('Issuer').waitFor();
    expect(await accessibilityFaults(page)).toEqual([]);
  });
});
