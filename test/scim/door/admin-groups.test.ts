/** Groups that admins made: SCIM sees nothing of them, and of a group that was handed over everything. */
import { describe, expect, it } from 'vitest';
import {
  addGroupMember,
  changeAdminGroup,
  createAdminGroup,
  handOverGroup,
} from '../../../src/domain/administration/groups/admin-groups.ts';
import { listMappings } from '../../../src/domain/administration/mappings/list-mappings.ts';
import { events } from '../../../src/domain/model/event.ts';
import { memberships } from '../../../src/domain/model/membership.ts';
import { tenant } from '../../../src/storage/tenant.ts';
import { faultsOf } from '../../domain/invariants.ts';
import { context, testDeployment } from '../../support/domain.ts';
import { created, GROUP, groupBody, newTenant, patchOp, stateOf, userBody } from '../../support/scim-door.ts';

testDeployment();

const searchRequest = 'urn:ietf:params:scim:api:messages:2.0:SearchRequest';
const bulkRequest = 'urn:ietf:params:scim:api:messages:2.0:BulkRequest';

/** Two people, a group of the directory with one of them in it, and what a directory sees of all that. */
async function start() {
  const at = await newTenant();
  const { orgId, workspaceId, scim } = at;
  const ada = await created(scim.post('/Users', userBody('ada@acme.test')));
  const bob = await created(scim.post('/Users', userBody('bob@acme.test')));
  const pushed = await created(scim.post('/Groups', groupBody('Design', [ada.id])));
  const before = await stateOf(at);
  const targets = [{ workspaceId, workspaceRole: 'Workspace Editor' }];
  const made = await createAdminGroup(context, orgId, { displayName: 'Data', targets }, [ada.id]);
  const groupsOf = async (filter: string) =>
    (await scim.get(`/Groups?filter=${encodeURIComponent(filter)}`)).body.totalResults;
  const usersOf = async (filter: string) =>
    (await scim.get(`/Users?filter=${encodeURIComponent(filter)}`)).body.totalResults;
  return { ...at, ada: ada.id, bob: bob.id, pushed: pushed.id, before, made, groupsOf, usersOf };
}

describe('a group that admins made', () => {
  it('is in no list and no total, and no User changes by it, neither its groups nor its version', async () => {
    const at = await start();
    expect(await stateOf(at)).toEqual(at.before);
    await addGroupMember(context, at.orgId, at.made, at.bob);
    await changeAdminGroup(context, at.orgId, at.made, { displayName: 'Data Science', targets: [] });
    expect(await stateOf(at)).toEqual(at.before);
    const etag = (await at.scim.get(`/Users/${at.ada}`)).headers.etag ?? '';
    expect((await at.scim.get(`/Users/${at.ada}`, { 'If-None-Match': etag })).status).toBe(304);
    expect((await at.scim.get('/Groups?count=0')).body.totalResults).toBe(1);
    expect((await at.scim.get('/Groups?cursor=&count=10')).body.Resources).toHaveLength(1);
    expect((await at.scim.get('/Groups?sortBy=displayName')).body.totalResults).toBe(1);
    expect((await at.scim.get('/Groups?sortBy=externalId')).body.Resources).toHaveLength(1);
    expect(await faultsOf(at.orgId)).toEqual([]);
  });

  it('is nobody by its id, whatever is asked, as a random id is', async () => {
    const { scim, made, ada, orgId } = await start();
    for (const id of [made, 'no-such-group'])
      for (const answer of [
        await scim.get(`/Groups/${id}`),
        await scim.put(`/Groups/${id}`, groupBody('Mine', [ada])),
        await scim.patch(`/Groups/${id}`, patchOp({ op: 'add', path: 'members', value: [{ value: ada }] })),
        await scim.patch(`/Groups/${id}`, patchOp({ op: 'replace', path: 'displayName', value: 'Mine' })),
        await scim.delete(`/Groups/${id}`),
      ]) {
        expect([answer.status, answer.body.detail]).toEqual([404, `Group "${id}" not found.`]);
      }
    expect(await tenant(orgId).count(memberships, { source: 'admin-group' })).toBe(1);
  });

  it('is found by no filter of groups and of users, nor by a search of both', async () => {
    const { scim, made, ada, bob, orgId, groupsOf, usersOf } = await start();
    await addGroupMember(context, orgId, made, bob);
    expect(await groupsOf('displayName eq "data"')).toBe(0);
    expect(await groupsOf(`id eq "${made}"`)).toBe(0);
    expect(await groupsOf(`members.value eq "${bob}"`)).toBe(0);
    expect(await groupsOf(`members[value eq "${ada}" and type eq "User"]`)).toBe(1);
    expect(await groupsOf(`members.value ne "${bob}"`)).toBe(1);
    expect(await groupsOf('members pr')).toBe(1);
    expect(await groupsOf('not (displayName eq "Design")')).toBe(0);
    expect(await usersOf(`groups.value eq "${made}"`)).toBe(0);
    expect(await usersOf(`groups.value ne "${made}"`)).toBe(2);
    expect(await usersOf('groups pr')).toBe(1);
    expect(await usersOf('groups.display eq "Data"')).toBe(0);
    expect(await usersOf('groups.display ne "Data"')).toBe(2);
    expect(await usersOf('groups[display sw "D" and type eq "direct"]')).toBe(1);
    const search = { schemas: [searchRequest], filter: 'displayName sw "D"' };
    expect((await scim.post('/.search', search)).body.totalResults).toBe(1);
    expect((await scim.post('/Groups/.search', { ...search, filter: 'displayName sw "Da"' })).body.totalResults).toBe(
      0,
    );
  });

  it('is no member of another group, neither by itself nor in bulk', async () => {
    const { scim, made, pushed, before, ...at } = await start();
    const add = patchOp({ op: 'add', path: 'members', value: [{ value: made }] });
    for (const answer of [
      await scim.patch(`/Groups/${pushed}`, add),
      await scim.post('/Groups', groupBody('Outer', [made])),
      await scim.put(`/Groups/${pushed}`, groupBody('Design', [made])),
    ]) {
      expect([answer.status, answer.body.scimType]).toEqual([400, 'invalidValue']);
      expect(answer.body.detail).toContain('is neither a user nor a group of this organization');
    }
    const bulk = await scim.post('/Bulk', {
      schemas: [bulkRequest],
      Operations: [
        { method: 'PATCH', path: `/Groups/${made}`, data: add },
        { method: 'DELETE', path: `/Groups/${made}` },
        { method: 'PATCH', path: `/Groups/${pushed}`, data: add },
      ],
    });
    expect(bulk.body.Operations.map(({ status }: { status: string }) => status)).toEqual(['404', '404', '400']);
    expect(await stateOf({ scim })).toEqual(before);
    expect(await faultsOf(at.orgId)).toEqual([]);
  });

  it('has its name: a directory that pushes or takes it is told why not, and what an admin can do', async () => {
    const { scim, ada, pushed } = await start();
    for (const answer of [
      await scim.post('/Groups', groupBody('data', [ada])),
      await scim.put(`/Groups/${pushed}`, groupBody('Data')),
      await scim.patch(`/Groups/${pushed}`, patchOp({ op: 'replace', path: 'displayName', value: 'DATA' })),
    ]) {
      expect([answer.status, answer.body.scimType]).toEqual([409, 'uniqueness']);
      expect(answer.body.detail).toContain('taken by a group that admins made here');
      expect(answer.body.detail).toContain('hand it over to the directory');
    }
  });
});

describe('a group that is handed over', () => {
  it('is an ordinary group of the directory, with its members and its mapping', async () => {
    const { orgId, workspaceId, scim, ada, bob, pushed, made, groupsOf, usersOf } = await start();
    const version = (await scim.get(`/Users/${ada}`)).headers.etag;
    for (const _ of [1, 2]) await handOverGroup(context, orgId, made);
    const shown = await scim.get(`/Groups/${made}`);
    expect(shown.body).toMatchObject({
      schemas: expect.arrayContaining([GROUP]),
      id: made,
      displayName: 'Data',
      members: [{ value: ada, type: 'User' }],
    });
    const user = await scim.get(`/Users/${ada}`);
    expect(user.body.groups.map(({ value, display }: Record<string, string>) => [value, display])).toEqual([
      [pushed, 'Design'],
      [made, 'Data'],
    ]);
    expect(user.headers.etag).not.toBe(version);
    expect((await scim.get('/Groups')).body.totalResults).toBe(2);
    expect(await groupsOf('displayName eq "data"')).toBe(1);
    expect(await usersOf(`groups.value eq "${made}"`)).toBe(1);
    const again = await scim.post('/Groups', groupBody('Data', [ada]));
    expect([again.status, again.body.detail]).toEqual([409, 'displayName "Data" is taken by another group.']);
    expect(await listMappings(orgId, { groupId: made }, { after: null, limit: 10 })).toMatchObject([
      { targets: [{ workspaceId, workspaceRole: 'Workspace Editor' }], priority: 1 },
    ]);
    expect(await tenant(orgId).find(memberships, { memberId: ada })).toMatchObject([
      { role: 'Workspace Editor', source: 'scim-group', groupId: made },
    ]);
    const told = await tenant(orgId).find(events, { type: 'group.handed_over' });
    expect(told.map(({ subject, after }) => [subject, after])).toEqual([
      [{ groupId: made }, { madeBy: 'directory', displayName: 'Data', mapping: { state: 'explicit' } }],
    ]);
    // From here on the directory says who is in it.
    await scim.put(`/Groups/${made}`, groupBody('Data', [bob]));
    expect(await tenant(orgId).find(memberships, {})).toMatchObject([{ memberId: bob, source: 'scim-group' }]);
    expect(await faultsOf(orgId)).toEqual([]);
    expect((await scim.delete(`/Groups/${made}`)).status).toBe(204);
    expect(await tenant(orgId).count(memberships, {})).toBe(0);
    expect(await faultsOf(orgId)).toEqual([]);
  });

  it('without a mapping gives what its name says', async () => {
    const { orgId, scim, bob } = await start();
    const displayName = 'Organization User:Workspace 1:Workspace Viewer';
    const made = await createAdminGroup(context, orgId, { displayName }, [bob]);
    expect(await tenant(orgId).count(memberships, { memberId: bob })).toBe(0);
    await handOverGroup(context, orgId, made);
    expect(await tenant(orgId).find(memberships, { memberId: bob })).toMatchObject([
      { role: 'Workspace Viewer', source: 'scim-group' },
    ]);
    expect((await scim.get(`/Groups/${made}`)).status).toBe(200);
    expect(await faultsOf(orgId)).toEqual([]);
  });
});
