/** What every door says while the database is away: paused, killed, or lost in the middle of a write (case 107). */
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { type EmbeddedDatabase, startEmbedded } from '../../src/storage/embedded/start.ts';
import { mongodPid, parentOf } from '../storage/embedded/processes.ts';
import { startHostileProvider } from '../support/oidc-provider.ts';
import { freePort } from '../support/ports.ts';
import { emptyFolder, runUsher, type Usher, until } from '../support/usher.ts';
import { wireTo } from './run/proxy.ts';

vi.setConfig({ testTimeout: 300_000 });

const email = 'boss@acme.test';
const password = 'plain sailing after a storm';

/** What the design promises; a request that takes longer is given up and fails the test. */
const promisedMs = 10_000;

let usher: Usher;
let database: EmbeddedDatabase;
let mongod: number;
let doors: [string, string, RequestInit][];

const signal = (pid: number, name: NodeJS.Signals) => process.kill(pid, name);
const send = (path: string, init: RequestInit = {}) =>
  fetch(usher.url + path, { redirect: 'manual', signal: AbortSignal.timeout(promisedMs), ...init });
const cookiesOf = (response: Response) => response.headers.getSetCookie().map((cookie) => cookie.split(';')[0]);

beforeAll(async () => {
  const dataDir = emptyFolder();
  database = await startEmbedded({ dataDir, report: () => {} });
  mongod = mongodPid(dataDir);
  const { issuer, connection } = await startHostileProvider();
  usher = await runUsher({
    env: {
      MONGODB_URI: database.uri,
      BASIC_AUTH_ENABLED: 'true',
      INITIAL_ORG_ADMIN_EMAIL: email,
      INITIAL_ORG_ADMIN_PASSWORD: password,
      OAUTH_ISSUER_URL: issuer,
      OAUTH_CLIENT_ID: connection.clientId,
      OAUTH_CLIENT_SECRET: connection.clientSecret,
    },
  });
  doors = await everyDoor();
  // Otherwise it would start the database again.
  signal(parentOf(mongod), 'SIGSTOP');
});
afterAll(async () => {
  await usher?.kill9();
  const supervisor = parentOf(mongod);
  signal(supervisor, 'SIGCONT');
  await database.stop();
});

/** A request to each door that asks the database: name, path, request. Made while it is there, for sessions and states. */
async function everyDoor(): Promise<typeof doors> {
  const form = (fields: Record<string, string>): RequestInit => ({
    method: 'POST',
    headers: { origin: usher.url },
    body: new URLSearchParams(fields),
  });
  const signedIn = await send('/auth/login/basic', form({ email, password }));
  expect(signedIn.status).toBe(303);
  const cookie = cookiesOf(signedIn).join('; ');
  const begun = await send('/auth/login?connection=default');
  const state = new URL(begun.headers.get('location') ?? '').searchParams.get('state');
  const { items } = await usher.api<{ items: { id: string }[] }>('/organizations');
  const organization = `/api/v1/organizations/${items[0]?.id}`;
  const { body: ada } = await usher.scim('POST', '/Users', { userName: 'ada@acme.test' });

  const scim = (method: string, body?: object): RequestInit => ({
    method,
    headers: { authorization: `Bearer ${usher.token}`, 'content-type': 'application/scim+json' },
    ...(body ? { body: JSON.stringify(body) } : {}),
  });
  const key = { authorization: `Bearer ${usher.apiKey}`, 'content-type': 'application/json' };
  const workspace = { method: 'POST', headers: key, body: JSON.stringify({ name: 'Another' }) };
  const off = { Operations: [{ op: 'replace', path: 'active', value: false }] };
  const bulk = { Operations: [{ method: 'POST', path: '/Users', bulkId: 'a', data: { userName: 'bulk@acme.test' } }] };
  return [
    ['SCIM list', '/scim/v2/Users?filter=userName eq "ada@acme.test"', scim('GET')],
    ['SCIM create', '/scim/v2/Users', scim('POST', { userName: 'eve@acme.test' })],
    ['SCIM patch', `/scim/v2/Users/${ada.id}`, scim('PATCH', off)],
    ['SCIM bulk', '/scim/v2/Bulk', scim('POST', bulk)],
    ['API read', organization, { headers: key }],
    ['API write', `${organization}/workspaces`, workspace],
    [
      'API write with an Idempotency-Key',
      `${organization}/workspaces`,
      { ...workspace, headers: { ...key, 'idempotency-key': 'once' } },
    ],
    ['API with a session', '/api/v1/me', { headers: { cookie } }],
    ['forward-auth', '/auth/verify', { headers: { cookie } }],
    ['sign-in at the provider', '/auth/login?connection=default', {}],
    ["sign-in at an organization's provider", '/auth/login?connection=of-somebody', {}],
    [
      'callback',
      `/auth/callback/default?code=c&state=${state}&iss=x`,
      { headers: { cookie: cookiesOf(begun).join('; ') } },
    ],
    ['password', '/auth/login/basic', form({ email, password })],
    ['sign-out', '/auth/logout', { method: 'POST', headers: { cookie, origin: usher.url } }],
    ['invitation', '/invitations/of-somebody', {}],
    ['invitation, signed in', '/invitations/of-somebody', { headers: { cookie } }],
    ['invitation form', '/invitations/of-somebody', form({ name: 'Eve', password })],
    ['readiness', '/readyz', {}],
  ];
}

/** Status, whether Retry-After names seconds, and the type of the body, or that there is none. */
async function answerOf([name, path, init]: (typeof doors)[number]): Promise<unknown[]> {
  const answer = await send(path, init);
  const text = await answer.text();
  const type = text === '' ? 'empty' : answer.headers.get('content-type')?.split(';')[0];
  return [name, answer.status, Number(answer.headers.get('retry-after')) > 0, type];
}

function expectedOf([name]: (typeof doors)[number]): unknown[] {
  const type = name.startsWith('SCIM')
    ? 'application/scim+json'
    : name.startsWith('API')
      ? 'application/problem+json'
      : name === 'forward-auth'
        ? 'empty'
        : name === 'readiness'
          ? 'application/json'
          : 'text/html';
  return [name, 503, true, type];
}

describe('[R1] while every answer of the database takes two seconds', () => {
  it('a request waits for a few of them, and is answered 503 with Retry-After within 10 s', async () => {
    const uri = new URL(database.uri);
    const wire = await wireTo(await freePort(), Number(uri.port));
    uri.port = String(wire.port);
    uri.searchParams.delete('replicaSet');
    uri.searchParams.set('directConnection', 'true');
    const { token, apiKey } = usher;
    const slow = await runUsher({ token, apiKey, env: { MONGODB_URI: uri.href, AUTH_TYPE: 'basic' } });
    const { body: ada } = await slow.scim('POST', '/Users', { userName: 'ada.slow@acme.test' });
    const sendScim = (method: string, path: string, body?: object) =>
      fetch(slow.scimUrl + path, {
        method,
        headers: { authorization: `Bearer ${token}`, 'content-type': 'application/scim+json' },
        signal: AbortSignal.timeout(promisedMs),
        ...(body ? { body: JSON.stringify(body) } : {}),
      });
    wire.slow(2_000);
    const group = { displayName: 'Slow', members: [{ value: ada.id }] };
    const answers = await Promise.all([
      sendScim('POST', '/Groups', group),
      sendScim('GET', `/Users/${ada.id}`),
      fetch(`${slow.url}/readyz`, { signal: AbortSignal.timeout(2_000) }),
    ]);
    wire.slow(0);
    expect(answers.map(({ status }) => status)).toEqual([503, 200, 503]);
    expect(Number(answers[0]?.headers.get('retry-after'))).toBeGreaterThan(0);
    // What was given up may have been done; sent again it is done once.
    await until(async () => [201, 409].includes((await slow.scim('POST', '/Groups', group)).status));
    await slow.kill9();
    await wire.close();
  });
});

describe('[107] while the database is away, every door answers 503 with Retry-After within 10 s', () => {
  it('when it is paused, with many writes that wait for each other; it goes on where it was', async () => {
    signal(mongod, 'SIGSTOP');
    try {
      // Load balancers are told sooner.
      const readiness = await send('/readyz', { signal: AbortSignal.timeout(2_000) });
      expect(readiness.status).toBe(503);
      const patch = doors.find(([name]) => name === 'SCIM patch') as (typeof doors)[number];
      const queued = Array.from({ length: 20 }, () => patch);
      const answers = await Promise.all([...doors, ...queued].map(answerOf));
      expect(answers).toEqual([...doors, ...queued].map(expectedOf));
      expect([(await send('/')).status, (await send('/livez')).status]).toEqual([200, 200]);
    } finally {
      signal(mongod, 'SIGCONT');
    }
    await until(async () => (await usher.scim('GET', '/Users?count=1')).status === 200);
  });

  it('when it is killed in the middle of writes, and afterwards', async () => {
    const { body: group } = await usher.scim('POST', '/Groups', { displayName: 'Everybody' });
    const { body: ada } = await usher.scim('GET', '/Users?count=1');
    const members = [{ value: ada.Resources[0]?.id }];
    let sent = 0;
    const statuses: number[] = [];
    const write = async (worker: number): Promise<void> => {
      for (let lost = false; !lost; ) {
        sent += 1;
        const user = { method: 'POST', path: '/Users', bulkId: 'u', data: { userName: `${worker}-${sent}@acme.test` } };
        const op = sent % 2 ? 'add' : 'remove';
        const { status } = await (worker % 2
          ? usher.scim('POST', '/Bulk', { Operations: [user] })
          : usher.scim('PATCH', `/Groups/${group.id}`, { Operations: [{ op, path: 'members', value: members }] }));
        statuses.push(status);
        lost = status >= 500;
      }
    };
    const writing = Promise.all(Array.from({ length: 16 }, (_, worker) => write(worker)));
    await until(() => statuses.length > 40);
    signal(mongod, 'SIGKILL');
    await writing;
    expect(statuses.filter((status) => status >= 500)).toEqual(Array(16).fill(503));
    expect(await Promise.all(doors.map(answerOf))).toEqual(doors.map(expectedOf));
    expect(usher.output()).not.toContain('Something went wrong');
  });
});
