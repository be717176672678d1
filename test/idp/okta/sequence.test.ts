/**
 * Okta, from the test of the connection to the end of an assignment: the requests that its SCIM 2.0 reference shows, in
 * the order in which it sends them.
 */
import { expect, it } from 'vitest';
import { explainAccess } from '../../../src/domain/access/explain/explain.ts';
import type { JsonObject } from '../../../src/json.ts';
import { testDeployment } from '../../support/domain.ts';
import { GROUP, newTenant, PATCH_OP, type Tenant, USER } from '../../support/scim-door.ts';

testDeployment();

const filtered = (attribute: string, value: string) =>
  `filter=${encodeURIComponent(`${attribute} eq "${value}"`)}&startIndex=1&count=100`;
const replaceOp = (value: JsonObject) => ({ schemas: [PATCH_OP], Operations: [{ op: 'replace', value }] });

const user = (name: string, more: JsonObject = {}): JsonObject => ({
  schemas: [USER],
  userName: `${name}@okta.local`,
  name: { givenName: name, familyName: 'User' },
  emails: [{ primary: true, value: `${name}@okta.local`, type: 'work' }],
  displayName: `${name} User`,
  locale: 'en-US',
  externalId: `00ujl29u0le5T6Aj10h7-${name}`,
  groups: [],
  password: '1mz050nq',
  active: true,
  ...more,
});

/** Okta looks a person up before it creates her. */
async function assign({ scim }: Tenant, name: string): Promise<string> {
  const none = await scim.get(`/Users?${filtered('userName', `${name}@okta.local`)}`);
  expect(none.status).toBe(200);
  expect(none.body).toMatchObject({ totalResults: 0, startIndex: 1, itemsPerPage: 0, Resources: [] });
  const made = await scim.post('/Users', user(name), { Accept: 'application/scim+json' });
  expect(made.status).toBe(201);
  expect(made.body).toMatchObject({ userName: `${name}@okta.local`, active: true });
  expect(made.body).not.toHaveProperty('password');
  return made.body.id;
}

async function rolesOf({ orgId }: Tenant, memberId: string) {
  const { workspaces } = await explainAccess(orgId, memberId);
  return workspaces.flatMap(({ name, resolution: { role } }) => (role === null ? [] : [[name, role]]));
}

it('people are created, updated, deactivated and reactivated', async () => {
  const tenant = await newTenant();
  const { scim } = tenant;
  for (const path of ['/ServiceProviderConfig', '/Users?startIndex=1&count=2', '/Groups?startIndex=1&count=100'])
    expect((await scim.get(path)).status).toBe(200);

  const id = await assign(tenant, 'test');
  const read = await scim.get(`/Users/${id}`);
  expect(read.status).toBe(200);

  // A profile update: the whole user as Okta knows it, with what only the server sets.
  const update = { ...user('test', { id, name: { givenName: 'Another', middleName: 'Excited', familyName: 'User' } }) };
  delete update.password;
  const put = await scim.put(`/Users/${id}`, { ...update, meta: { resourceType: 'User' } });
  expect(put.status).toBe(200);
  expect(put.body).toMatchObject({ id, name: { middleName: 'Excited' }, externalId: user('test').externalId });

  const off = await scim.patch(`/Users/${id}`, replaceOp({ active: false }));
  expect([off.status, off.body.active]).toEqual([200, false]);
  const seen = await scim.get(`/Users?${filtered('userName', 'test@okta.local')}`);
  expect(seen.body).toMatchObject({ totalResults: 1, Resources: [{ id, active: false }] });
  expect((await explainAccess(tenant.orgId, id)).organization.role).toBeNull();

  // Assigned again: found by the look-up, then put back to work.
  const on = await scim.put(`/Users/${id}`, { ...update, active: true });
  expect([on.status, on.body.active]).toEqual([200, true]);
  expect((await scim.patch(`/Users/${id}`, replaceOp({ active: true }))).status).toBe(200);
  expect((await scim.patch(`/Users/${id}`, replaceOp({ password: 't1meMa$heen' }))).status).toBe(200);

  // A lost answer makes Okta send the creation again.
  const again = await scim.post('/Users', user('test'));
  expect(again.body).toMatchObject({ status: '409', scimType: 'uniqueness' });
  const all = await scim.get('/Users?startIndex=1&count=100');
  expect(all.body).toMatchObject({ totalResults: 1, itemsPerPage: 1, Resources: [{ id, active: true }] });
});

it('groups are pushed, and their members are in the workspace', async () => {
  const tenant = await newTenant();
  const { scim } = tenant;
  const [ann, bob, cyd] = [await assign(tenant, 'ann'), await assign(tenant, 'bob'), await assign(tenant, 'cyd')];
  const member = (value: string, name: string) => ({ value, display: `${name}@okta.local` });
  const editors = 'Okta Organization User:Workspace 1:Workspace Editor';

  const none = await scim.get(`/Groups?${filtered('displayName', editors)}`);
  expect(none.body.totalResults).toBe(0);
  const made = await scim.post('/Groups', { schemas: [GROUP], displayName: editors, members: [] });
  expect(made.status).toBe(201);
  const { id } = made.body;
  const patch = async (...Operations: JsonObject[]) => {
    const answer = await scim.patch(`/Groups/${id}`, { schemas: [PATCH_OP], Operations });
    expect([answer.status, answer.text]).toEqual([204, '']);
    expect(answer.headers.etag).toMatch(/^W\/"\d+-0"$/);
  };
  const membersNow = async () =>
    (((await scim.get(`/Groups/${id}`)).body.members ?? []) as { value: string }[]).map(({ value }) => value).sort();

  await patch({ op: 'add', path: 'members', value: [member(ann, 'ann'), member(bob, 'bob')] });
  expect(await membersNow()).toEqual([ann, bob].sort());
  expect(await rolesOf(tenant, ann)).toEqual([['Workspace 1', 'Workspace Editor']]);

  await patch(
    { op: 'remove', path: `members[value eq "${ann}"]` },
    { op: 'add', path: 'members', value: [member(cyd, 'cyd')] },
  );
  expect(await membersNow()).toEqual([bob, cyd].sort());
  expect(await rolesOf(tenant, ann)).toEqual([]);
  expect(await rolesOf(tenant, cyd)).toEqual([['Workspace 1', 'Workspace Editor']]);

  const viewers = 'Okta Organization User:Workspace 1:Workspace Viewer';
  await patch({ op: 'replace', value: { id, displayName: viewers } });
  expect(await rolesOf(tenant, bob)).toEqual([['Workspace 1', 'Workspace Viewer']]);

  await patch({ op: 'replace', path: 'members', value: [member(ann, 'ann'), member(cyd, 'cyd')] });
  expect(await membersNow()).toEqual([ann, cyd].sort());
  // The same chunk twice: a lost answer.
  for (const _ of [1, 2]) await patch({ op: 'add', path: 'members', value: [member(bob, 'bob')] });
  expect(await membersNow()).toEqual([ann, bob, cyd].sort());

  const put = await scim.put(`/Groups/${id}`, {
    schemas: [GROUP],
    id,
    displayName: editors,
    members: [member(ann, 'ann')],
  });
  expect([put.status, put.body.displayName]).toEqual([200, editors]);
  expect(await rolesOf(tenant, ann)).toEqual([['Workspace 1', 'Workspace Editor']]);
  expect(await rolesOf(tenant, bob)).toEqual([]);

  // Whoever is deactivated keeps the group for the day she comes back.
  await scim.patch(`/Users/${ann}`, replaceOp({ active: false }));
  expect(await rolesOf(tenant, ann)).toEqual([]);
  await scim.patch(`/Users/${ann}`, replaceOp({ active: true }));
  expect(await rolesOf(tenant, ann)).toEqual([['Workspace 1', 'Workspace Editor']]);

  const imported = await scim.get('/Groups?startIndex=1&count=100');
  expect(imported.body).toMatchObject({ totalResults: 1, Resources: [{ id, members: [{ value: ann }] }] });
  expect((await scim.delete(`/Groups/${id}`)).status).toBe(204);
  expect(await rolesOf(tenant, ann)).toEqual([]);
  expect((await scim.get(`/Groups/${id}`)).status).toBe(404);
});
