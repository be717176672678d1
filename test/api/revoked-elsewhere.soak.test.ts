/** What another process takes away counts here: of people at the next request, of keys and tokens within a second. */
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { apiRoutes } from '../../src/api/all-routes.ts';
import { createServiceKey } from '../../src/domain/administration/keys/service-key.ts';
import { context } from '../support/domain.ts';
import { testDatabase } from '../support/mongod.ts';
import { clientOf, newToken } from '../support/scim-door.ts';
import { runUsher, type Usher } from '../support/usher.ts';
import { type Client, testApi } from './api-app.ts';

const { uri } = testDatabase();
const api = testApi();
let elsewhere: Usher;
/** What is held grows old by this clock alone. */
let clock = performance.now();
const heldForMs = 1_000;

beforeAll(async () => {
  elsewhere = await runUsher({
    env: {
      MONGODB_URI: uri,
      AUTH_TYPE: 'basic',
      INITIAL_ORG_ADMIN_EMAIL: 'root@acme.test',
      INITIAL_ORG_ADMIN_PASSWORD: 'correct horse battery',
    },
  });
  vi.spyOn(performance, 'now').mockImplementation(() => clock);
});
afterAll(() => void vi.restoreAllMocks());

const writes = apiRoutes(api.config).filter(
  ({ method, path }) => method !== 'get' && path.startsWith('/organizations/{org}'),
);
const at = (path: string) => `/organizations/${api.defaultOrgId()}${path}`;

/** How each write is answered, of those that are answered otherwise. A body may be looked at before the right is. */
async function answeredOtherwise(ask: Client, ...wanted: number[]): Promise<string[]> {
  const others: string[] = [];
  for (const { method, path } of writes) {
    const full = path.replace('{org}', api.defaultOrgId()).replaceAll(/\{\w+\}/g, 'none');
    const { status } = await ask(method as 'post', full, {});
    if (!wanted.includes(status)) others.push(`${method} ${path}: ${status}`);
  }
  return others;
}

it('somebody who is deactivated elsewhere may nothing at the next request, whatever it is', async () => {
  await api.newMemberWith('Organization Admin');
  const { ask, memberId } = await api.newMemberWith('Organization Admin');
  expect((await ask('get', at('/members'))).status).toBe(200);
  await elsewhere.api(at(`/members/${memberId}`), { method: 'PATCH', body: { active: false } });
  expect(writes.length).toBeGreaterThan(50);
  expect(await answeredOtherwise(ask, 401)).toEqual([]);
});

it('somebody who is demoted elsewhere may only what the new role may, at the next request', async () => {
  const { ask, memberId } = await api.newMemberWith('Organization Admin');
  expect((await ask('get', at('/members'))).status).toBe(200);
  const body = { organizationRole: { role: 'Organization Viewer', reason: null, expiresAt: null } };
  await elsewhere.api(at(`/members/${memberId}`), { method: 'PATCH', body });
  expect(await answeredOtherwise(ask, 403, 400, 404)).toEqual([]);
});

it('[7] a service key that is revoked elsewhere is refused within a second', async () => {
  const order = { description: 'service', scopes: ['read' as const, 'write' as const], expiresAt: null };
  const { token, secret } = await createServiceKey(context, api.defaultOrgId(), order);
  const ask = api.withKey(secret);
  expect((await ask('get', at('/members'))).status).toBe(200);
  await elsewhere.api(at(`/service-keys/${token._id}`), { method: 'DELETE' });
  clock += heldForMs;
  expect(await answeredOtherwise(ask, 401)).toEqual([]);
});

it('[7] a token of a directory that is revoked elsewhere is refused within a second', async () => {
  const scim = clientOf(await newToken(api.defaultOrgId(), { description: 'revoked elsewhere' }));
  expect((await scim.get('/Users?count=1')).status).toBe(200);
  const { items } = await elsewhere.api<{ items: { id: string; description: string }[] }>(at('/scim/tokens'));
  const { id } = items.find(({ description }) => description === 'revoked elsewhere') ?? { id: '' };
  await elsewhere.api(at(`/scim/tokens/${id}`), { method: 'DELETE' });
  clock += heldForMs;
  for (const kind of ['Users', 'Groups'])
    for (const answer of [
      await scim.post(`/${kind}`, {}),
      await scim.put(`/${kind}/none`, {}),
      await scim.patch(`/${kind}/none`, {}),
      await scim.delete(`/${kind}/none`),
      await scim.post('/Bulk', {}),
    ])
      expect(answer.status).toBe(401);
});
