/** Sessions and the proof that a write comes from our own pages (cases 69, 71 and 73). */
import { createHash } from 'node:crypto';
import { decodeJwt } from 'jose';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { DemoProvider } from '../../src/oidc/demo/provider.ts';
import { connect, disconnect, mongoClient } from '../../src/storage/connection.ts';
import { testDatabase } from '../support/mongod.ts';
import { type OidcApp, startOidcApp } from '../support/oidc-app.ts';
import { type Browser, openBrowser, signInAs } from '../support/oidc-browser.ts';
import { startHostileProvider, startRealProvider } from '../support/oidc-provider.ts';

const database = testDatabase();
const hour = 3_600_000;
let provider: DemoProvider;
let app: OidcApp;
let clockOffset = 0;

beforeAll(async () => {
  await connect(database.uri);
  app = await startOidcApp({
    connect: async (publicUrl) => {
      const started = await startRealProvider(publicUrl);
      provider = started;
      return started.connection;
    },
    now: () => new Date(Date.now() + clockOffset),
    sessionMaxSeconds: 24 * 3_600,
  });
});

afterAll(async () => {
  await app.stop();
  await provider.stop();
  await disconnect();
});

type Whoami = { accountId: string | null; csrfToken: string | null };
const whoami = async (browser: Browser): Promise<Whoami> => JSON.parse((await browser.send(`${app.url}/whoami`)).text);
const sessionCookie = (browser: Browser) => browser.cookies(app.url).get('usher');
const rows = () => mongoClient().db().collection<{ _id: string; session: unknown; expires: Date }>('sessions');
/** The cookie holds `s:<id>.<signature>`; the row is found by the hash of the id. */
const rowIdOf = (cookie: string) => {
  const id = decodeURIComponent(cookie).slice('s:'.length).split('.')[0] ?? '';
  return createHash('sha256').update(id).digest('base64url');
};

async function signedIn(sub = 'demo-ada'): Promise<Browser> {
  const browser = openBrowser();
  await signInAs(browser, app.loginUrl, sub);
  return browser;
}

describe('the session', () => {
  it('is not made for anonymous requests, nor by beginning to sign in', async () => {
    const before = await rows().countDocuments();
    const browser = openBrowser();
    await browser.send(`${app.url}/whoami`);
    await browser.visit(app.loginUrl);
    await browser.send(`${app.url}/auth/callback/default?state=x`);
    expect(sessionCookie(browser)).toBeUndefined();
    expect(await rows().countDocuments()).toBe(before);
  });

  it('has a cookie that scripts cannot read and other sites cannot send, for 8 hours', async () => {
    const { attributes } = sessionCookie(await signedIn()) ?? { attributes: '' };
    expect(attributes).toMatch(/HttpOnly/);
    expect(attributes).toMatch(/SameSite=Lax/);
    expect(attributes).toMatch(/Path=\/(;|$)/);
    expect(attributes).not.toMatch(/Domain|Secure/);
    const expires = Date.parse(/Expires=([^;]*)/.exec(attributes)?.[1] ?? '');
    expect(Math.abs(expires - Date.now() - 8 * hour)).toBeLessThan(60_000);
  });

  it('is stored under the hash of its id, so that the database holds no cookie', async () => {
    const cookie = sessionCookie(await signedIn())?.value ?? '';
    const id = decodeURIComponent(cookie).slice('s:'.length).split('.')[0] ?? '';
    expect(id).toHaveLength(43);
    expect(await rows().findOne({ _id: rowIdOf(cookie) })).toMatchObject({
      session: { accountId: 'account of demo-ada', connectionId: 'default', signedInAt: expect.any(Date) },
    });
    expect(JSON.stringify(await rows().find().toArray())).not.toContain(id);
  });

  it('[69] an id that was there before the sign-in is given up, and does not get in', async () => {
    const planted = sessionCookie(await signedIn('demo-alan'))?.value ?? '';
    const victim = openBrowser();
    victim.setCookie(app.url, 'usher', planted);
    await signInAs(victim, app.loginUrl, 'demo-grace');
    expect(sessionCookie(victim)?.value).not.toBe(planted);
    expect((await whoami(victim)).accountId).toBe('account of demo-grace');

    const attacker = openBrowser();
    attacker.setCookie(app.url, 'usher', planted);
    expect((await whoami(attacker)).accountId).toBeNull();
    expect(await rows().findOne({ _id: rowIdOf(planted) })).toBeNull();
  });

  it('[69] an id that was made up is not taken over', async () => {
    const victim = openBrowser();
    victim.setCookie(app.url, 'usher', 's%3Amade-up.signature');
    await signInAs(victim, app.loginUrl, 'demo-grace');
    expect(decodeURIComponent(sessionCookie(victim)?.value ?? '')).not.toContain('made-up');
  });

  it('[73] ends 24 hours after the sign-in, however busy', async () => {
    const browser = await signedIn();
    const { value } = sessionCookie(browser) ?? { value: '' };
    try {
      clockOffset = 24 * hour - 60_000;
      expect((await whoami(browser)).accountId).toBe('account of demo-ada');
      // By now the cookie says so itself.
      const expires = Date.parse(/Expires=([^;]*)/.exec(sessionCookie(browser)?.attributes ?? '')?.[1] ?? '');
      expect(expires - Date.now()).toBeLessThan(61_000);
      clockOffset = 24 * hour + 1_000;
      expect((await whoami(browser)).accountId).toBeNull();
      expect(await rows().findOne({ _id: rowIdOf(value) })).toBeNull();
    } finally {
      clockOffset = 0;
    }
    expect((await whoami(browser)).accountId).toBeNull();
  });

  it('[73] ends when nobody has used it for 8 hours', async () => {
    const browser = await signedIn();
    const _id = rowIdOf(sessionCookie(browser)?.value ?? '');
    const { expires } = (await rows().findOne({ _id })) ?? {};
    expect(Math.abs((expires?.getTime() ?? 0) - Date.now() - 8 * hour)).toBeLessThan(60_000);
    // As it stands in the database 8 hours and a second later.
    await rows().updateOne({ _id }, { $set: { expires: new Date(Date.now() - 1_000) } });
    expect((await whoami(browser)).accountId).toBeNull();
  });

  it('[73] is kept alive by use', async () => {
    const browser = await signedIn();
    const _id = rowIdOf(sessionCookie(browser)?.value ?? '');
    const soon = new Date(Date.now() + 60_000);
    await rows().updateOne({ _id }, { $set: { expires: soon, lastModified: new Date(Date.now() - 7 * hour) } });
    await whoami(browser);
    // The answer does not wait for it.
    await expect
      .poll(async () => (await rows().findOne({ _id }))?.expires.getTime())
      .toBeGreaterThan(Date.now() + 7 * hour);
  });

  it('that another request has ended meanwhile does not break the answer', async () => {
    const browser = await signedIn();
    await rows().updateMany({}, { $set: { lastModified: new Date(0) } });
    const answer = await browser.send(`${app.url}/ended-meanwhile`);
    expect(JSON.parse(answer.text)).toEqual({ accountId: 'account of demo-ada' });
    expect((await whoami(browser)).accountId).toBeNull();
    expect(app.faults).toEqual([]);
  });

  it('has a __Host- cookie with Secure where people come by https, also behind a proxy that says nothing', async () => {
    const hostile = await startHostileProvider();
    const secure = await startOidcApp({ connect: () => hostile.connection, publicUrl: 'https://usher.test' });
    try {
      const browser = openBrowser();
      const atProvider = await browser.visit(`${secure.url}/auth/login`, { stopAt: hostile.issuer });
      const { url } = await browser.visit(atProvider.url, { stopAt: 'https://usher.test/auth/callback/default' });
      const done = await browser.send(url.replace('https://usher.test', secure.url));
      expect(done.status).toBe(302);
      const cookies = [...browser.cookies(secure.url)];
      expect(cookies.map(([name]) => name)).toEqual(['__Host-usher']);
      expect(cookies[0]?.[1].attributes).toMatch(/Secure/);
      expect(atProvider.headers.getSetCookie()[0]).toMatch(/^__Host-usher-sign-in-[0-9a-f]{16}=.*Secure/);
    } finally {
      await secure.stop();
      await hostile.goDown();
    }
  });
});

describe('a write with a session cookie', () => {
  const proofs: [string, number, (proof: { origin: string; token: string }) => Record<string, string>][] = [
    ['with both proofs', 200, ({ origin, token }) => ({ origin, 'x-csrf-token': token })],
    ['without a token', 403, ({ origin }) => ({ origin })],
    ['with an empty token', 403, ({ origin }) => ({ origin, 'x-csrf-token': '' })],
    ['with a wrong token', 403, ({ origin, token }) => ({ origin, 'x-csrf-token': `${token}x` })],
    ['without an Origin', 403, ({ token }) => ({ 'x-csrf-token': token })],
    ['from a foreign Origin', 403, ({ token }) => ({ origin: 'https://evil.test', 'x-csrf-token': token })],
    ['from a sandboxed page', 403, ({ token }) => ({ origin: 'null', 'x-csrf-token': token })],
    ['from a longer host', 403, ({ origin, token }) => ({ origin: `${origin}.evil.test`, 'x-csrf-token': token })],
    [
      'from https, not http',
      403,
      ({ origin, token }) => ({ origin: origin.replace('http', 'https'), 'x-csrf-token': token }),
    ],
  ];
  it.each(proofs)('[71] %s is answered %i', async (_what, status, headersOf) => {
    const browser = await signedIn();
    const token = (await whoami(browser)).csrfToken ?? '';
    const answer = await browser.send(`${app.url}/write`, {
      method: 'POST',
      headers: headersOf({ origin: app.url, token }),
    });
    expect(answer.status).toBe(status);
  });

  it("[71] with somebody else's token is answered 403", async () => {
    const [mine, other] = [await signedIn(), await signedIn('demo-alan')];
    const token = (await whoami(other)).csrfToken ?? '';
    const answer = await mine.send(`${app.url}/write`, {
      method: 'POST',
      headers: { origin: app.url, 'x-csrf-token': token },
    });
    expect(answer.status).toBe(403);
  });

  it('[71] signing out without the proof is answered 403, and the person stays signed in', async () => {
    const browser = await signedIn();
    const answer = await browser.send(`${app.url}/auth/logout`, { method: 'POST', headers: { origin: app.url } });
    expect(answer.status).toBe(403);
    expect((await whoami(browser)).accountId).toBe('account of demo-ada');
  });
});

describe('signing out', () => {
  const signOut = async (browser: Browser, accept: string) =>
    browser.send(`${app.url}/auth/logout`, {
      method: 'POST',
      headers: { origin: app.url, 'x-csrf-token': (await whoami(browser)).csrfToken ?? '', accept },
    });

  it('ends the session here and sends the browser on to the provider, which ends its own and sends it home', async () => {
    const browser = await signedIn();
    const answer = await signOut(browser, 'text/html');
    expect(answer.status).toBe(303);
    expect((await whoami(browser)).accountId).toBeNull();
    const atProvider = await browser.visit(answer.headers.get('location') ?? '');
    const back = await browser.submit(atProvider, { logout: 'yes' }, { stopAt: app.url });
    expect(back.url).toBe(`${app.url}/`);
  });

  it('tells a script where to go', async () => {
    const browser = await signedIn();
    const answer = await signOut(browser, 'application/json');
    expect(answer.status).toBe(200);
    const { redirectTo } = JSON.parse(answer.text) as { redirectTo: string };
    const url = new URL(redirectTo);
    expect(url.origin).toBe(provider.issuer);
    expect(url.searchParams.get('post_logout_redirect_uri')).toBe(`${app.url}/`);
    // Who the person is there, so that the provider need not ask.
    expect(decodeJwt(url.searchParams.get('id_token_hint') ?? '')).toMatchObject({
      iss: provider.issuer,
      sub: 'demo-ada',
    });
  });

  it('is also answered to somebody who is not signed in', async () => {
    const answer = await openBrowser().send(`${app.url}/auth/logout`, { method: 'POST' });
    expect(answer.status).toBe(303);
    expect(answer.headers.get('location')).toBe('/');
  });
});
