/** The table of permissions, asked through the API, and what applications add to it. */
import { beforeAll, describe, expect, it } from 'vitest';
import { createUser } from '../../../src/domain/directory/create-user.ts';
import { shiftClock } from '../../../src/domain/kernel/clock.ts';
import { events } from '../../../src/domain/model/event.ts';
import { permissionTable } from '../../../src/domain/model/permissions.ts';
import { organizationRoles, workspaceRoles } from '../../../src/domain/model/role.ts';
import { listWorkspaces } from '../../../src/domain/model/workspace.ts';
import { tenant } from '../../../src/storage/tenant.ts';
import { createGroup } from '../../support/create-group.ts';
import { context, named, newOrganization, person } from '../../support/domain.ts';
import { type Client, type Person, testApi } from '../api-app.ts';

const api = testApi();

/** Written by hand, so that a slip in the product's table shows. A, O, U, V: the organization roles by initial. */
const inOrganization: Record<string, string> = {
  'organization:read': 'AOUV',
  'organization:manage': 'A',
  'workspaces:manage': 'A',
  'members:read': 'AO',
  'members:manage': 'AO',
  'access:read': 'A',
  'access:manage': 'A',
  'sso:manage': 'A',
  'provisioning:manage': 'A',
  'keys:manage': 'A',
  'audit:read': 'A',
  'webhooks:manage': 'A',
};
/** A, E, V: the workspace roles; D: a declared one for editors; C: one for the custom role only. */
const inWorkspace: Record<string, string> = {
  'workspace:read': 'AEVC',
  'workspace:write': 'AE',
  'workspace-members:read': 'AEV',
  'workspace-members:manage': 'A',
  'reports:export': 'AE',
  'reports:read': 'AC',
};
const organizationRoleOf = { A: 'Admin', O: 'Operator', U: 'User', V: 'Viewer' } as const;
const workspaceRoleOf = { A: 'Workspace Admin', E: 'Workspace Editor', V: 'Workspace Viewer', C: 'Analyst' } as const;

let org = '';
let ws = '';
let service: Client;
const organizationPeople = new Map<string, Person>();
const workspacePeople = new Map<string, Person>();

async function check(who: string, permission: string, workspace?: string, client = service) {
  const place = workspace === undefined ? '' : `&workspace=${workspace}`;
  return client('get', `/organizations/${org}/check?${who}&permission=${permission}${place}`);
}

beforeAll(async () => {
  org = api.defaultOrgId();
  ws = (await listWorkspaces(org))[0]?._id ?? '';
  service = await api.serviceKeyOf(org);
  const declared = await service('put', `/organizations/${org}/application-permissions`, {
    permissions: [
      { name: 'reports:export', description: 'Take reports out', roles: ['Workspace Editor'] },
      { name: 'reports:read' },
    ],
  });
  expect(declared.body.permissions).toEqual([
    { name: 'reports:export', description: 'Take reports out', roles: ['Workspace Admin', 'Workspace Editor'] },
    { name: 'reports:read', description: '', roles: ['Workspace Admin'] },
  ]);
  const analyst = { name: 'Analyst', permissions: ['reports:read', 'workspace:read'] };
  expect((await service('post', `/organizations/${org}/roles`, analyst)).status).toBe(201);
  for (const [initial, role] of Object.entries(organizationRoleOf))
    organizationPeople.set(initial, await api.newMemberWith(`Organization ${role}`));
  for (const [initial, role] of Object.entries(workspaceRoleOf))
    workspacePeople.set(initial, await api.newWorkspaceMember(ws, role));
}, 60_000);

describe('the table', () => {
  it('names every permission and every role', () => {
    const own = Object.keys(inWorkspace).filter((name) => !name.startsWith('reports:'));
    expect([...Object.keys(inOrganization), ...own]).toEqual(permissionTable.map(({ name }) => name));
    expect(Object.values(organizationRoleOf).map((role) => `Organization ${role}`)).toEqual([...organizationRoles]);
    expect(Object.values(workspaceRoleOf)).toEqual([...workspaceRoles, 'Analyst']);
  });

  it.each(Object.entries(inOrganization))('%s is for %s', async (permission, holders) => {
    for (const [initial, { accountId }] of organizationPeople) {
      const { status, body } = await check(`account=${accountId}`, permission);
      expect([initial, status, body.allowed]).toEqual([initial, 200, holders.includes(initial)]);
      expect(body.role).toBe(`Organization ${organizationRoleOf[initial as keyof typeof organizationRoleOf]}`);
    }
  });

  it.each(Object.entries(inWorkspace))('%s is for %s', async (permission, holders) => {
    for (const [initial, { accountId }] of workspacePeople) {
      const { status, body } = await check(`account=${accountId}`, permission, ws);
      expect([initial, status, body.allowed]).toEqual([initial, 200, holders.includes(initial)]);
      expect(body.role).toBe(workspaceRoleOf[initial as keyof typeof workspaceRoleOf]);
    }
    const admin = organizationPeople.get('A')?.accountId;
    expect((await check(`account=${admin}`, permission, ws)).body).toMatchObject({
      allowed: true,
      role: 'Workspace Admin',
    });
  });
});

describe('the list of permissions', () => {
  it('holds Usher’s own for everybody who is signed in', async () => {
    const viewer = organizationPeople.get('V') as Person;
    const { body } = await viewer.ask('get', '/permissions?limit=500');
    expect(body.items).toHaveLength(permissionTable.length);
    expect(body.items.find(({ name }: { name: string }) => name === 'workspace:write')).toEqual({
      name: 'workspace:write',
      description: 'Change what is in the workspace',
      scope: 'workspace',
      builtIn: true,
      roles: ['Workspace Admin', 'Workspace Editor'],
    });
  });

  it('holds those of an organization’s application for who grants roles there', async () => {
    const path = `/permissions?organization=${org}&limit=10`;
    const first = await service('get', path);
    const second = await service('get', `${path}&cursor=${first.body.nextCursor}`);
    const names = [...first.body.items, ...second.body.items].map(({ name }: { name: string }) => name);
    expect(names).toEqual([...permissionTable.map(({ name }) => name), 'reports:export', 'reports:read'].toSorted());
    expect((await (workspacePeople.get('A') as Person).ask('get', path)).status).toBe(200);
    expect((await (organizationPeople.get('U') as Person).ask('get', path)).status).toBe(403);
    const { orgId } = await newOrganization('Elsewhere');
    const stranger = organizationPeople.get('A') as Person;
    expect((await stranger.ask('get', `/permissions?organization=${orgId}`)).status).toBe(404);
  });
});

describe('a declaration of application permissions', () => {
  async function declareIn(orgId: string, permissions: object[]) {
    return api.operator('put', `/organizations/${orgId}/application-permissions`, { permissions });
  }

  it('replaces the one before, and the same again changes nothing', async () => {
    const { orgId } = await newOrganization();
    const wanted = [{ name: 'b:two', roles: ['Workspace Viewer'] }, { name: 'a:one' }];
    await declareIn(orgId, [{ name: 'old:one' }, { name: 'a:one', description: 'before' }]);
    await declareIn(orgId, wanted);
    const { body } = await declareIn(orgId, wanted.toReversed());
    expect(body.permissions).toEqual([
      { name: 'a:one', description: '', roles: ['Workspace Admin'] },
      { name: 'b:two', description: '', roles: ['Workspace Admin', 'Workspace Viewer'] },
    ]);
    const listed = await api.operator('get', `/organizations/${orgId}/application-permissions`);
    expect(listed.body.items).toEqual(body.permissions);
    expect(await tenant(orgId).count(events, { type: 'application_permissions.updated' })).toBe(2);
  });

  it.each([
    ['a name without an area', [{ name: 'export' }], 'invalid_input', '#/permissions/0/name'],
    ['capitals', [{ name: 'Reports:export' }], 'invalid_input', '#/permissions/0/name'],
    ['an operator of the database', [{ name: '$where:x' }], 'invalid_input', '#/permissions/0/name'],
    ['an area of Usher', [{ name: 'members:adore' }], 'reserved_permission', '#/permissions/0/name'],
    ['Usher itself as the area', [{ name: 'usher:all' }], 'reserved_permission', '#/permissions/0/name'],
    ['one name twice', [{ name: 'a:one' }, { name: 'a:one' }], 'duplicate_permission', '#/permissions/1/name'],
    [
      'an organization role',
      [{ name: 'a:one', roles: ['Organization Admin'] }],
      'invalid_input',
      '#/permissions/0/roles/0',
    ],
  ])('is refused with %s', async (_, permissions, code, pointer) => {
    const { orgId } = await newOrganization();
    const { status, body } = await declareIn(orgId, permissions);
    expect([status, body.code, body.errors[0].pointer]).toEqual([400, code, pointer]);
    expect((await api.operator('get', `/organizations/${orgId}/application-permissions`)).body.items).toEqual([]);
  });

  it('takes nothing away that a custom role is made of', async () => {
    const { orgId } = await newOrganization();
    await declareIn(orgId, [{ name: 'a:one' }, { name: 'b:two' }]);
    const role = { name: 'Annotator', permissions: ['a:one'] };
    const { id } = (await api.operator('post', `/organizations/${orgId}/roles`, role)).body;
    const refused = await declareIn(orgId, [{ name: 'b:two' }]);
    expect([refused.status, refused.body.code]).toEqual([409, 'permission_in_use']);
    expect(refused.body.detail).toContain('"Annotator"');
    await api.operator('patch', `/organizations/${orgId}/roles/${id}`, { permissions: ['b:two'] });
    expect((await declareIn(orgId, [{ name: 'b:two' }])).status).toBe(200);
  });

  it('and a role made of it in the same moment agree', async () => {
    for (let round = 0; round < 5; round += 1) {
      const { orgId } = await newOrganization();
      await declareIn(orgId, [{ name: 'a:one' }]);
      const role = { name: 'Annotator', permissions: ['a:one'] };
      const [made, taken] = await Promise.all([
        api.operator('post', `/organizations/${orgId}/roles`, role),
        declareIn(orgId, []),
      ]);
      expect([
        [201, 409],
        [400, 200],
      ]).toContainEqual([made.status, taken.status]);
    }
  });

  it('is one organization’s own', async () => {
    const { orgId } = await newOrganization();
    const role = { name: 'Annotator', permissions: ['reports:read'] };
    expect((await api.operator('post', `/organizations/${orgId}/roles`, role)).body.code).toBe('unknown_permission');
  });
});

describe('check', () => {
  it('gives the grant behind the role as its reason', async () => {
    const { _id: ada } = await createUser(context, org, person('ada@check.test'));
    const nobody = await check(`member=${ada}`, 'workspace:read', ws);
    expect(nobody.body).toEqual({ allowed: false, role: null, roles: [], reason: 'no access to this workspace' });
    await createGroup(context, org, named('Organization User:Workspace 1:Workspace Viewer'), [ada]);
    const viewer = await check(`member=${ada}`, 'workspace:read', ws);
    expect(viewer.body).toEqual({
      allowed: true,
      role: 'Workspace Viewer',
      roles: ['Workspace Viewer'],
      reason: 'Workspace Viewer: a SCIM group, "Organization User:Workspace 1:Workspace Viewer"',
    });
    const writer = await check(`member=${ada}`, 'workspace:write', ws);
    expect(writer.body).toMatchObject({ allowed: false, role: 'Workspace Viewer' });
    expect(writer.body.reason).toMatch(/; the role does not include workspace:write$/);
    const path = `/organizations/${org}/workspaces/${ws}/members/${ada}/override`;
    await api.operator('put', path, { effect: 'deny' });
    const denied = await check(`member=${ada}`, 'workspace:read', ws);
    expect(denied.body).toEqual({ allowed: false, role: null, roles: [], reason: 'no access: an admin has denied it' });
  });

  it('says no of who is unknown here, pending or deactivated', async () => {
    const { orgId, workspaceId } = await newOrganization('Elsewhere');
    const elsewhere = await createUser(context, orgId, person('bob@check.test'));
    const unknown = { allowed: false, role: null, roles: [], reason: 'not a member of this organization' };
    for (const who of ['account=0123456789abcdef01234567', `member=${elsewhere._id}`, 'account=x'])
      expect((await check(who, 'organization:read')).body).toEqual(unknown);
    const { accountId, memberId } = await api.newMemberWith('Organization User');
    await api.operator('patch', `/organizations/${org}/members/${memberId}`, { active: false });
    expect((await check(`account=${accountId}`, 'organization:read')).body).toEqual({
      allowed: false,
      role: null,
      roles: [],
      reason: 'the member is deactivated',
    });
    // [21] What another organization has does not exist here.
    expect((await check(`account=${accountId}`, 'workspace:read', workspaceId)).status).toBe(404);
  });

  it('stops at the moment at which a grant expires', async () => {
    const { _id: ada } = await createUser(context, org, person('expiring@check.test'));
    const expiresAt = new Date(Date.now() + 3_600_000).toISOString();
    const path = `/organizations/${org}/workspaces/${ws}/members/${ada}/override`;
    await api.operator('put', path, { effect: 'allow', role: 'Workspace Editor', expiresAt });
    expect((await check(`member=${ada}`, 'workspace:write', ws)).body.allowed).toBe(true);
    shiftClock(3_601_000);
    try {
      expect((await check(`member=${ada}`, 'workspace:write', ws)).body).toEqual({
        allowed: false,
        role: null,
        roles: [],
        reason: 'no access: the grants have expired',
      });
    } finally {
      shiftClock(0);
    }
  });

  it('refuses a question that makes no sense, and names the nearest permission', async () => {
    const someone = 'account=0123456789abcdef01234567';
    const slip = await check(someone, 'workspace:wrte', ws);
    expect([slip.status, slip.body.code]).toEqual([400, 'unknown_permission']);
    expect(slip.body.detail).toContain('Did you mean "workspace:write"?');
    expect((await check(someone, 'report:export', ws)).body.detail).toContain('Did you mean "reports:export"?');
    expect((await check(someone, '__proto__', ws)).body.code).toBe('unknown_permission');
    expect((await check(someone, 'workspace:write')).body.code).toBe('invalid_question');
    expect((await check(someone, 'members:read', ws)).body.code).toBe('invalid_question');
    for (const who of ['', `${someone}&member=0123456789abcdef01234567`])
      expect((await check(who, 'members:read')).body.code).toBe('invalid_input');
    expect((await check(`${someone}&email=ada@acme.test`, 'members:read')).body.code).toBe('invalid_input');
  });
});
