/** Strict tokens and clients (S7): what no schema knows is refused, and nothing of the request is kept. */
import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../../../src/json.ts';
import { newOrganization, testDeployment } from '../../support/domain.ts';
import {
  clientOf,
  created,
  newToken,
  patchOp,
  type ScimClient,
  stateOf,
  USER,
  userBody,
} from '../../support/scim-door.ts';
import { askToken, newClient } from '../oauth/token-client.ts';

testDeployment();

const strictToken = async (orgId: string) => clientOf(await newToken(orgId, { strict: true }));
const strictClient = async (orgId: string) => {
  const { id, secret } = await newClient(orgId, { strict: true });
  return clientOf(String((await askToken({ client_id: id, client_secret: secret })).body.access_token));
};
const profile = 'urn:usher:params:scim:schemas:extension:profile:2.0:ServiceProviderConfig';

describe.each([
  ['token', strictToken],
  ['client', strictClient],
])('a strict %s', (_what, open) => {
  const bodies: [string, JsonObject, string][] = [
    ['an attribute', { nickels: 5 }, '"nickels"'],
    ['a sub-attribute', { name: { givenName: 'Ada', nick: 'A' } }, '"name.nick"'],
    ['a schema', { schemas: [USER, 'urn:okta:custom:1.0'] }, '"schemas urn:okta:custom:1.0"'],
    ['an extension', { 'urn:okta:custom:1.0': { desk: 'A1' } }, '"urn:okta:custom:1.0"'],
  ];
  it.each(bodies)('is refused %s that no schema knows, by POST and PUT', async (_unknown, more, named) => {
    const { orgId } = await newOrganization();
    const scim = await open(orgId);
    const user = await created(scim.post('/Users', userBody('ada@acme.test')));
    const before = await stateOf({ scim });
    const refused = { status: 400, body: { scimType: 'invalidSyntax', detail: expect.stringContaining(named) } };
    expect(await scim.post('/Users', userBody('bea@acme.test', more))).toMatchObject(refused);
    expect(await scim.put(`/Users/${user.id}`, userBody('cleo@acme.test', more))).toMatchObject(refused);
    expect(await stateOf({ scim })).toEqual(before);
  });

  it('is refused a PATCH of what no schema knows, and none of it is done', async () => {
    const { orgId } = await newOrganization();
    const scim = await open(orgId);
    const user = await created(scim.post('/Users', userBody('ada@acme.test')));
    const group = await created(scim.post('/Groups', { displayName: 'Staff', members: [{ value: user.id }] }));
    const before = await stateOf({ scim });
    const refused = { status: 400, body: { scimType: 'invalidSyntax' } };
    const good = { op: 'replace', path: 'title', value: 'Countess' };
    for (const bad of [
      { op: 'add', path: 'nickels', value: 5 },
      { op: 'add', path: 'urn:okta:custom:1.0:desk', value: 'A1' },
      { op: 'replace', path: 'name', value: { nick: 'A' } },
      { op: 'replace', path: 'name.nick', value: 'A' },
    ])
      expect(await scim.patch(`/Users/${user.id}`, patchOp(good, bad))).toMatchObject(refused);
    const member = { value: user.id, displayName: 'Ada' };
    const add = { op: 'add', path: 'members', value: [member] };
    expect(await scim.patch(`/Groups/${group.id}`, patchOp(add))).toMatchObject(refused);
    expect(await stateOf({ scim })).toEqual(before);
  });

  it('is refused a PATCH without a path, whatever it says', async () => {
    const { orgId } = await newOrganization();
    const scim = await open(orgId);
    const user = await created(scim.post('/Users', userBody('ada@acme.test')));
    const before = await stateOf({ scim });
    for (const operation of [
      { op: 'replace', value: { title: 'Countess' } },
      { op: 'replace', value: { active: false } },
      { op: 'remove' },
    ])
      expect(await scim.patch(`/Users/${user.id}`, patchOp(operation))).toMatchObject({
        status: 400,
        body: { scimType: 'invalidSyntax', detail: expect.stringContaining('"path"') },
      });
    expect(await stateOf({ scim })).toEqual(before);
  });

  it('replaces a complex attribute as a whole, and adds to it in part', async () => {
    const { orgId } = await newOrganization();
    const scim = await open(orgId);
    const name = { givenName: 'Ada', familyName: 'Byron' };
    const user = await created(scim.post('/Users', userBody('ada@acme.test', { name })));
    const patch = async (op: string, value: JsonObject) =>
      (await scim.patch(`/Users/${user.id}`, patchOp({ op, path: 'name', value }))).body.name;
    expect(await patch('add', { familyName: 'King' })).toEqual({ givenName: 'Ada', familyName: 'King' });
    expect(await patch('replace', { familyName: 'Lovelace' })).toEqual({ familyName: 'Lovelace' });
  });

  it('is refused a password, and shown none in the schema', async () => {
    const { orgId } = await newOrganization();
    const scim = await open(orgId);
    const user = await created(scim.post('/Users', userBody('ada@acme.test')));
    const refused = {
      status: 400,
      body: { scimType: 'invalidSyntax', detail: expect.stringContaining('"password"') },
    };
    const body = userBody('bea@acme.test', { password: 'a secret of hers' });
    expect(await scim.post('/Users', body)).toMatchObject(refused);
    expect(await scim.put(`/Users/${user.id}`, body)).toMatchObject(refused);
    const patch = patchOp({ op: 'replace', path: 'password', value: 'a secret of hers' });
    expect(await scim.patch(`/Users/${user.id}`, patch)).toMatchObject(refused);
    for (const path of [`/Schemas/${USER}`, '/Schemas'])
      expect(JSON.stringify((await scim.get(path)).body)).not.toContain('"password"');
  });

  it('may repeat what only the server sets', async () => {
    const { orgId } = await newOrganization();
    const scim = await open(orgId);
    const user = await created(scim.post('/Users', userBody('ada@acme.test')));
    expect((await scim.put(`/Users/${user.id}`, { ...user, title: 'Countess' })).status).toBe(200);
  });

  it('is refused the operations of a Bulk that are so, and the others are done', async () => {
    const { orgId } = await newOrganization();
    const scim = await open(orgId);
    const { body } = await scim.post('/Bulk', {
      schemas: ['urn:ietf:params:scim:api:messages:2.0:BulkRequest'],
      Operations: [
        { method: 'POST', path: '/Users', bulkId: 'a', data: userBody('ada@acme.test') },
        { method: 'POST', path: '/Users', bulkId: 'b', data: userBody('bea@acme.test', { nickels: 5 }) },
      ],
    });
    expect(body.Operations).toMatchObject([
      { status: '201' },
      { status: '400', response: { scimType: 'invalidSyntax' } },
    ]);
  });

  it('is told in ServiceProviderConfig which profile holds', async () => {
    const { orgId } = await newOrganization();
    const { body } = await (await open(orgId)).get('/ServiceProviderConfig');
    expect([body[profile], body.interopProfileConformant]).toEqual([{ profile: 'strict' }, true]);
  });
});

it('another token of the same organization is not strict: what is unknown is ignored, and nobody is told of a profile', async () => {
  const { orgId } = await newOrganization();
  const scim = clientOf(await newToken(orgId));
  expect((await scim.post('/Users', userBody('ada@acme.test', { nickels: 5 }))).status).toBe(201);
  const tellings: ScimClient[] = [scim, clientOf(null), clientOf('usher_scim_wrong')];
  for (const client of tellings) {
    const { status, body } = await client.get('/ServiceProviderConfig');
    const names = Object.keys(body);
    expect([status, names.includes(profile), names.includes('interopProfileConformant')]).toEqual([200, false, false]);
    expect(body.schemas).toHaveLength(1);
  }
});
