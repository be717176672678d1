/** Signing in with an address and a password, through the whole server. */

import type { RequestListener } from 'node:http';
import supertest from 'supertest';
import { beforeAll, describe, expect, it } from 'vitest';
import { loadConfig } from '../../src/config/load-config.ts';
import { changeOrganization } from '../../src/domain/administration/settings/organization-settings.ts';
import { changeUser } from '../../src/domain/directory/change-user.ts';
import { setPassword } from '../../src/domain/entry/password/password.ts';
import { signIn } from '../../src/domain/entry/sign-in/sign-in.ts';
import { getDeployment } from '../../src/domain/model/deployment.ts';
import { members } from '../../src/domain/model/member.ts';
import { mongoClient } from '../../src/storage/connection.ts';
import { tenant } from '../../src/storage/tenant.ts';
import { newConnection } from '../domain/entry/sign-in/people.ts';
import { basicApp, setUp } from '../support/basic-app.ts';
import { claimsOf, context, personalKeyOf, policy, testDeployment } from '../support/domain.ts';

testDeployment();

const origin = 'http://localhost:3000';
const admin = { email: 'root@acme.example', password: 'correct horse battery' };
const config = loadConfig({
  AUTH_TYPE: 'basic',
  INITIAL_ORG_ADMIN_EMAIL: admin.email,
  INITIAL_ORG_ADMIN_PASSWORD: admin.password,
});
let app: RequestListener;

beforeAll(async () => {
  const { deployment } = await setUp(config);
  app = basicApp(config, deployment.secret);
});

type Given = { email: string; password: string; returnTo?: string };
const send = (given: object, from: string | null = origin, agent = supertest.agent(app)) => {
  const request = agent.post('/auth/login/basic').type('form');
  return (from === null ? request : request.set('Origin', from)).send(given);
};

async function signedIn(given: Given) {
  const agent = supertest.agent(app);
  await send(given, origin, agent).expect(303);
  const me = await agent.get('/api/v1/me').expect(200);
  const proof = { Origin: origin, 'X-CSRF-Token': me.body.csrfToken as string };
  return { agent, me: me.body, proof };
}

/** The session that an answer began. */
const sessionCookie = ({ headers }: { headers: Record<string, unknown> }) =>
  [headers['set-cookie']]
    .flat()
    .map(String)
    .find((cookie) => cookie.startsWith('usher='))
    ?.split(';')[0] ?? '';

let people = 0;
/** Somebody who is a member and has a password. */
async function personWith(password: string) {
  people += 1;
  const email = `p${people}@acme.example`;
  const outcome = await signIn(context, claimsOf(email, { name: 'Ada' }), policy);
  if (outcome.outcome !== 'signed-in') throw new Error(JSON.stringify(outcome));
  await setPassword(context, outcome.accountId, password);
  return { email, password, accountId: outcome.accountId };
}

describe('the form', () => {
  it('has a label for each field, takes the browser’s password manager along, and needs no script', async () => {
    const { text, headers } = await supertest(app).get('/auth/login?returnTo=/settings?a=1').expect(200);
    for (const name of ['email', 'password']) {
      expect(text).toContain(`<label class="label" for="${name}">`);
      expect(text).toContain(`<input id="${name}" name="${name}"`);
    }
    expect(text).toContain('autocomplete="current-password"');
    expect(text).toContain('name="returnTo" value="/settings?a=1"');
    expect(text).not.toContain('<script');
    expect(headers['content-security-policy']).toContain("frame-ancestors 'none'");
    expect(headers['cache-control']).toBe('no-store');
  });

  it('[65] does not lead elsewhere', async () => {
    const { text } = await supertest(app).get('/auth/login?returnTo=//evil.example').expect(200);
    expect(text).toContain('name="returnTo" value="/"');
    const answer = await send({ ...admin, returnTo: 'https://evil.example' }).expect(303);
    expect(answer.headers.location).toBe('/');
  });

  it('shows what was typed as text', async () => {
    const { text } = await send({ email: '"><img src=x onerror=y>@acme.example', password: 'x' }).expect(401);
    expect(text).not.toContain('<img src=x');
  });
});

describe('the first administrator', () => {
  it('signs in with the password of the configuration, and is Organization Admin', async () => {
    const { me } = await signedIn({ ...admin, email: admin.email.toUpperCase() });
    expect(me.account.email).toBe(admin.email);
    expect(me.organizations).toMatchObject([{ isDefault: true, role: 'Organization Admin', status: 'active' }]);
  });

  it('keeps a password once given, whatever the configuration says at later starts', async () => {
    const { email, password } = await personWith('the password of now');
    const initial = { ...config.initial, adminEmail: email, adminPassword: 'another password' };
    await Promise.all([setUp({ ...config, initial }), setUp({ ...config, initial })]);
    await send({ email, password }).expect(303);
    await send({ email, password: 'another password' }).expect(401);
  });

  it('stops the start by the name of its variable where nobody could choose it', async () => {
    const email = 'margaret@acme.example';
    await signIn(context, claimsOf(email), policy);
    const initial = { ...config.initial, adminEmail: email, adminPassword: 'margaret margaret' };
    await expect(setUp({ ...config, initial })).rejects.toThrow(/^INITIAL_ORG_ADMIN_PASSWORD cannot be used\. /);
  });

  it('is nobody who was not invited', async () => {
    const initial = { ...config.initial, adminEmail: 'stranger@acme.example', adminPassword: 'a long password' };
    await setUp({ ...config, initial });
    await send({ email: 'stranger@acme.example', password: 'a long password' }).expect(401);
    const { defaultOrgId } = await getDeployment();
    expect(await tenant(defaultOrgId).count(members, { emailKeys: 'stranger@acme.example' })).toBe(0);
  });
});

describe('signing in', () => {
  it('answers the same to a wrong password, an unknown address and somebody without access', async () => {
    const [known, gone] = [await personWith('a right password'), await personWith('a right password')];
    const { defaultOrgId } = await getDeployment();
    const member = await tenant(defaultOrgId).findOne(members, { accountId: gone.accountId });
    await changeUser(context, defaultOrgId, member?._id ?? '', (content) => ({ ...content, active: false }));
    const answers = await Promise.all([
      send({ email: known.email, password: 'a wrong password' }),
      send({ email: 'nobody@acme.example', password: 'a right password' }),
      send({ email: gone.email, password: gone.password }),
    ]);
    const texts = answers.map(({ text }, i) =>
      text.replace([known.email, 'nobody@acme.example', gone.email][i] ?? '', ''),
    );
    expect(answers.map(({ status }) => status)).toEqual([401, 401, 401]);
    expect(new Set(texts).size).toBe(1);
    expect(texts[0]).toContain('role="alert"');
    for (const { headers } of answers) expect(headers['set-cookie']).toBeUndefined();
  });

  it.each([
    ['another site', 'https://evil.example'],
    ['a sandboxed page', 'null'],
    ['nowhere', null],
  ])('[71] is refused from %s, though all else is right', async (_what, from) => {
    const answer = await send(admin, from);
    expect([answer.status, answer.headers['set-cookie']]).toEqual([403, undefined]);
  });

  it('[88] makes a session of a password, which is none where only the own provider counts', async () => {
    const person = await personWith('a right password');
    const { agent } = await signedIn(person);
    const { items } = (await agent.get('/api/v1/me/sessions').expect(200)).body;
    expect(items).toMatchObject([{ current: true, connectionId: 'password' }]);
    const { defaultOrgId: orgId } = await getDeployment();
    const { _id: connectionId } = await newConnection(orgId);
    const by = { kind: 'account' as const, accountId: 'whoever came by it', connectionId, reach: orgId };
    await changeOrganization(context, orgId, { ssoOnly: true }, by);
    await agent.get('/api/v1/me').expect(401);
    const refused = await send(person).expect(401);
    expect(refused.text).toContain('your organization takes no passwords');
    await changeOrganization(context, orgId, { ssoOnly: false }, by);
    await signedIn(person);
  });

  it('[69] gives up the session that was there', async () => {
    const [ada, bob] = [await personWith('a right password'), await personWith('a right password')];
    const agent = supertest.agent(app);
    const cookieOf = async (given: Given) => sessionCookie(await send(given, origin, agent));
    const first = await cookieOf(ada);
    const second = await cookieOf(bob);
    expect(first).toMatch(/^usher=/);
    expect(second).not.toBe(first);
    await supertest(app).get('/api/v1/me').set('Cookie', first).expect(401);
  });

  it.each([[{}], [{ email: 'ada@acme.example' }], [{ email: { $ne: '' }, password: 'x' }], [{ password: 'x' }]])(
    '[25] with %j is 400',
    async (given) => {
      await send(given).expect(400);
    },
  );

  it('[33] with more than the form holds is refused unread', async () => {
    await send({ ...admin, padding: 'x'.repeat(9_000) }).expect(413);
  });

  it('[4] [83] keeps passwords as argon2id, and nowhere else', async () => {
    const { accountId } = await personWith('password-canary-1');
    const database = mongoClient().db();
    const row = await database.collection<{ _id: string; hash: string }>('passwords').findOne({ _id: accountId });
    expect(row?.hash).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
    for (const { name } of await database.listCollections().toArray())
      expect(JSON.stringify(await database.collection(name).find().toArray())).not.toContain('canary');
  });

  it('[82] is throttled per account, over all processes, also for many at once', async () => {
    const [ada, bob] = [await personWith('a right password'), await personWith('a right password')];
    const wrong = () => send({ email: ada.email, password: 'a wrong password' });
    const statuses = (await Promise.all(Array.from({ length: 20 }, wrong))).map(({ status }) => status);
    expect(statuses.filter((status) => status === 401)).toHaveLength(10);
    expect(statuses.filter((status) => status === 429)).toHaveLength(10);
    const refused = await send(ada).expect(429);
    expect(Number(refused.headers['retry-after'])).toBeGreaterThan(0);
    await send(bob).expect(303);
  });

  it('is not throttled by signing in well', async () => {
    const ada = await personWith('a right password');
    for (let i = 0; i < 12; i += 1) await send(ada).expect(303);
  });

  it('has nothing for a provider that is not there', async () => {
    await supertest(app).get('/auth/login?connection=default').expect(404);
    const { text } = await supertest(app).get('/auth/login');
    expect(text).not.toContain('connection=default');
  });

  it('signs out', async () => {
    const { agent, proof } = await signedIn(await personWith('a right password'));
    await agent
      .post('/auth/logout')
      .set({ ...proof, Accept: 'text/html' })
      .expect(303);
    await agent.get('/api/v1/me').expect(401);
  });
});

describe('POST /me/password', () => {
  const change = ({ agent, proof }: Awaited<ReturnType<typeof signedIn>>, body: object) =>
    agent.post('/api/v1/me/password').set(proof).send(body);

  it('changes it, and ends all other sessions', async () => {
    const ada = await personWith('the first password');
    const [here, there] = [await signedIn(ada), await signedIn(ada)];
    expect(here.me.account.hasPassword).toBe(true);
    await change(here, { currentPassword: ada.password, newPassword: 'the second password' }).expect(204);
    await here.agent.get('/api/v1/me').expect(200);
    await there.agent.get('/api/v1/me').expect(401);
    await send(ada).expect(401);
    await send({ email: ada.email, password: 'the second password' }).expect(303);
  });

  it.each([
    [403, 'wrong_password', { currentPassword: 'a guess at it', newPassword: 'the second password' }],
    [400, 'invalid_input', { currentPassword: 'the first password', newPassword: 'eleven char' }],
    [400, 'invalid_input', { newPassword: 'the second password' }],
  ])('answers %i %s to %j, and the old one stays', async (status, code, body) => {
    const ada = await personWith('the first password');
    const answer = await change(await signedIn(ada), body);
    expect([answer.status, answer.body.code]).toEqual([status, code]);
    await send(ada).expect(303);
  });

  it('is throttled like signing in', async () => {
    const ada = await personWith('the first password');
    const session = await signedIn(ada);
    const guess = () => change(session, { currentPassword: 'a guess at it', newPassword: 'the second password' });
    for (let i = 0; i < 10; i += 1) await guess().expect(403);
    const refused = await guess();
    expect([refused.status, refused.body.code, refused.headers['retry-after']]).toEqual([
      429,
      'too_many_attempts',
      expect.stringMatching(/^\d+$/),
    ]);
  });

  it('is not for API keys', async () => {
    const { accountId, password } = await personWith('the first password');
    const order = { description: 'key', scopes: ['read' as const, 'write' as const], expiresAt: null };
    const { secret } = await personalKeyOf(accountId, order);
    const answer = await supertest(app)
      .post('/api/v1/me/password')
      .set('Authorization', `Bearer ${secret}`)
      .send({ currentPassword: password, newPassword: 'the second password' });
    expect([answer.status, answer.body.code]).toEqual([403, 'forbidden']);
  });

  it('is not there where people do not sign in with passwords', async () => {
    const ada = await personWith('the first password');
    const { deployment } = await setUp(config);
    const other = basicApp({ ...config, basicAuth: false }, deployment.secret);
    const cookie = sessionCookie(await send(ada));
    const me = await supertest(other).get('/api/v1/me').set('Cookie', cookie).expect(200);
    expect(me.body.account.hasPassword).toBe(false);
    const answer = await supertest(other)
      .post('/api/v1/me/password')
      .set({ Origin: origin, Cookie: cookie, 'X-CSRF-Token': me.body.csrfToken })
      .send({ currentPassword: ada.password, newPassword: 'the second password' });
    expect([answer.status, answer.body.code]).toEqual([403, 'basic_auth_disabled']);
  });
});
