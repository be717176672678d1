import { afterEach, describe, expect, it } from 'vitest';
import { createGroup } from '../../src/domain/directory/create-group.ts';
import { createUser } from '../../src/domain/directory/create-user.ts';
import { authenticateScimToken } from '../../src/domain/entry/reach/authenticate.ts';
import { shiftClock } from '../../src/domain/kernel/clock.ts';
import { context, named, newOrganization, person } from '../support/domain.ts';
import { testApi } from './api-app.ts';

const api = testApi({ userOrgCreationDisabled: false });
afterEach(() => shiftClock(0));

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
});

describe('without the switch', () => {
  it('a person creates an organization, is its Organization Admin and may make it the default with both', async () => {
    const ada = await api.newPerson('Ada');
    const created = await ada.ask('post', '/organizations', { name: 'Mine' });
    expect(created.body).toMatchObject({ name: 'Mine', role: 'Organization Admin', status: 'active' });
    const path = `/organizations/${created.body.id}`;
    expect((await ada.ask('patch', path, { name: 'Ours' })).status).toBe(200);
    expect((await ada.ask('get', `${path}/workspaces`)).body.items).toMatchObject([
      { name: 'Workspace 1', role: 'Workspace Admin' },
    ]);
    // Admin of one is not enough, of both is.
    expect((await ada.ask('post', `${path}/set-default`)).status).toBe(403);
    const former = api.defaultOrgId();
    const memberId = await api.memberIdOf(ada);
    await api.operator('patch', `/organizations/${former}/members/${memberId}`, {
      organizationRole: 'Organization Admin',
    });
    expect((await ada.ask('post', `${path}/set-default`)).body).toMatchObject({ isDefault: true });
    expect((await ada.ask('post', `/organizations/${former}/set-default`)).body).toMatchObject({ isDefault: true });
  });

  it('a service key still creates none', async () => {
    const service = await api.serviceKeyOf(api.defaultOrgId());
    expect((await service('post', '/organizations', { name: 'Mine' })).body.code).toBe('forbidden');
  });
});

describe('SSO member settings', () => {
  it('are read, and changed field by field', async () => {
    const { orgId, workspaceId } = await newOrganization();
    const path = `/organizations/${orgId}/sso-settings`;
    const initial = {
      autoJoin: true,
      workspaceIds: [workspaceId],
      workspaceRole: 'Workspace Editor',
      organizationRole: 'Organization User',
    };
    expect((await api.operator('get', path)).body).toEqual(initial);
    const change = { autoJoin: false, workspaceRole: 'Workspace Viewer' };
    expect((await api.operator('patch', path, change)).body).toEqual({ ...initial, ...change });
    const empty = await api.operator('patch', path, { workspaceIds: [], organizationRole: 'Organization Viewer' });
    expect(empty.body).toMatchObject({ ...change, workspaceIds: [], organizationRole: 'Organization Viewer' });
  });

  it.each([
    [{ workspaceRole: 'King' }, '#/workspaceRole'],
    [{ workspaceIds: ['nowhere'] }, '#/workspaceIds'],
    [{ organizationRole: 'Workspace Admin' }, '#/organizationRole'],
    [{ autojoin: true }, '#/autojoin'],
  ])('are not changed to %j', async (body, pointer) => {
    const { orgId } = await newOrganization();
    const answer = await api.operator('patch', `/organizations/${orgId}/sso-settings`, body);
    expect([answer.status, answer.body.errors[0].pointer]).toEqual([400, pointer]);
  });
});

describe('SCIM tokens', () => {
  it('are for a directory, or bound to one active member, which they show', async () => {
    const { orgId } = await newOrganization();
    const { _id: memberId } = await createUser(context, orgId, person('ada@acme.test'));
    const path = `/organizations/${orgId}/scim/tokens`;
    expect((await api.operator('post', path, { description: 'Okta' })).body.memberId).toBeNull();
    const { status, body } = await api.operator('post', path, { description: 'Ada', memberId });
    expect([status, body.memberId]).toEqual([201, memberId]);
    expect((await api.operator('get', `${path}/${body.id}`)).body.memberId).toBe(memberId);
    expect((await api.operator('get', path)).body.items[0]).toMatchObject({ id: body.id, memberId });
    expect((await api.operator('post', `${path}/${body.id}/rotate`, {})).body.memberId).toBe(memberId);
    const nobody = await api.operator('post', path, { description: 'Eve', memberId: 'nobody' });
    expect([nobody.status, nobody.body.code, nobody.body.errors[0].pointer]).toEqual([
      400,
      'unknown_member',
      '#/memberId',
    ]);
  });

  it('show their secret once, rotate with an overlap and end when revoked', async () => {
    const { orgId } = await newOrganization();
    const path = `/organizations/${orgId}/scim/tokens`;
    const created = await api.operator('post', path, { description: 'Okta' });
    expect(created.status).toBe(201);
    const { token: secret, ...shown } = created.body;
    expect(shown).toMatchObject({ description: 'Okta', scopes: ['read', 'write'], expiresAt: null, lastUsedAt: null });
    expect((await api.operator('get', path)).body).toEqual({ items: [shown], nextCursor: null });
    expect((await api.operator('get', `${path}/${shown.id}`)).body).toEqual(shown);
    expect((await authenticateScimToken(secret))?.orgId).toBe(orgId);

    const rotated = await api.operator('post', `${path}/${shown.id}/rotate`);
    expect(rotated.status).toBe(201);
    expect(rotated.body.token).not.toBe(secret);
    const [, old] = (await api.operator('get', path)).body.items;
    expect(Date.parse(old.expiresAt) - Date.parse(rotated.body.createdAt)).toBe(86_400_000);
    expect(await authenticateScimToken(secret)).not.toBeNull();
    shiftClock(86_401_000);
    expect(await authenticateScimToken(secret)).toBeNull();
    expect(await authenticateScimToken(rotated.body.token)).not.toBeNull();

    expect((await api.operator('delete', `${path}/${rotated.body.id}`)).status).toBe(204);
    expect(await authenticateScimToken(rotated.body.token)).toBeNull();
    expect((await api.operator('delete', `${path}/${rotated.body.id}`)).status).toBe(404);
  });

  it.each([
    ['tokens', {}, '#/description'],
    ['tokens', { description: 'x', scopes: [] }, '#/scopes'],
    ['tokens', { description: 'x', scopes: ['admin'] }, '#/scopes/0'],
    ['tokens', { description: 'x', expiresAt: '2020-01-01T00:00:00Z' }, '#/expiresAt'],
    ['tokens/{id}/rotate', { overlapSeconds: 2_592_001 }, '#/overlapSeconds'],
    ['tokens/{id}/rotate', { overlapSeconds: -1 }, '#/overlapSeconds'],
  ])('are refused: %s %j', async (route, body, pointer) => {
    const { orgId } = await newOrganization();
    const answer = await api.operator('post', `/organizations/${orgId}/scim/${route.replace('{id}', 'any')}`, body);
    expect([answer.status, answer.body.errors[0].pointer]).toEqual([400, pointer]);
  });
});

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

describe('groups', () => {
  it('are shown with what they are mapped to, or why they are not', async () => {
    const { orgId, workspaceId } = await newOrganization();
    const ada = await createUser(context, orgId, person('ada@acme.test'));
    await createGroup(context, orgId, named('Acme Organization User:Workspace 1:Workspace Viewer'), [ada._id]);
    await createGroup(context, orgId, named('Organization User:Moon:Workspace Viewer'), []);
    const path = `/organizations/${orgId}/scim/groups`;
    const { items } = (await api.operator('get', path)).body;
    expect(items).toEqual([
      {
        id: expect.any(String),
        displayName: 'Acme Organization User:Workspace 1:Workspace Viewer',
        externalId: null,
        members: 1,
        mapping: { state: 'convention', reason: null, detail: null, nearest: [] },
        targets: [
          {
            workspaceId,
            workspaceName: 'Workspace 1',
            workspaceRole: 'Workspace Viewer',
            organizationRole: 'Organization User',
          },
        ],
      },
      expect.objectContaining({
        mapping: expect.objectContaining({ state: 'unmatched', reason: 'unknown_workspace', nearest: [] }),
        targets: [],
      }),
    ]);
    expect((await api.operator('get', `${path}?state=unmatched`)).body.items).toEqual([items[1]]);
    expect((await api.operator('get', `${path}?q=acme`)).body.items).toEqual([items[0]]);
  });
});
