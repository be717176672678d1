/** [96] Nobody gives a role with a permission that they do not have themselves: rank and subset, by every path. */
import { beforeAll, describe, expect, it } from 'vitest';
import { mayGiveOrganizationRole } from '../../../src/domain/access/authority/giving.ts';
import { createWorkspace } from '../../../src/domain/administration/organizations/change-workspaces.ts';
import { createUser } from '../../../src/domain/directory/create-user.ts';
import { grants } from '../../../src/domain/model/grant.ts';
import { members } from '../../../src/domain/model/member.ts';
import { type OrganizationRole, organizationRoles, workspaceRoles } from '../../../src/domain/model/role.ts';
import { tenant } from '../../../src/storage/tenant.ts';
import { context, person } from '../../support/domain.ts';
import { type Client, testApi } from '../api-app.ts';

const api = testApi({ workspaceScopeOrgInvitesEnabled: true });

let counter = 0;
const newEmail = () => `g${++counter}@acme.test`;
const manages = ['workspace:read', 'workspace-members:read', 'workspace-members:manage'];

/** What a manager of rank 600 may give: the roles below with what they are made of. */
const below: Record<string, { order: object; may: boolean }> = {
  within: { order: { rank: 210, permissions: ['workspace:read'] }, may: true },
  writing: { order: { rank: 220, permissions: ['workspace:read', 'workspace:write'] }, may: false },
  exporting: { order: { rank: 230, permissions: ['reports:export'] }, may: false },
  reading: { order: { rank: 240, permissions: ['workspace:read', 'reports:read'] }, may: true },
  above: { order: { rank: 700, permissions: ['workspace:read'] }, may: false },
};
const roleIds = new Map<string, string>();

beforeAll(async () => {
  const base = `/organizations/${api.defaultOrgId()}`;
  const permissions = [
    { name: 'reports:read', description: 'Read', roles: workspaceRoles },
    { name: 'reports:export', description: 'Export', roles: ['Workspace Editor'] },
  ];
  expect((await api.operator('put', `${base}/application-permissions`, { permissions })).status).toBe(200);
  const roles = { manager: { rank: 600, permissions: [...manages, 'reports:read'] } };
  for (const [name, order] of [
    ...Object.entries(roles),
    ...Object.entries(below).map(([n, r]) => [n, r.order] as const),
  ]) {
    const { body } = await api.operator('post', `${base}/roles`, { name, ...order });
    roleIds.set(name, body.id);
  }
});

const id = (name: string) => roleIds.get(name) ?? name;

/** A workspace with its manager, and an active person without access to it. */
async function place() {
  const orgId = api.defaultOrgId();
  const { _id: ws } = await createWorkspace(context, orgId, `Workspace ${newEmail()}`);
  const manager = await api.newWorkspaceMember(ws, id('manager'));
  const email = newEmail();
  const { _id: memberId } = await createUser(context, orgId, person(email));
  return { orgId, ws, manager, email, memberId, base: `/organizations/${orgId}/workspaces/${ws}/members` };
}
type Place = Awaited<ReturnType<typeof place>>;

/** By which a manager gives, takes away or decides about a role. */
const paths: [string, (at: Place, role: string, ask: Client) => Promise<{ status: number }>][] = [
  ['adds to the workspace', ({ base, email }, role, ask) => ask('post', base, { members: [{ email, role }] })],
  [
    'invites into the workspace',
    ({ base }, role, ask) => ask('post', base, { members: [{ email: newEmail(), role }] }),
  ],
  [
    'previews the batch',
    ({ base, email }, role, ask) => ask('post', `${base}?dryRun=true`, { members: [{ email, role }] }),
  ],
  [
    'sets an override',
    ({ base, memberId }, role, ask) => ask('put', `${base}/${memberId}/override`, { effect: 'allow', role }),
  ],
  [
    'sets it for a time',
    ({ base, memberId }, role, ask) => {
      const expiresAt = new Date(Date.now() + 60_000).toISOString();
      return ask('put', `${base}/${memberId}/override`, { effect: 'allow', role, expiresAt });
    },
  ],
  [
    'denies who has it',
    async ({ base, memberId, email }, role, ask) => {
      await api.operator('post', base, { members: [{ email, role }] });
      return ask('put', `${base}/${memberId}/override`, { effect: 'deny' });
    },
  ],
  [
    'gives another one to who has it',
    async ({ base, memberId, email }, role, ask) => {
      await api.operator('post', base, { members: [{ email, role }] });
      return ask('put', `${base}/${memberId}/override`, { effect: 'allow', role: id('within') });
    },
  ],
  [
    'clears what hides it',
    async ({ base, memberId, email }, role, ask) => {
      await api.operator('post', base, { members: [{ email, role }] });
      await api.operator('put', `${base}/${memberId}/override`, { effect: 'deny' });
      return ask('delete', `${base}/${memberId}/override`);
    },
  ],
  [
    'removes who has it',
    async ({ base, memberId, email }, role, ask) => {
      await api.operator('post', base, { members: [{ email, role }] });
      return ask('delete', `${base}/${memberId}`);
    },
  ],
  [
    'removes who has it behind an override',
    async ({ base, memberId, email }, role, ask) => {
      await api.operator('post', base, { members: [{ email, role }] });
      await api.operator('put', `${base}/${memberId}/override`, { effect: 'allow', role: id('within') });
      return ask('delete', `${base}/${memberId}`);
    },
  ],
  [
    'removes who is invited to it',
    async ({ base, orgId }, role, ask) => {
      const email = newEmail();
      await api.operator('post', base, { members: [{ email, role }] });
      const pending = await tenant(orgId).findOne(members, { userName: email });
      return ask('delete', `${base}/${pending?._id}`);
    },
  ],
];

describe.each(paths)('[96] a manager who %s', (_, act) => {
  it.each(Object.entries(below))('of the role "%s"', async (name, { may }) => {
    const at = await place();
    const prepared: { rows?: object[] } = {};
    const ask: Client = async (...request) => {
      prepared.rows = await tenant(at.orgId).find(grants, {});
      return at.manager.ask(...request);
    };
    const { status } = await act(at, id(name), ask);
    if (may) expect([200, 204]).toContain(status);
    else {
      expect(status).toBe(403);
      expect(await tenant(at.orgId).find(grants, {})).toEqual(prepared.rows);
    }
  });
});

describe('[96] giving', () => {
  it('tells what the giver lacks', async () => {
    const { manager, base, email } = await place();
    const answer = await manager.ask('post', base, { members: [{ email, role: id('exporting') }] });
    expect([answer.status, answer.body.code, answer.body.detail]).toEqual([
      403,
      'forbidden',
      expect.stringMatching(/exporting.*permissions that your own, manager, has not: reports:export/),
    ]);
  });

  it('a built-in role is measured as well: an Editor of a lower rank may what the manager may not', async () => {
    const { manager, base, email } = await place();
    const give = (role: string) => manager.ask('post', base, { members: [{ email, role }] });
    expect((await give('Workspace Editor')).status).toBe(403);
    expect((await give('Workspace Viewer')).status).toBe(200);
  });

  it('follows what applications declare: a built-in role that gains a permission is not given any more', async () => {
    const base = `/organizations/${api.defaultOrgId()}`;
    const at = await place();
    const before = (await api.operator('get', `${base}/application-permissions`)).body.items;
    const more = { name: 'secrets:read', description: 'Secrets', roles: ['Workspace Viewer'] };
    await api.operator('put', `${base}/application-permissions`, { permissions: [...before, more] });
    const give = () => at.manager.ask('post', at.base, { members: [{ email: at.email, role: 'Workspace Viewer' }] });
    expect((await give()).status).toBe(403);
    await api.operator('put', `${base}/application-permissions`, { permissions: before });
    expect((await give()).status).toBe(200);
  });

  it('a Workspace Admin gives every role of the workspace, whatever applications declare', async () => {
    const at = await place();
    const admin = await api.newWorkspaceMember(at.ws, 'Workspace Admin');
    for (const name of [...Object.keys(below), ...workspaceRoles])
      expect(
        (await admin.ask('put', `${at.base}/${at.memberId}/override`, { effect: 'allow', role: id(name) })).status,
      ).toBe(200);
  });

  it('an Operator who manages a workspace by a custom role invites to the organization with no more', async () => {
    const at = await place();
    const operator = await api.newMemberWith('Organization Operator');
    await api.operator('put', `${at.base}/${operator.memberId}/override`, { effect: 'allow', role: id('manager') });
    const invite = (role: string) => {
      const workspaces = [{ workspaceId: at.ws, role }];
      return operator.ask('post', `/organizations/${at.orgId}/invitations`, {
        invitations: [{ email: newEmail(), workspaces }],
      });
    };
    for (const [name, { may }] of Object.entries(below)) expect((await invite(id(name))).status).toBe(may ? 200 : 403);
  });
});

describe('[96] organization roles', () => {
  it.each(organizationRoles)('an Operator makes somebody %s only up to the own role', async (organizationRole) => {
    const operator = await api.newMemberWith('Organization Operator');
    const { memberId } = await api.newMemberWith('Organization User');
    const path = `/organizations/${api.defaultOrgId()}/members/${memberId}`;
    const may = mayGiveOrganizationRole({ organizationRole: 'Organization Operator' }, organizationRole);
    expect(may).toBe(organizationRole !== 'Organization Admin');
    expect((await operator.ask('patch', path, { organizationRole })).status).toBe(may ? 200 : 403);
  });
});

describe('[96] what gives roles to others than members is for Organization Admins, who have all', () => {
  const below: [string, 'post' | 'patch' | 'put', string, object][] = [
    [
      'a mapping',
      'post',
      '/scim/mappings',
      { group: { displayName: 'Later' }, targets: [], organizationRole: 'Organization Viewer' },
    ],
    ['what newcomers get', 'patch', '/sso-settings', { workspaceRole: 'Workspace Viewer' }],
    ['the organization role of newcomers', 'patch', '/sso-settings', { organizationRole: 'Organization Viewer' }],
    ['a custom role', 'post', '/roles', { name: 'Mine', permissions: [] }],
    ['application permissions', 'put', '/application-permissions', { permissions: [] }],
    ['a service key', 'post', '/service-keys', { description: 'Mine', scopes: ['read'] }],
    ['a token of the directory', 'post', '/scim/tokens', { description: 'Mine', scopes: ['read'] }],
    ['a preview of a mapping', 'post', '/preview', { change: { kind: 'scim-settings', settings: {} } }],
  ];

  it.each(below)('%s', async (_, verb, path, body) => {
    const at = await place();
    const operator = await api.newMemberWith('Organization Operator');
    const admin = await api.newWorkspaceMember(at.ws, 'Workspace Admin');
    for (const { ask } of [operator, admin, at.manager])
      expect((await ask(verb, `/organizations/${at.orgId}${path}`, body)).status).toBe(403);
  });

  it('a key is made with no more scopes than that of who makes it, and acts as its owner', async () => {
    const at = await place();
    const narrow = async (role: OrganizationRole, path: string) => {
      const maker = await api.newMemberWith(role);
      const order = { description: 'narrow', scopes: ['write'] };
      const { body } = await maker.ask('post', '/me/api-keys', order, { replay: false });
      return api.withKey(body.token)('post', path, { description: 'wide', scopes: ['read', 'write'] });
    };
    for (const path of [
      '/me/api-keys',
      `/organizations/${at.orgId}/service-keys`,
      `/organizations/${at.orgId}/scim/tokens`,
    ]) {
      const answer = await narrow('Organization Admin', path);
      expect([answer.status, answer.body.code]).toEqual([403, 'insufficient_scope']);
    }
    const { body } = await at.manager.ask(
      'post',
      '/me/api-keys',
      { description: 'own', scopes: ['read', 'write'] },
      { replay: false },
    );
    const give = { members: [{ email: at.email, role: id('writing') }] };
    expect((await api.withKey(body.token)('post', at.base, give)).status).toBe(403);
  });
});
