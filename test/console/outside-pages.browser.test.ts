/** The pages outside the console: sign-in, invitations, refusals. Nothing in them needs a script. */
import type { Page } from 'playwright-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { accessibilityFaults, canBrowse, tabTo } from '../support/browser.ts';
import { openBrowser, signInAs } from '../support/oidc-browser.ts';
import { mallory, testConsole } from './console-page.ts';

const labs = '<b>Labs</b> & Co';
const small = { viewport: { width: 360, height: 740 } } as const;

/** On a small screen, and by axe where scripts run, which it is one of. */
async function faultsOf(page: Page, javaScriptEnabled = true): Promise<string[]> {
  const width = await page.evaluate('document.documentElement.scrollWidth');
  const faults = width === 360 ? [] : [`is ${width} px wide`];
  return javaScriptEnabled ? [...faults, ...(await accessibilityFaults(page))] : faults;
}

const headingOf = (page: Page) => page.getByRole('heading', { level: 1 }).innerText();
const press = (page: Page, name: string) => page.getByRole('button', { name }).click();
const follow = (page: Page, name: string) => page.getByRole('link', { name }).click();

describe.skipIf(!canBrowse)('the pages outside the console', { timeout: 120_000 }, () => {
  const { usher, open, pushUser } = testConsole({
    SELF_HOSTED_JIT_PROVISIONING_ENABLED: 'false',
    USER_ORG_CREATION_DISABLED: 'false',
  });
  /** Ada Lovelace invites to a new organization of her own, whose name is markup. */
  let invite: (email: string) => Promise<string>;

  beforeAll(async () => {
    const browser = openBrowser();
    await signInAs(browser, `${usher().publicUrl}/auth/login`, 'ada');
    const ask = async (method: string, path: string, body?: object) => {
      const headers = { 'content-type': 'application/json', origin: usher().publicUrl, 'x-csrf-token': csrfToken };
      const url = `${usher().publicUrl}/api/v1${path}`;
      const { status, text } = await browser.send(url, { method, headers, body: body ? JSON.stringify(body) : null });
      expect(status, text).toBeLessThan(300);
      return JSON.parse(text);
    };
    let csrfToken = '';
    csrfToken = (await ask('GET', '/me')).csrfToken;
    invite = async (email) => {
      const { id: org } = await ask('POST', '/organizations', { name: labs });
      const { items } = await ask('GET', `/organizations/${org}/workspaces`);
      const workspaces = [{ workspaceId: items[0].id, role: 'Workspace Editor' }];
      const { results } = await ask('POST', `/organizations/${org}/invitations`, {
        invitations: [{ email, workspaces }],
      });
      return new URL(results[0].link).pathname;
    };
  }, 60_000);

  it.each([false, true])(
    'lead to the end of an invitation over a refusal and other accounts, scripts: %s',
    async (javaScriptEnabled) => {
      const faults = () => faultsOf(page, javaScriptEnabled);
      const link = await invite('grace@demo.example');
      const page = await open(link, { ...small, javaScriptEnabled });
      expect(await headingOf(page)).toBe(`Join ${labs}`);
      const facts = await page.locator('dl').innerText();
      for (const said of ['grace@demo.example', 'Ada Lovelace', 'Organization User', 'Workspace Editor'])
        expect(facts).toContain(said);
      expect(await faults()).toEqual([]);

      await follow(page, 'Sign in');
      expect(await headingOf(page)).toBe('Who do you want to be?');
      expect(await faults()).toEqual([]);
      await press(page, mallory);
      expect(await headingOf(page)).toBe('You cannot sign in to Default');
      await page.getByText('Ask an administrator of Default for an invitation.').waitFor();
      expect(await page.locator('dl').innerText()).toContain(`${mallory}, mallory@demo.example`);
      await page.getByText(/^Request id: [\w-]{36}$/).waitFor();
      expect(await faults()).toEqual([]);

      await follow(page, 'Use another account');
      await press(page, 'Grace Hopper');
      expect(page.url()).toBe(usher().publicUrl + link);
      expect(await faults()).toEqual([]);
      await press(page, 'Accept the invitation');
      await page.waitForURL(javaScriptEnabled ? `${usher().publicUrl}/console/**` : `${usher().publicUrl}/`);

      const other = await invite('radia@demo.example');
      await page.goto(usher().publicUrl + other);
      expect(await headingOf(page)).toBe('This invitation is for another email address');
      await page.getByText('Signed in as Grace Hopper, grace@demo.example').waitFor();
      expect(await faults()).toEqual([]);
      await follow(page, 'Use another account');
      await press(page, 'Radia Perlman');
      await press(page, 'Accept the invitation');
      await page.waitForURL(javaScriptEnabled ? `${usher().publicUrl}/console/**` : `${usher().publicUrl}/`);
      await page.goto(`${usher().publicUrl}/invitations/usher_invite_of_somebody`);
      await page.getByText('Signed in as Radia Perlman').waitFor();
      await press(page, 'Sign out');
      expect(await headingOf(page)).toBe('You are signed out');
      expect(await faults()).toEqual([]);
      await follow(page, 'Sign out there, too');
      // The identity provider asks; with scripts its page answers by itself.
      if (!javaScriptEnabled) await press(page, 'Sign out');
      await page.getByText('The right people').waitFor();
    },
  );

  it.each([false, true])(
    'let who is invited decline, before and after they have an account, scripts: %s',
    async (javaScriptEnabled) => {
      const page = await open(await invite('eve@demo.example'), { ...small, javaScriptEnabled });
      await follow(page, 'Sign in');
      await press(page, 'Eve Unproven');
      expect(await headingOf(page)).toBe(`Join ${labs}`);
      await press(page, 'Decline');
      expect(await headingOf(page)).toBe('The invitation is declined');
      expect(await faultsOf(page, javaScriptEnabled)).toEqual([]);

      const link = await invite('alan@demo.example');
      const other = await open(link, { ...small, javaScriptEnabled });
      await follow(other, 'Sign in');
      await press(other, 'Alan Turing');
      await press(other, 'Decline');
      await other.getByText('It is over, and whoever invited you sees that.').waitFor();
      await other.goto(usher().publicUrl + link);
      expect(await headingOf(other)).toBe('This invitation is not valid');
    },
  );

  it('are for everybody, in both themes and on small screens', async () => {
    const page = await open('/', small);
    const pages = [
      ['/', 'The right people in the right workspace'],
      ['/no/such/page', 'There is no such page'],
      ['/invitations/usher_invite_guessed', 'This invitation is not valid'],
      ['/auth/login?connection=none', 'There is no such sign-in'],
      ['/auth/callback/default?state=x&code=y', 'This sign-in cannot be completed'],
      ['/assets/%E0%A4%A', 'This request cannot be read'],
    ] as const;
    for (const [path, heading] of pages) {
      await page.goto(usher().publicUrl + path);
      expect((await headingOf(page)).replaceAll('\n', ' ')).toBe(heading);
      expect([path, ...(await faultsOf(page))]).toEqual([path]);
      expect(await page.getByRole('link', { name: 'Usher' }).getAttribute('href')).toBe('/');
    }
  });

  it('show whom nobody has given a workspace what they are invited to, in the words of the console', async () => {
    await pushUser('alan@demo.example', 'Alan Turing');
    await invite('alan@demo.example');
    const page = await open('/auth/login', small);
    await press(page, 'Alan Turing');
    expect(await headingOf(page)).toBe('No workspace yet');
    const offer = page.getByRole('listitem').filter({ hasText: labs });
    const said = await offer.innerText();
    expect(said).toContain('Ada Lovelace invites you as Organization User');
    expect(await faultsOf(page)).toEqual([]);

    const console = await open('/auth/login?returnTo=/console', { timezoneId: 'UTC' });
    await press(console, 'Alan Turing');
    await follow(console, 'Continue');
    const section = console.getByRole('list', { name: 'My invitations' });
    // The server says of its times that they are in UTC.
    const words = (text: string) => text.split(/\s+/);
    expect(words(await section.innerText())).toEqual(words(said.replace(' UTC', '')));
    expect(await accessibilityFaults(console)).toEqual([]);
    await section.getByRole('button', { name: `Accept the invitation to ${labs}` }).click();
    await console.getByText(`You belong to ${labs} now.`).first().waitFor();
    await console.getByRole('button', { name: `Organization ${labs}` }).waitFor();
  });

  it('are used by keyboard', async () => {
    const page = await open(await invite('eve@demo.example'));
    await tabTo(page, page.getByRole('link', { name: 'Use another account' }));
    await page.keyboard.press('Enter');
    await tabTo(page, page.getByRole('button', { name: 'Grace Hopper' }));
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'another email address' }).waitFor();
  });
});

describe.skipIf(!canBrowse)('the form of who signs in with a password', { timeout: 120_000 }, () => {
  const { open } = testConsole({ AUTH_TYPE: 'basic', INITIAL_ORG_ADMIN_PASSWORD: 'correct horse battery' });

  it('is for everybody, and says what was wrong', async () => {
    const page = await open('/auth/login?returnTo=/no/such/page', small);
    expect(await faultsOf(page)).toEqual([]);
    await page.getByLabel('Email address').fill('ada@demo.example');
    await page.getByLabel('Password').fill('a guess');
    await press(page, 'Sign in');
    await page.getByRole('alert').waitFor();
    expect(await faultsOf(page)).toEqual([]);
    await page.getByLabel('Password').fill('correct horse battery');
    await press(page, 'Sign in');
    expect(await headingOf(page)).toBe('There is no such page');
  });
});
