/** Back-channel logout (case 72) and the hint of a sign-out at the provider, with a provider that signs its tokens. */
import { generateKeyPairSync } from 'node:crypto';
import { decodeJwt, SignJWT } from 'jose';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { signIn } from '../../src/domain/entry/sign-in/sign-in.ts';
import type { Context } from '../../src/domain/kernel/context.ts';
import { events } from '../../src/domain/model/event.ts';
import type { VerifiedClaims } from '../../src/domain/model/verified-claims.ts';
import { mongoClient } from '../../src/storage/connection.ts';
import { tenant } from '../../src/storage/tenant.ts';
import { policy, testDeployment } from '../support/domain.ts';
import { type OidcApp, startOidcApp } from '../support/oidc-app.ts';
import { type Browser, openBrowser } from '../support/oidc-browser.ts';
import { type HostileProvider, startHostileProvider } from '../support/oidc-provider.ts';

const { defaultOrgId } = testDeployment();
let provider: HostileProvider;
let app: OidcApp;
/** Another node: its own keys and caches, the same database. */
let second: OidcApp;

beforeAll(async () => {
  provider = await startHostileProvider();
  const options = {
    connect: () => provider.connection,
    signIn: (by: Context, claims: VerifiedClaims, link: string | null) => signIn(by, claims, policy, link),
  };
  app = await startOidcApp(options);
  second = await startOidcApp(options);
});

afterAll(async () => {
  await app.stop();
  await second.stop();
  await provider.goDown();
});

beforeEach(() => {
  provider.bends = {};
});

async function signedIn(sub: string, sid?: string): Promise<Browser> {
  provider.bends.claims = (claims) => ({ ...claims, sub, email: `${sub}@acme.test`, ...(sid ? { sid } : {}) });
  const browser = openBrowser();
  await browser.visit(`${app.loginUrl}?returnTo=/plain`);
  provider.bends = {};
  expect(await isSignedIn(browser)).toBe(true);
  return browser;
}

async function isSignedIn(browser: Browser, at = app): Promise<boolean> {
  return JSON.parse((await browser.send(`${at.url}/whoami`)).text).accountId !== null;
}

const post = (body: URLSearchParams | Blob, { at = app, connection = 'default' } = {}) =>
  fetch(`${at.url}/auth/backchannel-logout/${connection}`, { method: 'POST', body });
const tell = (token: string, options?: { at?: OidcApp; connection?: string }) =>
  post(new URLSearchParams({ logout_token: token }), options);

describe('[72] a logout token', () => {
  it('with a sid ends that session, on every node, and is answered 200 without a body', async () => {
    const [one, other] = [await signedIn('ada', 'session-1'), await signedIn('ada', 'session-2')];
    const answer = await tell(await provider.logoutToken({ sub: 'ada', sid: 'session-1' }), { at: second });
    expect([answer.status, answer.headers.get('cache-control'), await answer.text()]).toEqual([200, 'no-store', '']);
    expect([await isSignedIn(one), await isSignedIn(one, second)]).toEqual([false, false]);
    expect(await isSignedIn(other)).toBe(true);
  });

  it('with a sid alone ends it too', async () => {
    const [one, other] = [await signedIn('bea', 'bea-1'), await signedIn('bea', 'bea-2')];
    expect((await tell(await provider.logoutToken({ sub: undefined, sid: 'bea-1' }))).status).toBe(200);
    expect([await isSignedIn(one), await isSignedIn(other)]).toEqual([false, true]);
  });

  it('without a sid ends all sessions of that person and nobody else’s', async () => {
    const mine = [await signedIn('cleo', 'cleo-1'), await signedIn('cleo', 'cleo-2'), await signedIn('cleo')];
    const other = await signedIn('dora', 'dora-1');
    expect((await tell(await provider.logoutToken({ sub: 'cleo' }))).status).toBe(200);
    expect(await Promise.all(mine.map((browser) => isSignedIn(browser)))).toEqual([false, false, false]);
    expect(await isSignedIn(other)).toBe(true);
  });

  it('with a sid that no session is known by ends those of the person that have none', async () => {
    const [unnamed, named] = [await signedIn('eva'), await signedIn('eva', 'eva-1')];
    expect((await tell(await provider.logoutToken({ sub: 'eva', sid: 'eva-2' }))).status).toBe(200);
    expect([await isSignedIn(unnamed), await isSignedIn(named)]).toEqual([false, true]);
  });

  it('whose sid is somebody else’s ends nothing', async () => {
    const victim = await signedIn('fay', 'fay-1');
    expect((await tell(await provider.logoutToken({ sub: 'gus', sid: 'fay-1' }))).status).toBe(200);
    expect(await isSignedIn(victim)).toBe(true);
  });

  it('is told in the organization: who, how many, and why', async () => {
    await signedIn('hal', 'hal-1');
    await signedIn('hal', 'hal-1');
    await tell(await provider.logoutToken({ sub: 'hal', sid: 'hal-1' }));
    const [event] = await tenant(defaultOrgId()).find(
      events,
      { type: 'session.ended' },
      { sort: { _id: -1 }, limit: 1 },
    );
    expect(event).toMatchObject({
      actor: { type: 'sign-in', id: 'default' },
      subject: { memberId: expect.any(String) },
      after: { reason: 'signed_out_at_provider', sessions: 2 },
    });
  });

  const seconds = () => Math.floor(Date.now() / 1_000);
  const good: [string, () => Record<string, unknown>, Record<string, unknown>][] = [
    ['typ absent', () => ({}), {}],
    ['typ JWT', () => ({}), { typ: 'JWT' }],
    ['typ logout+jwt', () => ({}), { typ: 'logout+jwt' }],
    ['aud a list of us alone', () => ({ aud: ['usher-under-test'] }), {}],
    ['exp 10 s ago, by clocks that differ', () => ({ exp: seconds() - 10 }), {}],
  ];
  it.each(good)('is right with %s', async (_what, claims, header) => {
    const browser = await signedIn('ida', 'ida-1');
    expect((await tell(await provider.logoutToken({ sub: 'ida', ...claims() }, header))).status).toBe(200);
    expect(await isSignedIn(browser)).toBe(false);
  });

  const bad: [string, () => Record<string, unknown>, Record<string, unknown>?][] = [
    ['another aud', () => ({ aud: 'somebody-else' })],
    ['more than one aud', () => ({ aud: ['usher-under-test', 'somebody-else'] })],
    ['no aud', () => ({ aud: undefined })],
    ['another iss', () => ({ iss: 'https://idp.example' })],
    ['no iss', () => ({ iss: undefined })],
    ['an iat in the future', () => ({ iat: seconds() + 3_600 })],
    ['no iat', () => ({ iat: undefined })],
    ['exp 40 s ago', () => ({ exp: seconds() - 40 })],
    ['no exp', () => ({ exp: undefined })],
    ['typ at+jwt', () => ({}), { typ: 'at+jwt' }],
    ['typ id_token', () => ({}), { typ: 'id_token' }],
    ['a nonce', () => ({ nonce: 'n' })],
    ['a nonce that is null', () => ({ nonce: null })],
    ['no events', () => ({ events: undefined })],
    ['other events', () => ({ events: { 'https://schemas.example/other': {} } })],
    ['an event that is no object', () => ({ events: { 'http://schemas.openid.net/event/backchannel-logout': true } })],
    ['neither sub nor sid', () => ({ sub: undefined })],
    ['an empty sub', () => ({ sub: '' })],
    ['a sid that is no text', () => ({ sid: 7 })],
    ['no jti', () => ({ jti: undefined })],
    ['an empty jti', () => ({ jti: '' })],
  ];
  it.each(bad)('with %s is refused with 400, and ends nothing', async (_what, claims, header) => {
    const browser = await signedIn('jo', 'jo-1');
    await expectRefused(await tell(await provider.logoutToken({ sub: 'jo', ...claims() }, header)));
    expect(await isSignedIn(browser)).toBe(true);
  });

  it.each(['none', 'HS256', 'unknown key', 'other key under our kid', 'flipped'] as const)(
    'with the signature "%s" is refused with 400',
    async (signature) => {
      const browser = await signedIn('kim', 'kim-1');
      provider.bends = { signature };
      await expectRefused(await tell(await provider.logoutToken({ sub: 'kim' })));
      expect(await isSignedIn(browser)).toBe(true);
    },
  );

  it('is refused the second time, on every node', async () => {
    const token = await provider.logoutToken({ sub: 'lea' });
    expect((await tell(token)).status).toBe(200);
    const browser = await signedIn('lea', 'lea-1');
    await expectRefused(await tell(token));
    await expectRefused(await tell(token, { at: second }));
    expect(await isSignedIn(browser)).toBe(true);
  });

  it('sent many times at once is right once', async () => {
    const token = await provider.logoutToken({ sub: 'max' });
    const answers = await Promise.all(Array.from({ length: 5 }, () => tell(token)));
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 400, 400, 400, 400]);
  });

  it('that is no token, missing, given twice or sent otherwise is refused with 400', async () => {
    await expectRefused(await tell('no.token'));
    await expectRefused(await post(new URLSearchParams()));
    const twice = new URLSearchParams({ logout_token: 'a' });
    twice.append('logout_token', 'b');
    await expectRefused(await post(twice));
    const json = new Blob(['{"logout_token":"a"}'], { type: 'application/json' });
    await expectRefused(await post(json));
  });

  it('that is too long is refused before it is read', async () => {
    expect((await tell('x'.repeat(100_000))).status).toBe(413);
  });

  it('for a connection that does not exist is 404', async () => {
    expect((await tell(await provider.logoutToken(), { connection: 'nobody' })).status).toBe(404);
  });

  it('is right with a key that the provider has just begun to use', async () => {
    await provider.rotateKeys();
    const third = await startOidcApp({ connect: () => provider.connection });
    expect((await tell(await provider.logoutToken({ sub: 'nora' }), { at: third })).status).toBe(200);
    await third.stop();
  });

  it('signed by made-up keys makes no traffic to the provider', async () => {
    const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2_048 });
    const before = provider.asked.jwks;
    for (let i = 0; i < 10; i += 1) {
      const token = new SignJWT({}).setProtectedHeader({ alg: 'RS256', kid: `made-up-${i}` }).setIssuedAt();
      await expectRefused(await tell(await token.sign(privateKey)));
    }
    expect(provider.asked.jwks - before).toBeLessThanOrEqual(2);
  });

  async function expectRefused(answer: Response): Promise<void> {
    expect(answer.status).toBe(400);
    expect(answer.headers.get('cache-control')).toBe('no-store');
    expect(await answer.json()).toEqual({ error: 'invalid_request', error_description: expect.any(String) });
  }
});

describe('the ID token of a session', () => {
  const rows = () => mongoClient().db().collection('sessions').find().toArray();

  it('is kept encrypted, and sent back where the provider ends its session', async () => {
    provider.bends.discovery = (document) => ({ ...document, end_session_endpoint: `${provider.issuer}/logout` });
    const own = await startOidcApp({ connect: () => provider.connection });
    const sent: string[] = [];
    provider.bends.token = (answer) => {
      sent.push(String(answer.id_token));
      return answer;
    };
    const browser = openBrowser();
    await browser.visit(`${own.loginUrl}?returnTo=/plain`);
    const [token = ''] = sent;
    expect(JSON.stringify(await rows())).not.toContain(token.split('.')[2]);
    const url = new URL(await signOut(browser, own));
    expect(url.origin + url.pathname).toBe(`${provider.issuer}/logout`);
    expect(Object.fromEntries(url.searchParams)).toEqual({
      id_token_hint: token,
      client_id: 'usher-under-test',
      post_logout_redirect_uri: `${own.url}/`,
    });
    expect(decodeJwt(token).sub).toBe('person-1');
    await own.stop();
  });

  it('is not kept where it is too long for an address', async () => {
    provider.bends.discovery = (document) => ({ ...document, end_session_endpoint: `${provider.issuer}/logout` });
    provider.bends.claims = (claims) => ({ ...claims, groups: Array.from({ length: 500 }, (_, i) => `group ${i}`) });
    const own = await startOidcApp({ connect: () => provider.connection });
    const browser = openBrowser();
    await browser.visit(`${own.loginUrl}?returnTo=/plain`);
    const url = new URL(await signOut(browser, own));
    expect([...url.searchParams.keys()].sort()).toEqual(['client_id', 'post_logout_redirect_uri']);
    await own.stop();
  });

  async function signOut(browser: Browser, at: OidcApp): Promise<string> {
    const { csrfToken } = JSON.parse((await browser.send(`${at.url}/whoami`)).text);
    const answer = await browser.send(`${at.url}/auth/logout`, {
      method: 'POST',
      headers: { origin: at.url, 'x-csrf-token': csrfToken, accept: 'application/json' },
    });
    return JSON.parse(answer.text).redirectTo;
  }
});
