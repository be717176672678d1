import { afterEach, describe, expect, it } from 'vitest';
import { shiftClock } from '../../../src/domain/kernel/clock.ts';
import { testApi } from '../api-app.ts';

const api = testApi();
afterEach(() => shiftClock(0));

describe('API keys', () => {
  it.each(['personal', 'service'])('%s ones show their secret once and end when revoked', async (kind) => {
    const admin = await api.newMemberWith('Organization Admin');
    const path = kind === 'personal' ? '/me/api-keys' : `/organizations/${api.defaultOrgId()}/service-keys`;
    const created = await admin.ask('post', path, { description: 'CI', scopes: ['read'] });
    const { token, ...shown } = created.body;
    expect((await admin.ask('get', path)).body.items).toContainEqual(shown);
    expect((await admin.ask('get', `${path}/${shown.id}`)).body).toEqual(shown);
    const key = api.withKey(token);
    expect((await key('get', '/organizations')).body.items).toMatchObject([{ id: api.defaultOrgId() }]);
    expect((await key('post', path, { description: 'more' })).body.code).toBe('insufficient_scope');
    expect((await admin.ask('delete', `${path}/${shown.id}`)).status).toBe(204);
    expect((await key('get', '/organizations')).status).toBe(401);
    expect((await admin.ask('delete', `${path}/${shown.id}`)).status).toBe(404);
  });

  it('[5] end when they expire', async () => {
    const ada = await api.newPerson();
    const expiresAt = new Date(Date.now() + 60_000).toISOString();
    const { body } = await ada.ask('post', '/me/api-keys', { description: 'short', expiresAt });
    const key = api.withKey(body.token);
    shiftClock(59_000);
    expect((await key('get', '/me')).status).toBe(200);
    shiftClock(61_000);
    expect((await key('get', '/me')).status).toBe(401);
  });

  it('of one person are not those of another', async () => {
    const [ada, bob] = [await api.newPerson(), await api.newPerson()];
    const { body } = await ada.ask('post', '/me/api-keys', { description: 'mine' });
    expect((await bob.ask('delete', `/me/api-keys/${body.id}`)).status).toBe(404);
    expect((await api.operator('get', '/me/api-keys')).status).toBe(403);
  });

  it('make no key that may more than they do', async () => {
    const ada = await api.newPerson();
    const { body } = await ada.ask('post', '/me/api-keys', { description: 'blind', scopes: ['write'] });
    const key = api.withKey(body.token);
    expect((await key('post', '/me/api-keys', { description: 'seeing' })).body.code).toBe('insufficient_scope');
    expect((await key('post', '/me/api-keys', { description: 'blind too', scopes: ['write'] })).status).toBe(201);
  });
});
