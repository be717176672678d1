/** Groups that admins make: people picked by hand, what they get, and how a group becomes the directory's. */
import { describe, expect, it } from 'vitest';
import { accessOf } from '../../../src/domain/access/read-access.ts';
import { deleteWorkspace } from '../../../src/domain/administration/organizations/change-workspaces.ts';
import { changeOrganization } from '../../../src/domain/administration/settings/organization-settings.ts';
import { changeUser, removeMember } from '../../../src/domain/directory/change-user.ts';
import { createUser } from '../../../src/domain/directory/create-user.ts';
import { events } from '../../../src/domain/model/event.ts';
import { members } from '../../../src/domain/model/member.ts';
import { tenant } from '../../../src/storage/tenant.ts';
import { faultsOf } from '../../domain/invariants.ts';
import { createGroup } from '../../support/create-group.ts';
import { context, named, newOrganization, person, setOrganizationRole } from '../../support/domain.ts';
import { testApi } from '../api-app.ts';

const api = testApi();

/** An organization with two workspaces, and Ada, Bob and Cleo in it. */
async function start() {
  const { orgId, workspaceId: first } = await newOrganization();
  const ask = (verb: 'get' | 'post' | 'put' | 'patch' | 'delete', path: string, body?: object) =>
    api.operator(verb, `/organizations/${orgId}${path}`, body);
  const second: string = (await ask('post', '/workspaces', { name: 'Research' })).body.id;
  const [ada, bob, cleo] = await Promise.all(
    ['ada', 'bob', 'cleo'].map(async (name) => (await createUser(context, orgId, person(`${name}@acme.test`)))._id),
  );
  const ids = { ada: ada as string, bob: bob as string, cleo: cleo as string };
  const rolesOf = async (memberId: string) => {
    const found = await tenant(orgId).find(members, { _id: memberId });
    const view = (await accessOf(orgId, found)).get(memberId);
    return Object.fromEntries(view?.workspaces.map(({ workspaceId, role }) => [workspaceId, role]) ?? []);
  };
  const target = (workspaceId: string, role = 'Editor') => ({ workspaceId, workspaceRole: `Workspace ${role}` });
  const make = async (order: object = {}) => {
    const body = { displayName: 'Data', targets: [target(first)], members: [ids.ada, ids.bob], ...order };
    const answer = await ask('post', '/groups', body);
    expect(answer.status, answer.text).toBe(201);
    return answer.body as { id: string };
  };
  const told = async (...types: string[]) =>
    (await tenant(orgId).find(events, { type: { $in: types as never } }, { sort: { _id: 1 } })).map(
      ({ type, after }) => [type, after] as const,
    );
  return { orgId, first, second, ...ids, ask, rolesOf, target, make, told };
}

describe('a group that admins made', () => {
  it('gives its members a role in each of its workspaces, and an organization role', async () => {
    const { orgId, first, second, ada, cleo, ask, rolesOf, target, make } = await start();
    const made = await make({
      targets: [target(first), target(second, 'Viewer')],
      organizationRole: 'Organization Operator',
    });
    expect(made).toMatchObject({
      displayName: 'Data',
      members: 2,
      targets: [
        { workspaceId: first, workspaceRole: 'Workspace Editor' },
        { workspaceId: second, workspaceName: 'Research', workspaceRole: 'Workspace Viewer' },
      ],
      organizationRole: 'Organization Operator',
      priority: 1,
    });
    expect(await rolesOf(ada)).toEqual({ [first]: 'Workspace Editor', [second]: 'Workspace Viewer' });
    expect(await rolesOf(cleo)).toEqual({});
    const { body } = await ask('get', `/members/${ada}/access`);
    expect(body.organization).toMatchObject({ role: 'Organization Operator', winner: { source: 'admin-group' } });
    expect(body.workspaces[0].winner).toMatchObject({
      source: 'admin-group',
      group: { id: made.id, displayName: 'Data' },
    });
    const check = await ask('get', `/check?member=${ada}&workspace=${first}&permission=workspace:write`);
    expect(check.body.reason).toBe('Workspace Editor: a group that admins made, "Data"');
    expect((await ask('get', `/groups/${made.id}`)).body).toEqual(made);
    expect((await ask('get', '/groups?q=dat')).body.items).toEqual([made]);
    expect((await ask('get', '/groups?q=nothing')).body.items).toEqual([]);
    const listed = await ask('get', `/members?group=${made.id}&q=ada`);
    expect(listed.body.items).toMatchObject([{ id: ada, groups: [{ id: made.id, displayName: 'Data' }] }]);
    const bySource = await ask('get', '/members?source=admin-group');
    expect(bySource.body.items).toHaveLength(2);
    expect(await faultsOf(orgId)).toEqual([]);
  });

  it('takes members in and lets them go, and does neither twice', async () => {
    const { orgId, first, ada, cleo, ask, rolesOf, make, told } = await start();
    const { id } = await make();
    for (const _ of [1, 2]) expect((await ask('put', `/groups/${id}/members/${cleo}`)).status).toBe(204);
    expect(await rolesOf(cleo)).toEqual({ [first]: 'Workspace Editor' });
    for (const _ of [1, 2]) expect((await ask('delete', `/groups/${id}/members/${ada}`)).status).toBe(204);
    expect(await rolesOf(ada)).toEqual({});
    expect((await ask('get', `/groups/${id}`)).body.members).toBe(2);
    expect(await told('group.created', 'group.members_changed')).toEqual([
      ['group.created', { displayName: 'Data', madeBy: 'admin', mapping: { state: 'explicit' }, members: 2 }],
      ['group.members_changed', { added: [cleo], removed: [], total: 3, madeBy: 'admin' }],
      ['group.members_changed', { added: [], removed: [ada], total: 2, madeBy: 'admin' }],
    ]);
    expect(await faultsOf(orgId)).toEqual([]);
  });

  it('is renamed, gives something else, and is deleted with what it gave', async () => {
    const { orgId, first, second, ada, ask, rolesOf, target, make, told } = await start();
    const { id } = await make();
    const renamed = await ask('patch', `/groups/${id}`, { displayName: 'Data Science' });
    expect(renamed.body).toMatchObject({ displayName: 'Data Science', targets: [{ workspaceId: first }], priority: 1 });
    const everywhere = await ask('patch', `/groups/${id}`, { targets: [target('*', 'Viewer')], priority: 7 });
    expect(everywhere.body).toMatchObject({ targets: [{ workspaceId: '*' }], priority: 7, members: 2 });
    expect(await rolesOf(ada)).toEqual({ [first]: 'Workspace Viewer', [second]: 'Workspace Viewer' });
    expect((await ask('patch', `/groups/${id}`, { targets: [] })).body).toMatchObject({ targets: [], priority: null });
    expect(await rolesOf(ada)).toEqual({});
    expect((await ask('patch', `/groups/${id}`, { targets: [target(second)] })).status).toBe(200);
    expect((await ask('delete', `/groups/${id}`)).status).toBe(204);
    expect(await rolesOf(ada)).toEqual({});
    expect((await ask('get', `/groups/${id}`)).status).toBe(404);
    expect((await told('group.updated', 'group.deleted')).map(([type]) => type)).toEqual([
      'group.updated',
      'group.deleted',
    ]);
    expect(await faultsOf(orgId)).toEqual([]);
  });

  it('says nothing by its name, and stays when its last workspace goes', async () => {
    const { orgId, second, ada, ask, rolesOf, target, make } = await start();
    const name = 'Organization User:Workspace 1:Workspace Admin';
    const { id } = await make({ displayName: name, targets: [target(second)] });
    expect(await rolesOf(ada)).toEqual({ [second]: 'Workspace Editor' });
    await deleteWorkspace(context, orgId, second);
    expect(await rolesOf(ada)).toEqual({});
    await ask('patch', '/scim/settings', { conventionEnabled: false });
    await ask('patch', '/scim/settings', { conventionEnabled: true });
    expect((await ask('get', `/scim/groups/${id}`)).body).toMatchObject({
      madeBy: 'admin',
      mapping: { state: 'explicit' },
      targets: [],
    });
    expect(await rolesOf(ada)).toEqual({});
    expect(await faultsOf(orgId)).toEqual([]);
  });

  it('is of active members: nobody who is invited, deactivated or unknown comes in', async () => {
    const { orgId, first, ada, cleo, ask, rolesOf, make } = await start();
    const { id } = await make();
    await changeUser(context, orgId, cleo, (current) => ({ ...current, active: false }));
    const away = await ask('put', `/groups/${id}/members/${cleo}`);
    expect(away.body).toMatchObject({ status: 409, code: 'member_not_active' });
    await ask('post', '/invitations', { invitations: [{ email: 'new@acme.test', workspaces: [] }] });
    const pending = await tenant(orgId).findOne(members, { status: 'pending' });
    const invited = await ask('put', `/groups/${id}/members/${pending?._id}`);
    expect(invited.body).toMatchObject({ status: 409, code: 'member_not_active' });
    expect(invited.body.detail).toContain('has not joined yet');
    expect((await ask('put', `/groups/${id}/members/nobody`)).body).toMatchObject({ code: 'member_not_found' });
    const wrong = await ask('post', '/groups', { displayName: 'Other', members: ['nobody'] });
    expect(wrong.body).toMatchObject({ status: 404, code: 'member_not_found' });
    // Who is deactivated stays in it, without access, and has it back.
    await changeUser(context, orgId, ada, (current) => ({ ...current, active: false }));
    expect(await rolesOf(ada)).toEqual({});
    await changeUser(context, orgId, ada, (current) => ({ ...current, active: true }));
    expect(await rolesOf(ada)).toEqual({ [first]: 'Workspace Editor' });
    expect((await ask('get', `/groups/${id}`)).body.members).toBe(2);
    await removeMember(context, orgId, ada, { scim: false });
    expect((await ask('get', `/groups/${id}`)).body.members).toBe(1);
    expect(await faultsOf(orgId)).toEqual([]);
  });

  it('has a name of its own, which no group of the directory has and none waits for', async () => {
    const { orgId, first, ask, target, make } = await start();
    await createGroup(context, orgId, named('Design'), []);
    const taken = await ask('post', '/groups', { displayName: 'design' });
    expect(taken.body).toMatchObject({ status: 409, code: 'uniqueness' });
    const { id } = await make();
    expect((await ask('post', '/groups', { displayName: ' DATA ' })).body).toMatchObject({ status: 409 });
    expect((await ask('patch', `/groups/${id}`, { displayName: 'Design' })).body).toMatchObject({ code: 'uniqueness' });
    await ask('post', '/scim/mappings', { group: { displayName: 'Sales' }, targets: [target(first)] });
    for (const refused of [
      await ask('post', '/groups', { displayName: 'Sales' }),
      await ask('patch', `/groups/${id}`, { displayName: 'sales' }),
    ]) {
      expect(refused.body).toMatchObject({ status: 409, code: 'mapping_waits' });
      expect(refused.body.detail).toContain('Delete that mapping');
    }
    expect((await ask('patch', `/groups/${id}`, { displayName: 'DATA' })).body.displayName).toBe('DATA');
    expect(await faultsOf(orgId)).toEqual([]);
  });

  it('is no mapping: what it gives is changed with the group alone', async () => {
    const { orgId, first, ask, target, make } = await start();
    const { id } = await make();
    expect((await ask('get', '/scim/mappings')).body.items).toEqual([]);
    for (const group of [{ id }, { displayName: 'data' }]) {
      const refused = await ask('post', '/scim/mappings', { group, targets: [target(first)] });
      expect(refused.body).toMatchObject({ status: 409, code: 'made_by_admins' });
    }
    const [told] = await tenant(orgId).find(events, { type: 'mapping.created' });
    const mappingId = told?.subject.mappingId;
    for (const verb of ['get', 'delete'] as const)
      expect((await ask(verb, `/scim/mappings/${mappingId}${verb === 'delete' ? '?onDelete=keep' : ''}`)).status).toBe(
        404,
      );
    const change = { kind: 'mapping-deleted', mappingId, onDelete: 'remove' };
    expect((await ask('post', '/preview', { change })).status).toBe(404);
  });

  it('of the directory is none here, and the other way round', async () => {
    const { orgId, ada, ask, make } = await start();
    const { _id: pushed } = await createGroup(context, orgId, named('Design'), [ada]);
    for (const answer of [
      await ask('get', `/groups/${pushed}`),
      await ask('patch', `/groups/${pushed}`, { displayName: 'Mine' }),
      await ask('delete', `/groups/${pushed}`),
      await ask('put', `/groups/${pushed}/members/${ada}`),
      await ask('delete', `/groups/${pushed}/members/${ada}`),
    ])
      expect(answer.body).toMatchObject({ status: 404, code: 'group_not_found' });
    const { id } = await make();
    const makers = async (query: string) =>
      (await ask('get', `/scim/groups${query}`)).body.items.map((group: { id: string }) => group.id);
    expect(await makers('')).toEqual([pushed, id]);
    expect(await makers('?madeBy=directory')).toEqual([pushed]);
    expect(await makers('?madeBy=admin')).toEqual([id]);
  });
});

describe('who may', () => {
  it('an Organization Admin; neither an Operator nor a Workspace Admin', async () => {
    const admin = await api.newMemberWith('Organization Admin');
    const operator = await api.newMemberWith('Organization Operator');
    const at = `/organizations/${api.defaultOrgId()}/groups`;
    const made = await admin.ask('post', at, { displayName: 'Data', members: [operator.memberId] });
    expect(made.status, made.text).toBe(201);
    const refused = await operator.ask('post', at, { displayName: 'Mine', organizationRole: 'Organization Admin' });
    expect(refused.body).toMatchObject({ status: 403, code: 'forbidden' });
    expect((await operator.ask('put', `${at}/${made.body.id}/members/${operator.memberId}`)).status).toBe(403);
    const [created] = await tenant(api.defaultOrgId()).find(events, { 'subject.groupId': made.body.id });
    expect(created?.actor).toMatchObject({ type: 'account', id: admin.accountId });
  });

  it('nobody takes the last Organization Admin', async () => {
    const { orgId, ada, bob, ask, make } = await start();
    const { id } = await make({ targets: [], organizationRole: 'Organization Admin', members: [ada] });
    for (const answer of [
      await ask('delete', `/groups/${id}/members/${ada}`),
      await ask('patch', `/groups/${id}`, { organizationRole: null }),
      await ask('delete', `/groups/${id}`),
    ])
      expect(answer.body).toMatchObject({ status: 409, code: 'last_admin' });
    const { body } = await ask('post', '/preview', { change: { kind: 'admin-group-deleted', groupId: id } });
    expect(body.refusal).toBe('last_admin');
    await setOrganizationRole(context, orgId, bob, 'Organization Admin');
    expect((await ask('delete', `/groups/${id}`)).status).toBe(204);
    expect(await faultsOf(orgId)).toEqual([]);
  });
});

describe('among other reasons for access', () => {
  it('ranks with the groups of the directory, over what was given by hand, under an override', async () => {
    const { orgId, first, ada, ask, rolesOf, target, make } = await start();
    await ask('post', `/workspaces/${first}/members`, {
      members: [{ email: 'bob@acme.test', role: 'Workspace Admin' }],
    });
    await createGroup(context, orgId, named('Organization User:Workspace 1:Workspace Viewer'), [ada]);
    const { id } = await make();
    expect(await rolesOf(ada)).toEqual({ [first]: 'Workspace Editor' });
    const lost = async () =>
      (await ask('get', `/members/${ada}/access`)).body.workspaces[0].grants.map(
        ({ source, lostBecause }: { source: string; lostBecause: string | null }) => [source, lostBecause],
      );
    expect(await lost()).toContainEqual(['scim-group', 'another group gives a higher role']);
    await ask('patch', `/groups/${id}`, { targets: [target(first, 'Viewer')] });
    const given = (await ask('get', '/members?q=bob')).body.items[0];
    expect(given.workspaces).toMatchObject([{ role: 'Workspace Viewer', source: 'admin-group' }]);
    const why = (await ask('get', `/members/${given.id}/access`)).body.workspaces[0].grants;
    expect(why).toContainEqual(expect.objectContaining({ lostBecause: 'a group that admins made decides' }));
    await ask('put', `/workspaces/${first}/members/${ada}/override`, { effect: 'deny' });
    expect(await rolesOf(ada)).toEqual({});
    const out = await ask('delete', `/workspaces/${first}/members/${given.id}`);
    expect(out.body).toMatchObject({ status: 409, code: 'granted_by_group' });
    expect(await faultsOf(orgId)).toEqual([]);
  });

  it('is not held by the mass-change guard, which is for the directory', async () => {
    const { orgId, ada, ask, rolesOf, make } = await start();
    const { id } = await make();
    const massChangeGuard = { maxMembers: 0, maxPercent: null, windowMinutes: 60 };
    await changeOrganization(context, orgId, { massChangeGuard }, { kind: 'deployment' });
    await ask('delete', `/groups/${id}`);
    expect(await rolesOf(ada)).toEqual({});
    expect((await ask('get', '/held-changes')).body.items).toEqual([]);
  });
});

describe('a preview', () => {
  it('says who would gain and lose what, and changes nothing', async () => {
    const { orgId, first, second, ada, bob, cleo, ask, rolesOf, target, make } = await start();
    const preview = async (change: object) => (await ask('post', '/preview', { change })).body;
    const created = await preview({
      kind: 'admin-group-created',
      group: { targets: [target(first)] },
      members: [ada, cleo],
    });
    expect(created.counts).toMatchObject({ members: 2, gained: 2, lost: 0 });
    const { id: groupId } = await make();
    const changed = await preview({
      kind: 'admin-group-changed',
      groupId,
      group: { targets: [target(second, 'Viewer')] },
    });
    expect(changed.counts).toMatchObject({ members: 2, gained: 2, lost: 2 });
    const moved = await preview({ kind: 'admin-group-members', groupId, add: [cleo], remove: [bob] });
    expect(moved.items.map(({ memberId }: { memberId: string }) => memberId).sort()).toEqual([bob, cleo].sort());
    expect(moved.counts).toMatchObject({ members: 2, gained: 1, lost: 1 });
    expect((await preview({ kind: 'admin-group-deleted', groupId })).counts).toMatchObject({ members: 2, lost: 2 });
    expect((await preview({ kind: 'admin-group-handed-over', groupId })).counts).toMatchObject({ members: 0 });
    expect((await preview({ kind: 'admin-group-deleted', groupId: 'none' })).status).toBe(404);
    expect(await rolesOf(ada)).toEqual({ [first]: 'Workspace Editor' });
    expect(await rolesOf(cleo)).toEqual({});
    expect(await faultsOf(orgId)).toEqual([]);
  });
});

describe('the access map and the matrix', () => {
  it('show the group and whom it gives what', async () => {
    const { orgId, first, ada, ask, make } = await start();
    const { id } = await make();
    const { nodes, links } = (await ask('get', '/access-map')).body;
    const node = nodes.find((one: { id: string }) => one.id === id);
    expect(node).toMatchObject({ kind: 'group', name: 'Data', people: 2 });
    expect(links).toContainEqual(expect.objectContaining({ from: node.key, role: 'Workspace Editor', people: 2 }));
    const { items } = (await ask('get', '/access-matrix')).body;
    expect(items.find((row: { memberId: string }) => row.memberId === ada).cells).toEqual([
      { workspaceId: first, role: 'Workspace Editor', roles: ['Workspace Editor'], source: 'admin-group' },
    ]);
    expect((await ask('get', '/stats/summary')).body.groups).toMatchObject({ total: 1, explicit: 1 });
    expect(await faultsOf(orgId)).toEqual([]);
  });
});
