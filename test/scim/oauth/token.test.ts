/** Access tokens for SCIM by OAuth client credentials (RFC 6749, RFC 7523, RFC 8414). */
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { SignJWT, UnsecuredJWT } from 'jose';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { revokeScimClient, rotateScimClient } from '../../../src/domain/administration/keys/scim-clients.ts';
import { deleteOrganization } from '../../../src/domain/administration/organizations/delete-organization.ts';
import { shiftClock } from '../../../src/domain/kernel/clock.ts';
import { events } from '../../../src/domain/model/event.ts';
import { listScimRequests } from '../../../src/domain/model/scim-request.ts';
import { flushProvisioningLog } from '../../../src/scim/provisioning-log.ts';
import { mongoClient } from '../../../src/storage/connection.ts';
import { tenant } from '../../../src/storage/tenant.ts';
import { context, newOrganization, testDeployment } from '../../support/domain.ts';
import { clientOf, created, publicUrl, userBody } from '../../support/scim-door.ts';
import {
  askToken,
  asserted,
  assertionOf,
  basic,
  type Key,
  keySetOf,
  newClient,
  newKey,
  nodeUrl,
  tokenUrl,
} from './token-client.ts';

testDeployment();
afterEach(() => shiftClock(0));

/** A key that has no name, as `kid` is optional. */
async function unnamed(): Promise<Key> {
  const { publicJwk, ...key } = await newKey();
  const { kid: _, ...rest } = publicJwk;
  return { ...key, kid: undefined, publicJwk: rest };
}

const post = (id: string, secret: string, more = {}) => askToken({ client_id: id, client_secret: secret, ...more });

describe('a SCIM client', () => {
  it.each([
    ['client_secret_basic', (id: string, secret: string) => askToken({}, basic(id, secret))],
    ['client_secret_post', (id: string, secret: string) => post(id, secret)],
  ])('gets a token by %s, which is good at SCIM for ten minutes', async (_way, ask) => {
    const { orgId } = await newOrganization();
    const { id, secret } = await newClient(orgId);
    const { status, headers, body } = await ask(id, secret);
    expect([status, headers.get('cache-control'), headers.get('pragma')]).toEqual([200, 'no-store', 'no-cache']);
    const access_token = expect.stringMatching(/^usher_scim_access_[\w-]{43}$/);
    expect(body).toEqual({ access_token, token_type: 'Bearer', expires_in: 600, scope: 'scim' });
    const scim = clientOf(String(body.access_token));
    await created(scim.post('/Users', userBody('ada@acme.test')));
    shiftClock(599_000);
    expect((await scim.get('/Users')).status).toBe(200);
    shiftClock(601_000);
    expect((await scim.get('/Users')).status).toBe(401);
  });

  it('gets one by private_key_jwt, with keys that are kept here', async () => {
    const { orgId } = await newOrganization();
    const key = await newKey();
    const { id, secret } = await newClient(orgId, { authentication: 'private_key_jwt', jwks: keySetOf(key) });
    expect(secret).toBe('');
    const { status, body } = await askToken(asserted(await assertionOf(key, id)));
    expect([status, (await clientOf(String(body.access_token)).get('/Users')).status]).toEqual([200, 200]);
    const toIssuer = await assertionOf(key, id, { aud: publicUrl });
    expect((await askToken({ ...asserted(toIssuer), client_id: id })).status).toBe(200);
  });

  it('is the actor of what it does, in events and in the provisioning log, and its use is noted', async () => {
    const { orgId } = await newOrganization();
    const { id, secret } = await newClient(orgId, { description: 'Entra production' });
    const { body } = await post(id, secret);
    const user = await created(clientOf(String(body.access_token)).post('/Users', userBody('bea@acme.test')));
    const [told] = await tenant(orgId).find(events, { type: 'user.created', 'subject.memberId': user.id });
    expect(told?.actor).toEqual({ type: 'scim-client', id, name: 'Entra production' });
    await flushProvisioningLog();
    const [logged] = await listScimRequests(orgId, { tokenId: id }, { before: null, limit: 1 });
    expect(logged?.request).toMatchObject({ tokenName: 'Entra production', byClient: true, operation: 'create' });
    const row = await mongoClient()
      .db()
      .collection<{ _id: string; lastUsedAt: Date }>('scimClients')
      .findOne({ _id: id });
    expect(row?.lastUsedAt).toBeInstanceOf(Date);
  });

  it('may have less than it could: scim:read', async () => {
    const { orgId } = await newOrganization();
    const { id, secret } = await newClient(orgId);
    const { body } = await post(id, secret, { scope: 'scim:read' });
    expect(body.scope).toBe('scim:read');
    const scim = clientOf(String(body.access_token));
    expect((await scim.get('/Users')).status).toBe(200);
    expect((await scim.post('/Users', userBody('cleo@acme.test'))).status).toBe(403);
  });

  it('[8] that may only read gets no more, whatever it asks for', async () => {
    const { orgId } = await newOrganization();
    const { id, secret } = await newClient(orgId, { scopes: ['read'] });
    expect((await post(id, secret)).body.scope).toBe('scim:read');
    for (const scope of ['scim', 'scim scim:read', 'admin', 'scim:read openid', '__proto__'])
      expect([scope, await post(id, secret, { scope })]).toMatchObject([
        scope,
        { status: 400, body: { error: 'invalid_scope' } },
      ]);
  });

  it('[6] works on with its old secret while the two overlap, then with the new one only', async () => {
    const { orgId } = await newOrganization();
    const { id, secret } = await newClient(orgId);
    const order = { overlapSeconds: 3_600, jwks: null };
    const fresh = (await rotateScimClient(context, orgId, id, order)).secret ?? '';
    expect([(await post(id, secret)).status, (await post(id, fresh)).status]).toEqual([200, 200]);
    shiftClock(3_601_000);
    expect([(await post(id, secret)).status, (await post(id, fresh)).status]).toEqual([401, 200]);
    const at = await rotateScimClient(context, orgId, id, { overlapSeconds: 0, jwks: null });
    expect([(await post(id, fresh)).status, (await post(id, at.secret ?? '')).status]).toEqual([401, 200]);
  });

  it('[6] works on with its old keys in the same way', async () => {
    const { orgId } = await newOrganization();
    const [old, fresh] = [await newKey(), await newKey('RS256')];
    const { id } = await newClient(orgId, { authentication: 'private_key_jwt', jwks: keySetOf(old) });
    await rotateScimClient(context, orgId, id, { overlapSeconds: 60, jwks: keySetOf(fresh) });
    const ask = async (key: Key, claims = {}) => (await askToken(asserted(await assertionOf(key, id, claims)))).status;
    expect([await ask(old), await ask(fresh)]).toEqual([200, 200]);
    shiftClock(61_000);
    const later = { exp: Math.floor(Date.now() / 1_000) + 120 };
    expect([await ask(old, later), await ask(fresh, later)]).toEqual([401, 200]);
  });

  it('[6] does so where no key says which it is', async () => {
    const { orgId } = await newOrganization();
    const [old, fresh, rogue] = await Promise.all([unnamed(), unnamed(), unnamed()]);
    const { id } = await newClient(orgId, { authentication: 'private_key_jwt', jwks: keySetOf(old) });
    await rotateScimClient(context, orgId, id, { overlapSeconds: 60, jwks: keySetOf(fresh) });
    const ask = async (key: Key) => (await askToken(asserted(await assertionOf(key, id)))).status;
    expect([await ask(old), await ask(fresh), await ask(rogue)]).toEqual([200, 200, 401]);
  });

  it('[7] that is revoked gets no token, and those that it had end at once', async () => {
    const { orgId } = await newOrganization();
    const { id, secret } = await newClient(orgId);
    const scim = clientOf(String((await post(id, secret)).body.access_token));
    expect((await scim.get('/Users')).status).toBe(200);
    await revokeScimClient(context, orgId, id);
    expect([(await scim.get('/Users')).status, (await post(id, secret)).status]).toEqual([401, 401]);
    const told = await tenant(orgId).find(events, { 'subject.tokenId': id }, { sort: { _id: 1 } });
    expect(told.map(({ type }) => type)).toEqual(['scim_client.created', 'scim_client.revoked']);
    expect(told[1]?.before).toEqual({ description: 'Entra ID' });
  });

  it('[5] that has ended gets no token, and none of its outlives it', async () => {
    const { orgId } = await newOrganization();
    const { id, secret } = await newClient(orgId, { expiresAt: new Date(Date.now() + 120_000) });
    const { body } = await post(id, secret);
    expect(Number(body.expires_in)).toBeLessThanOrEqual(120);
    shiftClock(121_000);
    expect([(await clientOf(String(body.access_token)).get('/Users')).status, (await post(id, secret)).status]).toEqual(
      [401, 401],
    );
  });

  it('[10] of a deleted organization gets none, and has none', async () => {
    const { orgId } = await newOrganization();
    const { id, secret } = await newClient(orgId);
    const scim = clientOf(String((await post(id, secret)).body.access_token));
    await deleteOrganization(context, orgId);
    expect([(await scim.get('/Users')).status, (await post(id, secret)).status]).toEqual([401, 401]);
  });

  it('[12] of one organization sees nothing of another', async () => {
    const [a, b] = [await newOrganization(), await newOrganization()];
    const [of, to] = [await newClient(a.orgId), await newClient(b.orgId)];
    const mine = clientOf(String((await post(of.id, of.secret)).body.access_token));
    const theirs = clientOf(String((await post(to.id, to.secret)).body.access_token));
    const user = await created(theirs.post('/Users', userBody('dora@b.test')));
    expect((await mine.get('/Users?filter=userName eq "dora@b.test"')).body.totalResults).toBe(0);
    expect((await mine.get(`/Users/${user.id}`)).status).toBe(404);
    expect((await post(of.id, to.secret)).status).toBe(401);
  });

  it('[4] has its secret and its tokens stored as hashes', async () => {
    const { orgId } = await newOrganization();
    const { id, secret } = await newClient(orgId);
    const token = String((await post(id, secret)).body.access_token);
    const db = mongoClient().db();
    const rows = await Promise.all(
      ['scimClients', 'scimAccessTokens'].map((name) => db.collection(name).find({ orgId }).toArray()),
    );
    expect(rows.map(({ length }) => length)).toEqual([1, 1]);
    for (const shown of [secret, token]) expect(JSON.stringify(rows)).not.toContain(shown.slice(-20));
  });

  it('[82] that asks for tokens without end is told to wait, and others are not', async () => {
    const { orgId } = await newOrganization();
    const { id, secret } = await newClient(orgId);
    const other = await newClient(orgId);
    const answers = await Promise.all(Array.from({ length: 320 }, () => post(id, secret)));
    const refused = answers.filter(({ status }) => status === 429);
    expect(refused.length).toBeGreaterThan(0);
    expect([refused[0]?.headers.get('retry-after'), refused[0]?.body.error]).toEqual([
      expect.stringMatching(/^\d+$/),
      'temporarily_unavailable',
    ]);
    expect((await post(other.id, other.secret)).status).toBe(200);
  });
});

describe('[3] the token endpoint', () => {
  const invalidClient = { status: 401, body: { error: 'invalid_client', error_description: expect.any(String) } };

  it('refuses a client that is unknown, or shows another secret, in the same way', async () => {
    const { orgId } = await newOrganization();
    const { id, secret } = await newClient(orgId);
    const wrong = [
      await post('6746f0a1c2d3e4f5a6b7c8d1', secret),
      await post('nobody', secret),
      await post(id, `${secret.slice(0, -1)}${secret.endsWith('A') ? 'B' : 'A'}`),
      await askToken({}, basic(id, 'wrong')),
    ];
    for (const { status, body, headers } of wrong) {
      expect({ status, body }).toEqual(invalidClient);
      expect(headers.get('www-authenticate')).toMatch(/^Basic/);
      expect(headers.get('cache-control')).toBe('no-store');
    }
    expect(new Set(wrong.map(({ body }) => body.error_description)).size).toBe(1);
    const { status, body } = await askToken({});
    expect({ status, body }).toEqual(invalidClient);
    expect((await askToken({}, { authorization: 'Bearer abc' })).status).toBe(401);
  });

  it.each<[string, Record<string, string>, string]>([
    ['another grant type', { grant_type: 'password' }, 'unsupported_grant_type'],
    ['two ways at once', { client_assertion: 'a.b.c' }, 'invalid_request'],
  ])('[124] refuses %s with 400', async (_what, parameters, error) => {
    const { orgId } = await newOrganization();
    const { id, secret } = await newClient(orgId);
    expect(await post(id, secret, parameters)).toMatchObject({ status: 400, body: { error } });
  });

  it('takes a parameter without a value for one that is left out', async () => {
    const { orgId } = await newOrganization();
    const { id, secret } = await newClient(orgId);
    const empty = { client_id: '', client_secret: '', client_assertion: '', client_assertion_type: '', scope: '' };
    expect((await askToken(empty, basic(id, secret))).status).toBe(200);
    expect((await post(id, secret, { client_assertion: '', scope: '' })).status).toBe(200);
    expect(await post(id, '')).toMatchObject({ status: 401, body: { error: 'invalid_client' } });
  });

  it('[124] refuses Basic and the form together, another client_id than that of Basic, and what is given twice', async () => {
    const { orgId } = await newOrganization();
    const { id, secret } = await newClient(orgId);
    const both = await askToken({ client_id: id, client_secret: secret }, basic(id, secret));
    const another = await askToken({ client_id: '6746f0a1c2d3e4f5a6b7c8d1' }, basic(id, secret));
    const twice = new URLSearchParams({ client_id: id, client_secret: secret });
    twice.append('scope', 'scim');
    twice.append('scope', 'scim');
    for (const answer of [both, another, await askToken(twice)])
      expect(answer).toMatchObject({ status: 400, body: { error: 'invalid_request' } });
    const withoutGrant = await fetch(tokenUrl.replace(publicUrl, nodeUrl()), {
      method: 'POST',
      headers: basic(id, secret),
      body: new URLSearchParams({ scope: 'scim' }),
    });
    expect([withoutGrant.status, await withoutGrant.json()]).toMatchObject([400, { error: 'invalid_request' }]);
  });

  it('[33] [37] [124] refuses other bodies and methods, and takes no credentials from the query', async () => {
    const { orgId } = await newOrganization();
    const { id, secret } = await newClient(orgId);
    const url = `${nodeUrl()}/oauth/token`;
    const json = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ grant_type: 'client_credentials', client_id: id, client_secret: secret }),
    });
    const inQuery = `${url}?grant_type=client_credentials&client_id=${id}&client_secret=${secret}`;
    const query = await fetch(inQuery, { method: 'POST', body: new URLSearchParams({ scope: 'scim' }) });
    const long = await askToken({ client_id: id, client_secret: 'x'.repeat(100_000) });
    const get = await fetch(inQuery);
    expect([json.status, query.status, long.status, get.status, get.headers.get('allow')]).toEqual([
      400,
      401,
      413,
      405,
      'POST',
    ]);
  });

  it('[97] lets who guesses wait, from that network, and nobody who is right', async () => {
    const { orgId } = await newOrganization();
    const { id, secret } = await newClient(orgId);
    let status = 0;
    for (let i = 0; i < 40 && status !== 429; i += 1) status = (await post(id, `guess-${i}`)).status;
    expect(status).toBe(429);
    expect([(await post(id, secret)).status, (await post(id, 'one more guess')).status]).toEqual([200, 429]);
    await mongoClient().db().collection('rateLimits').deleteMany({});
  });

  it('says in its metadata what it does (RFC 8414)', async () => {
    const answer = await fetch(`${nodeUrl()}/.well-known/oauth-authorization-server`);
    expect(await answer.json()).toEqual({
      issuer: publicUrl,
      token_endpoint: tokenUrl,
      response_types_supported: [],
      grant_types_supported: ['client_credentials'],
      scopes_supported: ['scim', 'scim:read'],
      token_endpoint_auth_methods_supported: ['client_secret_basic', 'client_secret_post', 'private_key_jwt'],
      token_endpoint_auth_signing_alg_values_supported: expect.arrayContaining(['RS256', 'ES256']),
    });
  });
});

describe('[55] [123] a client assertion', () => {
  let key: Key;
  let rogue: Key;
  let id: string;
  beforeAll(async () => {
    [key, rogue] = [await newKey(), await newKey()];
    const { orgId } = await newOrganization();
    ({ id } = await newClient(orgId, { authentication: 'private_key_jwt', jwks: keySetOf(key) }));
  });
  afterEach(() => mongoClient().db().collection('rateLimits').deleteMany({}));

  const seconds = () => Math.floor(Date.now() / 1_000);
  const bad: [string, () => Record<string, unknown>][] = [
    ['another aud', () => ({ aud: 'https://other.example/oauth/token' })],
    ['more than one aud', () => ({ aud: [tokenUrl, 'https://other.example'] })],
    ['no aud', () => ({ aud: undefined })],
    ['another iss', () => ({ iss: '6746f0a1c2d3e4f5a6b7c8d1' })],
    ['another sub', () => ({ sub: '6746f0a1c2d3e4f5a6b7c8d1' })],
    ['no sub', () => ({ sub: undefined })],
    ['exp 40 s ago', () => ({ exp: seconds() - 40 })],
    ['exp a day ahead', () => ({ exp: seconds() + 86_400 })],
    ['no exp', () => ({ exp: undefined })],
    ['nbf an hour ahead', () => ({ nbf: seconds() + 3_600 })],
    ['no jti', () => ({ jti: undefined })],
    ['an empty jti', () => ({ jti: '' })],
  ];
  it.each(bad)('with %s is refused with 401', async (_what, claims) => {
    const assertion = await assertionOf(key, id, claims());
    expect(await askToken(asserted(assertion))).toMatchObject({ status: 401, body: { error: 'invalid_client' } });
  });

  it('that nobody signed, another key signed, or the client id signed as a secret is refused', async () => {
    const claims = { iss: id, sub: id, aud: tokenUrl, jti: 'x', exp: seconds() + 60 };
    const forged = [
      new UnsecuredJWT(claims).encode(),
      await assertionOf(rogue, id),
      await assertionOf({ ...rogue, kid: key.kid }, id),
      await new SignJWT(claims)
        .setProtectedHeader({ alg: 'HS256', kid: String(key.kid) })
        .sign(Buffer.from(JSON.stringify(key.publicJwk))),
      'no.jwt',
    ];
    for (const assertion of forged)
      expect(await askToken(asserted(assertion))).toMatchObject({ status: 401, body: { error: 'invalid_client' } });
  });

  it('counts once, also where it is sent many times at once', async () => {
    const assertion = await assertionOf(key, id);
    const answers = await Promise.all(Array.from({ length: 5 }, () => askToken(asserted(assertion))));
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 401, 401, 401, 401]);
  });

  it('of another type than jwt-bearer, or beside another client_id, is 400', async () => {
    const assertion = await assertionOf(key, id);
    const saml = {
      client_assertion: assertion,
      client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:saml2-bearer',
    };
    const another = { ...asserted(assertion), client_id: '6746f0a1c2d3e4f5a6b7c8d1' };
    for (const parameters of [saml, another])
      expect(await askToken(parameters)).toMatchObject({ status: 400, body: { error: 'invalid_request' } });
  });

  it('is nothing to a client that has a secret, and a secret nothing to one that signs', async () => {
    const { orgId } = await newOrganization();
    const withSecret = await newClient(orgId);
    expect((await askToken(asserted(await assertionOf(key, withSecret.id)))).status).toBe(401);
    expect((await post(id, withSecret.secret)).status).toBe(401);
  });
});

describe('keys at an address of the client’s own', () => {
  let server: Server;
  let asked = 0;
  let answer: () => string = () => '{}';
  const uri = () => `http://127.0.0.1:${(server.address() as AddressInfo).port}/jwks`;
  beforeAll(async () => {
    server = createServer((_request, response) => {
      asked += 1;
      response.setHeader('content-type', 'application/json');
      response.end(answer());
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  });
  afterAll(() => void server.close());
  afterEach(() => mongoClient().db().collection('rateLimits').deleteMany({}));

  it('[125] are read there, and not again for each request or made-up key', async () => {
    const key = await newKey();
    answer = () => JSON.stringify(keySetOf(key));
    const { orgId } = await newOrganization();
    const { id } = await newClient(orgId, { authentication: 'private_key_jwt', jwksUri: uri() });
    const statuses: number[] = [];
    for (let i = 0; i < 5; i += 1) statuses.push((await askToken(asserted(await assertionOf(key, id)))).status);
    expect([statuses, asked]).toEqual([[200, 200, 200, 200, 200], 1]);
    for (let i = 0; i < 5; i += 1) await askToken(asserted(await assertionOf(await newKey(), id)));
    expect(asked).toBe(1);
  });

  it('[125] that cannot be had let nobody in; the client is told to come again', async () => {
    answer = () => '<html>';
    const { orgId } = await newOrganization();
    const { id } = await newClient(orgId, { authentication: 'private_key_jwt', jwksUri: `${uri()}/page` });
    const { status, headers, body } = await askToken(asserted(await assertionOf(await newKey(), id)));
    expect([status, headers.get('retry-after'), body.error]).toEqual([503, '60', 'temporarily_unavailable']);
  });

  it('[81] inside the operator’s network are not asked for', async () => {
    const { orgId } = await newOrganization();
    const { id } = await newClient(orgId, {
      authentication: 'private_key_jwt',
      jwksUri: 'http://169.254.169.254/keys',
    });
    expect((await askToken(asserted(await assertionOf(await newKey(), id)))).status).toBe(503);
  });
});
