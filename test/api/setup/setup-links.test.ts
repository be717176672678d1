/** Set-up links as admins make, renew, list and revoke them over HTTP. */
import { describe, expect, it } from 'vitest';
import { createOrganization } from '../../../src/domain/entry/arrival/create-organization.ts';
import { setupLinks } from '../../../src/domain/model/setup-link.ts';
import { tenant } from '../../../src/storage/tenant.ts';
import { context, newOrganization, personalKeyOf } from '../../support/domain.ts';
import { testApi } from '../api-app.ts';

const api = testApi();
const dayMs = 86_400_000;
const within = (days: number) => new Date(Date.now() + days * dayMs).toISOString();

async function place() {
  const { orgId } = await newOrganization();
  return { orgId, list: `/organizations/${orgId}/setup-links` };
}

describe('set-up links', () => {
  it('are made for a week and for all parts unless something else is said, and show their secret once', async () => {
    const { orgId, list } = await place();
    const { status, body } = await api.operator('post', list, { name: 'Acme IT' });
    expect(status).toBe(201);
    expect(body).toMatchObject({
      parts: ['domain', 'sign-in', 'directory'],
      maySwitchOn: false,
      status: 'unused',
      createdBy: { type: 'deployment-key' },
    });
    expect(Date.parse(body.expiresAt) - Date.parse(body.createdAt)).toBeLessThanOrEqual(7 * dayMs);
    expect(Date.parse(body.expiresAt) - Date.now()).toBeGreaterThan(6 * dayMs);
    const secret = body.link.split('/').at(-1);
    const read = await api.operator('get', `${list}/${body.id}`);
    const listed = await api.operator('get', list);
    for (const shown of [read.body, listed.body, await tenant(orgId).findOne(setupLinks, { _id: body.id })])
      expect(JSON.stringify(shown)).not.toContain(secret);
    expect(listed.body.items).toMatchObject([{ id: body.id, status: 'unused' }]);
  });

  it('are revoked once and for all, and stay in the list', async () => {
    const { list } = await place();
    const { body } = await api.operator('post', list, { name: 'Acme IT', parts: ['directory', 'domain', 'domain'] });
    expect(body.parts).toEqual(['domain', 'directory']);
    for (const _ of [1, 2]) expect((await api.operator('delete', `${list}/${body.id}`)).status).toBe(204);
    expect((await api.operator('get', list)).body.items).toMatchObject([{ id: body.id, status: 'revoked' }]);
    const renewed = await api.operator('post', `${list}/${body.id}/renew`);
    expect(renewed.body).toMatchObject({ status: 409, code: 'setup_link_over' });
  });

  it('are renewed with another secret, and whoever renews one answers for it', async () => {
    const { orgId, list } = await place();
    const { body } = await api.operator('post', list, { name: 'Acme IT' });
    const service = await api.serviceKeyOf(orgId);
    const renewed = await service('post', `${list}/${body.id}/renew`, { expiresAt: within(1) });
    expect(renewed.body).toMatchObject({ id: body.id, status: 'unused', createdBy: { type: 'service-key' } });
    expect(renewed.body.link).not.toBe(body.link);
  });

  it.each([
    ['without an end in the future', { expiresAt: within(-1) }],
    ['for longer than 30 days', { expiresAt: within(31) }],
    ['for no part', { parts: [] }],
    ['for a part that there is none of', { parts: ['everything'] }],
    ['with line breaks in its name', { name: 'Acme\nBcc: all@acme.test' }],
  ])('are not made %s', async (_, more) => {
    const { list } = await place();
    expect((await api.operator('post', list, { name: 'Acme IT', ...more })).status).toBe(400);
  });

  it('[120] do not outlive the key that they are made with', async () => {
    const admin = await api.newMemberWith('Organization Admin');
    const order = { description: 'short', scopes: ['read' as const, 'write' as const] };
    const { secret } = await personalKeyOf(admin.accountId, { ...order, expiresAt: new Date(within(2)) });
    const ask = api.withKey(secret);
    const list = `/organizations/${api.defaultOrgId()}/setup-links`;
    expect((await ask('post', list, { name: 'Acme IT' })).status).toBe(403);
    const made = await ask('post', list, { name: 'Acme IT', expiresAt: within(1) });
    expect(made.status).toBe(201);
    expect((await ask('post', `${list}/${made.body.id}/renew`)).status).toBe(403);
  });

  it('[21] are not there for personal organizations, and another organization’s are unknown', async () => {
    const order = { kind: 'personal' as const, name: 'Ada', workspaceName: 'Workspace 1' };
    const personal = await createOrganization(context, order, null);
    const refused = await api.operator('post', `/organizations/${personal._id}/setup-links`, { name: 'Acme IT' });
    expect(refused.body).toMatchObject({ status: 403, code: 'personal_organization' });
    const one = await place();
    const { body } = await api.operator('post', one.list, { name: 'Acme IT' });
    const { list } = await place();
    for (const [verb, path] of [
      ['get', ''],
      ['delete', ''],
      ['post', '/renew'],
    ] as const)
      expect((await api.operator(verb, `${list}/${body.id}${path}`)).status).toBe(404);
  });
});
