import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { createServiceKey } from '../../../src/domain/administration/keys/service-key.ts';
import { createWorkspace } from '../../../src/domain/administration/organizations/change-workspaces.ts';
import { liveFeed } from '../../../src/domain/audit/live.ts';
import { sealWaiting } from '../../../src/domain/audit/seal.ts';
import { shiftClock } from '../../../src/domain/kernel/clock.ts';
import { recordScimRequests } from '../../../src/domain/model/scim-request.ts';
import { context, newOrganization } from '../../support/domain.ts';
import { type EventStream, openEventStream } from '../../support/event-stream.ts';
import { deploymentKey, testApi } from '../api-app.ts';

const live = liveFeed();
const api = testApi({}, { live });
let server: Server;
let base = '';
const open: EventStream[] = [];

beforeAll(async () => {
  server = api.app.listen(0, '127.0.0.1');
  await new Promise((listening) => server.once('listening', listening));
  base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterEach(() => {
  shiftClock(0);
  for (const stream of open.splice(0)) stream.close();
});
afterAll(() => server.close());

/** A stream that has been opened: what happens from now on is in it. */
async function follow(orgId: string, headers: Record<string, string> = {}): Promise<EventStream & { at: string }> {
  const authorization = headers.Cookie ? {} : { Authorization: `Bearer ${deploymentKey}` };
  const stream = await openEventStream(`${base}/api/v1/organizations/${orgId}/live`, { ...authorization, ...headers });
  open.push(stream);
  expect(stream.status).toBe(200);
  const opened = await stream.next();
  return { ...stream, at: opened?.id ?? '' };
}

/** What the workers do in a second or two. */
async function tick(): Promise<void> {
  await sealWaiting();
  // Rows of the log are shown when they are two seconds old.
  shiftClock(3_000);
  await live.worker.run();
}

function log(orgId: string, path: string): Promise<void> {
  const what = { requestId: 'r', tokenId: 't', tokenName: 'Okta', operation: 'list', method: 'GET' } as const;
  const outcome = { status: 200, scimType: null, detail: null, durationMs: 1, body: null, ignored: [] };
  const at = new Date();
  const target = { resourceType: 'User', targetId: null } as const;
  return recordScimRequests([
    { orgId, at, expiresAt: new Date(at.getTime() + 1e6), ...what, ...target, ...outcome, path },
  ]);
}

const keyOf = (authorization: string) => ({ Authorization: `Bearer ${authorization}` });

/** Settled, so that nothing of the set-up is in a stream that is opened now. */
async function quietOrganization(): Promise<string> {
  const { orgId } = await newOrganization();
  await sealWaiting();
  return orgId;
}

describe('a live stream', () => {
  it('sends events and rows of the log as the lists show them, and nothing of other organizations', async () => {
    const orgId = await quietOrganization();
    const other = await quietOrganization();
    const stream = await follow(orgId);
    expect(stream.headers.get('content-type')).toBe('text/event-stream; charset=utf-8');
    await createWorkspace(context, other, 'Elsewhere');
    await log(other, '/scim/v2/Users?elsewhere');
    await createWorkspace(context, orgId, 'Research');
    await log(orgId, '/scim/v2/Users');
    await tick();
    const org = `/organizations/${orgId}`;
    const [{ names: _names, ...event }] = (await api.operator('get', `${org}/audit-events`)).body.items;
    const [row] = (await api.operator('get', `${org}/scim/requests`)).body.items;
    expect(await stream.next()).toMatchObject({ event: 'audit-event', data: event });
    expect(await stream.next()).toMatchObject({ event: 'scim-request', data: row });
  });

  it('goes on where it was left, in the middle of what happened at once as well', async () => {
    const orgId = await quietOrganization();
    const { at } = await follow(orgId);
    for (const name of ['A', 'B', 'C']) await createWorkspace(context, orgId, name);
    for (const path of ['/1', '/2']) await log(orgId, path);
    await tick();
    const seen: string[] = [];
    for (let last = at; seen.length < 5; ) {
      const stream = await follow(orgId, { 'Last-Event-ID': last });
      await live.worker.run();
      const message = await stream.next();
      stream.close();
      if (message === null) throw new Error('the stream ended');
      const { after, path } = message.data as { after?: { name: string }; path?: string };
      seen.push(after?.name ?? path ?? '');
      last = message.id;
    }
    expect(seen).toEqual(['A', 'B', 'C', '/1', '/2']);
  });

  it('says that it is still there when nothing happens', async () => {
    const stream = await follow(await quietOrganization());
    shiftClock(14_000);
    await live.worker.run();
    shiftClock(15_000);
    await live.worker.run();
    expect(await stream.next()).toMatchObject({ event: '', data: null, id: expect.stringMatching(/^\d+-/) });
  });

  it('ends before what happened after the right to see it', async () => {
    // One must stay.
    await api.newMemberWith('Organization Admin');
    const admin = await api.newMemberWith('Organization Admin');
    await sealWaiting();
    const stream = await follow(api.defaultOrgId(), keyOf(admin.key));
    const path = `/organizations/${api.defaultOrgId()}/members/${admin.memberId}`;
    expect((await api.operator('patch', path, { organizationRole: 'Organization User' })).status).toBe(200);
    await tick();
    expect(await stream.next()).toBeNull();
  });

  it('ends with its key, and with its session, also when nothing happens there', async () => {
    const orgId = await quietOrganization();
    const order = { description: 'CI', scopes: ['read' as const], expiresAt: null };
    const { token, secret } = await createServiceKey(context, orgId, order);
    const byKey = await follow(orgId, keyOf(secret));
    await api.operator('delete', `/organizations/${orgId}/service-keys/${token._id}`);
    const admin = await api.newMemberWith('Organization Admin');
    const signedIn = await fetch(`${base}/sign-in/${admin.accountId}`, { method: 'POST' });
    const cookie = signedIn.headers.getSetCookie()[0]?.split(';')[0] ?? '';
    await sealWaiting();
    const bySession = await follow(api.defaultOrgId(), { Cookie: cookie });
    shiftClock(15_000);
    await live.worker.run();
    expect([(await bySession.next())?.event, await byKey.next()]).toEqual(['', null]);
    const [session] = (await admin.ask('get', '/me/sessions')).body.items;
    await admin.ask('delete', `/me/sessions/${session.id}`);
    await tick();
    expect(await bySession.next()).toBeNull();
  });

  it('is one of five at most for each person, until one is closed', async () => {
    const orgId = await quietOrganization();
    const order = { description: 'CI', scopes: ['read' as const], expiresAt: null };
    const { secret } = await createServiceKey(context, orgId, order);
    const streams: EventStream[] = [];
    for (let n = 0; n < 5; n += 1) streams.push(await follow(orgId, keyOf(secret)));
    const url = `${base}/api/v1/organizations/${orgId}/live`;
    const sixth = await fetch(url, { headers: keyOf(secret) });
    expect([sixth.status, sixth.headers.get('retry-after'), ((await sixth.json()) as { code: string }).code]).toEqual([
      429,
      '30',
      'too_many_streams',
    ]);
    await follow(orgId);
    streams[0]?.close();
    const status = async () => {
      const stream = await openEventStream(url, keyOf(secret));
      open.push(stream);
      return stream.status;
    };
    await expect.poll(status).toBe(200);
  });

  it('is refused where it shall begin at a place that is none', async () => {
    const orgId = await quietOrganization();
    const url = `${base}/api/v1/organizations/${orgId}/live`;
    const answer = await fetch(url, { headers: { ...keyOf(deploymentKey), 'Last-Event-ID': '42' } });
    expect([answer.status, ((await answer.json()) as { code: string }).code]).toEqual([400, 'invalid_input']);
  });

  it('ends with the server, and whoever comes then is sent away to come again', async () => {
    const feed = liveFeed();
    const rights = () => Promise.resolve({ scimRequests: true });
    const follower = {
      orgId: await quietOrganization(),
      who: 'x',
      rights,
      render: ({ kind }: { kind: string }) => kind,
    };
    const takenFrom = async (stream: AsyncIterable<string>) => {
      const taken: string[] = [];
      for await (const text of stream) taken.push(text);
      return taken;
    };
    const before = takenFrom(await feed.follow(follower, null));
    feed.end();
    expect(await before).toEqual(['opened']);
    expect(await takenFrom(await feed.follow(follower, null))).toEqual(['opened']);
  });
});
