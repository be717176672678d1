/** Who may ask at all: cases 1 to 10. */
import { request as httpRequest } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { revokeScimToken, rotateScimToken } from '../../../src/domain/administration/keys/scim-tokens.ts';
import { deleteOrganization } from '../../../src/domain/administration/organizations/delete-organization.ts';
import { shiftClock } from '../../../src/domain/kernel/clock.ts';
import { events } from '../../../src/domain/model/event.ts';
import { scimTokens } from '../../../src/domain/model/scim-token.ts';
import { tenant } from '../../../src/storage/tenant.ts';
import { context, newOrganization, testDeployment } from '../../support/domain.ts';
import {
  BASE,
  clientOf,
  created,
  groupBody,
  newTenant,
  newToken,
  patchOp,
  scimApp,
  stateOf,
  userBody,
} from '../../support/scim-door.ts';

testDeployment();
afterEach(() => shiftClock(0));

const unauthorized = {
  schemas: ['urn:ietf:params:scim:api:messages:2.0:Error'],
  status: '401',
  detail: expect.stringContaining('Authorization: Bearer'),
};

describe('without a right token', () => {
  it.each([
    ['[1] none', {}],
    ['[1] Basic', { Authorization: 'Basic YWRhOnNlY3JldA==' }],
    ['[3] an unknown token', { Authorization: `Bearer usher_scim_${'A'.repeat(43)}` }],
    ['[3] no token after the scheme', { Authorization: 'Bearer ' }],
    ['[9] a session cookie', { Cookie: '__Host-usher=s%3Aabc.def; usher=s%3Aabc.def' }],
  ])('%s is the same 401 for every path and method', async (_what, headers) => {
    const scim = clientOf(null);
    const paths = ['/Users', '/Users/000000000000000000000000', '/Groups', '/Me', '/Bulk', '/nothing', '/'];
    for (const path of paths) {
      for (const method of ['get', 'post', 'put', 'patch', 'delete'] as const) {
        const answer = await scim.send(method, path).set(headers);
        expect([method, path, answer.status]).toEqual([method, path, 401]);
        expect(answer.body).toEqual(unauthorized);
        expect(answer.headers['www-authenticate']).toMatch(/^Bearer/);
      }
    }
  });

  it('[1] two Authorization headers are refused though each alone is right', async () => {
    const { orgId } = await newOrganization();
    const token = await newToken(orgId);
    const server = scimApp().listen(0, '127.0.0.1');
    await new Promise((resolve) => server.once('listening', resolve));
    const status = await new Promise((resolve, reject) => {
      const { port } = server.address() as AddressInfo;
      const raw = ['Authorization', `Bearer ${token}`, 'Authorization', `Bearer ${token}`, 'Host', 'localhost'];
      httpRequest({ port, path: `${BASE}/Users`, headers: raw as never }, ({ statusCode }) => resolve(statusCode))
        .once('error', reject)
        .end();
    });
    await new Promise((resolve) => server.close(resolve));
    expect(status).toBe(401);
  });

  it('[2] a token in the query counts for nothing', async () => {
    const { orgId } = await newOrganization();
    const token = await newToken(orgId);
    for (const name of ['access_token', 'token', 'authorization']) {
      expect((await clientOf(null).get(`/Users?${name}=${token}`)).body).toEqual(unauthorized);
    }
  });

  it('[3] one bit off is the same 401', async () => {
    const { orgId } = await newOrganization();
    const token = await newToken(orgId);
    const last = token.charCodeAt(token.length - 1);
    const off = token.slice(0, -1) + String.fromCharCode(last === 65 ? 66 : 65);
    expect((await clientOf(off).get('/Users')).body).toEqual(unauthorized);
    expect((await clientOf(token).get('/Users')).status).toBe(200);
  });

  it('the body is not even read: its faults are not told', async () => {
    const answer = await clientOf(null).post('/Users', '{"a":1,"a":2', { 'Content-Type': 'text/plain' });
    expect(answer.body).toEqual(unauthorized);
  });

  it('[4] the database holds only a SHA-256 of the 256-bit secret', async () => {
    const { orgId } = await newOrganization();
    const token = await newToken(orgId);
    const stored = await tenant(orgId).find(scimTokens, {});
    expect(stored).toHaveLength(1);
    expect(stored[0]?.hash).toMatch(/^[0-9a-f]{64}$/);
    expect(Buffer.from(token.replace('usher_scim_', ''), 'base64url')).toHaveLength(32);
    expect(JSON.stringify(stored)).not.toContain(token.replace('usher_scim_', ''));
  });

  it('[5] a token that expired a second ago is refused', async () => {
    const { scim } = await newTenant({ expiresAt: new Date(Date.now() + 3_600_000) });
    expect((await scim.get('/Users')).status).toBe(200);
    shiftClock(3_601_000);
    expect((await scim.get('/Users')).body).toEqual(unauthorized);
  });

  it('[6] after a rotation both work for a while, then the new one alone', async () => {
    const { orgId } = await newOrganization();
    const old = await newToken(orgId);
    const [{ _id } = { _id: '' }] = await tenant(orgId).find(scimTokens, {});
    const { secret } = await rotateScimToken(context, orgId, _id, 3_600);
    expect((await clientOf(old).get('/Users')).status).toBe(200);
    expect((await clientOf(secret).get('/Users')).status).toBe(200);
    shiftClock(3_601_000);
    expect((await clientOf(old).get('/Users')).body).toEqual(unauthorized);
    expect((await clientOf(secret).get('/Users')).status).toBe(200);
  });

  it('[7] a revoked token ends at once', async () => {
    const { orgId, scim } = await newTenant();
    expect((await scim.get('/Users')).status).toBe(200);
    const [{ _id } = { _id: '' }] = await tenant(orgId).find(scimTokens, {});
    await revokeScimToken(context, orgId, _id);
    expect((await scim.get('/Users')).body).toEqual(unauthorized);
  });

  it('[10] a token of a deleted organization is like one that never was', async () => {
    const { orgId, scim } = await newTenant();
    const { id } = await created(scim.post('/Users', userBody('ada@acme.test')));
    await deleteOrganization(context, orgId);
    for (const answer of [
      await scim.get('/Users'),
      await scim.get(`/Users/${id}`),
      await scim.post('/Users', userBody('eve@acme.test')),
      await scim.delete(`/Users/${id}`),
    ])
      expect([answer.status, answer.body]).toEqual([401, unauthorized]);
  });
});

describe('[8] a read-only token', () => {
  it('reads and searches, and every write is 403 and changes nothing', async () => {
    const writer = await newTenant();
    const { id } = await created(writer.scim.post('/Users', userBody('ada@acme.test')));
    const group = await created(writer.scim.post('/Groups', groupBody('Club')));
    const before = await stateOf(writer);
    const reader = clientOf(await newToken(writer.orgId, { scopes: ['read'] }));
    expect((await reader.get(`/Users/${id}`)).status).toBe(200);
    expect((await reader.post('/Users/.search', {})).body.totalResults).toBe(1);
    const add = patchOp({ op: 'add', path: 'members', value: [{ value: id }] });
    for (const answer of [
      await reader.post('/Users', userBody('eve@acme.test')),
      await reader.put(`/Users/${id}`, userBody('eve@acme.test')),
      await reader.patch(`/Users/${id}`, patchOp({ op: 'replace', path: 'active', value: false })),
      await reader.delete(`/Users/${id}`),
      await reader.patch(`/Groups/${group.id}`, add),
      await reader.delete(`/Groups/${group.id}`),
    ])
      expect(answer.body).toMatchObject({ status: '403' });
    expect(await stateOf(writer)).toEqual(before);
  });
});

describe('the actor of events', () => {
  it('is the token, by its description', async () => {
    const { orgId, scim } = await newTenant({ description: 'Okta production' });
    await created(scim.post('/Users', userBody('ada@acme.test')));
    const found = await tenant(orgId).findOne(events, { type: 'user.created' });
    expect(found?.actor).toMatchObject({ type: 'scim-token', name: 'Okta production' });
    expect(found?.requestId).toMatch(/^[0-9a-f-]{36}$/);
  });
});
