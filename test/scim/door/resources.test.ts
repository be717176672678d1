import { describe, expect, it } from 'vitest';
import { getMember } from '../../../src/domain/model/member.ts';
import { testDeployment } from '../../support/domain.ts';
import {
  ACCESS_GROUP,
  ACCESS_USER,
  created,
  GROUP,
  groupBody,
  newTenant,
  patchOp,
  publicUrl,
  stateOf,
  USER,
  userBody,
} from '../../support/scim-door.ts';
import { ENTERPRISE } from '../patch/patching.ts';

testDeployment();

describe('a user', () => {
  it('is created, shown, and found at its address', async () => {
    const { scim } = await newTenant();
    const body = userBody('ada@acme.test', {
      externalId: 'ada-1',
      name: { givenName: 'Ada', familyName: 'Lovelace' },
      emails: [{ value: 'ada@acme.test', type: 'work', primary: true }],
      password: 'never stored',
      [ENTERPRISE]: { department: 'Analysis' },
    });
    const answer = await scim.post('/Users', body);
    expect(answer.status).toBe(201);
    expect(answer.headers['content-type']).toBe('application/scim+json');
    const { id } = answer.body;
    const location = `${publicUrl}/scim/v2/Users/${id}`;
    expect(answer.headers.location).toBe(location);
    expect(answer.headers.etag).toBe('W/"1-0"');
    const { password: _, ...shown } = body;
    expect(answer.body).toEqual({
      ...shown,
      id,
      schemas: [USER, ENTERPRISE],
      active: true,
      meta: {
        resourceType: 'User',
        created: expect.any(String),
        lastModified: answer.body.meta.created,
        version: 'W/"1-0"',
        location,
      },
    });
    const read = await scim.get(`/Users/${id}`);
    expect(read.status).toBe(200);
    expect(read.body).toEqual(answer.body);
    const head = await scim.send('head', `/Users/${id}`);
    expect([head.status, head.headers.etag, head.text]).toEqual([200, 'W/"1-0"', undefined]);
  });

  it('is gone after DELETE, for good', async () => {
    const { scim } = await newTenant();
    const { id } = await created(scim.post('/Users', userBody('ada@acme.test')));
    const gone = await scim.delete(`/Users/${id}`);
    expect([gone.status, gone.text]).toEqual([204, '']);
    for (const answer of [await scim.delete(`/Users/${id}`), await scim.get(`/Users/${id}`)])
      expect(answer.body).toMatchObject({ status: '404' });
    expect((await scim.get('/Users')).body.totalResults).toBe(0);
    const again = await created(scim.post('/Users', userBody('ada@acme.test')));
    expect(again.id).not.toBe(id);
  });

  it('is replaced by PUT: what is left out is cleared, but not active, and what only the server sets is ignored', async () => {
    const { scim } = await newTenant();
    const before = await created(
      scim.post('/Users', userBody('ada@acme.test', { active: false, title: 'Countess', displayName: 'Ada' })),
    );
    const answer = await scim.put(`/Users/${before.id}`, {
      ...userBody('ada@acme.test', { displayName: 'Ada King' }),
      id: 'something else',
      meta: { version: 'W/"99-0"' },
      groups: [{ value: 'any' }],
    });
    expect(answer.status).toBe(200);
    expect(answer.body).toMatchObject({ id: before.id, displayName: 'Ada King', active: false });
    expect(answer.body).not.toHaveProperty('title');
    expect(answer.body).not.toHaveProperty('groups');
    expect(answer.headers.etag).toBe('W/"2-0"');
    expect((await scim.put(`/Users/${before.id}`, userBody('ada@acme.test', { active: true }))).body.active).toBe(true);
  });

  it('is left as it was, version and time included, by a PATCH that changes nothing', async () => {
    const { scim } = await newTenant();
    const before = await created(scim.post('/Users', userBody('ada@acme.test', { title: 'Countess' })));
    const answer = await scim.patch(
      `/Users/${before.id}`,
      patchOp({ op: 'replace', path: 'title', value: 'Countess' }, { op: 'replace', value: before }),
    );
    expect(answer.status).toBe(200);
    expect(answer.body).toEqual(before);
  });

  it.each([true, false])('stays as it is, active %s, when "active" is removed and so unassigned', async (active) => {
    const { scim, orgId } = await newTenant();
    const { id } = await created(scim.post('/Users', userBody('ada@acme.test', { active })));
    const removal = patchOp({ op: 'remove', path: 'active' });
    const answer = await scim.patch(`/Users/${id}`, removal);
    expect(answer.status).toBe(200);
    expect(answer.body).not.toHaveProperty('active');
    expect((await scim.patch(`/Users/${id}`, removal)).body).toEqual(answer.body);
    expect((await getMember(orgId, id)).status).toBe(active ? 'active' : 'inactive');

    const found = async (filter: string) =>
      (await scim.get(`/Users?filter=${encodeURIComponent(filter)}`)).body.totalResults;
    expect(await found('active pr')).toBe(0);
    expect(await found('active eq true')).toBe(0);
    expect(await found('active ne true')).toBe(1);

    const replaced = await scim.put(`/Users/${id}`, userBody('ada@acme.test'));
    expect(replaced.body).not.toHaveProperty('active');
    const assigned = await scim.patch(`/Users/${id}`, patchOp({ op: 'replace', path: 'active', value: !active }));
    expect(assigned.body).toMatchObject({ active: !active });
    expect((await getMember(orgId, id)).status).toBe(active ? 'inactive' : 'active');
  });

  it('shows its groups, and its access only when asked', async () => {
    const { scim, workspaceId } = await newTenant();
    const { id } = await created(scim.post('/Users', userBody('ada@acme.test')));
    const displayName = 'Organization User:Workspace 1:Workspace Editor';
    const group = await created(scim.post('/Groups', groupBody(displayName, [id])));
    const usual = await scim.get(`/Users/${id}`);
    expect(usual.body.groups).toEqual([
      { value: group.id, $ref: `${publicUrl}/scim/v2/Groups/${group.id}`, display: displayName, type: 'direct' },
    ]);
    expect(usual.body).not.toHaveProperty([ACCESS_USER]);
    expect(usual.body.schemas).toEqual([USER]);
    expect(usual.headers.etag).toBe('W/"1-1"');
    const asked = await scim.get(`/Users/${id}?attributes=${ACCESS_USER}`);
    expect(asked.body).toEqual({
      schemas: [USER, ACCESS_USER],
      id,
      [ACCESS_USER]: {
        organizationRole: 'Organization User',
        workspaces: [{ workspaceId, name: 'Workspace 1', role: 'Workspace Editor', roles: ['Workspace Editor'] }],
      },
    });
  });
});

describe('a write that asks for the access view', () => {
  it('answers with the access that followed from it', async () => {
    const { scim } = await newTenant();
    const asked = `attributes=${ACCESS_USER}`;
    const { id } = await created(scim.post('/Users', userBody('ada@acme.test', { active: false })));
    await created(scim.post('/Groups', groupBody('Organization User:Workspace 1:Workspace Editor', [id])));
    const activated = await scim.patch(
      `/Users/${id}?${asked}`,
      patchOp({ op: 'replace', path: 'active', value: true }),
    );
    expect(activated.body[ACCESS_USER]).toMatchObject({
      organizationRole: 'Organization User',
      workspaces: [{ role: 'Workspace Editor' }],
    });
    const made = await scim.post(`/Users?${asked}`, userBody('grace@acme.test'));
    expect(made.body[ACCESS_USER]).toEqual({ organizationRole: 'Organization User', workspaces: [] });
  });
});

describe('a group', () => {
  it('is created with members, shown with them, and without them on demand', async () => {
    const { scim, workspaceId } = await newTenant();
    const { id: userId } = await created(scim.post('/Users', userBody('ada@acme.test')));
    const displayName = 'Organization User:Workspace 1:Workspace Editor';
    const answer = await scim.post('/Groups', { ...groupBody(displayName, [userId]), externalId: 'g-1' });
    const { id } = answer.body;
    const location = `${publicUrl}/scim/v2/Groups/${id}`;
    expect([answer.status, answer.headers.location, answer.headers.etag]).toEqual([201, location, 'W/"1-0"']);
    expect(answer.body).toEqual({
      schemas: [GROUP],
      id,
      externalId: 'g-1',
      displayName,
      members: [{ value: userId, $ref: `${publicUrl}/scim/v2/Users/${userId}`, type: 'User' }],
      meta: expect.objectContaining({ resourceType: 'Group', version: 'W/"1-0"', location }),
    });
    expect((await scim.get(`/Groups/${id}?excludedAttributes=members`)).body).not.toHaveProperty('members');
    const asked = await scim.get(`/Groups/${id}?attributes=${ACCESS_GROUP}`);
    expect(asked.body[ACCESS_GROUP]).toEqual({
      state: 'mapped',
      targets: [
        { scope: 'organization', name: 'Test', role: 'Organization User', source: 'convention' },
        { scope: 'workspace', workspaceId, name: 'Workspace 1', role: 'Workspace Editor', source: 'convention' },
      ],
    });
  });

  it('says why it grants nothing', async () => {
    const { scim } = await newTenant();
    const { id } = await created(scim.post('/Groups', groupBody('Book club')));
    const { body } = await scim.get(`/Groups/${id}?attributes=${ACCESS_GROUP}`);
    expect(body[ACCESS_GROUP]).toEqual({ state: 'unmatched', reason: 'not_in_the_convention' });
  });

  it('keeps its members in a PUT without any, and loses them to an empty list', async () => {
    const { scim } = await newTenant();
    const { id: userId } = await created(scim.post('/Users', userBody('ada@acme.test')));
    const { id } = await created(scim.post('/Groups', { ...groupBody('Club', [userId]), externalId: 'g-1' }));
    const renamed = await scim.put(`/Groups/${id}`, { schemas: [GROUP], displayName: 'Book club' });
    expect(renamed.status).toBe(200);
    expect(renamed.body).toMatchObject({ displayName: 'Book club', members: [{ value: userId }] });
    expect(renamed.body).not.toHaveProperty('externalId');
    const emptied = await scim.put(`/Groups/${id}`, groupBody('Book club'));
    expect(emptied.body).not.toHaveProperty('members');
    expect((await scim.get(`/Users/${userId}`)).body).not.toHaveProperty('groups');
  });

  it('is patched with 204 and an ETag, or shown if attributes are named', async () => {
    const { scim } = await newTenant();
    const { id: userId } = await created(scim.post('/Users', userBody('ada@acme.test')));
    const { id } = await created(scim.post('/Groups', groupBody('Club')));
    const add = patchOp({ op: 'add', path: 'members', value: [{ value: userId }] });
    const first = await scim.patch(`/Groups/${id}`, add);
    expect([first.status, first.headers.etag, first.text]).toEqual([204, 'W/"2-0"', '']);
    const again = await scim.patch(`/Groups/${id}?excludedAttributes=members`, add);
    expect([again.status, again.headers.etag]).toEqual([200, 'W/"2-0"']);
    expect(again.body).toMatchObject({ displayName: 'Club', meta: { version: 'W/"2-0"' } });
    expect(again.body).not.toHaveProperty('members');
  });

  it('is gone after DELETE', async () => {
    const { scim } = await newTenant();
    const { id: userId } = await created(scim.post('/Users', userBody('ada@acme.test')));
    const { id } = await created(scim.post('/Groups', groupBody('Club', [userId])));
    expect((await scim.delete(`/Groups/${id}`)).status).toBe(204);
    expect((await scim.delete(`/Groups/${id}`)).status).toBe(404);
    expect((await scim.get(`/Users/${userId}`)).body).not.toHaveProperty('groups');
    expect((await scim.get('/Groups')).body.totalResults).toBe(0);
  });
});

describe('what has no twin', () => {
  it('[35] case, width and normal-form twins of a userName or group name are refused', async () => {
    const tenant = await newTenant();
    const { scim } = tenant;
    await created(scim.post('/Users', userBody('Zoë@acme.test')));
    await created(scim.post('/Groups', groupBody('Zoë')));
    const before = await stateOf(tenant);
    for (const twin of ['ZOË@ACME.TEST', 'Zoe\u0308@acme.test', 'Ｚoë@acme.test']) {
      const answer = await scim.post('/Users', userBody(twin));
      expect(answer.body).toMatchObject({ status: '409', scimType: 'uniqueness' });
      expect(answer.body.detail).toContain('userName');
    }
    expect((await scim.post('/Groups', groupBody('zoe\u0308'))).body).toMatchObject({
      status: '409',
      scimType: 'uniqueness',
    });
    expect(await stateOf(tenant)).toEqual(before);
  });

  it('[36] a look-alike in another script is somebody else', async () => {
    const { scim } = await newTenant();
    const latin = await created(scim.post('/Users', userBody('ada@acme.test')));
    const cyrillic = await created(scim.post('/Users', userBody('\u0430da@acme.test')));
    expect(cyrillic.id).not.toBe(latin.id);
  });

  it('[47] of 50 parallel creations of one userName one is made and 49 are refused', async () => {
    const { scim } = await newTenant();
    const answers = await Promise.all(Array.from({ length: 50 }, () => scim.post('/Users', userBody('ada@acme.test'))));
    expect(answers.filter(({ status }) => status === 201)).toHaveLength(1);
    expect(answers.filter(({ body }) => body.scimType === 'uniqueness' && body.status === '409')).toHaveLength(49);
    expect((await scim.get('/Users')).body.totalResults).toBe(1);
  });
});
