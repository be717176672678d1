import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { loadConfig } from '../../src/config/load-config.ts';
import { createLogger } from '../../src/http/logging.ts';
import type { DemoPerson } from '../../src/oidc/demo/people.ts';
import { type RunningUsher, startUsher } from '../../src/start.ts';
import { accessibilityFaults, canBrowse, tabTo, testBrowser } from '../support/browser.ts';
import { testDatabase } from '../support/mongod.ts';
import { freePort } from '../support/ports.ts';

const mallory = '<img src=x onerror=alert(1)>';

const people: readonly DemoPerson[] = [
  { sub: 'ada', email: 'ada@demo.example', name: 'Ada Lovelace' },
  { sub: 'grace', email: 'grace@demo.example', name: 'Grace Hopper' },
  { sub: 'mallory', email: 'mallory@demo.example', name: mallory },
  { sub: 'radia', email: 'radia@demo.example', name: 'Radia Perlman' },
  { sub: 'alan', email: 'alan@demo.example', name: 'Alan Turing' },
];

describe.skipIf(!canBrowse)('the page', { timeout: 60_000 }, () => {
  const { uri } = testDatabase();
  const openPage = testBrowser();
  let usher: RunningUsher;

  beforeAll(async () => {
    const config = loadConfig({
      PORT: String(await freePort()),
      MONGODB_URI: uri,
      INITIAL_ORG_ADMIN_EMAIL: 'ada@demo.example',
    });
    usher = await startUsher(config, { logger: createLogger('silent'), report: () => undefined, people });
  }, 60_000);
  afterAll(() => usher?.stop());

  const signIn = async (page: Page, name: string) => {
    await page.goto(usher.publicUrl);
    await page.getByRole('link', { name: 'Sign in' }).click();
    await page.getByRole('button', { name }).click();
    await page.getByRole('heading', { level: 1, name }).waitFor();
  };
  const workspaces = (page: Page) => page.getByRole('list', { name: 'Workspaces of Default' });

  it('tells who is not signed in what Usher is, and how to sign in', async () => {
    const page = await openPage();
    await page.goto(usher.publicUrl);
    await page.getByText('turns them into organizations, workspaces and roles').waitFor();
    expect(await page.getByRole('link', { name: 'Sign in' }).getAttribute('href')).toBe('/auth/login?returnTo=/');
    expect(await page.getByRole('button').count()).toBe(0);
  });

  it('shows a newcomer the workspace, the role and the reason', async () => {
    const page = await openPage();
    await signIn(page, 'Grace Hopper');
    expect(page.url()).toBe(`${usher.publicUrl}/`);
    expect(await page.getByRole('main').innerText()).toContain('grace@demo.example');
    expect(await page.getByRole('region', { name: 'Default' }).innerText()).toContain('Organization User');
    const shown = await workspaces(page).innerText();
    expect(shown).toContain('Workspace 1');
    expect(shown).toContain('Workspace Editor');
    expect(shown).toContain('As a newcomer (SSO member settings).');
    expect(await page.getByText('Connect your identity provider').count()).toBe(0);
  });

  it('works with the keyboard alone', async () => {
    const page = await openPage();
    await page.goto(usher.publicUrl);
    await tabTo(page, page.getByRole('link', { name: 'Sign in' }));
    await page.keyboard.press('Enter');
    await tabTo(page, page.getByRole('button', { name: 'Alan Turing' }));
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { level: 1, name: 'Alan Turing' }).waitFor();
    await tabTo(page, page.getByRole('button', { name: 'Sign out' }));
    await page.keyboard.press('Enter');
    await page.getByRole('link', { name: 'Sign in' }).waitFor();
  });

  it('signs out here and at the identity provider, and comes back', async () => {
    const page = await openPage();
    await signIn(page, 'Grace Hopper');
    const left = page.waitForRequest((request) => request.url().includes('/session/end'));
    await page.getByRole('button', { name: 'Sign out' }).click();
    await left;
    await page.getByRole('link', { name: 'Sign in' }).waitFor();
    expect(page.url()).toBe(`${usher.publicUrl}/`);
    expect((await page.request.get(`${usher.publicUrl}/api/v1/me`)).status()).toBe(401);
  });

  it('[74] shows a name that is markup as text, and runs no script that is not its own', async () => {
    const page = await openPage();
    const dialogs: string[] = [];
    page.on('dialog', (dialog) => {
      dialogs.push(dialog.message());
      return dialog.dismiss();
    });
    await signIn(page, mallory);
    expect(await page.getByRole('heading', { level: 1 }).innerText()).toBe(mallory);
    expect(await page.locator('img').count()).toBe(0);
    await expect(page.addScriptTag({ content: 'alert("inline")' })).rejects.toThrow(/Content Security Policy/);
    expect(dialogs).toEqual([]);
    const headers = (await page.request.get(usher.publicUrl)).headers();
    expect(headers['content-security-policy']).toContain("frame-ancestors 'none'");
    expect(headers['x-frame-options']).toBe('DENY');
  });

  it('gives an Organization Admin the SCIM address and a token that works, shown once', async () => {
    const page = await openPage();
    await signIn(page, 'Ada Lovelace');
    expect(await workspaces(page).innerText()).toContain('Because you are Organization Admin.');
    await page.getByText(usher.scimUrl, { exact: true }).waitFor();
    await page.getByLabel('A name for its token').fill('Okta');
    await page.getByRole('button', { name: 'Make a SCIM token' }).click();
    const field = page.locator('dl').filter({ has: page.getByText('SCIM token', { exact: true }) });
    const token = await field.locator('code').innerText();
    const answer = await fetch(`${usher.scimUrl}/Users?count=0`, { headers: { authorization: `Bearer ${token}` } });
    expect(answer.status).toBe(200);
    await page.reload();
    await page.getByText(usher.scimUrl, { exact: true }).waitFor();
    expect(await page.content()).not.toContain(token);
  });

  it('shows the group that decides, and what does not count beside it', async () => {
    const page = await openPage();
    await signIn(page, 'Grace Hopper');
    await pushGroup(usher, 'grace@demo.example', 'Organization User:Workspace 1:Workspace Viewer');
    await page.reload();
    const list = workspaces(page);
    await list.getByText('Because the group “Organization User:Workspace 1:Workspace Viewer” says so.').waitFor();
    const other = list.getByText('Workspace Editor, as a newcomer (SSO member settings)');
    expect(await other.isVisible()).toBe(false);
    await tabTo(page, list.getByText('1 other reason'));
    await page.keyboard.press('Enter');
    await other.waitFor();
    expect(await list.innerText()).toContain('Does not count: a SCIM group decides.');
  });

  it('says whom to ask when there is no workspace yet', async () => {
    const schemas = ['urn:ietf:params:scim:schemas:core:2.0:User'];
    const emails = [{ value: 'radia@demo.example', primary: true }];
    await push(usher, 'Users', { schemas, userName: 'radia@demo.example', displayName: 'Radia Perlman', emails });
    const page = await openPage();
    await page.goto(usher.publicUrl);
    await page.getByRole('link', { name: 'Sign in' }).click();
    await page.getByRole('button', { name: 'Radia Perlman' }).click();
    await page.getByRole('heading', { level: 1, name: 'You have no workspace yet' }).waitFor();
    await page.getByRole('link', { name: 'Continue' }).click();
    await page.getByRole('heading', { name: 'No workspace yet' }).waitFor();
    await page.getByText('Ask an administrator of Default to add you').waitFor();
    expect(await workspaces(page).count()).toBe(0);
  });

  it.each(['light', 'dark'] as const)(
    'has nothing that axe objects to in the %s theme',
    async (colorScheme) => {
      const page = await openPage({ colorScheme });
      await page.goto(usher.publicUrl);
      await page.getByRole('link', { name: 'Sign in' }).waitFor();
      expect(await accessibilityFaults(page)).toEqual([]);
      for (const name of ['Ada Lovelace', 'Grace Hopper']) {
        await page.context().clearCookies();
        await signIn(page, name);
        const closed = page.locator('details:not([open]) > summary');
        while ((await closed.count()) > 0) await closed.first().click();
        expect(await accessibilityFaults(page)).toEqual([]);
      }
    },
    60_000,
  );

  it.each([
    ['/', 'text/html; charset=utf-8'],
    ['/assets/main.js', 'text/javascript; charset=utf-8'],
    ['/assets/style.css', 'text/css; charset=utf-8'],
  ])('serves %s so that an unchanged copy is not sent again', async (path, type) => {
    const first = await fetch(`${usher.publicUrl}${path}`);
    expect(first.status).toBe(200);
    expect(first.headers.get('content-type')).toBe(type);
    expect(first.headers.get('cache-control')).toBe('no-cache');
    const etag = first.headers.get('etag') ?? '';
    const again = await fetch(`${usher.publicUrl}${path}`, {
      headers: { 'if-none-match': etag, 'cache-control': 'max-age=0' },
    });
    expect(again.status).toBe(304);
  });

  it.each(['/assets/', '/assets/../routes.js', '/assets/%2e%2e/routes.js', '/routes.js'])(
    'serves nothing at %s',
    async (path) => {
      expect((await fetch(`${usher.publicUrl}${path}`)).status).toBe(404);
    },
  );
});

/** Sends what an identity provider sends. */
async function push(usher: RunningUsher, path: 'Users' | 'Groups', resource: object): Promise<void> {
  const made = await scim(usher, path, { method: 'POST', body: JSON.stringify(resource) });
  expect(made.status).toBe(201);
}

/** A group that has this user as its only member. */
async function pushGroup(usher: RunningUsher, userName: string, displayName: string): Promise<void> {
  const found = await scim(usher, `Users?filter=${encodeURIComponent(`userName eq "${userName}"`)}`);
  const { Resources } = (await found.json()) as { Resources: { id: string }[] };
  const members = Resources.map(({ id }) => ({ value: id }));
  await push(usher, 'Groups', { schemas: ['urn:ietf:params:scim:schemas:core:2.0:Group'], displayName, members });
}

async function scim(usher: RunningUsher, path: string, init: RequestInit = {}): Promise<Response> {
  const authorization = `Bearer ${await usher.issueScimToken('test')}`;
  return fetch(`${usher.scimUrl}/${path}`, {
    ...init,
    headers: { authorization, 'content-type': 'application/scim+json' },
  });
}
