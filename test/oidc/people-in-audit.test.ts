/** What the audit log tells of people at the door: who came in, who did not, and how sessions end. */
import type { RequestListener } from 'node:http';
import supertest from 'supertest';
import { beforeAll, describe, expect, it } from 'vitest';
import { loadConfig } from '../../src/config/load-config.ts';
import { sealWaiting } from '../../src/domain/audit/seal.ts';
import { verifyChain } from '../../src/domain/audit/verify.ts';
import { changeUser } from '../../src/domain/directory/change-user.ts';
import { passwordNoticeWorker } from '../../src/domain/entry/password/look-into-notices.ts';
import { setPassword } from '../../src/domain/entry/password/password.ts';
import { expireSessions } from '../../src/domain/entry/reach/expire-sessions.ts';
import { signIn } from '../../src/domain/entry/sign-in/sign-in.ts';
import { getDeployment } from '../../src/domain/model/deployment.ts';
import { events } from '../../src/domain/model/event.ts';
import { members } from '../../src/domain/model/member.ts';
import { sessions } from '../../src/domain/model/session.ts';
import { system, tenant } from '../../src/storage/tenant.ts';
import { basicApp, setUp } from '../support/basic-app.ts';
import { claimsOf, context, policy, testDeployment } from '../support/domain.ts';

testDeployment();

const origin = 'http://localhost:3000';
const password = 'seven green ducks';
let app: RequestListener;
const worker = passwordNoticeWorker(null, origin);
const lookInto = async () => {
  while (await worker.run()) {}
};

beforeAll(async () => {
  const config = loadConfig({
    AUTH_TYPE: 'basic',
    INITIAL_ORG_ADMIN_EMAIL: 'root@acme.example',
    TRUSTED_PROXIES: 'loopback',
  });
  const { deployment } = await setUp(config);
  app = basicApp(config, deployment.secret);
});

let people = 0;
async function person() {
  people += 1;
  const email = `door${people}@acme.example`;
  const outcome = await signIn(context, claimsOf(email, { name: 'Grace' }), policy);
  if (outcome.outcome !== 'signed-in') throw new Error(JSON.stringify(outcome));
  const { accountId } = outcome;
  await setPassword(context, accountId, password);
  const { defaultOrgId: orgId } = await getDeployment();
  const memberId = (await tenant(orgId).findOne(members, { accountId }))?._id ?? '';
  return { email, accountId, orgId, memberId };
}
type Person = Awaited<ReturnType<typeof person>>;

const enter = (email: string, given: string, from = '192.0.2.7', agent = supertest.agent(app)) =>
  agent
    .post('/auth/login/basic')
    .type('form')
    .set('Origin', origin)
    .set('X-Forwarded-For', from)
    .send({ email, password: given });

const told = ({ orgId, memberId }: Person, type: string) =>
  tenant(orgId).find(events, { 'subject.memberId': memberId, type: type as 'session.ended' });

describe('the audit log of people', () => {
  it('tells who signed in, by what, when and from where', async () => {
    const someone = await person();
    const { headers } = await enter(someone.email, password).expect(303);
    expect(await told(someone, 'sign_in.succeeded')).toMatchObject([
      {
        actor: { type: 'sign-in', id: 'password' },
        subject: { memberId: someone.memberId, connectionId: 'password' },
        after: { by: 'password' },
        address: '192.0.2.7',
        requestId: headers['x-request-id'],
      },
    ]);
  });

  it('tells that somebody signed out', async () => {
    const someone = await person();
    const agent = supertest.agent(app);
    await enter(someone.email, password, undefined, agent).expect(303);
    const { body } = await agent.get('/api/v1/me').expect(200);
    await agent.post('/auth/logout').set('Origin', origin).set('X-CSRF-Token', body.csrfToken).expect(303);
    expect(await told(someone, 'session.ended')).toMatchObject([
      { actor: { type: 'account', id: someone.accountId }, after: { sessions: 1, reason: 'signed_out' } },
    ]);
    await agent.get('/api/v1/me').expect(401);
  });

  it('tells that the time of a session was over, once for all that ended then, and the rows are gone', async () => {
    const someone = await person();
    for (let i = 0; i < 2; i += 1) await enter(someone.email, password).expect(303);
    const mine = { 'session.accountId': someone.accountId };
    for (const { _id } of await system('sign-in').find(sessions, mine))
      await system('sign-in').updateOne(sessions, { _id }, { $set: { expires: new Date(Date.now() - 1_000) } });
    await expireSessions();
    expect(await told(someone, 'session.ended')).toMatchObject([
      { actor: { type: 'system' }, after: { sessions: 2, reason: 'expired' } },
    ]);
    expect(await system('sign-in').count(sessions, mine)).toBe(0);
    await expireSessions();
    expect(await told(someone, 'session.ended')).toHaveLength(1);
  });

  it('tells of wrong passwords where the person is known, many at once as one event that counts', async () => {
    const someone = await person();
    for (let i = 0; i < 8; i += 1) await enter(someone.email, 'a guess at it', `198.51.100.${i}`).expect(401);
    expect(await told(someone, 'sign_in.refused')).toEqual([]);
    await lookInto();
    const found = await told(someone, 'sign_in.refused');
    // Two where a minute ended between them.
    expect(found.length).toBeLessThanOrEqual(2);
    expect(found.map(({ after }) => Number(after?.count)).reduce((a, b) => a + b)).toBe(8);
    expect(found[0]).toMatchObject({ after: { reason: 'wrong_password' }, address: '198.51.100.0' });
  });

  it('tells of somebody without access who knew the password', async () => {
    const someone = await person();
    await changeUser(context, someone.orgId, someone.memberId, (content) => ({ ...content, active: false }));
    await enter(someone.email, password).expect(401);
    await lookInto();
    expect(await told(someone, 'sign_in.refused')).toMatchObject([{ after: { reason: 'no_access', count: 1 } }]);
  });

  it('keeps what strangers type out of every log, and their number in the log of the deployment', async () => {
    for (let i = 0; i < 5; i += 1) await enter(`my secret password ${i}`, 'x', '203.0.113.5').expect(401);
    await lookInto();
    const found = await system('counted').find(events, { orgId: '', type: 'sign_in.refused' });
    expect(found.length).toBeLessThanOrEqual(2);
    expect(found.map(({ after }) => Number(after?.count)).reduce((a, b) => a + b)).toBe(5);
    expect(JSON.stringify(found)).not.toContain('secret');
  });

  it('is one chain with all of these, which holds', async () => {
    const someone = await person();
    await enter(someone.email, 'a guess at it').expect(401);
    await lookInto();
    const waits = { orgId: someone.orgId, seq: null, type: 'sign_in.refused' as const };
    await sealWaiting();
    // Its minute is not over.
    const open = await system('counted').find(events, waits);
    expect(open.length).toBeGreaterThan(0);
    for (const { _id } of open)
      await system('counted').updateOne(events, { _id }, { $set: { countsUntil: new Date(0) } });
    await sealWaiting();
    expect(await system('counted').find(events, waits)).toEqual([]);
    expect((await verifyChain(someone.orgId)).broken).toBeNull();
  });
});
