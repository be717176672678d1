/** What an API key hands on is at most what it is: its scopes, and no longer than it lives. */
import { afterEach, describe, expect, it } from 'vitest';
import { shiftClock } from '../../../src/domain/kernel/clock.ts';
import { type Answer, type Client, testApi } from '../api-app.ts';

const api = testApi();
afterEach(() => shiftClock(0));
const hourMs = 3_600_000;
const inHours = (hours: number) => new Date(Date.now() + hours * hourMs).toISOString();
const tokensPath = () => `/organizations/${api.defaultOrgId()}/scim/tokens`;
const clientsPath = () => `/organizations/${api.defaultOrgId()}/scim/clients`;
const serviceKeysPath = () => `/organizations/${api.defaultOrgId()}/service-keys`;
const makers = {
  'personal keys': () => '/me/api-keys',
  'service keys': serviceKeysPath,
  'SCIM tokens': tokensPath,
  'SCIM clients': clientsPath,
};
const cases = Object.entries(makers).map(([what, path]) => ({ what, path }));

/** A personal key of an Organization Admin, who may make all there is to make. */
async function keyWith(order: { scopes?: string[]; expiresAt?: string }): Promise<Client> {
  const admin = await api.newMemberWith('Organization Admin');
  const { body } = await admin.ask('post', '/me/api-keys', { description: 'parent', ...order });
  return api.withKey(body.token);
}

async function scimToken(order: object = {}): Promise<{ id: string }> {
  return (await api.operator('post', tokensPath(), { description: 'Okta', ...order })).body;
}

const rotate = (client: Client, { id }: { id: string }) => client('post', `${tokensPath()}/${id}/rotate`);
const outcome = ({ status, body }: Answer) => [status, body.code];
const lifetimeOf = ({ body }: Answer) => Date.parse(body.expiresAt) - Date.parse(body.createdAt);

describe.each(cases)('$what made with an API key', ({ path }) => {
  it('have no scope that the key has not', async () => {
    const key = await keyWith({ scopes: ['write'] });
    const refused = await key('post', path(), { description: 'seeing' });
    expect(outcome(refused)).toEqual([403, 'insufficient_scope']);
    expect(refused.body.detail).toContain('read');
    expect((await key('post', path(), { description: 'blind too', scopes: ['write'] })).status).toBe(201);
  });

  it.each([
    ['no expiry', {}],
    ['the expiry null', { expiresAt: null }],
    ['a later expiry', { expiresAt: inHours(25) }],
  ])('do not outlive it: %s', async (_, order) => {
    const expiresAt = inHours(24);
    const key = await keyWith({ expiresAt });
    const refused = await key('post', path(), { description: 'longer', ...order });
    expect(outcome(refused)).toEqual([403, 'forbidden']);
    expect(refused.body.detail).toContain(expiresAt);
  });

  it('may end with it, or earlier', async () => {
    const expiresAt = inHours(24);
    const key = await keyWith({ expiresAt });
    for (const end of [expiresAt, inHours(1)])
      expect((await key('post', path(), { description: 'child', expiresAt: end })).body.expiresAt).toBe(end);
  });
});

describe('an expiring service key', () => {
  it('makes no service key and no SCIM token without expiry', async () => {
    const order = { description: 'CI', scopes: ['write'], expiresAt: inHours(24) };
    const service = api.withKey((await api.operator('post', serviceKeysPath(), order)).body.token);
    for (const path of [serviceKeysPath(), tokensPath()])
      expect(outcome(await service('post', path, { description: 'x', scopes: ['write'] }))).toEqual([403, 'forbidden']);
  });
});

describe('rotation', () => {
  it('gives the new token the lifetime that the old one was made with', async () => {
    const old = await scimToken({ expiresAt: inHours(48) });
    shiftClock(10 * hourMs);
    const rotated = await rotate(api.operator, old);
    expect(Math.abs(lifetimeOf(rotated) - 48 * hourMs)).toBeLessThan(hourMs);
    const again = await rotate(api.operator, rotated.body);
    expect(lifetimeOf(again)).toBe(lifetimeOf(rotated));
  });

  it('of a token without expiry gives one without, also when it is sent again in the overlap', async () => {
    const old = await scimToken();
    expect((await rotate(api.operator, old)).body.expiresAt).toBeNull();
    expect((await rotate(api.operator, old)).body.expiresAt).toBeNull();
  });

  it('hands no scope to a key that has it not, and leaves the token as it was', async () => {
    const old = await scimToken();
    const key = await keyWith({ scopes: ['write'] });
    expect(outcome(await rotate(key, old))).toEqual([403, 'insufficient_scope']);
    expect((await api.operator('get', `${tokensPath()}/${old.id}`)).body.expiresAt).toBeNull();
    expect((await rotate(key, await scimToken({ scopes: ['write'] }))).status).toBe(201);
  });

  it('makes no token that outlives the key', async () => {
    const key = await keyWith({ expiresAt: inHours(24) });
    for (const order of [{}, { expiresAt: inHours(48) }])
      expect(outcome(await rotate(key, await scimToken(order)))).toEqual([403, 'forbidden']);
    expect((await rotate(key, await scimToken({ expiresAt: inHours(12) }))).status).toBe(201);
  });
});
