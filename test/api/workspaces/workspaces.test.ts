import { describe, expect, it } from 'vitest';
import { newOrganization } from '../../support/domain.ts';
import { type Client, testApi } from '../api-app.ts';

const api = testApi();

describe('workspaces', () => {
  it('are created, renamed and deleted; the last one stays', async () => {
    const { orgId } = await newOrganization();
    const path = `/organizations/${orgId}/workspaces`;
    const created = await api.operator('post', path, { name: 'Research' });
    expect(created.status).toBe(201);
    expect(created.headers.location).toBe(`/api/v1${path}/${created.body.id}`);
    const twin = await api.operator('post', path, { name: 'Research' });
    expect([twin.status, twin.body.code, twin.body.errors[0].pointer]).toEqual([409, 'uniqueness', '#/name']);
    const one = `${path}/${created.body.id}`;
    expect((await api.operator('patch', one, { name: 'Labs' })).body).toEqual({ ...created.body, name: 'Labs' });
    expect((await api.operator('get', one)).body.name).toBe('Labs');
    const names = (await api.operator('get', path)).body.items.map(({ name }: { name: string }) => name);
    expect(names).toEqual(['Workspace 1', 'Labs']);
    const first = (await api.operator('get', `${path}?limit=1`)).body;
    const second = (await api.operator('get', `${path}?limit=1&cursor=${first.nextCursor}`)).body;
    expect([first.items[0].name, second.items[0].name, second.nextCursor]).toEqual(['Workspace 1', 'Labs', null]);
    expect((await api.operator('get', `${path}?q=LAB`)).body.items).toHaveLength(1);
    expect((await api.operator('delete', one)).status).toBe(204);
    expect((await api.operator('get', one)).status).toBe(404);
    const last = await api.operator('delete', `${path}/${first.items[0].id}`);
    expect([last.status, last.body.code]).toEqual([409, 'last_workspace']);
  });

  it('tell the caller its own role', async () => {
    const ada = await api.newPerson('Ada');
    const { body } = await ada.ask('get', `/organizations/${api.defaultOrgId()}/workspaces`);
    expect(body.items).toMatchObject([{ name: 'Workspace 1', role: 'Workspace Editor' }]);
  });

  it('tell how many people they have to those who may see who', async () => {
    const ada = await api.newPerson('Ada');
    const org = `/organizations/${api.defaultOrgId()}`;
    const { body: secret } = await api.operator('post', `${org}/workspaces`, { name: 'Secret' });
    const peopleFor = async (ask: Client) =>
      (await ask('get', `${org}/workspaces?people=true`)).body.items.map(({ people }: { people: unknown }) => people);
    const total = (await api.operator('get', `${org}/members?status=active&limit=1`)).body.total;
    expect(await peopleFor(api.operator)).toEqual([total, 0]);
    expect(await peopleFor(ada.ask)).toEqual([total, null]);
    const [plain] = (await ada.ask('get', `${org}/workspaces`)).body.items;
    expect(plain).not.toHaveProperty('people');
    await api.operator('delete', `${org}/workspaces/${secret.id}`);
  });
});
