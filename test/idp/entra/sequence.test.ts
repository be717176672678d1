/**
 * Microsoft Entra ID's provisioning, from the test of the connection to the end of an assignment: the requests that its
 * reference for SCIM endpoints shows, in the order in which it sends them.
 */
import { expect, it } from 'vitest';
import { explainAccess } from '../../../src/domain/access/explain/explain.ts';
import type { JsonObject } from '../../../src/json.ts';
import { ENTERPRISE } from '../../scim/patch/patching.ts';
import { testDeployment } from '../../support/domain.ts';
import { GROUP, newTenant, PATCH_OP, type Tenant, USER } from '../../support/scim-door.ts';

testDeployment();

const patchOp = (...Operations: JsonObject[]) => ({ schemas: [PATCH_OP], Operations });
const eq = (attribute: string, value: string) => `filter=${encodeURIComponent(`${attribute} eq "${value}"`)}`;

const user = (name: string, externalId: string): JsonObject => ({
  schemas: [USER, ENTERPRISE],
  externalId,
  userName: `${name}@testuser.com`,
  active: true,
  addresses: null,
  displayName: null,
  emails: [{ type: 'work', value: `${name}@testuser.com`, primary: true }],
  meta: { resourceType: 'User' },
  name: { formatted: `givenName ${name}`, familyName: name, givenName: 'givenName' },
  roles: [],
  [ENTERPRISE]: { Department: 'bob', Manager: { Value: 'SuzzyQ' } },
});

/** Entra looks a person up, by the matching attribute, before it creates her. */
async function provision({ scim }: Tenant, name: string): Promise<string> {
  const none = await scim.get(`/Users?${eq('userName', `${name}@testuser.com`)}`);
  expect([none.status, none.body.totalResults, none.body.Resources]).toEqual([200, 0, []]);
  const made = await scim.post('/Users', user(name, `58342554-${name}`), {
    'Content-Type': 'application/scim+json; charset=utf-8',
  });
  expect(made.status).toBe(201);
  expect(made.body).toMatchObject({ externalId: `58342554-${name}`, active: true, meta: { resourceType: 'User' } });
  return made.body.id;
}

async function rolesOf({ orgId }: Tenant, memberId: string) {
  const { workspaces } = await explainAccess(orgId, memberId);
  return workspaces.flatMap(({ name, resolution: { role } }) => (role === null ? [] : [[name, role]]));
}

it('people are matched, created, updated, disabled and deleted', async () => {
  const tenant = await newTenant();
  const { scim } = tenant;
  const probe = await scim.get(`/Users?${eq('userName', 'AzureAdScimTest-5171a35d82074e068ce2')}`);
  expect([probe.status, probe.body.totalResults]).toEqual([200, 0]);

  const id = await provision(tenant, 'Test_User_dfeef4c5');
  const boss = await provision(tenant, 'Boss');
  const read = await scim.get(`/Users/${id}`);
  expect(read.body[ENTERPRISE]).toEqual({ department: 'bob', manager: { value: 'SuzzyQ' } });
  expect((await scim.get('/Users/5171a35d82074e068ce2')).body).toMatchObject({ status: '404' });
  const byExternalId = await scim.get(`/Users?${eq('externalId', '58342554-Boss')}`);
  expect(byExternalId.body).toMatchObject({ totalResults: 1, Resources: [{ id: boss }] });

  const patch = async (expected: JsonObject, ...operations: JsonObject[]) => {
    const answer = await scim.patch(`/Users/${id}`, patchOp(...operations));
    expect(answer.status).toBe(200);
    expect(answer.body).toMatchObject(expected);
  };
  await patch(
    { emails: [{ type: 'work', value: 'updatedEmail@microsoft.com' }], name: { familyName: 'updatedFamilyName' } },
    { op: 'Replace', path: 'emails[type eq "work"].value', value: 'updatedEmail@microsoft.com' },
    { op: 'Replace', path: 'name.familyName', value: 'updatedFamilyName' },
  );
  await patch(
    { userName: '5b50642d@testuser.com' },
    { op: 'Replace', path: 'userName', value: '5b50642d@testuser.com' },
  );
  await patch(
    { phoneNumbers: [{ type: 'mobile', value: '555' }], displayName: 'Lisa', addresses: [{ locality: 'Lyon' }] },
    { op: 'Add', path: 'phoneNumbers[type eq "mobile"].value', value: '555' },
    { op: 'Add', path: 'DisplayName', value: 'Lisa' },
    { op: 'Add', path: 'addresses[type eq "work"].locality', value: 'Lyon' },
  );
  for (const value of [boss, [{ $ref: `https://usher.test/scim/v2/Users/${boss}`, value: boss }]]) {
    await patch({ [ENTERPRISE]: { manager: { value: boss } } }, { op: 'Add', path: `${ENTERPRISE}:manager`, value });
  }
  await patch(
    { [ENTERPRISE]: { department: 'Sales' }, name: { givenName: 'Kingston' } },
    { op: 'replace', value: { [`${ENTERPRISE}:department`]: 'Sales', 'name.givenName': 'Kingston' } },
  );
  await patch({ active: false }, { op: 'Replace', path: 'active', value: 'False' });
  await patch({ active: true }, { op: 'Replace', path: 'active', value: 'True' });
  await patch({ active: false }, { op: 'Replace', path: 'active', value: [{ $ref: null, value: 'False' }] });
  expect((await explainAccess(tenant.orgId, id)).organization.role).toBeNull();
  const disabled = await scim.get(`/Users?${eq('userName', '5b50642d@testuser.com')}`);
  expect(disabled.body).toMatchObject({ totalResults: 1, Resources: [{ id, active: false }] });

  expect((await scim.delete(`/Users/${id}`)).status).toBe(204);
  expect((await scim.delete(`/Users/${id}`)).status).toBe(404);
  expect((await scim.get(`/Users?${eq('externalId', '58342554-Test_User_dfeef4c5')}`)).body.totalResults).toBe(0);
});

it('groups are pushed, and their members are in the workspace', async () => {
  const tenant = await newTenant();
  const { scim } = tenant;
  const [ann, bob] = [await provision(tenant, 'ann'), await provision(tenant, 'bob')];
  const editors = 'Entra Organization User:Workspace 1:Workspace Editor';

  const none = await scim.get(`/Groups?excludedAttributes=members&${eq('displayName', editors)}`);
  expect(none.body).toMatchObject({ totalResults: 0, Resources: [] });
  const made = await scim.post('/Groups', {
    schemas: [GROUP, 'http://schemas.microsoft.com/2006/11/ResourceManagement/ADSCIM/2.0/Group'],
    externalId: '8aa1a0c0-c4c3-4bc0-b4a5-2ef676900159',
    displayName: editors,
    meta: { resourceType: 'Group' },
  });
  expect(made.status).toBe(201);
  const { id } = made.body;
  const read = await scim.get(`/Groups/${id}?excludedAttributes=members`);
  expect(read.body).toMatchObject({ id, displayName: editors, externalId: '8aa1a0c0-c4c3-4bc0-b4a5-2ef676900159' });
  const found = await scim.get(`/Groups?excludedAttributes=members&${eq('displayName', editors.toUpperCase())}`);
  expect(found.body).toMatchObject({ totalResults: 1, Resources: [{ id }] });

  const patch = async (...operations: JsonObject[]) => {
    const answer = await scim.patch(`/Groups/${id}`, patchOp(...operations));
    expect([answer.status, answer.text]).toEqual([204, '']);
  };
  const isMember = async (userId: string) => {
    const filter = encodeURIComponent(`id eq "${id}" and members eq "${userId}"`);
    return (await scim.get(`/Groups?excludedAttributes=members&filter=${filter}`)).body.totalResults === 1;
  };
  const reference = (value: string) => [{ $ref: null, value }];

  await patch({ op: 'Add', path: 'members', value: reference(ann) });
  await patch({ op: 'Add', path: 'members', value: reference(ann) });
  await patch({ op: 'Add', path: 'members', value: reference(bob) });
  expect([await isMember(ann), await isMember(bob)]).toEqual([true, true]);
  expect(await rolesOf(tenant, ann)).toEqual([['Workspace 1', 'Workspace Editor']]);

  await patch({ op: 'Remove', path: 'members', value: reference(ann) });
  expect([await isMember(ann), await isMember(bob)]).toEqual([false, true]);
  expect(await rolesOf(tenant, ann)).toEqual([]);
  await patch({ op: 'Remove', path: `members[value eq "${ann}"]` });

  const viewers = 'Entra Organization User:Workspace 1:Workspace Viewer';
  await patch({ op: 'Replace', path: 'displayName', value: viewers });
  expect(await rolesOf(tenant, bob)).toEqual([['Workspace 1', 'Workspace Viewer']]);

  await scim.patch(`/Users/${bob}`, patchOp({ op: 'Replace', path: 'active', value: 'False' }));
  expect(await rolesOf(tenant, bob)).toEqual([]);
  expect(await isMember(bob)).toBe(true);
  await scim.patch(`/Users/${bob}`, patchOp({ op: 'Replace', path: 'active', value: 'True' }));
  expect(await rolesOf(tenant, bob)).toEqual([['Workspace 1', 'Workspace Viewer']]);

  expect((await scim.delete(`/Groups/${id}`)).status).toBe(204);
  expect(await rolesOf(tenant, bob)).toEqual([]);
  expect((await scim.get(`/Groups/${id}`)).status).toBe(404);
});
