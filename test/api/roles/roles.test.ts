/** Custom workspace roles: made of permissions, ranked between the built-in ones, and never gone unnoticed. */
import { beforeAll, describe, expect, it } from 'vitest';
import { fullAuthority } from '../../../src/domain/access/authority/authority.ts';
import { setOverride } from '../../../src/domain/access/override/set-override.ts';
import { createRole, deleteRole } from '../../../src/domain/administration/roles/change-roles.ts';
import { createUser } from '../../../src/domain/directory/create-user.ts';
import { events } from '../../../src/domain/model/event.ts';
import { listWorkspaces } from '../../../src/domain/model/workspace.ts';
import { tenant } from '../../../src/storage/tenant.ts';
import { faultsOf } from '../../domain/invariants.ts';
import { createGroup } from '../../support/create-group.ts';
import { context, named, newOrganization, person } from '../../support/domain.ts';
import { testApi } from '../api-app.ts';

const api = testApi();
const allow = (role: string) => ({ effect: 'allow' as const, role, reason: null, expiresAt: null });

/** An organization of its own, with its roles asked through the deployment key. */
async function newPlace() {
  const { orgId, workspaceId } = await newOrganization();
  const base = `/organizations/${orgId}`;
  const create = async (order: object) => api.operator('post', `${base}/roles`, order);
  const user = async (email: string) => (await createUser(context, orgId, person(email)))._id;
  const override = (memberId: string, role: string) =>
    setOverride(context, fullAuthority, orgId, workspaceId, memberId, allow(role));
  const roleOf = async (memberId: string) => {
    const { body } = await api.operator('get', `${base}/members/${memberId}`);
    return body.workspaces[0]?.role ?? null;
  };
  return { orgId, workspaceId, base, create, user, override, roleOf };
}

describe('the list of roles', () => {
  it('shows built-in and custom ones by rank, page by page, and finds them by name', async () => {
    const { base, create } = await newPlace();
    await create({ name: 'Annotator', rank: 300, permissions: ['workspace:read'] });
    const { body } = await api.operator('get', `${base}/roles`);
    expect(body.items.map((role: { name: string }) => role.name)).toEqual([
      'Workspace Admin',
      'Workspace Editor',
      'Annotator',
      'Workspace Viewer',
    ]);
    expect(body.items[1]).toEqual({
      id: 'Workspace Editor',
      name: 'Workspace Editor',
      description: '',
      rank: 500,
      builtIn: true,
      permissions: ['workspace:read', 'workspace:write', 'workspace-members:read'],
    });
    const first = await api.operator('get', `${base}/roles?limit=2`);
    const second = await api.operator('get', `${base}/roles?limit=2&cursor=${first.body.nextCursor}`);
    expect([...first.body.items, ...second.body.items]).toEqual(body.items);
    expect(second.body.nextCursor).toBeNull();
    const found = await api.operator('get', `${base}/roles?q=annot`);
    expect(found.body.items).toMatchObject([{ name: 'Annotator', builtIn: false }]);
    const builtIn = await api.operator('get', `${base}/roles/Workspace%20Viewer`);
    expect(builtIn.body).toMatchObject({ rank: 100, usage: null });
  });
});

describe('a new role', () => {
  it('takes permissions and rank after the one it is based on, and leaves room between', async () => {
    const { create } = await newPlace();
    const base = await create({ name: 'Annotator', basedOn: 'Workspace Editor' });
    expect(base.status).toBe(201);
    expect(base.body).toMatchObject({
      rank: 490,
      permissions: ['workspace-members:read', 'workspace:read', 'workspace:write'],
      usage: { grants: [], mappings: { count: 0, groups: [] }, ssoSettings: false },
    });
    expect((await create({ name: 'Labeller', basedOn: base.body.id })).body).toMatchObject({ rank: 480 });
    expect((await create({ name: 'Deputy', basedOn: 'Workspace Admin' })).body).toMatchObject({ rank: 990 });
    expect((await create({ name: 'Guest' })).body).toMatchObject({ rank: 470, permissions: [] });
    expect((await create({ name: 'Peeker', basedOn: 'Workspace Viewer' })).body).toMatchObject({ rank: 90 });
  });

  it('fills the gaps, then goes above, when the room below is taken', async () => {
    const { create } = await newPlace();
    for (let rank = 1; rank <= 12; rank += 1) await create({ name: `Low ${rank}`, rank });
    expect((await create({ name: 'Below', basedOn: 'Low 12' })).body.rank).toBe(13);
    expect((await create({ name: 'Lowest', basedOn: 'Low 1' })).body.rank).toBe(14);
  });

  it.each([
    ['a built-in name in other letters', { name: 'workspace ADMIN' }, 400, 'reserved_name', '#/name'],
    ['the name of an organization role', { name: 'Organization Admin' }, 400, 'reserved_name', '#/name'],
    ['what looks like an id', { name: '0123456789abcdef01234567' }, 400, 'reserved_name', '#/name'],
    ['a twin in other letters', { name: 'ANNOTATOR' }, 409, 'uniqueness', '#/name'],
    ['a twin in full-width letters', { name: 'Ａnnotator' }, 409, 'uniqueness', '#/name'],
    ['a rank that is taken', { name: 'New', rank: 300 }, 409, 'rank_taken', '#/rank'],
    ['a built-in rank', { name: 'New', rank: 500 }, 409, 'rank_taken', '#/rank'],
    ['the rank of Workspace Admin', { name: 'New', rank: 1_000 }, 400, 'invalid_input', '#/rank'],
    ['an unknown base', { name: 'New', basedOn: 'Nobody' }, 400, 'unknown_role', '#/basedOn'],
    [
      'a slip of the pen',
      { name: 'New', permissions: ['workspace:raed'] },
      400,
      'unknown_permission',
      '#/permissions/0',
    ],
    [
      'an organization permission',
      { name: 'New', permissions: ['keys:manage'] },
      400,
      'unknown_permission',
      '#/permissions/0',
    ],
    ['a control character', { name: 'New\u0000' }, 400, 'invalid_input', '#/name'],
    ['no name', {}, 400, 'invalid_input', '#/name'],
  ])('is refused with %s', async (_, order, status, code, pointer) => {
    const { base, create } = await newPlace();
    await create({ name: 'Annotator', rank: 300 });
    const { status: answered, body } = await create(order);
    expect([answered, body.code, body.errors[0].pointer]).toEqual([status, code, pointer]);
    expect((await api.operator('get', `${base}/roles`)).body.items).toHaveLength(4);
  });

  it('names the nearest permission', async () => {
    const { create } = await newPlace();
    const { body } = await create({ name: 'New', permissions: ['workspace:raed'] });
    expect(body.detail).toContain('Did you mean "workspace:read"?');
  });

  it('is one of two that are created at once under one name', async () => {
    const { create } = await newPlace();
    const answers = await Promise.all(['Twin', 'TWIN', 'twin'].map((name) => create({ name })));
    expect(answers.map(({ status }) => status).toSorted()).toEqual([201, 409, 409]);
  });

  it('maps the groups whose names waited for it', async () => {
    const { orgId, create, user, roleOf } = await newPlace();
    const ada = await user('ada@acme.test');
    await createGroup(context, orgId, named('Organization User:Workspace 1:Annotator'), [ada]);
    expect(await roleOf(ada)).toBeNull();
    await create({ name: 'Annotator' });
    expect(await roleOf(ada)).toBe('Annotator');
    expect(await faultsOf(orgId)).toEqual([]);
  });
});

describe('a changed role', () => {
  it('keeps everybody’s access under its new name, which may be what a group waited for', async () => {
    const { orgId, base, create, user, override, roleOf } = await newPlace();
    const { id } = (await create({ name: 'Annotator' })).body;
    const [ada, bob, carl] = [await user('ada@acme.test'), await user('bob@acme.test'), await user('carl@acme.test')];
    await override(ada, id);
    await createGroup(context, orgId, named('Organization User:Workspace 1:Annotator'), [bob]);
    await createGroup(context, orgId, named('Organization User:Workspace 1:Labeller'), [carl]);
    const renamed = await api.operator('patch', `${base}/roles/Annotator`, { name: 'Labeller', description: 'Labels' });
    expect(renamed.body).toMatchObject({ id, name: 'Labeller', description: 'Labels' });
    expect([await roleOf(ada), await roleOf(bob), await roleOf(carl)]).toEqual(['Labeller', 'Labeller', 'Labeller']);
    expect((await tenant(orgId).find(events, { type: 'role.updated' }))[0]).toMatchObject({
      subject: { roleId: id },
      before: { name: 'Annotator' },
      after: { name: 'Labeller' },
    });
    expect(await faultsOf(orgId)).toEqual([]);
  });

  it('may take its own name in other letters, and the same again changes nothing', async () => {
    const { orgId, base, create } = await newPlace();
    const { id } = (await create({ name: 'Annotator' })).body;
    expect((await api.operator('patch', `${base}/roles/${id}`, { name: 'ANNOTATOR' })).status).toBe(200);
    expect((await api.operator('patch', `${base}/roles/${id}`, { name: 'ANNOTATOR' })).status).toBe(200);
    expect((await api.operator('patch', `${base}/roles/${id}`, {})).body.name).toBe('ANNOTATOR');
    expect(await tenant(orgId).count(events, { type: 'role.updated' })).toBe(1);
  });

  it('decides the access of its holders anew when its rank changes', async () => {
    const { orgId, base, create, user, roleOf } = await newPlace();
    const low = (await create({ name: 'Annotator', rank: 200 })).body.id;
    await create({ name: 'Labeller', rank: 300 });
    const ada = await user('ada@acme.test');
    for (const role of ['Annotator', 'Labeller'])
      await createGroup(context, orgId, named(`Organization User:Workspace 1:${role}`), [ada]);
    expect(await roleOf(ada)).toBe('Labeller');
    expect((await api.operator('patch', `${base}/roles/${low}`, { rank: 400 })).body.rank).toBe(400);
    expect(await roleOf(ada)).toBe('Annotator');
    expect(await faultsOf(orgId)).toEqual([]);
  });

  it('has the effect that the preview of its rank says', async () => {
    const { orgId, base, create, user, roleOf } = await newPlace();
    const { id } = (await create({ name: 'Annotator', rank: 200 })).body;
    const ada = await user('ada@acme.test');
    for (const role of ['Annotator', 'Workspace Editor'])
      await createGroup(context, orgId, named(`Organization User:Workspace 1:${role}`), [ada]);
    const preview = (rank: number) =>
      api.operator('post', `${base}/preview`, { change: { kind: 'role-changed', roleId: id, rank } });
    expect((await preview(600)).body).toMatchObject({ counts: { changed: 1 } });
    expect((await preview(500)).body.code).toBe('rank_taken');
    await api.operator('patch', `${base}/roles/${id}`, { rank: 600 });
    expect(await roleOf(ada)).toBe('Annotator');
  });

  it('shows in a preview what its holders could do besides, and no more', async () => {
    const { orgId, base, create, user } = await newPlace();
    const { id } = (await create({ name: 'Annotator', permissions: ['workspace:read'] })).body;
    const ada = await user('ada@acme.test');
    await user('grace@acme.test');
    await createGroup(context, orgId, named('Organization User:Workspace 1:Annotator'), [ada]);
    const preview = (permissions: string[]) =>
      api.operator('post', `${base}/preview`, { change: { kind: 'role-changed', roleId: id, permissions } });
    const { body } = await preview(['workspace-members:read']);
    const permissions = { added: ['workspace-members:read'], removed: ['workspace:read'] };
    expect(body.counts).toMatchObject({ members: 1, changed: 0, permissions: 1 });
    expect(body.items).toMatchObject([
      { memberId: ada, workspaces: [{ before: 'Annotator', after: 'Annotator', permissions }] },
    ]);
    expect((await preview(['workspace:read'])).body.items).toEqual([]);
    expect((await preview(['workspace:raed'])).body.code).toBe('unknown_permission');
  });

  it.each([
    ['patch', { name: 'Mine' }],
    ['delete', undefined],
  ] as const)('is never a built-in one: %s', async (verb, body) => {
    const { base } = await newPlace();
    const answer = await api.operator(verb, `${base}/roles/Workspace%20Editor`, body);
    expect([answer.status, answer.body.code]).toEqual([403, 'built_in_role']);
  });

  it('changes what its holders may at their next request', async () => {
    const org = api.defaultOrgId();
    const [first] = await listWorkspaces(org);
    const path = `/organizations/${org}/roles`;
    const role = (await api.operator('post', path, { name: 'Doorkeeper', permissions: ['workspace:read'] })).body;
    const keeper = await api.newWorkspaceMember(first?._id ?? '', 'Doorkeeper');
    const list = () => keeper.ask('get', `/organizations/${org}/workspaces/${first?._id}/members`);
    expect((await list()).status).toBe(403);
    await api.operator('patch', `${path}/${role.id}`, { permissions: ['workspace-members:read'] });
    expect((await list()).status).toBe(200);
  });
});

describe('a role in use', () => {
  it('stays, and the refusal says who uses it', async () => {
    const { orgId, base, create, user, override } = await newPlace();
    const { id } = (await create({ name: 'Annotator' })).body;
    const ada = await user('ada@acme.test');
    await override(ada, 'Annotator');
    await createGroup(context, orgId, named('Organization User:Workspace 1:Annotator'), [ada]);
    await api.operator('patch', `${base}/sso-settings`, { workspaceRole: 'Annotator' });
    const refused = await api.operator('delete', `${base}/roles/${id}`);
    expect([refused.status, refused.body.code]).toEqual([409, 'role_in_use']);
    for (const part of [
      '1 override grant (ada@acme.test)',
      '1 scim-group grant (ada@acme.test)',
      '1 mapping (Organization User:Workspace 1:Annotator)',
      'the SSO member settings',
    ])
      expect(refused.body.detail).toContain(part);
    const { usage } = (await api.operator('get', `${base}/roles/${id}`)).body;
    expect(usage).toMatchObject({
      grants: expect.arrayContaining([{ source: 'override', count: 1, members: [{ id: ada, name: 'ada@acme.test' }] }]),
      mappings: { count: 1 },
      ssoSettings: true,
    });
  });

  it('is in use by a mapping that waits for its group, too', async () => {
    const { base, create, workspaceId } = await newPlace();
    await create({ name: 'Annotator' });
    const mapping = { group: { displayName: 'Later' }, targets: [{ workspaceId, workspaceRole: 'Annotator' }] };
    expect((await api.operator('post', `${base}/scim/mappings`, mapping)).status).toBe(201);
    const { body } = await api.operator('delete', `${base}/roles/Annotator`);
    expect(body.detail).toContain('1 mapping (Later)');
  });

  it('tells ten names of many', async () => {
    const { base, create, user, override } = await newPlace();
    await create({ name: 'Annotator' });
    for (let index = 0; index < 11; index += 1) await override(await user(`p${index}@acme.test`), 'Annotator');
    const { detail } = (await api.operator('delete', `${base}/roles/Annotator`)).body;
    expect(detail).toContain('11 override grants');
    expect(detail.match(/@acme\.test/g)).toHaveLength(10);
  });

  it('goes when nobody uses it any more', async () => {
    const { base, create, user, override, roleOf } = await newPlace();
    const { id } = (await create({ name: 'Annotator' })).body;
    const ada = await user('ada@acme.test');
    await override(ada, 'Annotator');
    await override(ada, 'Workspace Viewer');
    expect((await api.operator('delete', `${base}/roles/${id}`)).status).toBe(204);
    expect((await api.operator('get', `${base}/roles/${id}`)).status).toBe(404);
    expect((await api.operator('delete', `${base}/roles/${id}`)).status).toBe(404);
    expect(await roleOf(ada)).toBe('Workspace Viewer');
  });

  it('is not deleted under somebody who gets it in the same moment', async () => {
    for (let round = 0; round < 5; round += 1) {
      const { orgId, user, override } = await newPlace();
      const { _id } = await createRole(context, orgId, { name: 'Annotator', description: '' });
      const ada = await user('ada@acme.test');
      const [given, deleted] = await Promise.allSettled([override(ada, _id), deleteRole(context, orgId, _id)]);
      expect([given.status, deleted.status].toSorted()).toEqual(['fulfilled', 'rejected']);
      expect(await faultsOf(orgId)).toEqual([]);
    }
  });
});

describe('[20] [21] the role of another organization', () => {
  it('is unknown wherever a role is named', async () => {
    const { base, user, workspaceId } = await newPlace();
    const other = await newPlace();
    const foreign = (await other.create({ name: 'Annotator' })).body.id;
    const ada = await user('ada@acme.test');
    const path = `${base}/workspaces/${workspaceId}/members/${ada}/override`;
    for (const id of [foreign, '0123456789abcdef01234567']) {
      const answers = [
        await api.operator('put', path, { effect: 'allow', role: id }),
        await api.operator('patch', `${base}/sso-settings`, { workspaceRole: id }),
        await api.operator('post', `${base}/roles`, { name: 'New', basedOn: id }),
        await api.operator('get', `${base}/roles/${id}`),
        await api.operator('delete', `${base}/roles/${id}`),
      ];
      expect(answers.map(({ status }) => status)).toEqual([400, 400, 400, 404, 404]);
    }
    expect((await api.operator('get', `${other.base}/roles/${foreign}`)).body.name).toBe('Annotator');
  });

  it('does not lend its cursor', async () => {
    const { base } = await newPlace();
    const other = await newPlace();
    const { nextCursor } = (await api.operator('get', `${other.base}/roles?limit=1`)).body;
    const answer = await api.operator('get', `${base}/roles?cursor=${nextCursor}`);
    expect([answer.status, answer.body.code]).toEqual([400, 'invalid_cursor']);
  });
});

describe('who manages members by a custom role', () => {
  let ws = '';
  let org = '';
  const path = (memberId: string) => `/organizations/${org}/workspaces/${ws}/members/${memberId}/override`;

  beforeAll(async () => {
    org = api.defaultOrgId();
    ws = (await listWorkspaces(org))[0]?._id ?? '';
    const permissions = ['workspace:read', 'workspace-members:read', 'workspace-members:manage'];
    await api.operator('post', `/organizations/${org}/roles`, { name: 'Manager', rank: 300, permissions });
  });

  it('grants no role above their own, not by clearing a decision either', async () => {
    const manager = await api.newWorkspaceMember(ws, 'Manager');
    const viewer = await api.newWorkspaceMember(ws, 'Workspace Viewer');
    for (const role of ['Workspace Editor', 'Workspace Admin']) {
      const answer = await manager.ask('put', path(viewer.memberId), { effect: 'allow', role });
      expect([answer.status, answer.body.code]).toEqual([403, 'forbidden']);
      expect(answer.body.detail).toContain('above your own');
    }
    // Newcomers are Workspace Editors by default: without the decision this one would be again.
    expect((await manager.ask('delete', path(viewer.memberId))).status).toBe(403);
    const raised = await manager.ask('put', path(viewer.memberId), { effect: 'allow', role: 'Manager' });
    expect(raised.body).toMatchObject({ role: 'Manager', source: 'override' });
    expect((await manager.ask('put', path(viewer.memberId), { effect: 'deny' })).status).toBe(200);
  });

  it('[80] takes nothing from who ranks above, an Organization Admin neither', async () => {
    const manager = await api.newWorkspaceMember(ws, 'Manager');
    const editor = await api.newWorkspaceMember(ws, 'Workspace Editor');
    const admin = await api.newMemberWith('Organization Admin');
    for (const { memberId } of [editor, admin]) {
      expect((await manager.ask('put', path(memberId), { effect: 'deny' })).status).toBe(403);
      expect((await manager.ask('put', path(memberId), { effect: 'allow', role: 'Manager' })).status).toBe(403);
    }
    // Nobody is above a Workspace Admin in the workspace.
    const workspaceAdmin = await api.newWorkspaceMember(ws, 'Workspace Admin');
    const promoted = await workspaceAdmin.ask('put', path(editor.memberId), {
      effect: 'allow',
      role: 'Workspace Admin',
    });
    expect(promoted.status).toBe(200);
  });
});
