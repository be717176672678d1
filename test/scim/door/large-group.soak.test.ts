import { beforeAll, describe, expect, it } from 'vitest';
import { newUsers } from '../../support/crowd.ts';
import { testDeployment } from '../../support/domain.ts';
import { created, groupBody, newTenant, patchOp, type Tenant, userBody } from '../../support/scim-door.ts';

testDeployment();

const size = 2_100;
let tenant: Tenant;
let userIds: string[];
let groupId: string;

beforeAll(async () => {
  tenant = await newTenant();
  userIds = (await newUsers(tenant.orgId, size)).sort();
  groupId = (await created(tenant.scim.post('/Groups', groupBody('Everybody', userIds)))).id;
}, 300_000);

const valuesOf = (members: { value: string }[]) => members.map(({ value }) => value);

describe('a group that is sent in parts', () => {
  it('has all members, in order, beside its other attributes', async () => {
    const { status, body, headers } = await tenant.scim.get(`/Groups/${groupId}`);
    expect(status).toBe(200);
    expect(headers['content-type']).toBe('application/scim+json');
    expect(headers.etag).toBe(body.meta.version);
    expect(body).toMatchObject({ id: groupId, displayName: 'Everybody' });
    expect(valuesOf(body.members)).toEqual(userIds);
    expect(body.members[0]).toEqual({
      value: userIds[0],
      $ref: `https://usher.test/scim/v2/Users/${userIds[0]}`,
      type: 'User',
    });
  });

  it('shows of its members what was asked for', async () => {
    const only = (await tenant.scim.get(`/Groups/${groupId}?attributes=members.value`)).body;
    expect(only.members[7]).toEqual({ value: userIds[7] });
    expect(only).not.toHaveProperty('displayName');
    const none = (await tenant.scim.get(`/Groups/${groupId}?excludedAttributes=members`)).body;
    expect(none).not.toHaveProperty('members');
    const { status, text } = await tenant.scim.send('head', `/Groups/${groupId}`);
    expect([status, text ?? '']).toEqual([200, '']);
  });

  it('is the same in a list, after a PUT and where PATCH answers it', async () => {
    const listed = (await tenant.scim.get('/Groups?filter=displayName eq "Everybody"')).body.Resources[0];
    expect(valuesOf(listed.members)).toEqual(userIds);
    const put = await tenant.scim.put(`/Groups/${groupId}`, groupBody('Everybody', userIds));
    expect(valuesOf(put.body.members)).toEqual(userIds);
    const patch = patchOp({ op: 'remove', path: `members[value eq "${userIds[0]}"]` });
    const patched = await tenant.scim.patch(`/Groups/${groupId}?attributes=members`, patch);
    expect(valuesOf(patched.body.members)).toEqual(userIds.slice(1));
  });

  it('can be made by a bulk, and referred to', async () => {
    const { body } = await tenant.scim.post('/Bulk', {
      Operations: [
        { method: 'POST', path: '/Groups', bulkId: 'outer', data: groupBody('Outer', ['bulkId:inner']) },
        { method: 'POST', path: '/Groups', bulkId: 'inner', data: groupBody('Inner', userIds.slice(1)) },
      ],
    });
    expect(body.Operations.map(({ status }: { status: string }) => status)).toEqual(['201', '201']);
    const [outer, inner] = body.Operations.map(({ location }: { location: string }) => location.split('/').at(-1));
    expect(valuesOf((await tenant.scim.get(`/Groups/${outer}`)).body.members)).toEqual([inner]);
  });

  it('has people and groups in one order, each at its own address', async () => {
    const nested = (await created(tenant.scim.post('/Groups', groupBody('Nested', [])))).id;
    const late = (await created(tenant.scim.post('/Users', userBody('late@acme.test')))).id;
    const mixed = (await created(tenant.scim.post('/Groups', groupBody('Mixed', [late, ...userIds, nested])))).id;
    const { members } = (await tenant.scim.get(`/Groups/${mixed}`)).body;
    expect(valuesOf(members)).toEqual([...userIds, nested, late]);
    expect(members.at(-2)).toEqual({
      value: nested,
      $ref: `https://usher.test/scim/v2/Groups/${nested}`,
      type: 'Group',
    });
  });
});
