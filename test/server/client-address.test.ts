/** Where people come from, behind proxies and without: in the request log, their sessions and the audit log (rule P9). */

import supertest from 'supertest';
import { beforeAll, describe, expect, it } from 'vitest';
import { loadConfig } from '../../src/config/load-config.ts';
import { sealWaiting } from '../../src/domain/audit/seal.ts';
import { verifyChain } from '../../src/domain/audit/verify.ts';
import { getDeployment } from '../../src/domain/model/deployment.ts';
import { type EventDocument, events } from '../../src/domain/model/event.ts';
import { createLogger } from '../../src/http/logging.ts';
import { mongoClient } from '../../src/storage/connection.ts';
import { tenant } from '../../src/storage/tenant.ts';
import { basicApp, setUp } from '../support/basic-app.ts';
import { testDeployment } from '../support/domain.ts';

testDeployment();

const origin = 'http://localhost:3000';
const admin = { email: 'root@acme.example', password: 'correct horse battery' };
const settings = {
  AUTH_TYPE: 'basic',
  INITIAL_ORG_ADMIN_EMAIL: admin.email,
  INITIAL_ORG_ADMIN_PASSWORD: admin.password,
};
let secret: string;
let orgId: string;

beforeAll(async () => {
  const config = loadConfig(settings);
  const { deployment } = await setUp(config);
  secret = deployment.secret;
  orgId = (await getDeployment()).defaultOrgId;
});

/** A server behind these proxies, and what it logs. */
function serve(TRUSTED_PROXIES = '') {
  const lines: { req?: { address?: string; path?: string }; peer?: string; msg: string }[] = [];
  const logger = createLogger('info', { write: (line: string) => void lines.push(JSON.parse(line)) });
  const config = loadConfig({ ...settings, TRUSTED_PROXIES });
  const app = basicApp(config, secret, logger);
  return { app, lines };
}

/** Signs in with these headers and makes a workspace. */
async function visit({ app }: ReturnType<typeof serve>, headers: Record<string, string>) {
  const agent = supertest.agent(app);
  await agent
    .post('/auth/login/basic')
    .set({ ...headers, Origin: origin })
    .type('form')
    .send(admin)
    .expect(303);
  const me = await agent.get('/api/v1/me').set(headers).expect(200);
  const proof = { ...headers, Origin: origin, 'X-CSRF-Token': me.body.csrfToken as string };
  const path = `/api/v1/organizations/${orgId}/workspaces`;
  const made = await agent
    .post(path)
    .set(proof)
    .send({ name: `W ${Math.random()}` })
    .expect(201);
  await sealWaiting();
  const audit = await agent
    .get(`/api/v1/organizations/${orgId}/audit-events?types=workspace.created&limit=1`)
    .expect(200);
  const sessions = await agent.get('/api/v1/me/sessions').expect(200);
  return {
    event: audit.body.items[0],
    session: sessions.body.items.find(({ current }: { current: boolean }) => current),
    requestId: made.headers['x-request-id'],
  };
}

describe('the address of a client', () => {
  it.each([
    ['the peer’s own, without a proxy', '', {}, '127.0.0.1'],
    [
      'the peer’s own where somebody untrusted forges the header',
      '',
      { 'X-Forwarded-For': '203.0.113.9' },
      '127.0.0.1',
    ],
    ['what a trusted proxy says', 'loopback', { 'X-Forwarded-For': '203.0.113.9' }, '203.0.113.9'],
    [
      'what the trusted proxy added, not what the client wrote before',
      '127.0.0.0/8,10.42.0.0/16',
      { 'X-Forwarded-For': '198.51.100.1, 203.0.113.9, 10.42.7.7' },
      '203.0.113.9',
    ],
    ['without the port that some proxies send', 'loopback', { 'X-Forwarded-For': '203.0.113.9:4711' }, '203.0.113.9'],
    ['of IPv6 in its usual form', 'loopback', { 'X-Forwarded-For': '[2001:DB8:0:0::9]:4711' }, '2001:db8::9'],
    ['the proxy’s where it sends no address', 'loopback', { 'X-Forwarded-For': '<script>' }, '127.0.0.1'],
  ])('is %s: in log, session and audit', async (_what, proxies, headers, address) => {
    const server = serve(proxies);
    const { event, session, requestId } = await visit(server, headers as Record<string, string>);
    expect([event.address, session.address]).toEqual([address, address]);
    expect(event.requestId).toBe(requestId);
    const logged = server.lines.filter(({ req }) => req?.path?.endsWith('/workspaces'));
    expect(logged.map(({ req }) => req?.address)).toEqual([address]);
  });

  it('has no say about https and the name of the host', async () => {
    const headers = {
      'X-Forwarded-Proto': 'https',
      'X-Forwarded-Host': 'evil.example',
      'X-Forwarded-For': '203.0.113.9',
    };
    const answer = await supertest(serve('loopback').app)
      .post('/auth/login/basic')
      .set({ ...headers, Origin: origin })
      .type('form')
      .send(admin);
    const cookies = answer.headers['set-cookie'] as unknown as string[];
    expect(cookies.map((cookie) => cookie.split('=')[0]).sort()).toEqual(['usher', 'usher-known']);
    for (const cookie of cookies) expect(cookie).not.toContain('Secure');
    expect(JSON.stringify(answer.headers)).not.toContain('evil.example');
  });

  it('that a proxy tells and nobody trusts is warned of, once', async () => {
    const { app, lines } = serve();
    const get = () => supertest(app).get('/auth/login').set('X-Forwarded-For', '203.0.113.9');
    await get();
    await get();
    expect(lines.filter(({ peer }) => peer === '127.0.0.1').map(({ msg }) => msg)).toEqual([
      expect.stringContaining('TRUSTED_PROXIES'),
    ]);
    const trusting = serve('loopback');
    await supertest(trusting.app).get('/auth/login').set('X-Forwarded-For', '203.0.113.9');
    expect(trusting.lines.filter(({ peer }) => peer !== undefined)).toEqual([]);
  });

  it('[84] of an event is sealed with it, and events without one still verify', async () => {
    await visit(serve('loopback'), { 'X-Forwarded-For': '203.0.113.77' });
    expect(await tenant(orgId).count(events, { address: { $exists: false } })).toBeGreaterThan(0);
    expect((await verifyChain(orgId)).broken).toBeNull();
    const rows = mongoClient().db().collection<EventDocument>('events');
    const found = await rows.findOne({ orgId, address: '203.0.113.77' });
    await rows.updateOne({ _id: found?._id ?? '' }, { $set: { address: '203.0.113.78' } });
    expect((await verifyChain(orgId)).broken).toMatchObject({ seq: found?.seq });
    await rows.updateOne({ _id: found?._id ?? '' }, { $set: { address: '203.0.113.77' } });
  });
});
