/** A mapping to all workspaces, `*`: those that are there, and those that come later. */
import { describe, expect, it } from 'vitest';
import { decideHeldChange } from '../../../src/domain/access/guard/decide-held-change.ts';
import { accessOf } from '../../../src/domain/access/read-access.ts';
import {
  createWorkspace,
  deleteWorkspace,
} from '../../../src/domain/administration/organizations/change-workspaces.ts';
import { changeOrganization } from '../../../src/domain/administration/settings/organization-settings.ts';
import { changeGroup } from '../../../src/domain/directory/change-group.ts';
import { createUser } from '../../../src/domain/directory/create-user.ts';
import { events } from '../../../src/domain/model/event.ts';
import { heldChanges } from '../../../src/domain/model/held-change.ts';
import { members } from '../../../src/domain/model/member.ts';
import { tenant } from '../../../src/storage/tenant.ts';
import { faultsOf } from '../../domain/invariants.ts';
import { createGroup } from '../../support/create-group.ts';
import { context, named, newOrganization, person } from '../../support/domain.ts';
import { testApi } from '../api-app.ts';

const api = testApi();
const everywhere = { workspaceId: '*', workspaceRole: 'Workspace Editor' };

/** An organization of two workspaces with a mapped group and somebody in it. */
async function start(mapping: object = { targets: [everywhere] }) {
  const { orgId, workspaceId: first } = await newOrganization();
  const { _id: second } = await createWorkspace(context, orgId, 'Research');
  const { _id: ada } = await createUser(context, orgId, person('ada@acme.test'));
  const { _id: groupId } = await createGroup(context, orgId, named('Everybody'), [ada]);
  const ask = (verb: 'get' | 'post' | 'put' | 'patch' | 'delete', path: string, body?: object) =>
    api.operator(verb, `/organizations/${orgId}${path}`, body);
  const answer = await ask('post', '/scim/mappings', { group: { id: groupId }, ...mapping });
  expect(answer.status, answer.text).toBe(201);
  const roles = async (memberId = ada) => {
    const member = await tenant(orgId).find(members, { _id: memberId });
    const view = (await accessOf(orgId, member)).get(memberId);
    return Object.fromEntries(view?.workspaces.map(({ workspaceId, role }) => [workspaceId, role]) ?? []);
  };
  const leave = (memberId = ada) =>
    changeGroup(context, orgId, groupId, { members: [{ kind: 'remove', values: [memberId] }] });
  return { orgId, first, second, ada, groupId, mapping: answer.body, ask, roles, leave };
}

describe('a mapping to all workspaces', () => {
  it('gives its role in each, and in a new one as soon as that is there', async () => {
    const { orgId, first, second, ada, roles, mapping, ask, groupId } = await start();
    expect(mapping.targets).toEqual([{ ...everywhere, workspaceName: 'All workspaces' }]);
    const role = 'Workspace Editor';
    expect(await roles()).toEqual({ [first]: role, [second]: role });
    const { _id: third } = await createWorkspace(context, orgId, 'Sales');
    expect(await roles()).toEqual({ [first]: role, [second]: role, [third]: role });
    const told = await tenant(orgId).find(events, { type: 'membership.changed', 'subject.workspaceId': third });
    expect(told.map(({ subject, after }) => [subject.memberId, after])).toEqual([
      [ada, { role, source: 'scim-group' }],
    ]);
    const explained = await ask('get', `/members/${ada}/access`);
    expect(explained.body.workspaces).toHaveLength(3);
    expect(explained.body.workspaces[2].winner).toMatchObject({ source: 'scim-group', group: { id: groupId } });
    expect((await ask('get', `/scim/mappings?workspace=${third}`)).body.items).toMatchObject([{ id: mapping.id }]);
    await deleteWorkspace(context, orgId, second);
    expect(await roles()).toEqual({ [first]: role, [third]: role });
    expect(await faultsOf(orgId)).toEqual([]);
  });

  it('may give an organization role at the same time, and the higher role in one that it names besides', async () => {
    const { orgId, first, second, ada, roles, ask } = await start();
    const { items } = (await ask('get', '/scim/mappings')).body;
    const targets = [
      { workspaceId: '*', workspaceRole: 'Workspace Viewer' },
      { workspaceId: second, workspaceRole: 'Workspace Admin' },
    ];
    const changed = await ask('patch', `/scim/mappings/${items[0].id}`, {
      targets,
      organizationRole: 'Organization Operator',
    });
    expect(changed.body).toMatchObject({ targets: [{ workspaceId: '*' }, { workspaceId: second }] });
    expect(await roles()).toEqual({ [first]: 'Workspace Viewer', [second]: 'Workspace Admin' });
    expect((await ask('get', `/members/${ada}`)).body.organizationRole).toBe('Organization Operator');
    expect(await faultsOf(orgId)).toEqual([]);
  });

  it('ends with the group, and an override says otherwise in one workspace', async () => {
    const { orgId, first, second, ada, roles, ask, leave } = await start();
    const denied = await ask('put', `/workspaces/${first}/members/${ada}/override`, { effect: 'deny' });
    expect(denied.status).toBe(200);
    expect(await roles()).toEqual({ [second]: 'Workspace Editor' });
    await leave();
    expect(await roles()).toEqual({});
    expect(await faultsOf(orgId)).toEqual([]);
  });

  it('is kept for its members, where that is asked, also in later workspaces', async () => {
    const { orgId, first, second, ada, roles, ask, mapping } = await start();
    expect((await ask('delete', `/scim/mappings/${mapping.id}?onDelete=keep`)).status).toBe(204);
    const { _id: third } = await createWorkspace(context, orgId, 'Sales');
    const role = 'Workspace Editor';
    expect(await roles()).toEqual({ [first]: role, [second]: role, [third]: role });
    const removed = await ask('delete', `/workspaces/${third}/members/${ada}`);
    expect(removed.body).toMatchObject({ status: 409, code: 'granted_by_group' });
    expect(removed.body.detail).toContain('a role in all workspaces');
    expect(await faultsOf(orgId)).toEqual([]);
  });

  it('is previewed by how many come into each workspace', async () => {
    const { ask, first, second, ada } = await start({ organizationRole: 'Organization User' });
    const { items } = (await ask('get', '/scim/mappings')).body;
    const change = { kind: 'mapping-changed', mappingId: items[0].id, mapping: { targets: [everywhere] } };
    const { body } = await ask('post', '/preview', { change });
    expect(body.items).toMatchObject([{ memberId: ada }]);
    const places = body.items[0].workspaces.map(({ workspaceId }: { workspaceId: string }) => workspaceId);
    expect(places.sort()).toEqual([first, second].sort());
  });

  it('is held as a whole where the directory takes it from too many at once', async () => {
    const { orgId, roles, leave, ada } = await start();
    const massChangeGuard = { maxMembers: 0, maxPercent: null, windowMinutes: 60 };
    await changeOrganization(context, orgId, { massChangeGuard }, { kind: 'deployment' });
    await leave();
    expect(Object.keys(await roles())).toHaveLength(2);
    await createWorkspace(context, orgId, 'Sales');
    expect(Object.keys(await roles(ada))).toHaveLength(3);
    const [held] = await tenant(orgId).find(heldChanges, {});
    await decideHeldChange(context, orgId, held?._id ?? '', 'approved');
    expect(await roles()).toEqual({});
    expect(await faultsOf(orgId)).toEqual([]);
  });

  it('misses nobody who comes into the group at the moment when a workspace is made', async () => {
    const { orgId, groupId, roles } = await start();
    for (let round = 0; round < 8; round += 1) {
      const ids = await Promise.all(
        ['a', 'b', 'c'].map(
          async (name) => (await createUser(context, orgId, person(`${name}${round}@acme.test`)))._id,
        ),
      );
      const [{ _id: workspaceId }] = await Promise.all([
        createWorkspace(context, orgId, `Round ${round}`),
        ...ids.map((id) => changeGroup(context, orgId, groupId, { members: [{ kind: 'add', values: [id] }] })),
      ]);
      for (const id of ids) expect(await roles(id)).toHaveProperty(workspaceId, 'Workspace Editor');
    }
    expect(await faultsOf(orgId)).toEqual([]);
  });

  it('is named as it is: a workspace of this id does not exist elsewhere', async () => {
    const { ask } = await start();
    const unknown = await ask('post', '/scim/mappings', {
      group: { displayName: 'Others' },
      targets: [{ workspaceId: '**', workspaceRole: 'Workspace Editor' }],
    });
    expect(unknown.status).toBe(400);
    expect((await ask('get', '/workspaces/*/members')).status).toBe(404);
  });
});
