import { describe, expect, it } from 'vitest';
import { newOrganization } from '../../support/domain.ts';
import { testApi } from '../api-app.ts';

const api = testApi();

describe('organizations', () => {
  it('are listed to those who may enter them, page by page', async () => {
    const [one, other] = [await newOrganization('Alpha (1)'), await newOrganization('Beta')];
    const person = await api.newPerson();
    expect((await person.ask('get', '/organizations')).body.items).toMatchObject([{ id: api.defaultOrgId() }]);
    const service = await api.serviceKeyOf(one.orgId);
    expect((await service('get', '/organizations')).body.items).toMatchObject([
      { id: one.orgId, role: null, status: null },
    ]);
    expect((await api.operator('get', '/organizations?q=alpha%20(')).body.items).toMatchObject([{ id: one.orgId }]);

    const seen: string[] = [];
    for (let cursor = ''; ; ) {
      const { body } = await api.operator('get', `/organizations?limit=1${cursor}`);
      seen.push(...body.items.map(({ id }: { id: string }) => id));
      if (body.nextCursor === null) break;
      cursor = `&cursor=${body.nextCursor}`;
    }
    expect(seen).toEqual(expect.arrayContaining([api.defaultOrgId(), one.orgId, other.orgId]));
    expect(new Set(seen).size).toBe(seen.length);
  });

  it('are created by the operator even where people may not', async () => {
    const admin = await api.newMemberWith('Organization Admin');
    const refused = await admin.ask('post', '/organizations', { name: 'Mine' });
    expect([refused.status, refused.body.code]).toEqual([403, 'organization_creation_disabled']);
    const service = await api.serviceKeyOf(api.defaultOrgId());
    expect((await service('post', '/organizations', { name: 'Mine' })).status).toBe(403);

    const created = await api.operator('post', '/organizations', { name: ' Acme ', workspaceName: 'Labs' });
    expect(created.status).toBe(201);
    expect(created.body).toMatchObject({ name: 'Acme', kind: 'shared', isDefault: false, role: null, status: null });
    expect(created.headers.location).toBe(`/api/v1/organizations/${created.body.id}`);
  });

  it.each([
    ['an empty name', { name: '  ' }],
    ['a name that is too long', { name: 'x'.repeat(101) }],
    ['control characters', { name: 'a\u0000b' }],
    ['half a surrogate', { name: 'a\ud800b' }],
    ['no name', {}],
    ['[19] an id of the client', { name: 'Acme', id: 'mine' }],
    ['[19] an orgId of the client', { name: 'Acme', orgId: 'mine' }],
  ])('are not created with %s', async (_, body) => {
    expect((await api.operator('post', '/organizations', body)).status).toBe(400);
  });

  it('are read by their members and renamed by their Organization Admins', async () => {
    const path = `/organizations/${(await newOrganization('Before')).orgId}`;
    expect((await api.operator('patch', path, { name: 'After' })).body.name).toBe('After');
    expect((await api.operator('get', path)).body.name).toBe('After');
    expect((await api.operator('patch', path, {})).body.name).toBe('After');
  });
});

describe('how long the audit log is kept', () => {
  it('is set by an admin, 30 days or longer, or for ever', async () => {
    const { orgId } = await newOrganization();
    const set = (auditRetentionDays: number | null) =>
      api.operator('patch', `/organizations/${orgId}`, { auditRetentionDays });
    expect((await set(365)).body).toMatchObject({ auditRetentionDays: 365 });
    expect((await set(29)).status).toBe(400);
    expect((await api.operator('get', `/organizations/${orgId}`)).body.auditRetentionDays).toBe(365);
    expect((await set(null)).body).toMatchObject({ auditRetentionDays: null });
  });
});
