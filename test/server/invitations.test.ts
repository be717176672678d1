/** Invited people through the whole product: from the mail over the link and the sign-in into the organization. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { loadConfig } from '../../src/config/load-config.ts';
import { createLogger } from '../../src/http/logging.ts';
import { type RunningUsher, startUsher } from '../../src/start.ts';
import { testDatabase } from '../support/mongod.ts';
import { type Answer, type Browser, openBrowser } from '../support/oidc-browser.ts';
import { freePort } from '../support/ports.ts';
import { type MailServer, startMailServer } from '../support/smtp-server.ts';
import { secret, until } from '../support/usher.ts';

const { uri } = testDatabase();
const apiKey = secret();
const people = ['boss', 'grace', 'mallory', 'radia', 'alan'].map((sub) => ({
  sub,
  email: `${sub}@acme.test`,
  name: sub.toUpperCase(),
}));

let usher: RunningUsher;
let mail: MailServer;
let log = '';
let away: { org: string; ws: string };

beforeAll(async () => {
  mail = await startMailServer();
  const config = loadConfig({
    PORT: String(await freePort()),
    MONGODB_URI: uri,
    INITIAL_ORG_ADMIN_EMAIL: 'boss@acme.test',
    BOOTSTRAP_API_KEY: apiKey,
    SELF_HOSTED_JIT_PROVISIONING_ENABLED: 'false',
    SMTP_URL: mail.url,
    MAIL_FROM: 'usher@acme.test',
  });
  const write = (line: string) => {
    log += line;
  };
  const logger = createLogger('trace', { write });
  usher = await startUsher(config, { logger, report: () => undefined, people });
  const { id: org } = await api<{ id: string }>('POST', '/organizations', { name: 'Away <b>' });
  const { items } = await api<{ items: { id: string }[] }>('GET', `/organizations/${org}/workspaces`);
  away = { org, ws: items[0]?.id ?? '' };
});
afterAll(async () => {
  await usher?.stop();
  await mail?.stop();
});

async function api<T>(method: string, path: string, body?: object): Promise<T> {
  const response = await fetch(`${usher.publicUrl}/api/v1${path}`, {
    method,
    headers: { authorization: `Bearer ${apiKey}`, 'content-type': 'application/json' },
    body: body === undefined ? null : JSON.stringify(body),
  });
  expect(response.ok, `${method} ${path}: ${response.status}`).toBe(true);
  return response.json() as Promise<T>;
}

/** Invites to the other organization, and opens the mail. */
async function linkTo(email: string): Promise<string> {
  const invitations = [{ email, workspaces: [{ workspaceId: away.ws, role: 'Workspace Viewer' }] }];
  const body = await api<{ results: object[] }>('POST', `/organizations/${away.org}/invitations`, { invitations });
  expect(body.results).toMatchObject([{ email, outcome: 'invited', invitationId: expect.any(String) }]);
  expect(body.results[0]).not.toHaveProperty('link');
  const letter = () => mail.mails.find(({ to }) => to.includes(email))?.mail.text;
  await until(() => letter() !== undefined);
  return /http\S+\/invitations\/\S+/.exec(letter() ?? '')?.[0] ?? '';
}

/** Follows the first link that a page of ours offers. */
const click = (browser: Browser, page: Answer) =>
  browser.visit(
    new URL((/class="button primary" href="([^"]*)"/.exec(page.text)?.[1] ?? '').replaceAll('&amp;', '&'), page.url)
      .href,
  );
const as = async (browser: Browser, page: Answer, sub: string) => browser.submit(await click(browser, page), { sub });
const tokenIn = ({ text }: Answer) => /name="csrfToken" value="([^"]*)"/.exec(text)?.[1] ?? '';
const organizationsOf = async (browser: Browser): Promise<string[]> => {
  const { status, text } = await browser.send(`${usher.publicUrl}/api/v1/me`);
  return status === 200 ? JSON.parse(text).organizations.map(({ id }: { id: string }) => id) : [];
};

describe('the link of an invitation', { timeout: 30_000 }, () => {
  it('leads somebody without an account through the sign-in into the organization', async () => {
    const link = await linkTo('grace@acme.test');
    const browser = openBrowser();
    const page = await browser.visit(link);
    // Whoever has the link has the letter, or was told what is in it.
    expect([page.status, page.text]).toEqual([200, expect.stringContaining('You are invited')]);
    for (const said of ['Join Away &lt;b&gt;', 'grace@acme.test', 'Organization User', 'Workspace Viewer'])
      expect(page.text).toContain(said);
    // Coming back from the provider is a mere GET: nobody has joined anything by it (P7).
    const asked = await as(browser, page, 'grace');
    expect([asked.status, asked.url]).toEqual([200, link]);
    expect(asked.text).toContain('Join Away &lt;b&gt;');
    expect(await organizationsOf(browser)).toEqual([]);
    const csrfToken = tokenIn(asked);
    const answer = (headers: Record<string, string>, token: string) =>
      browser.send(link, { method: 'POST', headers, body: new URLSearchParams({ csrfToken: token }) });
    expect((await answer({ origin: 'https://evil.test' }, csrfToken)).status).toBe(403);
    expect((await answer({ origin: usher.publicUrl }, 'guess')).status).toBe(403);
    expect(await organizationsOf(browser)).toEqual([]);
    expect((await answer({ origin: usher.publicUrl }, csrfToken)).status).toBe(303);
    expect(await organizationsOf(browser)).toEqual([away.org]);
    // Opened again, it leads to what it gave; to others it is dead.
    expect((await browser.visit(link)).url).toBe(`${usher.publicUrl}/`);
    const other = openBrowser();
    const used = await other.visit(link);
    expect([used.status, used.text]).toEqual([200, expect.not.stringMatching(/Away|grace/)]);
    expect((await as(other, used, 'alan')).status).toBe(403);
    expect(log).not.toContain(link.split('/').at(-1));
  });

  it('asks somebody who is signed in whether to accept', async () => {
    const browser = openBrowser();
    await browser.submit(await browser.visit(`${usher.publicUrl}/auth/login`), { sub: 'boss' });
    const link = await linkTo('boss@acme.test');
    const page = await browser.visit(link);
    expect(page.text).toContain('Join Away &lt;b&gt;');
    expect(await organizationsOf(browser)).toEqual([usher.defaultOrgId]);

    const forged = await browser.send(link, { method: 'POST', body: new URLSearchParams({ csrfToken: 'guess' }) });
    expect(forged.status).toBe(403);
    const csrfToken = tokenIn(page);
    const post = (origin: string) =>
      browser.send(link, { method: 'POST', headers: { origin }, body: new URLSearchParams({ csrfToken }) });
    expect((await post('https://evil.test')).status).toBe(403);
    expect(await organizationsOf(browser)).toHaveLength(1);
    expect((await post(usher.publicUrl)).status).toBe(303);
    expect((await organizationsOf(browser)).toSorted()).toEqual([usher.defaultOrgId, away.org].toSorted());
  });

  it('[76] lets nobody in who signs in with another address, and tells them where they are known', async () => {
    const link = await linkTo('radia@acme.test');
    const stranger = openBrowser();
    const refused = await as(stranger, await stranger.visit(link), 'mallory');
    expect([refused.status, await organizationsOf(stranger)]).toEqual([403, []]);
    const known = openBrowser();
    await known.submit(await known.visit(`${usher.publicUrl}/auth/login`), { sub: 'boss' });
    const page = await known.visit(link);
    expect([page.status, page.text]).toEqual([403, expect.stringContaining('another email address')]);
    expect(page.text).toContain('Signed in as BOSS, boss@acme.test');
  });

  it('[75] that never was is 404 on the page, and throttled', async () => {
    const browser = openBrowser();
    await browser.submit(await browser.visit(`${usher.publicUrl}/auth/login`), { sub: 'boss' });
    const statuses: number[] = [];
    for (let i = 0; i < 12; i += 1)
      statuses.push((await browser.visit(`${usher.publicUrl}/invitations/guess-${i}`)).status);
    expect(statuses).toEqual([...Array.from({ length: 10 }, () => 404), 429, 429]);
  });
});
