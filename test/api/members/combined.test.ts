/** The precedence `combined` (A13): all roles that somebody has in a workspace count together. */
import supertest from 'supertest';
import { beforeAll, describe, expect, it } from 'vitest';
import { createWorkspace } from '../../../src/domain/administration/organizations/change-workspaces.ts';
import { createUser } from '../../../src/domain/directory/create-user.ts';
import { events } from '../../../src/domain/model/event.ts';
import { workspaceRoles } from '../../../src/domain/model/role.ts';
import { tenant } from '../../../src/storage/tenant.ts';
import { faultsOf } from '../../domain/invariants.ts';
import { createGroup } from '../../support/create-group.ts';
import { context, named, newOrganization, person } from '../../support/domain.ts';
import { type Person, testApi } from '../api-app.ts';

const api = testApi();
const { operator } = api;
let org = '';

let counter = 0;
const unused = (name: string) => `${name} ${++counter}`;

/** Neither holds what the other does: an Annotator reads reports, an Exporter takes them out. */
const roles = {
  Annotator: { rank: 300, permissions: ['workspace:read', 'reports:read'] },
  Exporter: { rank: 200, permissions: ['workspace:read', 'reports:export'] },
  Lead: { rank: 600, permissions: ['workspace:read', 'workspace-members:read', 'workspace-members:manage'] },
};

const precedence = (value: string) => operator('patch', `${org}/scim/settings`, { precedence: value });

beforeAll(async () => {
  org = `/organizations/${api.defaultOrgId()}`;
  const permissions = [
    { name: 'reports:read', description: 'Read', roles: workspaceRoles.slice(0, 1) },
    { name: 'reports:export', description: 'Export', roles: workspaceRoles.slice(0, 1) },
  ];
  expect((await operator('put', `${org}/application-permissions`, { permissions })).status).toBe(200);
  for (const [name, order] of Object.entries(roles))
    expect((await operator('post', `${org}/roles`, { name, ...order })).status).toBe(201);
  expect((await precedence('combined')).body).toMatchObject({ precedence: 'combined' });
});

/** A workspace of its own, and a person who signs in and has these roles there, each by a group. */
async function personWith(...names: readonly string[]) {
  const ws = (await createWorkspace(context, api.defaultOrgId(), unused('Place')))._id;
  const ada = await api.newMemberWith('Organization User');
  const groups: Record<string, { id: string; displayName: string; mapping: string }> = {};
  for (const name of names) groups[name] = await groupGiving(ws, name, ada.memberId);
  return { ws, ada, groups, member: `${org}/members/${ada.memberId}` };
}

async function groupGiving(ws: string, workspaceRole: string, ...memberIds: readonly string[]) {
  const displayName = unused(`The ${workspaceRole}s`);
  const { _id: id } = await createGroup(context, api.defaultOrgId(), named(displayName), memberIds);
  const order = { group: { id }, targets: [{ workspaceId: ws, workspaceRole }] };
  const { status, body } = await operator('post', `${org}/scim/mappings`, order);
  expect(status).toBe(201);
  return { id, displayName, mapping: body.id as string };
}

const check = async ({ memberId }: { memberId: string }, permission: string, ws: string) =>
  (await operator('get', `${org}/check?member=${memberId}&permission=${permission}&workspace=${ws}`)).body;

const rolesIn = async (member: string, ws: string): Promise<string[]> => {
  const { workspaces } = (await operator('get', member)).body;
  return workspaces.find(({ workspaceId }: { workspaceId: string }) => workspaceId === ws)?.roles ?? [];
};

const explained = async (member: string, ws: string) => {
  const { workspaces } = (await operator('get', `${member}/access`)).body;
  return workspaces.find(({ workspaceId }: { workspaceId: string }) => workspaceId === ws);
};

const verify = ({ key }: Person, ws: string, permission: string) =>
  supertest(api.app).get(`/auth/verify?workspace=${ws}&permission=${permission}`).set('Authorization', `Bearer ${key}`);

describe('two roles of which neither holds what the other does', () => {
  it('permit together what each of them does, and check names the grant that answers', async () => {
    const { ws, ada, groups } = await personWith('Exporter', 'Annotator');
    const all = ['Annotator', 'Exporter'];
    expect(await check(ada, 'reports:read', ws)).toEqual({
      allowed: true,
      role: 'Annotator',
      roles: all,
      reason: `Annotator: a SCIM group, "${groups.Annotator?.displayName}"`,
    });
    expect(await check(ada, 'reports:export', ws)).toEqual({
      allowed: true,
      role: 'Exporter',
      roles: all,
      reason: `Exporter: a SCIM group, "${groups.Exporter?.displayName}"`,
    });
    const refused = await check(ada, 'workspace:write', ws);
    expect(refused).toMatchObject({ allowed: false, role: 'Annotator', roles: all });
    expect(refused.reason).toMatch(/; none of the roles \(Annotator, Exporter\) includes workspace:write$/);
  });

  it('let forward-auth through, which names the highest and all of them', async () => {
    const { ws, ada } = await personWith('Exporter', 'Annotator');
    for (const permission of ['reports:read', 'reports:export']) {
      const { status, headers } = await verify(ada, ws, permission);
      expect(status).toBe(200);
      expect(headers).toMatchObject({
        'x-usher-workspace-role': 'Annotator',
        'x-usher-workspace-roles': 'Annotator, Exporter',
      });
    }
    expect((await verify(ada, ws, 'workspace:write')).status).toBe(403);
  });

  it('are shown wherever the role is: the highest, and all of them', async () => {
    const { ws, ada, member } = await personWith('Exporter', 'Annotator');
    const shown = { role: 'Annotator', roles: ['Annotator', 'Exporter'] };
    const { body } = await operator('get', member);
    expect(body.workspaces).toContainEqual({
      workspaceId: ws,
      name: expect.any(String),
      ...shown,
      source: 'scim-group',
    });
    expect((await operator('get', `${org}/workspaces/${ws}/members`)).body.items).toMatchObject([shown]);
    expect((await operator('get', `${org}/access-matrix?workspace=${ws}`)).body.items).toMatchObject([
      { cells: expect.arrayContaining([expect.objectContaining({ workspaceId: ws, ...shown })]) },
    ]);
    expect((await ada.ask('get', `${org}/workspaces/${ws}`)).body).toMatchObject(shown);
    const file = await operator('get', `${org}/member-export?workspace=${ws}`);
    expect(file.text).toContain('Annotator + Exporter');
    const map = (await operator('get', `${org}/access-map`)).body;
    const into = map.links.filter(({ to, people }: { to: string; people: number }) => to.endsWith(ws) && people > 0);
    expect(into.map(({ role }: { role: string }) => role).toSorted()).toEqual(['Annotator', 'Exporter']);
    expect(map.nodes.find(({ key }: { key: string }) => key === `workspace/${ws}`).people).toBe(1);
  });

  it('are both told to count, and one by an event where it comes and goes', async () => {
    const { ws, ada, groups, member } = await personWith('Annotator', 'Exporter');
    const there = await explained(member, ws);
    expect(there).toMatchObject({ role: 'Annotator', roles: ['Annotator', 'Exporter'], winner: { role: 'Annotator' } });
    expect(there.grants.map(({ role, lostBecause }: Record<string, string>) => [role, lostBecause])).toEqual(
      expect.arrayContaining([
        ['Annotator', null],
        ['Exporter', null],
      ]),
    );
    const mapping = `${org}/scim/mappings/${groups.Exporter?.mapping}?onDelete=remove`;
    expect((await operator('delete', mapping)).status).toBe(204);
    const told = await tenant(api.defaultOrgId()).find(
      events,
      { type: 'membership.changed', 'subject.memberId': ada.memberId, 'subject.workspaceId': ws },
      { sort: { _id: 1 } },
    );
    // Events name custom roles by their ids, which outlive their names.
    const { items } = (await operator('get', `${org}/roles`)).body;
    const idOf = (role: string) => items.find(({ name }: { name: string }) => name === role).id;
    const one = { role: idOf('Annotator'), source: 'scim-group' };
    const both = { ...one, roles: [idOf('Annotator'), idOf('Exporter')] };
    expect(told.map(({ before, after }) => [before, after])).toEqual([
      [{ role: null, source: null }, one],
      [one, both],
      [both, one],
    ]);
  });
});

describe('what is given otherwise', () => {
  it('counts beside groups, and is found by where it comes from', async () => {
    const { ws, ada, groups, member } = await personWith('Annotator');
    const { email } = (await operator('get', member)).body;
    const mapping = `${org}/scim/mappings/${groups.Annotator?.mapping}`;
    // Given by hand while no group gave anything.
    await operator('delete', `${mapping}?onDelete=remove`);
    await operator('post', `${org}/workspaces/${ws}/members`, { members: [{ email, role: 'Workspace Editor' }] });
    const order = {
      group: { id: groups.Annotator?.id },
      targets: [{ workspaceId: ws, workspaceRole: 'Annotator' }],
    };
    await operator('post', `${org}/scim/mappings`, order);
    expect(await rolesIn(member, ws)).toEqual(['Workspace Editor', 'Annotator']);
    for (const permission of ['workspace:write', 'reports:read'])
      expect((await check(ada, permission, ws)).allowed).toBe(true);
    for (const source of ['manual', 'scim-group']) {
      const { items } = (await operator('get', `${org}/members?workspace=${ws}&source=${source}`)).body;
      expect(items.map(({ id }: { id: string }) => id)).toEqual([ada.memberId]);
    }
  });

  it('stays beside what was kept, when both mappings are deleted', async () => {
    const { ws, groups, member } = await personWith('Annotator', 'Exporter');
    for (const { mapping } of Object.values(groups))
      expect((await operator('delete', `${org}/scim/mappings/${mapping}?onDelete=keep`)).status).toBe(204);
    expect(await rolesIn(member, ws)).toEqual(['Annotator', 'Exporter']);
    const { grants } = await explained(member, ws);
    expect(grants.map(({ source }: { source: string }) => source)).toEqual(['manual', 'manual']);
  });

  it('is one role where an override decides, and nothing where it denies', async () => {
    const { ws, ada, member } = await personWith('Annotator', 'Exporter');
    const path = `${org}/workspaces/${ws}/members/${ada.memberId}/override`;
    await operator('put', path, { effect: 'allow', role: 'Workspace Viewer' });
    expect(await rolesIn(member, ws)).toEqual(['Workspace Viewer']);
    expect((await check(ada, 'reports:read', ws)).allowed).toBe(false);
    const { grants } = await explained(member, ws);
    expect(grants.filter(({ lostBecause }: { lostBecause: string | null }) => lostBecause !== null)).toHaveLength(2);
    await operator('put', path, { effect: 'deny' });
    expect(await rolesIn(member, ws)).toEqual([]);
    expect((await verify(ada, ws, 'workspace:read')).status).toBe(403);
    await operator('delete', path);
    expect(await rolesIn(member, ws)).toEqual(['Annotator', 'Exporter']);
  });

  it('is told to who invites: what counts already is not asked for in vain', async () => {
    const { ws, member } = await personWith('Annotator', 'Exporter');
    const { email } = (await operator('get', member)).body;
    const invite = async (role: string) =>
      (await operator('post', `${org}/workspaces/${ws}/members`, { members: [{ email, role }] })).body.results[0];
    const has = { outcome: 'already_member', role: 'Annotator', roles: ['Annotator', 'Exporter'] };
    expect(await invite('Exporter')).toMatchObject(has);
    expect(await invite('Exporter')).not.toHaveProperty('asked');
    expect(await invite('Workspace Editor')).toMatchObject({
      outcome: 'added',
      role: 'Workspace Editor',
      roles: ['Workspace Editor', 'Annotator', 'Exporter'],
    });
  });
});

describe('who gives', () => {
  it('[96] gives what their roles permit together, and takes from nobody what they have not', async () => {
    const { ws, ada: lead, groups } = await personWith('Lead', 'Exporter');
    const { _id: bob } = await createUser(
      context,
      api.defaultOrgId(),
      person(`${unused('bob').replace(' ', '')}@acme.test`),
    );
    const path = `${org}/workspaces/${ws}/members/${bob}/override`;
    const decide = async (role: string) => (await lead.ask('put', path, { effect: 'allow', role })).status;
    expect(await decide('Exporter')).toBe(200);
    expect(await decide('Annotator')).toBe(403);
    expect((await lead.ask('delete', path)).status).toBe(204);
    // The second role is what the manager lacks: neither denied nor replaced.
    await groupGiving(ws, 'Exporter', bob);
    await groupGiving(ws, 'Annotator', bob);
    expect(await rolesIn(`${org}/members/${bob}`, ws)).toEqual(['Annotator', 'Exporter']);
    expect((await lead.ask('put', path, { effect: 'deny' })).status).toBe(403);
    const mapping = `${org}/scim/mappings/${groups.Exporter?.mapping}?onDelete=remove`;
    expect((await operator('delete', mapping)).status).toBe(204);
    expect(await decide('Exporter')).toBe(403);
  });
});

describe('the setting', () => {
  it('is shown before it is saved, with whom it concerns, and holds for everybody from then on', async () => {
    const { ws, ada, member } = await personWith('Annotator', 'Exporter');
    const preview = async (value: string) => {
      const change = { kind: 'scim-settings', settings: { precedence: value } };
      const { body } = await operator('post', `${org}/preview?limit=200`, { change });
      return { ...body, ada: body.items.find(({ memberId }: { memberId: string }) => memberId === ada.memberId) };
    };
    const back = await preview('highest');
    expect(back.ada.workspaces).toMatchObject([
      {
        workspaceId: ws,
        before: 'Annotator',
        after: 'Annotator',
        roles: { before: ['Annotator', 'Exporter'], after: ['Annotator'] },
      },
    ]);
    expect((await precedence('highest')).status).toBe(200);
    expect(await rolesIn(member, ws)).toEqual(['Annotator']);
    expect((await check(ada, 'reports:export', ws)).allowed).toBe(false);
    expect(await faultsOf(api.defaultOrgId())).toEqual([]);

    const forth = await preview('combined');
    expect(forth.counts).toMatchObject({ members: back.counts.members, changed: back.counts.changed });
    expect(forth.ada.workspaces[0].roles).toEqual({ before: ['Annotator'], after: ['Annotator', 'Exporter'] });
    expect((await precedence('combined')).status).toBe(200);
    expect((await check(ada, 'reports:export', ws)).allowed).toBe(true);
    expect(await faultsOf(api.defaultOrgId())).toEqual([]);
  });

  it('shows of a role that is rewritten only what no other role makes up for', async () => {
    const { ada } = await personWith('Annotator', 'Exporter');
    const change = { kind: 'role-changed', permissions: ['workspace:read', 'reports:read', 'reports:export'] };
    const { items } = (await operator('get', `${org}/roles`)).body;
    const { id: roleId } = items.find(({ name }: { name: string }) => name === 'Annotator');
    const { body } = await operator('post', `${org}/preview?limit=200`, { change: { ...change, roleId } });
    expect(body.items.find(({ memberId }: { memberId: string }) => memberId === ada.memberId)).toBeUndefined();
    const less = { ...change, roleId, permissions: ['reports:read'] };
    const after = (await operator('post', `${org}/preview?limit=200`, { change: less })).body;
    expect(after.items.find(({ memberId }: { memberId: string }) => memberId === ada.memberId)).toBeUndefined();
    const none = { ...change, roleId, permissions: ['workspace:read'] };
    const least = (await operator('post', `${org}/preview?limit=200`, { change: none })).body;
    expect(
      least.items.find(({ memberId }: { memberId: string }) => memberId === ada.memberId).workspaces,
    ).toMatchObject([{ permissions: { added: [], removed: ['reports:read'] } }]);
  });

  it('does not leave an organization without its last admin by ceasing to combine', async () => {
    const { orgId } = await newOrganization('Combined');
    const own = `/organizations/${orgId}`;
    const { _id: ada } = await createUser(context, orgId, person('ada@combined.test'));
    await operator('patch', `${own}/scim/settings`, { precedence: 'combined' });
    const giving = async (displayName: string, organizationRole: string) => {
      const { _id: id } = await createGroup(context, orgId, named(displayName), [ada]);
      const order = { group: { id }, targets: [], organizationRole };
      const made = await operator('post', `${own}/scim/mappings`, order);
      expect(made.status).toBe(201);
      return made.body.id as string;
    };
    const admins = await giving('Heads', 'Organization Admin');
    await operator('delete', `${own}/scim/mappings/${admins}?onDelete=keep`);
    await giving('Staff', 'Organization User');
    expect((await operator('get', `${own}/members/${ada}`)).body.organizationRole).toBe('Organization Admin');
    const change = { kind: 'scim-settings', settings: { precedence: 'highest' } };
    expect((await operator('post', `${own}/preview`, { change })).body.refusal).toBe('last_admin');
    const refused = await operator('patch', `${own}/scim/settings`, { precedence: 'highest' });
    expect([refused.status, refused.body.code]).toEqual([409, 'last_admin']);
    expect((await operator('get', `${own}/scim/settings`)).body.precedence).toBe('combined');
  });
});

describe('who is in a workspace already', () => {
  const add = (ws: string, email: string, ...asked: string[]) =>
    Promise.all(
      asked.map((role) => operator('post', `${org}/workspaces/${ws}/members`, { members: [{ email, role }] })),
    );

  it('is given another role beside the one that a group gives, and each once', async () => {
    const { ws, ada, member } = await personWith('Annotator');
    const { email } = (await operator('get', member)).body;
    for (const [role, outcome, all] of [
      ['Exporter', 'added', ['Annotator', 'Exporter']],
      ['Exporter', 'already_member', ['Annotator', 'Exporter']],
      ['Lead', 'added', ['Lead', 'Annotator', 'Exporter']],
      ['Annotator', 'already_member', ['Lead', 'Annotator', 'Exporter']],
    ] as const) {
      const [answer] = await add(ws, email, role);
      expect(answer?.body.results[0], role).toMatchObject({ outcome, role: all[0], roles: all });
      expect(answer?.body.results[0].asked).toBeUndefined();
      expect(await rolesIn(member, ws)).toEqual(all);
    }
    expect((await check(ada, 'reports:export', ws)).allowed).toBe(true);
    expect(await faultsOf(api.defaultOrgId())).toEqual([]);
  });

  it('loses all that people gave at once', async () => {
    const { ws, member, ada } = await personWith();
    const { email } = (await operator('get', member)).body;
    for (const role of ['Annotator', 'Exporter']) await add(ws, email, role);
    expect(await rolesIn(member, ws)).toEqual(['Annotator', 'Exporter']);
    expect((await operator('delete', `${org}/workspaces/${ws}/members/${ada.memberId}`)).status).toBe(204);
    expect(await rolesIn(member, ws)).toEqual([]);
  });

  it('gets no other role where an override decides', async () => {
    const { ws, member, ada } = await personWith('Annotator');
    const { email } = (await operator('get', member)).body;
    const override = { effect: 'allow', role: 'Annotator' };
    await operator('put', `${org}/workspaces/${ws}/members/${ada.memberId}/override`, override);
    const [answer] = await add(ws, email, 'Exporter');
    expect(answer?.body.results[0]).toMatchObject({ outcome: 'already_member', role: 'Annotator', asked: 'Exporter' });
  });

  it('has all roles of an invitation that was extended, from the acceptance on', async () => {
    const { _id: ws } = await createWorkspace(context, api.defaultOrgId(), unused('Place'));
    const email = `grace${++counter}@acme.test`;
    const invite = async (role: string) => {
      const order = { email, workspaces: [{ workspaceId: ws, role }] };
      return (await operator('post', `${org}/invitations`, { invitations: [order] })).body.results[0];
    };
    await invite('Annotator');
    const second = await invite('Exporter');
    expect(second).toMatchObject({ outcome: 'invited', role: 'Annotator', roles: ['Annotator', 'Exporter'] });
    expect(await invite('Exporter')).toMatchObject({ outcome: 'already_member' });
    const { _id: grace } = await createUser(context, api.defaultOrgId(), person(email));
    expect(await rolesIn(`${org}/members/${grace}`, ws)).toEqual(['Annotator', 'Exporter']);
    expect(await faultsOf(api.defaultOrgId())).toEqual([]);
  });
});
