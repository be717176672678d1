/** Signals: a transmitter tells that somebody's sessions shall end (Shared Signals Framework 1.0, RFC 8935, CAEP, RISC). */
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { changeConnection, deleteConnection } from '../../src/domain/administration/connections/change-connection.ts';
import { createServiceKey } from '../../src/domain/administration/keys/service-key.ts';
import { shiftClock } from '../../src/domain/kernel/clock.ts';
import { events } from '../../src/domain/model/event.ts';
import { mongoClient } from '../../src/storage/connection.ts';
import { tenant } from '../../src/storage/tenant.ts';
import { newConnection } from '../domain/entry/sign-in/people.ts';
import { context, secretBox, testDeployment } from '../support/domain.ts';
import { caep, risc, type Stream, ssf, startTransmitter, type Transmitter } from '../support/transmitter.ts';
import { endingsOf, keysLive, type Place, twoOrganizations } from './two-organizations.ts';

testDeployment();
const world = twoOrganizations();
let transmitter: Transmitter;
let stream: Stream;
let serviceKey: string;

beforeAll(async () => {
  transmitter = await startTransmitter();
  const order = { description: 'tests', scopes: ['read' as const, 'write' as const], expiresAt: null };
  serviceKey = (await createServiceKey(context, world.b().orgId, order)).secret;
  expect((await ask('POST', '', orderOf(transmitter))).status).toBe(201);
  stream = [...transmitter.streams.values()][0] as Stream;
});
afterAll(() => transmitter.stop());
beforeEach(() => {
  transmitter.bends = {};
});

type Asked = { readonly at?: string; readonly headers?: Record<string, string> };

/** The API about the stream of B's connection. */
async function ask(method: string, path: string, body?: object, { at, headers = {} }: Asked = {}) {
  const { orgId, connectionId } = world.b();
  const url = `${world.app().url}/api/v1/organizations/${orgId}/sso-connections/${at ?? connectionId}/signal-stream${path}`;
  const answer = await fetch(url, {
    method,
    headers: { authorization: `Bearer ${serviceKey}`, 'content-type': 'application/json', ...headers },
    ...(body ? { body: JSON.stringify(body) } : {}),
  });
  const text = await answer.text();
  return { status: answer.status, body: text === '' ? null : JSON.parse(text) };
}

const orderOf = ({ configurationUrl, authorization }: Transmitter) => ({ configurationUrl, authorization });
const bySubject = ({ provider }: Place, sub: string) => ({ format: 'iss_sub', iss: provider.issuer, sub });
const byAddress = (email: string) => ({ format: 'email', email });
type More = Parameters<Transmitter['token']>[3];

async function tell(event: string, subject: unknown, more?: More): Promise<Response> {
  return transmitter.push(stream, await transmitter.token(stream, event, subject, more));
}

async function expectRefused(answer: Response, err: string, status = 400): Promise<void> {
  expect([answer.status, answer.headers.get('content-language')]).toEqual([status, 'en']);
  expect(await answer.json()).toEqual({ err, description: expect.any(String) });
}

describe('a signal', () => {
  it.each([
    [`${caep}/session-revoked`, 'session_revoked'],
    [`${caep}/credential-change`, 'credential_changed'],
    [`${risc}/account-disabled`, 'account_disabled'],
    [`${risc}/account-purged`, 'account_purged'],
  ])('%s ends sessions and keys on every node, and is told once, as %s', async (event, reason) => {
    const b = world.b();
    const [present, other] = [await world.signedIn(b, `ada-${reason}`), await world.signedIn(b, 'bea')];
    const details = { event_timestamp: Math.floor(Date.now() / 1_000), change_type: 'update' };
    const answer = await tell(event, bySubject(b, `ada-${reason}`), { details });
    expect([answer.status, await answer.text()]).toEqual([202, '']);
    const nodes = [world.app(), world.second()];
    expect(await Promise.all(nodes.map((at) => world.isSignedIn(present.browser, at)))).toEqual([false, false]);
    expect([await keysLive(present, other), await world.isSignedIn(other.browser)]).toEqual([[false, true], true]);
    expect(await endingsOf(b.orgId, present.memberId)).toMatchObject([
      { actor: { type: 'sign-in', id: b.connectionId }, after: { sessions: 1, reason } },
    ]);
  });

  it('about the user of a complex subject counts for the user', async () => {
    const b = world.b();
    const present = await world.signedIn(b, 'cleo');
    const device = { format: 'opaque', id: 'laptop' };
    const subject = { format: 'complex', user: byAddress('cleo@acme.test'), device };
    expect((await tell(`${caep}/session-revoked`, subject)).status).toBe(202);
    expect(await world.isSignedIn(present.browser)).toBe(false);
  });

  it.each([
    [
      'one of several names',
      'carl',
      (b: Place) => [{ format: 'phone_number', phone_number: '+4912345' }, bySubject(b, 'carl')],
    ],
    ['an address among several names', 'cora', (b: Place) => [bySubject(b, 'nobody'), byAddress('cora@acme.test')]],
  ])('about whom Usher knows by %s counts', async (_what, sub, names) => {
    const b = world.b();
    const present = await world.signedIn(b, sub);
    const subject = { format: 'aliases', identifiers: names(b) };
    expect((await tell(`${caep}/session-revoked`, subject)).status).toBe(202);
    expect(await world.isSignedIn(present.browser)).toBe(false);
  });

  it('beside which a vendor says something of its own counts', async () => {
    const b = world.b();
    const present = await world.signedIn(b, 'dirk');
    const events = { 'https://vendor.example/risk': { score: 9 }, [`${caep}/session-revoked`]: {} };
    expect((await tell(`${caep}/session-revoked`, bySubject(b, 'dirk'), { claims: { events } })).status).toBe(202);
    expect(await world.isSignedIn(present.browser)).toBe(false);
  });

  it('that does not say which of the transmitter’s keys has signed it counts', async () => {
    const b = world.b();
    const present = await world.signedIn(b, 'dina');
    const more = { header: { kid: undefined } };
    expect((await tell(`${caep}/session-revoked`, bySubject(b, 'dina'), more)).status).toBe(202);
    expect(await world.isSignedIn(present.browser)).toBe(false);
    transmitter.bends = { key: 'unknown key' };
    await expectRefused(await tell(`${caep}/session-revoked`, bySubject(b, 'dina'), more), 'invalid_key');
  });

  it('that names its subject inside the event, as earlier drafts have it, counts', async () => {
    const b = world.b();
    const present = await world.signedIn(b, 'dora');
    const more = { details: { subject: bySubject(b, 'dora') } };
    expect((await tell(`${caep}/session-revoked`, undefined, more)).status).toBe(202);
    expect(await world.isSignedIn(present.browser)).toBe(false);
  });

  it('[128] that comes again is acknowledged and ends nothing more', async () => {
    const b = world.b();
    await world.signedIn(b, 'eva');
    const token = await transmitter.token(stream, `${caep}/session-revoked`, bySubject(b, 'eva'));
    expect((await transmitter.push(stream, token)).status).toBe(202);
    const later = await world.signedIn(b, 'eva');
    const elsewhere = { ...stream.delivery, endpoint_url: pushUrl(world.second().url) };
    expect((await transmitter.push(stream, token)).status).toBe(202);
    expect((await transmitter.push({ ...stream, delivery: elsewhere }, token)).status).toBe(202);
    expect([await world.isSignedIn(later.browser), await keysLive(later)]).toEqual([true, [true]]);
    expect(await endingsOf(b.orgId, later.memberId)).toHaveLength(1);
  });

  it.each([
    ['a credential that was added', `${caep}/credential-change`, { change_type: 'create' }, {}],
    ['an event of another kind', `${caep}/device-compliance-change`, {}, {}],
    ['a subject that Usher knows nobody by', `${caep}/session-revoked`, {}, { sub_id: { format: 'opaque', id: 'x' } }],
    ['no subject', `${caep}/session-revoked`, {}, { sub_id: undefined }],
  ])('[129] about %s is acknowledged and ends nothing', async (_what, event, details, claims) => {
    const b = world.b();
    const present = await world.signedIn(b, 'fay');
    expect((await tell(event, bySubject(b, 'fay'), { details, claims })).status).toBe(202);
    expect(await world.isSignedIn(present.browser)).toBe(true);
  });
});

describe('[88] a signal to one organization', () => {
  it('ends nothing of another one, whomever it names', async () => {
    const [a, b] = [world.a(), world.b()];
    const victim = await world.signedIn(a, 'gus');
    for (const subject of [bySubject(a, 'gus'), bySubject(b, 'gus'), byAddress('gus@acme.test')])
      expect((await tell(`${risc}/account-disabled`, subject)).status).toBe(202);
    expect([await world.isSignedIn(victim.browser), await keysLive(victim)]).toEqual([true, [true]]);
    expect(await endingsOf(a.orgId, victim.memberId)).toEqual([]);
  });

  it('[129] about an address that somebody only claims ends nothing', async () => {
    const claims = { email: 'boss@acme.test', email_verified: false };
    const present = await world.signedIn(world.b(), 'hal', claims);
    expect((await tell(`${caep}/session-revoked`, byAddress('boss@acme.test'))).status).toBe(202);
    expect([await world.isSignedIn(present.browser), await keysLive(present)]).toEqual([true, [true]]);
  });

  it('at the address of another one’s stream is refused', async () => {
    const a = world.a();
    const victim = await world.signedIn(a, 'ida');
    const token = await transmitter.token(stream, `${caep}/session-revoked`, bySubject(a, 'ida'));
    const delivery = { ...stream.delivery, endpoint_url: pushUrl(world.app().url, a.connectionId) };
    await expectRefused(await transmitter.push({ ...stream, delivery }, token), 'invalid_request', 404);
    expect(await world.isSignedIn(victim.browser)).toBe(true);
  });
});

describe('[72] [127] a token of a signal', () => {
  const seconds = () => Math.floor(Date.now() / 1_000);
  const bad: [string, string, () => More][] = [
    ['another aud', 'invalid_audience', () => ({ claims: { aud: 'https://receiver.example/a' } })],
    ['no aud', 'invalid_audience', () => ({ claims: { aud: undefined } })],
    ['another iss', 'invalid_issuer', () => ({ claims: { iss: 'https://idp.example' } })],
    ['no iss', 'invalid_issuer', () => ({ claims: { iss: undefined } })],
    ['typ JWT', 'invalid_request', () => ({ header: { typ: 'JWT' } })],
    ['no typ', 'invalid_request', () => ({ header: { typ: undefined } })],
    ['no iat', 'invalid_request', () => ({ claims: { iat: undefined } })],
    ['an iat an hour ahead', 'invalid_request', () => ({ claims: { iat: seconds() + 3_600 } })],
    ['an iat of last month', 'invalid_request', () => ({ claims: { iat: seconds() - 30 * 86_400 } })],
    ['no jti', 'invalid_request', () => ({ claims: { jti: undefined } })],
    ['an empty jti', 'invalid_request', () => ({ claims: { jti: '' } })],
    ['no events', 'invalid_request', () => ({ claims: { events: undefined } })],
    ['events that are a list', 'invalid_request', () => ({ claims: { events: [] } })],
    [
      'an event that is no object',
      'invalid_request',
      () => ({ claims: { events: { [`${caep}/session-revoked`]: 1 } } }),
    ],
  ];
  it.each(bad)('with %s is refused as %s, and ends nothing', async (_what, err, more) => {
    const present = await world.signedIn(world.b(), 'kim');
    await expectRefused(await tell(`${caep}/session-revoked`, bySubject(world.b(), 'kim'), more()), err);
    expect(await world.isSignedIn(present.browser)).toBe(true);
  });

  it.each([
    ['none', 'invalid_key'],
    ['HS256', 'invalid_key'],
    ['unknown key', 'invalid_key'],
    ['other key under our kid', 'invalid_key'],
    ['flipped', 'invalid_key'],
  ] as const)('with the signature "%s" is refused as %s', async (key, err) => {
    const present = await world.signedIn(world.b(), 'lea');
    transmitter.bends = { key };
    await expectRefused(await tell(`${caep}/session-revoked`, bySubject(world.b(), 'lea')), err);
    expect(await world.isSignedIn(present.browser)).toBe(true);
  });

  it.each([
    ['another authorization', { authorization: 'Bearer usher_signal_0' }, 'authentication_failed', 400],
    ['none', { authorization: '' }, 'authentication_failed', 400],
    ['another content type', { 'content-type': 'application/jwt' }, 'invalid_request', 415],
    ['json', { 'content-type': 'application/json' }, 'invalid_request', 415],
  ])('sent with %s is refused', async (_what, headers, err, status) => {
    const present = await world.signedIn(world.b(), 'max');
    const token = await transmitter.token(stream, `${caep}/session-revoked`, bySubject(world.b(), 'max'));
    await expectRefused(await transmitter.push(stream, token, headers), err, status);
    expect(await world.isSignedIn(present.browser)).toBe(true);
  });

  it('that is no token, or too long, is refused', async () => {
    await expectRefused(await transmitter.push(stream, 'no.token'), 'invalid_request');
    await expectRefused(await transmitter.push(stream, ''), 'invalid_request');
    await expectRefused(await transmitter.push(stream, 'x'.repeat(100_000)), 'invalid_request', 413);
  });

  it('signed by made-up keys makes no traffic to the transmitter', async () => {
    const before = transmitter.asked.jwks;
    for (let i = 0; i < 10; i += 1) {
      transmitter.bends = { key: 'unknown key' };
      await expectRefused(await tell(`${caep}/session-revoked`, byAddress('x@acme.test')), 'invalid_key');
    }
    expect(transmitter.asked.jwks - before).toBeLessThanOrEqual(1);
  });

  it('for a connection that is switched off is 404', async () => {
    const { orgId, connectionId } = world.b();
    await changeConnection(context, orgId, connectionId, { enabled: false }, secretBox);
    const answer = await tell(`${caep}/session-revoked`, byAddress('x@acme.test'));
    await changeConnection(context, orgId, connectionId, { enabled: true }, secretBox);
    await expectRefused(answer, 'invalid_request', 404);
  });

  it('is remembered for as long as its age allows it', async () => {
    const b = world.b();
    await world.signedIn(b, 'nora');
    const token = await transmitter.token(stream, `${caep}/session-revoked`, bySubject(b, 'nora'));
    expect((await transmitter.push(stream, token)).status).toBe(202);
    const rows = await mongoClient().db().collection('logoutTokens').find().sort({ expiresAt: -1 }).limit(1).toArray();
    expect(rows[0]?.expiresAt.getTime()).toBeGreaterThan(Date.now() + 7 * 86_400_000);
    shiftClock(8 * 86_400_000);
    await expectRefused(await transmitter.push(stream, token), 'invalid_request');
    shiftClock(0);
  });
});

describe('a stream of signals', () => {
  const made = async () => {
    const { orgId } = world.b();
    return (await newConnection(orgId, { name: randomUUID() }))._id;
  };

  it('is made at the transmitter with what ends sessions, and shown without its secrets', async () => {
    const b = world.b();
    expect(stream.delivery.endpoint_url).toBe(pushUrl(world.app().url));
    expect(stream.delivery.authorization_header).toMatch(/^Bearer usher_signal_[\w-]{43}$/);
    const events = [`${caep}/session-revoked`, `${caep}/credential-change`, `${risc}/account-disabled`];
    expect(stream.events_requested).toEqual([...events, `${risc}/account-purged`]);
    const { status, body } = await ask('GET', '');
    expect([status, body]).toMatchObject([
      200,
      {
        streamId: stream.stream_id,
        issuer: transmitter.issuer,
        audience: [stream.aud],
        lastSignalAt: expect.any(String),
      },
    ]);
    const [row] = await mongoClient()
      .db()
      .collection<{ _id: string }>('signalStreams')
      .find({ _id: b.connectionId })
      .toArray();
    const stored = JSON.stringify([row, body]);
    expect(stored).not.toContain('transmitter-token-of-the-tests');
    expect(stored).not.toContain(stream.delivery.authorization_header.slice(7));
  });

  it('is checked: how it is, and that an event arrives', async () => {
    stream.status = 'paused';
    const { status, body } = await ask('POST', '/check');
    stream.status = 'enabled';
    expect([status, body]).toMatchObject([
      200,
      { status: 'paused', statusReason: 'as a test has it', verifiedAt: expect.any(String) },
    ]);
    const subject = { format: 'opaque', id: stream.stream_id };
    const details = { status: 'enabled' };
    expect((await tell(`${ssf}/stream-updated`, subject, { details })).status).toBe(202);
    expect((await ask('GET', '')).body).toMatchObject({ status: 'enabled', statusReason: null });
  });

  it('[130] is not verified by a state that nobody asked for, and is by one that comes of itself', async () => {
    const subject = { format: 'opaque', id: stream.stream_id };
    const before = (await ask('GET', '')).body.verifiedAt;
    await expectRefused(await tell(`${ssf}/verification`, subject, { details: { state: 'made up' } }), 'invalid_state');
    expect((await ask('GET', '')).body.verifiedAt).toBe(before);
    expect((await tell(`${ssf}/verification`, subject)).status).toBe(202);
    expect((await ask('GET', '')).body.verifiedAt).not.toBe(before);
  });

  it.each([`${ssf}/verification`, `${ssf}/stream-updated`])(
    '[130] is not what %s about another one means',
    async (event) => {
      const before = (await ask('GET', '')).body;
      const details = event.endsWith('updated') ? { status: 'disabled' } : {};
      const answer = await tell(event, { format: 'opaque', id: 'another-stream' }, { details });
      await expectRefused(answer, 'invalid_request');
      expect((await ask('GET', '')).body).toEqual(before);
    },
  );

  it('is one for each connection, also where it is asked for twice with the same Idempotency-Key', async () => {
    expect(await ask('POST', '', orderOf(transmitter))).toMatchObject({
      status: 409,
      body: { code: 'signal_stream_exists' },
    });
    const connection = { at: await made(), headers: { 'idempotency-key': randomUUID() } };
    const before = transmitter.streams.size;
    const [first, second] = [
      await ask('POST', '', orderOf(transmitter), connection),
      await ask('POST', '', orderOf(transmitter), connection),
    ];
    expect([first.status, second]).toEqual([201, first]);
    expect(transmitter.streams.size).toBe(before + 1);
  });

  it('is removed here and there, with an event for each', async () => {
    const at = await made();
    const { body } = await ask('POST', '', orderOf(transmitter), { at });
    const own = transmitter.streams.get(body.streamId) as Stream;
    expect(await ask('DELETE', '', undefined, { at })).toEqual({ status: 204, body: null });
    expect(transmitter.streams.has(body.streamId)).toBe(false);
    expect((await ask('GET', '', undefined, { at })).status).toBe(404);
    const token = await transmitter.token(own, `${caep}/session-revoked`, byAddress('x@acme.test'));
    await expectRefused(await transmitter.push(own, token), 'invalid_request', 404);
    const told = await tenant(world.b().orgId).find(events, { 'subject.connectionId': at }, { sort: { _id: 1 } });
    expect(told.map(({ type }) => type).slice(-2)).toEqual(['signal_stream.created', 'signal_stream.deleted']);
  });

  it('ends with its connection', async () => {
    const at = await made();
    await ask('POST', '', orderOf(transmitter), { at });
    await deleteConnection(context, world.b().orgId, at);
    expect(await mongoClient().db().collection<{ _id: string }>('signalStreams').countDocuments({ _id: at })).toBe(0);
  });

  const unusable: [string, number, string, () => Transmitter['bends']][] = [
    ['another issuer', 400, 'transmitter_unusable', () => bent({ issuer: 'https://other.example' })],
    ['no push', 400, 'transmitter_unusable', () => bent({ delivery_methods_supported: ['urn:ietf:rfc:8936'] })],
    ['no keys', 400, 'transmitter_unusable', () => bent({ jwks_uri: undefined })],
    [
      'keys inside the operator’s network',
      400,
      'address_refused',
      () => bent({ jwks_uri: 'http://169.254.169.254/keys' }),
    ],
    [
      'a streams endpoint inside it',
      400,
      'address_refused',
      () => bent({ configuration_endpoint: 'http://10.0.0.1/' }),
    ],
    [
      'a page',
      502,
      'transmitter_failed',
      () => ({ instead: { configuration: (_, response) => void response.send('<p>') } }),
    ],
    [
      'a refusal of the authorization',
      502,
      'transmitter_failed',
      () => ({ instead: { streams: (_, r) => void r.status(403).end() } }),
    ],
    [
      'a stream without aud',
      502,
      'transmitter_failed',
      () => ({ instead: { streams: (_, r) => void r.status(201).json({ stream_id: 'x' }) } }),
    ],
  ];
  it.each(unusable)(
    '[81] [131] is not made where the transmitter has %s: %d %s, and nothing is kept',
    async (_what, status, code, bends) => {
      const at = await made();
      transmitter.bends = bends();
      expect(await ask('POST', '', orderOf(transmitter), { at })).toMatchObject({ status, body: { code } });
      expect((await ask('GET', '', undefined, { at })).status).toBe(404);
      transmitter.bends = {};
      expect((await ask('POST', '', orderOf(transmitter), { at })).status).toBe(201);
    },
  );

  it('[81] at an address inside the operator’s network is refused before anything is asked', async () => {
    const order = { configurationUrl: 'http://10.0.0.1/.well-known/ssf-configuration', authorization: 'x' };
    expect(await ask('POST', '', order, { at: await made() })).toMatchObject({
      status: 400,
      body: { code: 'address_refused' },
    });
  });

  function bent(changes: Record<string, unknown>): Transmitter['bends'] {
    return { configuration: (document) => ({ ...document, ...changes }) };
  }
});

function pushUrl(base: string, connectionId = world.b().connectionId): string {
  return `${base}/auth/signals/${connectionId}`;
}
