/** A forgotten password: the link is asked for, mailed, and used, through the whole server and a real mail server. */
import type { RequestListener } from 'node:http';
import supertest from 'supertest';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { loadConfig } from '../../src/config/load-config.ts';
import { changeUser } from '../../src/domain/directory/change-user.ts';
import { openMailer } from '../../src/domain/entry/mail/smtp.ts';
import { passwordNoticeWorker } from '../../src/domain/entry/password/look-into-notices.ts';
import { setPassword } from '../../src/domain/entry/password/password.ts';
import { signIn } from '../../src/domain/entry/sign-in/sign-in.ts';
import { getDeployment } from '../../src/domain/model/deployment.ts';
import { events } from '../../src/domain/model/event.ts';
import { members } from '../../src/domain/model/member.ts';
import { passwordNotices, passwordResets, passwords } from '../../src/domain/model/password.ts';
import { system, tenant } from '../../src/storage/tenant.ts';
import { basicApp, setUp } from '../support/basic-app.ts';
import { claimsOf, context, personalKeyOf, policy, testDeployment } from '../support/domain.ts';
import { type MailServer, startMailServer } from '../support/smtp-server.ts';

testDeployment();

const origin = 'http://localhost:3000';
const before = 'seven green ducks';
const after = 'eleven quiet trams';
let mailServer: MailServer;
let app: RequestListener;
let work: () => Promise<unknown>;

beforeAll(async () => {
  mailServer = await startMailServer();
  const config = loadConfig({
    AUTH_TYPE: 'basic',
    INITIAL_ORG_ADMIN_EMAIL: 'root@acme.example',
    SMTP_URL: mailServer.url,
    MAIL_FROM: 'usher@acme.example',
    TRUSTED_PROXIES: 'loopback',
  });
  const { deployment } = await setUp(config);
  app = basicApp(config, deployment.secret);
  const mailer = openMailer({ smtpUrl: mailServer.url, from: 'usher@acme.example' });
  const worker = passwordNoticeWorker(mailer, origin);
  work = async () => {
    while (await worker.run()) {}
  };
});
afterAll(() => mailServer.stop());
beforeEach(() => {
  mailServer.mails.length = 0;
});

let people = 0;
/** Somebody who signs in with a password. */
async function person({ proven = true } = {}) {
  people += 1;
  const email = `Reset${people}@acme.example`;
  const outcome = await signIn(context, claimsOf(email, { name: 'Grace', emailTrusted: proven }), policy);
  if (outcome.outcome !== 'signed-in') throw new Error(JSON.stringify(outcome));
  await setPassword(context, outcome.accountId, before);
  return { email, accountId: outcome.accountId, from: `192.0.2.${people}` };
}
type Person = Awaited<ReturnType<typeof person>>;

const post = (path: string, given: object, from: string, agent = supertest.agent(app)) =>
  agent.post(path).type('form').set('Origin', origin).set('X-Forwarded-For', from).send(given);
const ask = (email: string, from: string, agent = supertest.agent(app)) =>
  post('/auth/password/forgotten', { email }, from, agent);
const enter = ({ email, from }: Person, password: string, agent = supertest.agent(app)) =>
  post('/auth/login/basic', { email, password }, from, agent);

/** The path of the link in the mail to this person. */
async function linkFor({ email, from }: Person): Promise<string> {
  await ask(email, from).expect(200);
  await work();
  const found = mailServer.mails.findLast(({ to }) => to.includes(email));
  return /\/auth\/password\/reset\/[\w-]+/.exec(found?.mail.text ?? '')?.[0] ?? 'no link';
}

async function logOf({ accountId }: Person) {
  const { defaultOrgId } = await getDeployment();
  const member = await tenant(defaultOrgId).findOne(members, { accountId });
  const found = await tenant(defaultOrgId).find(
    events,
    { 'subject.memberId': member?._id ?? '' },
    { sort: { recorded: 1, _id: 1 } },
  );
  return found.filter(({ type }) => /^(password|session|api_key)\./.test(type));
}

describe('a forgotten password', () => {
  it('is replaced by a mailed link, and all that the account had open ends', async () => {
    const someone = await person();
    const agent = supertest.agent(app);
    await enter(someone, before, agent).expect(303);
    const key = (await personalKeyOf(someone.accountId, { description: 'Mine', scopes: ['read'], expiresAt: null }))
      .secret;
    const path = await linkFor(someone);
    const { text } = await supertest(app).get(path).expect(200);
    expect(text).toContain('autocomplete="new-password"');
    await post(path, { password: after }, someone.from).expect(200, /new password is in place/);

    await enter(someone, before).expect(401);
    await enter(someone, after).expect(303);
    await agent.get('/api/v1/me').expect(401);
    await supertest(app).get('/api/v1/me').set('Authorization', `Bearer ${key}`).expect(401);
    const told = await logOf(someone);
    expect(told.map(({ type }) => type).sort()).toEqual([
      'api_key.created',
      'api_key.revoked',
      'password.reset',
      'password.reset_requested',
      'session.ended',
    ]);
    expect(told.find(({ type }) => type === 'session.ended')?.after).toEqual({ sessions: 1, reason: 'password_reset' });
    const actor = { type: 'sign-in', id: 'password' };
    for (const type of ['password.reset_requested', 'password.reset'])
      expect(told.find((event) => event.type === type)).toMatchObject({ actor, address: someone.from });
  });

  it('tells the owner by mail that it was changed, from where', async () => {
    const someone = await person();
    await post(await linkFor(someone), { password: after }, someone.from).expect(200);
    await work();
    const { mail } = mailServer.mails.at(-1) ?? {};
    expect(mail?.subject).toBe('Your password was changed');
    expect(mail?.text).toContain(`from ${someone.from}`);
  });

  it('has a link that works once, also of two at the same moment, and not with another one used since', async () => {
    const someone = await person();
    const [first, second] = [await linkFor(someone), await linkFor(someone)];
    const both = await Promise.all([
      post(second, { password: after }, someone.from),
      post(second, { password: 'nineteen loud kettles' }, someone.from),
    ]);
    expect(both.map(({ status }) => status).sort()).toEqual([200, 404]);
    await post(first, { password: after }, someone.from).expect(404, /does not work any more/);
    await supertest(app).get(second).expect(404);
  });

  it('has a link that ends after 30 minutes, and with a change of the password', async () => {
    const someone = await person();
    const late = await linkFor(someone);
    const [row] = await system('sign-in').find(passwordResets, { accountId: someone.accountId });
    const minutes = ((row?.expiresAt.getTime() ?? 0) - Date.now()) / 60_000;
    expect(Math.round(minutes)).toBe(30);
    await system('sign-in').updateOne(passwordResets, { _id: row?._id ?? '' }, { $set: { expiresAt: new Date() } });
    await post(late, { password: after }, someone.from).expect(404);

    const changed = await linkFor(someone);
    await setPassword(context, someone.accountId, after);
    await supertest(app).get(changed).expect(404);
  });

  it('leaves no secret in the database', async () => {
    const someone = await person();
    const secret = (await linkFor(someone)).split('/').at(-1) ?? '';
    const rows = await system('sign-in').find(passwordResets, { accountId: someone.accountId });
    expect(rows).toHaveLength(1);
    expect(JSON.stringify(rows)).not.toContain(secret);
    expect(rows[0]?.tokenHash).toMatch(/^[0-9a-f]{64}$/);
  });

  it('is answered alike, after the same work, whether somebody has the address or not', async () => {
    const someone = await person();
    const known = await ask(someone.email.toUpperCase(), someone.from).expect(200);
    const unknown = await ask('nobody@acme.example', someone.from).expect(200);
    expect(known.text).toBe(unknown.text);
    // All that either has left is one row to look into.
    const rows = await system('sign-in').find(passwordNotices, {}, { sort: { _id: -1 }, limit: 2 });
    expect(rows.map((row) => Object.keys(row).sort())).toEqual([
      Object.keys(rows[0] ?? {}).sort(),
      Object.keys(rows[0] ?? {}).sort(),
    ]);
    await work();
    // Written to as they gave it, not as it was typed.
    expect(mailServer.mails.map(({ to }) => to)).toEqual([[someone.email]]);
  });

  it('is nothing for whose address is not proven, who has no access, and who has no password', async () => {
    const [claimed, gone, without] = [await person({ proven: false }), await person(), await person()];
    const { defaultOrgId } = await getDeployment();
    const member = await tenant(defaultOrgId).findOne(members, { accountId: gone.accountId });
    await changeUser(context, defaultOrgId, member?._id ?? '', (content) => ({ ...content, active: false }));
    await system('sign-in').deleteMany(passwords, { _id: without.accountId });
    for (const { email, from } of [claimed, gone, without]) await ask(email, from).expect(200);
    await work();
    expect(mailServer.mails).toEqual([]);
    const refusals = async (who: Person) => (await logOf(who)).map(({ type, after }) => [type, after?.reason]);
    expect(await refusals(claimed)).toEqual([['password.refused', 'unproven_address']]);
    expect(await refusals(gone)).toEqual([['password.refused', 'no_access']]);
    expect(await refusals(without)).toEqual([]);
  });

  it('is told of where the mail server does not take the mail', async () => {
    const someone = await person();
    mailServer.refusal = { code: 550, text: 'no such mailbox' };
    await ask(someone.email, someone.from).expect(200);
    await work();
    mailServer.refusal = null;
    const failed = (await logOf(someone)).find(({ type }) => type === 'password.mail_failed');
    expect(failed?.after).toEqual({ kind: 'forgotten', reason: expect.stringContaining('no such mailbox') });
  });

  it('[97] is limited for each address, and for who asks; the owner’s own browser counts alone', async () => {
    const someone = await person();
    const own = supertest.agent(app);
    await enter(someone, before, own).expect(303);
    for (let i = 0; i < 3; i += 1) await ask(someone.email, `198.51.100.${i}`).expect(200);
    await ask(someone.email, '198.51.100.9').expect(429).expect('Retry-After', /^\d+$/);
    await ask(someone.email, '198.51.100.9', own).expect(200);

    for (let i = 0; i < 30; i += 1) await ask(`stranger${i}@acme.example`, '203.0.113.9').expect(200);
    await ask('stranger@acme.example', '203.0.113.9').expect(429);
    await ask('stranger@acme.example', '203.0.113.10').expect(200);
  });

  it('[71] is neither asked for nor chosen from a foreign page', async () => {
    const someone = await person();
    const path = await linkFor(someone);
    for (const [to, given] of [
      ['/auth/password/forgotten', { email: someone.email }],
      [path, { password: after }],
    ] as const)
      await supertest(app).post(to).type('form').set('Origin', 'https://evil.example').send(given).expect(403);
    await enter(someone, before).expect(303);
  });

  it('is refused a common or personal password on the same page, and the link still works', async () => {
    const someone = await person();
    const path = await linkFor(someone);
    await post(path, { password: 'password1234' }, someone.from).expect(400, /tried first/);
    await post(path, { password: `${someone.email.toLowerCase()}!` }, someone.from).expect(
      400,
      /others know about you/,
    );
    await post(path, { password: 'short' }, someone.from).expect(400, /12 to 200/);
    await post(path, { password: after }, someone.from).expect(200);
    const refused = (await logOf(someone)).filter(({ type }) => type === 'password.refused');
    expect(refused.map((event) => event.after)).toEqual(
      expect.arrayContaining([
        { reason: 'common_password', count: 1 },
        { reason: 'personal_password', count: 1 },
        { reason: 'weak_password', count: 1 },
      ]),
    );
  });

  it('[75] is not found by guessing links', async () => {
    for (let i = 0; i < 30; i += 1)
      await supertest(app)
        .get(`/auth/password/reset/usher_reset_${i}`)
        .set('X-Forwarded-For', '203.0.113.77')
        .expect(404);
    await supertest(app).get('/auth/password/reset/one').set('X-Forwarded-For', '203.0.113.77').expect(429);
  });
});
