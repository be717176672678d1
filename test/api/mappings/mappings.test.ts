import { describe, expect, it } from 'vitest';
import { readName } from '../../../src/domain/access/mapping/map-group.ts';
import { accessOf } from '../../../src/domain/access/read-access.ts';
import { loadAccess } from '../../../src/domain/access/state.ts';
import { runJobs } from '../../../src/domain/administration/jobs/run-jobs.ts';
import {
  createWorkspace,
  deleteWorkspace,
  renameWorkspace,
} from '../../../src/domain/administration/organizations/change-workspaces.ts';
import { changeGroup } from '../../../src/domain/directory/change-group.ts';
import { createUser } from '../../../src/domain/directory/create-user.ts';
import { deleteGroup } from '../../../src/domain/directory/delete-group.ts';
import { events } from '../../../src/domain/model/event.ts';
import { groups } from '../../../src/domain/model/group.ts';
import { members } from '../../../src/domain/model/member.ts';
import { separators } from '../../../src/domain/model/organization.ts';
import { tenant } from '../../../src/storage/tenant.ts';
import { faultsOf } from '../../domain/invariants.ts';
import { createGroup } from '../../support/create-group.ts';
import { context, named, newOrganization, person } from '../../support/domain.ts';
import { testApi } from '../api-app.ts';

const api = testApi();

async function start() {
  const { orgId, workspaceId } = await newOrganization();
  const ada = (await createUser(context, orgId, person('ada@acme.test')))._id;
  const group = (name: string, ...ids: string[]) => createGroup(context, orgId, named(name), ids.length ? ids : [ada]);
  const roles = async (memberId = ada) => {
    const member = await tenant(orgId).find(members, { _id: memberId });
    const view = (await accessOf(orgId, member)).get(memberId);
    const inside = view?.workspaces.map(({ workspaceId: id, role, source }) => [id, role, source]);
    return { organization: view?.organizationRole, workspaces: inside };
  };
  const ask = (verb: 'get' | 'post' | 'patch' | 'delete', path: string, body?: object) =>
    api.operator(verb, `/organizations/${orgId}/scim/${path}`, body);
  return { orgId, workspaceId, ada, group, roles, ask };
}

const editor = (id: string) => [id, 'Workspace Editor', 'scim-group'];
const viewer = (id: string) => [id, 'Workspace Viewer', 'scim-group'];

describe('explicit mappings', () => {
  it('beat the name, give a role in each of several workspaces, change and go back to the name', async () => {
    const { orgId, workspaceId, group, roles, ask } = await start();
    const other = (await createWorkspace(context, orgId, 'Research'))._id;
    const { _id } = await group('Organization User:Workspace 1:Workspace Admin');
    const targets = [
      { workspaceId, workspaceRole: 'Workspace Viewer' },
      { workspaceId: other, workspaceRole: 'Workspace Editor' },
    ];
    const created = await ask('post', 'mappings', { group: { id: _id }, targets });
    expect(created.status).toBe(201);
    expect(created.body).toMatchObject({ group: { id: _id }, waiting: false, organizationRole: null, priority: 1 });
    expect(created.headers.location).toBe(`/api/v1/organizations/${orgId}/scim/mappings/${created.body.id}`);
    expect((await roles()).workspaces).toEqual(expect.arrayContaining([viewer(workspaceId), editor(other)]));
    const path = `mappings/${created.body.id}`;
    const changed = await ask('patch', path, { targets: [targets[1]], organizationRole: 'Organization Operator' });
    expect(changed.body).toMatchObject({ targets: [{ workspaceId: other, workspaceName: 'Research' }] });
    expect(await roles()).toEqual({ organization: 'Organization Operator', workspaces: [editor(other)] });
    expect((await ask('get', `mappings?workspace=${other}`)).body.items).toEqual([changed.body]);
    expect((await ask('get', `mappings?group=${_id}`)).body.items).toEqual([changed.body]);
    expect((await ask('get', `mappings?workspace=${workspaceId}`)).body.items).toEqual([]);
    expect((await ask('delete', path)).status).toBe(400);
    expect((await ask('delete', `${path}?onDelete=remove`)).status).toBe(204);
    expect((await roles()).workspaces).toEqual([[workspaceId, 'Workspace Admin', 'scim-group']]);
    expect((await ask('get', path)).status).toBe(404);
    const told = await tenant(orgId).find(events, { 'subject.mappingId': created.body.id });
    expect(told.map(({ type }) => type)).toEqual(['mapping.created', 'mapping.updated', 'mapping.deleted']);
    expect(told[1]).toMatchObject({
      before: { organizationRole: null },
      after: { organizationRole: 'Organization Operator' },
    });
    expect(await faultsOf(orgId)).toEqual([]);
  });

  it('with keep, whoever is in the group keeps the roles as grants of their own', async () => {
    const { orgId, workspaceId, ada, group, roles, ask } = await start();
    const { _id } = await group('Team');
    const targets = [{ workspaceId, workspaceRole: 'Workspace Editor' }];
    const { body } = await ask('post', 'mappings', { group: { id: _id }, targets });
    await ask('delete', `mappings/${body.id}?onDelete=keep`);
    expect((await roles()).workspaces).toEqual([[workspaceId, 'Workspace Editor', 'manual']]);
    await changeGroup(context, orgId, _id, { members: [{ kind: 'remove', values: [ada] }] });
    expect((await roles()).workspaces).toEqual([[workspaceId, 'Workspace Editor', 'manual']]);
    expect(await faultsOf(orgId)).toEqual([]);
  });

  it.each(['created', 'renamed'])('wait for a group of that name until it is %s', async (how) => {
    const { orgId, workspaceId, ada, group, roles, ask } = await start();
    const targets = [{ workspaceId, workspaceRole: 'Workspace Editor' }];
    const order = { group: { displayName: 'Data Science' }, targets };
    const { body } = await ask('post', 'mappings', order);
    expect(body).toMatchObject({ waiting: true, group: { id: null, displayName: 'Data Science' } });
    expect((await ask('post', 'mappings', order)).status).toBe(409);
    if (how === 'created') await group('DATA science', ada);
    else {
      const { _id } = await group('Organization User:Workspace 1:Workspace Viewer');
      await changeGroup(context, orgId, _id, { content: () => named('DATA science') });
    }
    expect((await roles()).workspaces).toEqual([editor(workspaceId)]);
    expect((await ask('get', `mappings/${body.id}`)).body).toMatchObject({
      waiting: false,
      group: { displayName: 'DATA science' },
    });
    expect((await ask('post', 'mappings', order)).body.code).toBe('uniqueness');
    expect(await faultsOf(orgId)).toEqual([]);
  });

  it('go with their group, and lose a deleted workspace; without a target the name decides again', async () => {
    const { orgId, workspaceId, group, roles, ask } = await start();
    const other = (await createWorkspace(context, orgId, 'Research'))._id;
    const { _id } = await group('Organization User:Workspace 1:Workspace Viewer');
    const targets = [{ workspaceId: other, workspaceRole: 'Workspace Editor' }];
    await ask('post', 'mappings', { group: { id: _id }, targets });
    await ask('post', 'mappings', { group: { displayName: 'Later' }, targets });
    await deleteWorkspace(context, orgId, other);
    expect((await roles()).workspaces).toEqual([viewer(workspaceId)]);
    expect((await ask('get', 'mappings')).body.items).toEqual([]);
    await ask('post', 'mappings', { group: { id: _id }, organizationRole: 'Organization Operator' });
    await deleteGroup(context, orgId, _id);
    expect((await ask('get', 'mappings')).body.items).toEqual([]);
    expect(await faultsOf(orgId)).toEqual([]);
  });

  it('[20] to a workspace, role or group of another organization are refused as unknown', async () => {
    const [mine, theirs] = [await start(), await start()];
    const { _id } = await mine.group('Team');
    const foreign = await theirs.group('Theirs');
    const to = (workspaceId: string, workspaceRole = 'Workspace Viewer') => ({
      targets: [{ workspaceId, workspaceRole }],
    });
    for (const order of [
      { group: { id: _id }, ...to(theirs.workspaceId) },
      { group: { id: _id }, ...to(mine.workspaceId, 'role of nobody') },
      { group: { id: foreign._id }, ...to(mine.workspaceId) },
      { group: { displayName: 'Later' }, ...to(theirs.workspaceId) },
    ])
      expect((await mine.ask('post', 'mappings', order)).status).toBe(404);
    const { body } = await theirs.ask('post', 'mappings', { group: { id: foreign._id }, ...to(theirs.workspaceId) });
    for (const verb of ['get', 'patch'] as const)
      expect((await mine.ask(verb, `mappings/${body.id}`, verb === 'get' ? undefined : { priority: 2 })).status).toBe(
        404,
      );
    expect((await mine.ask('delete', `mappings/${body.id}?onDelete=remove`)).status).toBe(404);
    expect((await mine.ask('get', 'mappings')).body.items).toEqual([]);
  });

  it('are for Organization Admins', async () => {
    const someone = await api.newPerson();
    const path = `/organizations/${api.defaultOrgId()}/scim`;
    expect((await someone.ask('get', `${path}/mappings`)).status).toBe(403);
    expect((await someone.ask('patch', `${path}/settings`, { separator: '-' })).status).toBe(403);
  });

  it('must give something, and one role in a workspace', async () => {
    const { workspaceId, group, ask } = await start();
    const { _id } = await group('Team');
    const target = { workspaceId, workspaceRole: 'Workspace Viewer' };
    const empty = await ask('post', 'mappings', { group: { id: _id } });
    const twice = await ask('post', 'mappings', { group: { id: _id }, targets: [target, target] });
    expect([empty.body.code, twice.body.code]).toEqual(['empty_mapping', 'workspace_twice']);
  });
});

describe('the precedence of groups', () => {
  it('is the highest role, the newest group, or the order of priorities, for everybody at once', async () => {
    const { orgId, workspaceId, group, roles, ask } = await start();
    const [first, second] = [await group('First'), await group('Second')];
    const map = async (id: string, workspaceRole: string) =>
      (await ask('post', 'mappings', { group: { id }, targets: [{ workspaceId, workspaceRole }] })).body.id;
    const ids = [await map(first._id, 'Workspace Editor'), await map(second._id, 'Workspace Viewer')];
    expect((await roles()).workspaces).toEqual([editor(workspaceId)]);
    expect((await ask('patch', 'settings', { precedence: 'newest' })).body).toMatchObject({
      precedence: 'newest',
      jobId: null,
    });
    expect((await roles()).workspaces).toEqual([viewer(workspaceId)]);
    await ask('patch', 'settings', { precedence: 'priority' });
    expect((await roles()).workspaces).toEqual([editor(workspaceId)]);
    await ask('patch', `mappings/${ids[0]}`, { priority: 3 });
    expect((await roles()).workspaces).toEqual([viewer(workspaceId)]);
    await group('Organization User:Workspace 1:Workspace Admin');
    expect((await roles()).workspaces).toEqual([viewer(workspaceId)]);
    expect(await faultsOf(orgId)).toEqual([]);
  });
});

describe('SCIM settings', () => {
  it('are read and changed field by field', async () => {
    const { ask } = await start();
    const initial = {
      separator: ':',
      precedence: 'highest',
      conventionEnabled: true,
      requiredPrefix: null,
      rolesEnabled: false,
      rolesMakeAdmins: false,
      jobId: null,
    };
    expect((await ask('get', 'settings')).body).toEqual(initial);
    const change = { separator: '&', requiredPrefix: 'Usher ' };
    expect((await ask('patch', 'settings', change)).body).toEqual({ ...initial, ...change });
    expect((await ask('patch', 'settings', { separator: ';' })).status).toBe(400);
  });

  it.each(separators)('with the separator "%s" every group is what its name says now', async (separator) => {
    const { orgId, group, ask } = await start();
    for (const other of separators) await group(['Organization User', 'Workspace 1', 'Workspace Viewer'].join(other));
    await ask('patch', 'settings', { separator });
    const state = await loadAccess(orgId, []);
    const all = await tenant(orgId).find(groups, {});
    for (const { displayName, mapping } of all)
      expect([displayName, mapping.state]).toEqual([
        displayName,
        'target' in readName(displayName, state) ? 'convention' : 'unmatched',
      ]);
    expect(all.filter(({ mapping }) => mapping.state === 'convention')).toHaveLength(1);
    expect(await faultsOf(orgId)).toEqual([]);
  });

  it('that would take the last Organization Admin are refused before anything is written', async () => {
    const { orgId, group, roles, ask } = await start();
    await group('Acme Organization Admins');
    for (const change of [{ requiredPrefix: 'Usher-' }, { conventionEnabled: false }])
      expect((await ask('patch', 'settings', change)).body.code).toBe('last_admin');
    expect((await ask('get', 'settings')).body).toMatchObject({ requiredPrefix: null, conventionEnabled: true });
    expect((await roles()).organization).toBe('Organization Admin');
    await group('Usher-Organization Admins');
    expect((await ask('patch', 'settings', { requiredPrefix: 'Usher-' })).body.jobId).toBeNull();
    expect((await roles()).organization).toBe('Organization Admin');
    expect(await faultsOf(orgId)).toEqual([]);
  });

  it('are applied by a job in an organization of many groups', async () => {
    const { orgId, workspaceId, group, roles, ask } = await start();
    for (let n = 0; n <= 100; n += 1) await createGroup(context, orgId, named(`Team ${n}`), []);
    await group('Organization User-Workspace 1-Workspace Viewer');
    const { body } = await ask('patch', 'settings', { separator: '-' });
    expect(body.jobId).toEqual(expect.any(String));
    await runJobs();
    expect((await api.operator('get', `/organizations/${orgId}/jobs/${body.jobId}`)).body).toMatchObject({
      kind: 'remap-groups',
      status: 'done',
      total: 102,
      done: 102,
    });
    expect((await roles()).workspaces).toEqual([viewer(workspaceId)]);
    expect(await faultsOf(orgId)).toEqual([]);
  });
});

describe('groups that give nothing', () => {
  it.each([
    ['Organization User:Reserch:Workspace Viewer', [{ kind: 'workspace', name: 'Research' }]],
    ['Organization User:Research:workspace viewer', [{ kind: 'role', name: 'Workspace Viewer' }]],
    [
      'Acme Organization User-Research-Workspace Viewer',
      [{ kind: 'group', name: 'Acme Organization User:Research:Workspace Viewer' }],
    ],
    [
      'Acme Organisation User:Research:Workspace Viewer',
      [{ kind: 'group', name: 'Acme Organization User:Research:Workspace Viewer' }],
    ],
    ['Everyone', []],
  ])('%s: are shown with the nearest names', async (name, nearest) => {
    const { orgId, group, ask } = await start();
    await createWorkspace(context, orgId, 'Research');
    await group(name);
    const [shown] = (await ask('get', 'groups')).body.items;
    expect(shown.mapping.nearest.slice(0, 1)).toEqual(nearest);
    if (nearest[0]) expect(shown.mapping.detail).toContain(`Did you mean ${nearest[0].kind} “${nearest[0].name}”`);
  });

  it('match when a workspace takes the name they waited for', async () => {
    const { orgId, workspaceId, group, roles } = await start();
    await group('Organization User:Labs:Workspace Viewer');
    await renameWorkspace(context, orgId, workspaceId, 'Labs');
    expect((await roles()).workspaces).toEqual([viewer(workspaceId)]);
  });
});
