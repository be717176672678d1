/** Guesses, and who pays for them: never somebody else (P9, case 97). */

import type { RequestListener } from 'node:http';
import supertest from 'supertest';
import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { loadConfig } from '../../src/config/load-config.ts';
import { fullAuthority } from '../../src/domain/access/authority/authority.ts';
import { liveFeed } from '../../src/domain/audit/live.ts';
import { invitePeople } from '../../src/domain/entry/invitations/invite.ts';
import { setPassword } from '../../src/domain/entry/password/password.ts';
import { signIn } from '../../src/domain/entry/sign-in/sign-in.ts';
import { shiftClock } from '../../src/domain/kernel/clock.ts';
import { createLogger } from '../../src/http/logging.ts';
import { createMetrics } from '../../src/http/metrics.ts';
import { deploymentConnection } from '../../src/oidc/provider.ts';
import { createApp } from '../../src/server.ts';
import { mongoClient } from '../../src/storage/connection.ts';
import { schemas } from '../scim/patch/patching.ts';
import {
  claimsOf,
  context,
  invitationSettings,
  newOrganization,
  policy,
  secretBox,
  testDeployment,
} from '../support/domain.ts';

testDeployment();

const secret = 'a secret of the tests';
const origin = 'http://localhost:3000';
const right = 'correct horse battery';
const [attacker, home] = ['203.0.113.66', '198.51.100.7'];
let app: RequestListener;

function serve(more: Record<string, string> = {}, as = secret): RequestListener {
  const config = loadConfig({ AUTH_TYPE: 'basic', TRUSTED_PROXIES: 'loopback', ...more });
  // Nobody listens there: a start of a sign-in ends with a page, and that is all that is asked of it.
  const provider = { issuer: 'http://127.0.0.1:9', clientId: 'c', clientSecret: 's', scopes: 'openid' };
  const connection = deploymentConnection({
    ...provider,
    trustEmail: false,
    trustUserName: false,
    allowMissingEmail: false,
    acrValues: [],
    maxAgeSeconds: null,
  });
  return createApp({
    config,
    schemas,
    logger: createLogger('silent'),
    metrics: createMetrics(),
    live: liveFeed(),
    connection,
    secret: as,
    secretBox,
  });
}

beforeAll(() => {
  app = serve();
});

const counts = () => mongoClient().db().collection<{ key: string; points: number; expire: Date }>('rateLimits');
beforeEach(() => counts().deleteMany({}));
afterEach(() => shiftClock(0));

/** As if so many seconds had passed for everything that is counted. */
const pass = (seconds: number) =>
  counts().updateMany({}, [
    { $set: { expire: { $dateSubtract: { startDate: '$expire', unit: 'second', amount: seconds } } } },
  ]);

/** As if somebody had used up what is left of this count. */
const exhaust = (throttle: string) =>
  counts().updateMany({ key: { $regex: `^${throttle}-` } }, { $set: { points: 1_000 } });

let people = 0;
async function somebody(): Promise<string> {
  people += 1;
  const email = `p${people}@acme.example`;
  const outcome = await signIn(context, claimsOf(email), policy);
  if (outcome.outcome !== 'signed-in') throw new Error(JSON.stringify(outcome));
  await setPassword(context, outcome.accountId, right);
  return email;
}

type Agent = ReturnType<typeof supertest.agent>;
const browser = (at: RequestListener = app) => supertest.agent(at);
const logIn = (email: string, password: string, address: string, agent: Agent = browser(), from = origin) =>
  agent
    .post('/auth/login/basic')
    .set({ Origin: from, 'X-Forwarded-For': address })
    .type('form')
    .send({ email, password });

async function statusesOf(
  count: number,
  send: (n: number) => PromiseLike<{ status: number }>,
): Promise<Record<number, number>> {
  const statuses: Record<number, number> = {};
  for (let begun = 0; begun < count; begun += 20) {
    const batch = Array.from({ length: Math.min(20, count - begun) }, (_, n) => send(begun + n));
    for (const { status } of await Promise.all(batch)) statuses[status] = (statuses[status] ?? 0) + 1;
  }
  return statuses;
}

async function invited(email: string): Promise<string> {
  const { orgId } = await newOrganization();
  const [made] = await invitePeople(
    context,
    fullAuthority,
    orgId,
    { scope: 'organization', people: [{ email, workspaces: [] }] },
    invitationSettings,
  );
  return new URL(made?.link ?? '').pathname;
}

describe('[97] wrong passwords of one account', () => {
  it('500 from one address: another address signs in at once, and so does the owner’s own browser anywhere', async () => {
    const email = await somebody();
    const own = browser();
    await logIn(email, right, home, own).expect(303);

    const wrong = await statusesOf(500, () => logIn(email, 'a guess at it', attacker));
    expect(wrong).toEqual({ 401: 10, 429: 490 });

    await logIn(email, right, '198.51.100.8').expect(303);
    await logIn(email, right, home).expect(303);
    await logIn(email, right, attacker, own).expect(303);
  });

  it('from the owner’s network: an unknown browser there waits seconds, and longer only when they go on', async () => {
    const email = await somebody();
    const guess = () => logIn(email, 'a guess at it', attacker);
    expect(await statusesOf(20, guess)).toEqual({ 401: 10, 429: 10 });
    const refused = await logIn(email, right, attacker).expect(429);
    expect(Number(refused.headers['retry-after'])).toBeGreaterThan(0);
    expect(Number(refused.headers['retry-after'])).toBeLessThanOrEqual(60);
    expect(refused.text).toMatch(/Wait \d+ seconds/);
    await pass(60);
    await logIn(email, right, attacker).expect(303);

    expect(await statusesOf(20, guess)).toEqual({ 401: 10, 429: 10 });
    await pass(60);
    const longer = await logIn(email, right, attacker).expect(429);
    expect(Number(longer.headers['retry-after'])).toBeGreaterThan(60);
    await pass(900);
    await logIn(email, right, attacker).expect(303);
  });

  it('from everywhere at once: whoever has not tried yet is judged at once', async () => {
    const email = await somebody();
    const wrong = await statusesOf(60, (n) => logIn(email, 'a guess at it', `203.0.113.${n}`));
    expect(wrong).toEqual({ 401: 60 });
    await logIn(email, right, home).expect(303);
  });

  it('from one network of IPv6: count as one address, and those of one customer together', async () => {
    const email = await somebody();
    const from = (subnet: number) => (n: number) => logIn(email, 'a guess at it', `2001:db8:7:${subnet}::${n + 1}`);
    expect(await statusesOf(20, from(1))).toEqual({ 401: 10, 429: 10 });
    await logIn(email, right, '2001:db8:7:9::1').expect(303);
    for (const subnet of [2, 3, 4, 5]) expect(await statusesOf(10, from(subnet))).toEqual({ 401: 10 });
    await logIn(email, right, '2001:db8:7:9::1').expect(429);
    await logIn(email, right, '2001:db8:8:1::1').expect(303);
  });
});

it('[97] wrong passwords of many accounts from one address: other addresses and known browsers sign in', async () => {
  const email = await somebody();
  const own = browser();
  await logIn(email, right, attacker, own).expect(303);
  await logIn('nobody@acme.example', 'a guess at it', attacker).expect(401);
  await exhaust('password-anybody');
  await logIn(email, right, attacker).expect(429);
  await logIn(email, right, attacker, own).expect(303);
  await logIn(email, right, home).expect(303);
});

describe('[97] a browser that is known', () => {
  const cookieOf = (answer: { headers: Record<string, unknown> }) =>
    [answer.headers['set-cookie']]
      .flat()
      .map(String)
      .find((cookie) => cookie.includes('usher-known=')) ?? '';
  const pairOf = (cookie: string) => cookie.split(';')[0] ?? '';

  /** Whether the cookie lets in who comes from the address of somebody who has guessed too often. */
  async function isKnown(email: string, cookie: string, at: RequestListener = app): Promise<boolean> {
    await statusesOf(10, () => logIn(email, 'a guess at it', attacker));
    const { status } = await logIn(email, right, attacker, browser(at)).set('Cookie', cookie);
    return status === 303;
  }

  it('is so for the address that signed in there, for 180 days', async () => {
    const [email, other] = [await somebody(), await somebody()];
    const cookie = pairOf(cookieOf(await logIn(email, right, home)));
    expect(await isKnown(email, cookie)).toBe(true);
    expect(await isKnown(other, cookie)).toBe(false);
    shiftClock(181 * 86_400_000);
    expect(await isKnown(email, cookie)).toBe(false);
  });

  it('is so for several people, and not by a cookie that was made up or is of another deployment', async () => {
    const [ada, bob] = [await somebody(), await somebody()];
    const agent = browser();
    await logIn(ada, right, home, agent);
    const cookie = pairOf(cookieOf(await logIn(bob, right, home, agent)));
    expect([await isKnown(ada, cookie), await isKnown(bob, cookie)]).toEqual([true, true]);
    const forged = cookie.replace(/.$/, (last) => (last === 'A' ? 'B' : 'A'));
    expect(await isKnown(ada, forged)).toBe(false);
    expect(await isKnown(ada, cookie.replace(/.$/, '\u00e9'))).toBe(false);
    expect(await isKnown(bob, cookie, serve({}, 'the secret of another deployment'))).toBe(false);
  });

  it('has guesses of its own, and not without end', async () => {
    const email = await somebody();
    const cookie = pairOf(cookieOf(await logIn(email, right, home)));
    const guess = () => logIn(email, 'a guess at it', home).set('Cookie', cookie);
    expect(await statusesOf(12, guess)).toEqual({ 401: 10, 429: 2 });
    await logIn(email, right, home).expect(303);
  });

  it('has a cookie that no script reads and that only this host gets', async () => {
    const email = await somebody();
    const publicUrl = 'https://usher.example';
    const answer = await logIn(email, right, home, browser(serve({ PUBLIC_URL: publicUrl })), publicUrl).expect(303);
    expect(cookieOf(answer)).toMatch(
      /^__Host-usher-known=[\w.~-]+; Max-Age=15552000; Path=\/; .*HttpOnly; Secure; SameSite=Lax$/,
    );
    expect(cookieOf(answer)).not.toContain('acme');
    expect(cookieOf(await logIn(email, 'a guess at it', home))).toBe('');
  });
});

describe('[97] wrong links', () => {
  it('500 from one address: a right one is shown and used there and elsewhere, and everybody signs in', async () => {
    const [email, member] = ['new1@acme.example', await somebody()];
    const path = await invited(email);
    const wrong = await statusesOf(500, (n) =>
      browser().get(`/invitations/guess-${n}`).set('X-Forwarded-For', attacker),
    );
    expect(wrong).toEqual({ 404: 30, 429: 470 });
    for (const address of [attacker, home]) await browser().get(path).set('X-Forwarded-For', address).expect(200);
    for (const address of [attacker, home]) await logIn(member, right, address).expect(303);
    await browser()
      .post(path)
      .set({ Origin: origin, 'X-Forwarded-For': attacker })
      .type('form')
      .send({ name: 'Ada', password: right })
      .expect(303);
    await logIn(email, right, home).expect(303);
  });

  it('[75] are 404 and then 429 for their address only, and a right one counts for nobody', async () => {
    const path = await invited('new2@acme.example');
    const see = (link: string, address: string) => browser().get(link).set('X-Forwarded-For', address);
    for (let n = 0; n < 40; n += 1) await see(path, attacker).expect(200);
    expect(await statusesOf(31, () => see('/invitations/guess', attacker))).toEqual({ 404: 30, 429: 1 });
    const refused = await see('/invitations/guess', attacker).expect(429);
    expect(Number(refused.headers['retry-after'])).toBeLessThanOrEqual(60);
    await see('/invitations/guess', home).expect(404);
  });
});

it('[97] a password is changed in a session whatever others guess, and guesses there keep nobody from signing in', async () => {
  const email = await somebody();
  const session = async () => {
    const agent = browser();
    await logIn(email, right, home, agent).expect(303);
    const { csrfToken } = (await agent.get('/api/v1/me')).body;
    return (currentPassword: string) =>
      agent
        .post('/api/v1/me/password')
        .set({ Origin: origin, 'X-CSRF-Token': csrfToken, 'X-Forwarded-For': home })
        .send({ currentPassword, newPassword: right });
  };
  const [stolen, own] = [await session(), await session()];
  await statusesOf(20, () => logIn(email, 'a guess at it', home));
  expect(await statusesOf(12, () => stolen('a guess at it'))).toEqual({ 403: 10, 429: 2 });
  const refused = await stolen(right);
  expect([refused.body.code, refused.body.detail]).toEqual([
    'too_many_attempts',
    expect.stringMatching(/Wait \d+ seconds/),
  ]);
  expect(Number(refused.headers['retry-after'])).toBeLessThanOrEqual(60);
  await own(right).expect(204);
  await logIn(email, right, '198.51.100.9').expect(303);
});

it('starts of a sign-in are limited by address, apart from all guesses', async () => {
  const email = await somebody();
  const begin = (address: string) => browser().get('/auth/login?connection=default').set('X-Forwarded-For', address);
  await begin(attacker).expect(502);
  await exhaust('sign-in-start');
  const refused = await begin(attacker).expect(429);
  expect(Number(refused.headers['retry-after'])).toBeLessThanOrEqual(60);
  expect(refused.text).toContain('Too many attempts');
  await begin(home).expect(502);
  await logIn(email, right, attacker).expect(303);
});
