/** Who may what: one table over all routes, then the rules that need a story. */
import supertest from 'supertest';
import { beforeAll, describe, expect, it } from 'vitest';
import { apiRoutes } from '../../src/api/all-routes.ts';
import type { Need } from '../../src/api/http/needs.ts';
import { fullAuthority } from '../../src/domain/access/authority/authority.ts';
import { setOverride } from '../../src/domain/access/override/set-override.ts';
import { createScimToken } from '../../src/domain/administration/keys/scim-tokens.ts';
import { createServiceKey } from '../../src/domain/administration/keys/service-key.ts';
import { createRole } from '../../src/domain/administration/roles/change-roles.ts';
import { changeUser } from '../../src/domain/directory/change-user.ts';
import { createUser } from '../../src/domain/directory/create-user.ts';
import {
  isOrganizationPermission,
  isWorkspacePermission,
  type OrganizationPermission,
  rolesThatMay,
  type WorkspacePermission,
  workspaceRoleMay,
} from '../../src/domain/model/permissions.ts';
import type { BuiltInWorkspaceRole, OrganizationRole } from '../../src/domain/model/role.ts';
import { listWorkspaces } from '../../src/domain/model/workspace.ts';
import { createGroup } from '../support/create-group.ts';
import { context, named, newOrganization, person, personalKeyOf } from '../support/domain.ts';
import { type Client, deploymentKey, publicUrl, testApi, withoutRequestId } from './api-app.ts';

const api = testApi();
const order = { description: 'test', scopes: ['read' as const, 'write' as const], expiresAt: null };

const nobody = (list: 'members' | 'invitations') => ({
  [list]: [{ email: 'no address', ...(list === 'members' ? { role: 'Workspace Viewer' } : {}) }],
});

/** Harmless with every right: what the path names does not exist, or the change changes nothing. */
const requests = {
  readOrganization: ['get', '/organizations/{org}', undefined],
  changeOrganization: ['patch', '/organizations/{org}', {}],
  deleteOrganization: ['delete', '/organizations/{org}', undefined],
  summarize: ['get', '/organizations/{org}/stats/summary', undefined],
  countScimRequests: ['get', '/organizations/{org}/stats/provisioning', undefined],
  listWorkspaces: ['get', '/organizations/{org}/workspaces', undefined],
  createWorkspace: ['post', '/organizations/{org}/workspaces', { name: 'Workspace 1' }],
  readWorkspace: ['get', '/organizations/{org}/workspaces/{ws}', undefined],
  changeWorkspace: ['patch', '/organizations/{org}/workspaces/{ws}', {}],
  deleteWorkspace: ['delete', '/organizations/{org}/workspaces/000000000000000000000000', undefined],
  listMembers: ['get', '/organizations/{org}/members', undefined],
  exportMembers: ['get', '/organizations/{org}/member-export', undefined],
  readMember: ['get', '/organizations/{org}/members/{member}', undefined],
  changeMember: ['patch', '/organizations/{org}/members/{member}', {}],
  removeMember: ['delete', '/organizations/{org}/members/000000000000000000000000', undefined],
  lockMember: ['post', '/organizations/{org}/members/000000000000000000000000/lock', { reason: 'test' }],
  unlockMember: ['post', '/organizations/{org}/members/{member}/unlock', undefined],
  listDuplicates: ['get', '/organizations/{org}/members/{member}/possible-duplicates', undefined],
  joinMembers: ['post', '/organizations/{org}/members/000000000000000000000000/join', { memberId: 'none' }],
  explain: ['get', '/organizations/{org}/members/{member}/access', undefined],
  listUndecided: ['get', '/organizations/{org}/undecided-members', undefined],
  listIdentities: ['get', '/organizations/{org}/members/{member}/identities', undefined],
  readIdentity: ['get', '/organizations/{org}/members/{member}/identities/none', undefined],
  unlinkIdentity: ['delete', '/organizations/{org}/members/{member}/identities/none', undefined],
  listWorkspaceMembers: ['get', '/organizations/{org}/workspaces/{ws}/members', undefined],
  addPeople: ['post', '/organizations/{org}/workspaces/{ws}/members', nobody('members')],
  listMemberKeys: ['get', '/organizations/{org}/members/{member}/api-keys', undefined],
  revokeMemberKeys: ['delete', '/organizations/{org}/members/{member}/api-keys', undefined],
  readMemberKey: ['get', '/organizations/{org}/members/{member}/api-keys/none', undefined],
  revokeMemberKey: ['delete', '/organizations/{org}/members/{member}/api-keys/none', undefined],
  listMemberSessions: ['get', '/organizations/{org}/members/{member}/sessions', undefined],
  endMemberSessions: ['delete', '/organizations/{org}/members/{member}/sessions', undefined],
  readMemberSession: ['get', '/organizations/{org}/members/{member}/sessions/none', undefined],
  endMemberSession: ['delete', '/organizations/{org}/members/{member}/sessions/none', undefined],
  removeFromWorkspace: ['delete', '/organizations/{org}/workspaces/{ws}/members/none', undefined],
  listInvitations: ['get', '/organizations/{org}/invitations', undefined],
  invite: ['post', '/organizations/{org}/invitations', nobody('invitations')],
  revokeInvitation: ['delete', '/organizations/{org}/invitations/none', undefined],
  resendInvitation: ['post', '/organizations/{org}/invitations/none/resend', undefined],
  setOverride: ['put', '/organizations/{org}/workspaces/{ws}/members/none/override', { effect: 'deny' }],
  clearOverride: ['delete', '/organizations/{org}/workspaces/{ws}/members/{member}/override', undefined],
  listOverrides: ['get', '/organizations/{org}/overrides', undefined],
  listRoles: ['get', '/organizations/{org}/roles', undefined],
  createRole: ['post', '/organizations/{org}/roles', { name: 'Workspace Admin' }],
  readRole: ['get', '/organizations/{org}/roles/none', undefined],
  changeRole: ['patch', '/organizations/{org}/roles/none', {}],
  deleteRole: ['delete', '/organizations/{org}/roles/none', undefined],
  listApplicationPermissions: ['get', '/organizations/{org}/application-permissions', undefined],
  declarePermissions: ['put', '/organizations/{org}/application-permissions', { permissions: [] }],
  check: ['get', '/organizations/{org}/check?member=none&permission=members:read', undefined],
  readSettings: ['get', '/organizations/{org}/sso-settings', undefined],
  changeSettings: ['patch', '/organizations/{org}/sso-settings', {}],
  listConnections: ['get', '/organizations/{org}/sso-connections', undefined],
  createConnection: [
    'post',
    '/organizations/{org}/sso-connections',
    { name: 'Own', issuer: 'https://idp.example', clientId: 'usher', clientSecret: 'secret' },
  ],
  readConnection: ['get', '/organizations/{org}/sso-connections/none', undefined],
  changeConnection: ['patch', '/organizations/{org}/sso-connections/none', {}],
  removeConnection: ['delete', '/organizations/{org}/sso-connections/none', undefined],
  testConnection: ['post', '/organizations/{org}/sso-connections/none/test', undefined],
  readSignals: ['get', '/organizations/{org}/sso-connections/none/signal-stream', undefined],
  listenToSignals: [
    'post',
    '/organizations/{org}/sso-connections/none/signal-stream',
    { configurationUrl: 'https://idp.example/.well-known/ssf-configuration', authorization: 'x' },
  ],
  stopSignals: ['delete', '/organizations/{org}/sso-connections/none/signal-stream', undefined],
  checkSignals: ['post', '/organizations/{org}/sso-connections/none/signal-stream/check', undefined],
  listDomains: ['get', '/organizations/{org}/domains', undefined],
  addDomain: ['post', '/organizations/{org}/domains', { name: 'none' }],
  readDomain: ['get', '/organizations/{org}/domains/none', undefined],
  removeDomain: ['delete', '/organizations/{org}/domains/none', undefined],
  verifyDomain: ['post', '/organizations/{org}/domains/none/verify', undefined],
  simulateSignIn: ['post', '/organizations/{org}/sign-in-simulations', { claims: { sub: 'nobody' } }],
  listSetupLinks: ['get', '/organizations/{org}/setup-links', undefined],
  createSetupLink: ['post', '/organizations/{org}/setup-links', { name: 'Acme IT' }],
  readSetupLink: ['get', '/organizations/{org}/setup-links/none', undefined],
  renewSetupLink: ['post', '/organizations/{org}/setup-links/none/renew', {}],
  revokeSetupLink: ['delete', '/organizations/{org}/setup-links/none', undefined],
  listTokens: ['get', '/organizations/{org}/scim/tokens', undefined],
  createToken: ['post', '/organizations/{org}/scim/tokens', { description: 'Okta' }],
  readToken: ['get', '/organizations/{org}/scim/tokens/none', undefined],
  revokeToken: ['delete', '/organizations/{org}/scim/tokens/none', undefined],
  rotateToken: ['post', '/organizations/{org}/scim/tokens/none/rotate', {}],
  listClients: ['get', '/organizations/{org}/scim/clients', undefined],
  createClient: ['post', '/organizations/{org}/scim/clients', { description: 'Entra ID' }],
  readClient: ['get', '/organizations/{org}/scim/clients/none', undefined],
  revokeClient: ['delete', '/organizations/{org}/scim/clients/none', undefined],
  rotateClient: ['post', '/organizations/{org}/scim/clients/none/rotate', {}],
  listGroups: ['get', '/organizations/{org}/scim/groups', undefined],
  readGroup: ['get', '/organizations/{org}/scim/groups/none', undefined],
  readGroupName: ['get', '/organizations/{org}/scim/name-reading?displayName=Design', undefined],
  listScimRequests: ['get', '/organizations/{org}/scim/requests', undefined],
  readScimSettings: ['get', '/organizations/{org}/scim/settings', undefined],
  changeScimSettings: ['patch', '/organizations/{org}/scim/settings', {}],
  listMappings: ['get', '/organizations/{org}/scim/mappings', undefined],
  createMapping: ['post', '/organizations/{org}/scim/mappings', { group: { id: 'none' }, targets: [] }],
  readMapping: ['get', '/organizations/{org}/scim/mappings/none', undefined],
  changeMapping: ['patch', '/organizations/{org}/scim/mappings/none', {}],
  deleteMapping: ['delete', '/organizations/{org}/scim/mappings/none?onDelete=remove', undefined],
  listMadeGroups: ['get', '/organizations/{org}/groups', undefined],
  makeGroup: ['post', '/organizations/{org}/groups', { displayName: 'Data' }],
  readMadeGroup: ['get', '/organizations/{org}/groups/none', undefined],
  changeMadeGroup: ['patch', '/organizations/{org}/groups/none', {}],
  deleteMadeGroup: ['delete', '/organizations/{org}/groups/none', undefined],
  handOverGroup: ['post', '/organizations/{org}/groups/none/hand-over', undefined],
  addGroupMember: ['put', '/organizations/{org}/groups/none/members/none', undefined],
  removeGroupMember: ['delete', '/organizations/{org}/groups/none/members/none', undefined],
  preview: ['post', '/organizations/{org}/preview', { change: { kind: 'scim-settings', settings: {} } }],
  readJob: ['get', '/organizations/{org}/jobs/none', undefined],
  mapAccess: ['get', '/organizations/{org}/access-map', undefined],
  readAccessMatrix: ['get', '/organizations/{org}/access-matrix', undefined],
  listHeldChanges: ['get', '/organizations/{org}/held-changes', undefined],
  readHeldChange: ['get', '/organizations/{org}/held-changes/none', undefined],
  listHoldingMembers: ['get', '/organizations/{org}/held-changes/none/members', undefined],
  approveHeldChange: ['post', '/organizations/{org}/held-changes/none/approve', undefined],
  rejectHeldChange: ['post', '/organizations/{org}/held-changes/none/reject', undefined],
  listServiceKeys: ['get', '/organizations/{org}/service-keys', undefined],
  createServiceKey: ['post', '/organizations/{org}/service-keys', { description: 'CI' }],
  readServiceKey: ['get', '/organizations/{org}/service-keys/none', undefined],
  revokeServiceKey: ['delete', '/organizations/{org}/service-keys/none', undefined],
  listAuditEvents: ['get', '/organizations/{org}/audit-events', undefined],
  exportAuditEvents: ['get', '/organizations/{org}/audit-events/export', undefined],
  verifyAuditEvents: ['get', '/organizations/{org}/audit-events/verification', undefined],
  followEvents: ['get', '/organizations/{org}/events', undefined],
  followScimSets: ['get', '/organizations/{org}/events/scim-sets', undefined],
  followLive: ['get', '/organizations/{org}/live', undefined],
  listWebhooks: ['get', '/organizations/{org}/webhooks', undefined],
  createWebhook: ['post', '/organizations/{org}/webhooks', { url: 'http://10.0.0.1/' }],
  readWebhook: ['get', '/organizations/{org}/webhooks/none', undefined],
  changeWebhook: ['patch', '/organizations/{org}/webhooks/none', {}],
  deleteWebhook: ['delete', '/organizations/{org}/webhooks/none', undefined],
  rotateWebhook: ['post', '/organizations/{org}/webhooks/none/rotate', {}],
  testWebhook: ['post', '/organizations/{org}/webhooks/none/test', undefined],
  listDeliveries: ['get', '/organizations/{org}/webhooks/none/deliveries', undefined],
  listAllDeliveries: ['get', '/organizations/{org}/deliveries', undefined],
  readDelivery: ['get', '/organizations/{org}/webhooks/none/deliveries/none', undefined],
  replayDelivery: ['post', '/organizations/{org}/webhooks/none/deliveries/none/replay', undefined],
} as const;
type Name = keyof typeof requests;
type Verb = Parameters<Client>[0];

const members: Name[] = ['readOrganization', 'listWorkspaces', 'readWorkspace'];
const inWorkspace: Name[] = [...members, 'listWorkspaceMembers'];
const inviting: Name[] = ['listInvitations', 'invite', 'revokeInvitation', 'resendInvitation'];
const everything = Object.keys(requests) as Name[];
const may: Record<string, readonly Name[]> = {
  'an Organization Admin': everything,
  'an Organization Operator': [
    ...inWorkspace,
    'summarize',
    'listMembers',
    'exportMembers',
    'readMember',
    'changeMember',
    'removeMember',
    'listMemberKeys',
    'revokeMemberKeys',
    'readMemberKey',
    'revokeMemberKey',
    'listMemberSessions',
    'endMemberSessions',
    'readMemberSession',
    'endMemberSession',
    ...inviting,
    'listRoles',
  ],
  'an Organization User in the workspace': inWorkspace,
  'an Organization Viewer without the workspace': members,
  'a Workspace Admin': [
    ...inWorkspace,
    'addPeople',
    'removeFromWorkspace',
    'setOverride',
    'clearOverride',
    'listRoles',
  ],
  'a service key': everything,
  'the deployment key': everything,
};

/** What the routes of an organization declare that they need, each written down a second time. */
const needs: Partial<Record<Need, readonly Name[]>> = {
  'organization:read': members,
  'organization:manage': ['changeOrganization', 'deleteOrganization'],
  'workspaces:manage': ['createWorkspace', 'changeWorkspace', 'deleteWorkspace'],
  'members:read': ['summarize', 'listMembers', 'exportMembers', 'readMember', 'listInvitations'],
  'members:manage': [
    'changeMember',
    'removeMember',
    'listMemberKeys',
    'revokeMemberKeys',
    'readMemberKey',
    'revokeMemberKey',
    'listMemberSessions',
    'endMemberSessions',
    'readMemberSession',
    'endMemberSession',
    'invite',
    'revokeInvitation',
    'resendInvitation',
  ],
  'access:read': [
    'listOverrides',
    'readRole',
    'listApplicationPermissions',
    'check',
    'listGroups',
    'listMadeGroups',
    'readMadeGroup',
    'readGroup',
    'readGroupName',
    'readScimSettings',
    'listMappings',
    'readMapping',
    'readJob',
    'mapAccess',
    'readAccessMatrix',
    'listHeldChanges',
    'readHeldChange',
    'listHoldingMembers',
  ],
  'access:read, or to be the member': ['explain'],
  'access:manage': [
    'lockMember',
    'unlockMember',
    'listDuplicates',
    'joinMembers',
    'createRole',
    'changeRole',
    'deleteRole',
    'declarePermissions',
    'changeScimSettings',
    'createMapping',
    'changeMapping',
    'deleteMapping',
    'makeGroup',
    'changeMadeGroup',
    'deleteMadeGroup',
    'handOverGroup',
    'addGroupMember',
    'removeGroupMember',
    'preview',
    'approveHeldChange',
    'rejectHeldChange',
  ],
  'sso:manage': [
    'listUndecided',
    'listIdentities',
    'readIdentity',
    'unlinkIdentity',
    'readSettings',
    'changeSettings',
    'listConnections',
    'createConnection',
    'readConnection',
    'changeConnection',
    'removeConnection',
    'testConnection',
    'readSignals',
    'listenToSignals',
    'stopSignals',
    'checkSignals',
    'listDomains',
    'addDomain',
    'readDomain',
    'removeDomain',
    'verifyDomain',
    'simulateSignIn',
    'listSetupLinks',
    'createSetupLink',
    'readSetupLink',
    'renewSetupLink',
    'revokeSetupLink',
  ],
  'provisioning:manage': [
    'listTokens',
    'createToken',
    'readToken',
    'revokeToken',
    'rotateToken',
    'listClients',
    'createClient',
    'readClient',
    'revokeClient',
    'rotateClient',
    'listScimRequests',
    'countScimRequests',
  ],
  'keys:manage': ['listServiceKeys', 'createServiceKey', 'readServiceKey', 'revokeServiceKey'],
  'audit:read': [
    'listAuditEvents',
    'exportAuditEvents',
    'verifyAuditEvents',
    'followEvents',
    'followScimSets',
    'followLive',
  ],
  'webhooks:manage': [
    'listWebhooks',
    'createWebhook',
    'readWebhook',
    'changeWebhook',
    'deleteWebhook',
    'rotateWebhook',
    'testWebhook',
    'listDeliveries',
    'listAllDeliveries',
    'readDelivery',
    'replayDelivery',
  ],
  'workspace-members:read': ['listWorkspaceMembers'],
  'workspace-members:manage': ['addPeople', 'removeFromWorkspace', 'setOverride', 'clearOverride'],
  'to grant some role': ['listRoles'],
};

/** The same of all other routes; who meets these is asked further down. */
const needsElsewhere: Partial<Record<Need, readonly string[]>> = {
  'to be authenticated': ['get /organizations'],
  'to be a person': [
    'get /me',
    'get /me/sessions',
    'delete /me/sessions',
    'get /me/sessions/{id}',
    'delete /me/sessions/{id}',
    'get /me/invitations',
    'post /me/invitations/{token}/accept',
    'post /me/invitations/{token}/decline',
    'get /me/api-keys',
    'post /me/api-keys',
    'get /me/api-keys/{id}',
    'delete /me/api-keys/{id}',
  ],
  'to be in a session, where there are passwords': ['post /me/password', 'post /me/step-up'],
  'to create organizations': ['post /organizations'],
  'organization:manage, in the default organization too': ['post /organizations/{org}/set-default'],
  'to grant some role, where an organization is asked for': ['get /permissions'],
  'to have opened the set-up link': ['get /setup/{link}', 'post /setup/{link}/finish'],
  'to have opened the set-up link, for domains': [
    'post /setup/{link}/domains',
    'post /setup/{link}/domains/{id}/verify',
  ],
  'to have opened the set-up link, for sign-in': [
    'put /setup/{link}/connection',
    'post /setup/{link}/connection/test',
    'post /setup/{link}/connection/switch-on',
  ],
  'to have opened the set-up link, for the directory': ['post /setup/{link}/scim-token'],
};

/** The roles behind the names of the table, keys as what they count as. */
const rolesOf: Record<string, { organization: OrganizationRole; workspace: BuiltInWorkspaceRole | null }> = {
  'an Organization Admin': { organization: 'Organization Admin', workspace: null },
  'an Organization Operator': { organization: 'Organization Operator', workspace: 'Workspace Editor' },
  'an Organization User in the workspace': { organization: 'Organization User', workspace: 'Workspace Editor' },
  'an Organization Viewer without the workspace': { organization: 'Organization Viewer', workspace: null },
  'a Workspace Admin': { organization: 'Organization User', workspace: 'Workspace Admin' },
  'a service key': { organization: 'Organization Admin', workspace: null },
  'the deployment key': { organization: 'Organization Admin', workspace: null },
};

/** Whether the catalogue says that somebody with these roles meets a need, who asks about another member. */
function meets(who: string, need: Need): boolean {
  const { organization, workspace } = rolesOf[who] ?? { organization: 'Organization Viewer', workspace: null };
  const may = (permission: OrganizationPermission) => rolesThatMay(permission).includes(organization);
  const mayInWorkspace = (permission: WorkspacePermission) =>
    organization === 'Organization Admin' || (workspace !== null && workspaceRoleMay(workspace, permission, []));
  if (isOrganizationPermission(need)) return may(need);
  if (isWorkspacePermission(need)) return mayInWorkspace(need);
  if (need === 'access:read, or to be the member') return may('access:read');
  if (need === 'to grant some role') return may('members:manage') || mayInWorkspace('workspace-members:manage');
  throw new Error(`${need} is no need of a route in the table`);
}

const withoutNames = (path: string) => path.replace(/\?.*/, '').replaceAll(/\/(\{\w+\}|none|0{24})/g, '/{}');

/** What the route of a request declares. */
function declaredBy(name: Name): Need | undefined {
  const [verb, path] = requests[name];
  const found = apiRoutes(api.config).find(
    (route) => route.method === verb && withoutNames(route.path) === withoutNames(path),
  );
  return found?.needs;
}

let clients: Record<string, Client>;
let place: { ws: string; member: string };

async function ask(client: Client, name: Name, org = api.defaultOrgId()) {
  const [verb, path, body] = requests[name];
  return client(verb, path.replace('{org}', org).replace('{ws}', place.ws).replace('{member}', place.member), body);
}

beforeAll(async () => {
  const org = api.defaultOrgId();
  const [first] = await listWorkspaces(org);
  const [admin, operator, user, viewer, subject] = [
    await api.newMemberWith('Organization Admin'),
    await api.newMemberWith('Organization Operator'),
    await api.newMemberWith('Organization User'),
    await api.newMemberWith('Organization Viewer'),
    await api.newMemberWith('Organization User'),
  ];
  place = { ws: first?._id ?? '', member: subject.memberId };
  await setOverride(context, fullAuthority, org, place.ws, viewer.memberId, {
    effect: 'deny',
    reason: null,
    expiresAt: null,
  });
  clients = {
    'an Organization Admin': admin.ask,
    'an Organization Operator': operator.ask,
    'an Organization User in the workspace': user.ask,
    'an Organization Viewer without the workspace': viewer.ask,
    'a Workspace Admin': (await api.newWorkspaceMember(place.ws, 'Workspace Admin')).ask,
    'a service key': await api.serviceKeyOf(org),
    'the deployment key': api.operator,
  };
});

describe('who may what', () => {
  it('the table names every route of an organization', () => {
    const listed = Object.values(requests).map(([verb, path]) => `${verb} ${withoutNames(path)}`);
    const declared = apiRoutes(api.config).filter(({ path }) => /^\/organizations\/.+/.test(path));
    const expected = declared.map(({ method, path }) => `${method} ${withoutNames(path)}`);
    expect(listed.toSorted()).toEqual(expected.filter((line) => !line.endsWith('/set-default')).toSorted());
  });

  it.each(Object.keys(may))('%s', async (who) => {
    const client = clients[who] as Client;
    const allowed: Name[] = [];
    for (const name of everything) {
      const { status, body } = await ask(client, name);
      if (status === 403) expect(body).toMatchObject({ code: 'forbidden', detail: expect.stringContaining('needs') });
      else allowed.push(name);
    }
    expect(allowed.toSorted()).toEqual(may[who]?.toSorted());
  });

  it('every route needs what is written here, no less and no more', () => {
    const lines = (table: Partial<Record<Need, readonly string[]>>) =>
      Object.entries(table).flatMap(([need, which]) => which.map((one) => `${one} needs ${need}`));
    expect(everything.map((name) => `${name} needs ${declaredBy(name)}`).toSorted()).toEqual(lines(needs).toSorted());
    const others = apiRoutes(api.config).filter(
      ({ path }) => !path.startsWith('/organizations/') || path.endsWith('/set-default'),
    );
    const declared = others.map(({ method, path, needs: need }) => `${method} ${path} needs ${need}`);
    expect(declared.toSorted()).toEqual(lines(needsElsewhere).toSorted());
  });

  it.each(Object.keys(may))('what routes declare is what the requests found: %s', (who) => {
    const met = everything.filter((name) => meets(who, declaredBy(name) as Need));
    expect(met.toSorted()).toEqual(may[who]?.toSorted());
  });

  it('what needs a person is refused to keys that are nobody’s, and what needs a session to all keys', async () => {
    const filled = (path: string) => path.replace(/\{\w+\}/, 'none');
    const person = await api.newPerson();
    const rows = (need: Need) => needsElsewhere[need]?.map((line) => line.split(' ') as [Verb, string]) ?? [];
    const refusalOf = async (client: Client, [verb, path]: [Verb, string]) => {
      const bodies: Record<string, object> = {
        '/me/password': { currentPassword: 'x', newPassword: 'x'.repeat(12) },
        '/me/step-up': { password: 'x' },
      };
      const sent = bodies[path] ?? { description: 'x' };
      // With the last session its key goes too: there is nobody left to ask again.
      const once = { replay: false };
      const { status, body: answer } = await client(verb, filled(path), verb === 'post' ? sent : undefined, once);
      return status === 403 ? answer.code : null;
    };
    for (const row of rows('to be a person')) {
      for (const who of ['a service key', 'the deployment key'])
        expect(await refusalOf(clients[who] as Client, row), row.join(' ')).toBe('forbidden');
      // The one that ends all of a person's keys comes to a person of its own.
      const asker = row[0] === 'delete' ? await api.newPerson() : person;
      expect(await refusalOf(asker.ask, row), row.join(' ')).toBeNull();
    }
    for (const row of rows('to be in a session, where there are passwords'))
      for (const client of [person.ask, clients['a service key'], clients['the deployment key']])
        expect(await refusalOf(client as Client, row)).toBe('forbidden');
  });

  it('what is for set-up links is for nobody else, whatever they may', async () => {
    const rows = Object.entries(needsElsewhere).filter(([need]) => need.startsWith('to have opened the set-up link'));
    for (const line of rows.flatMap(([, lines]) => lines))
      for (const client of Object.values(clients)) {
        const [verb, path] = line.split(' ') as [Verb, string];
        const { status, body } = await client(
          verb,
          path.replaceAll(/\{\w+\}/g, 'none'),
          verb === 'get' ? undefined : {},
        );
        expect([status, body.code], line).toEqual([401, 'unauthenticated']);
      }
  });

  it('a member may have its own access explained, and nobody else’s', async () => {
    const user = await api.newMemberWith('Organization User');
    const path = (id: string) => `/organizations/${api.defaultOrgId()}/members/${id}/access`;
    expect((await user.ask('get', path(user.memberId))).status).toBe(200);
    // Whether the other one exists is not told.
    expect((await user.ask('get', path(place.member))).status).toBe(403);
    expect((await user.ask('get', path('000000000000000000000000'))).status).toBe(403);
  });
});

describe('other organizations', () => {
  it('[11] do not exist for anybody who is not in them', async () => {
    const { orgId } = await newOrganization('Elsewhere');
    const strangers = [clients['an Organization Admin'], clients['a service key']] as Client[];
    for (const stranger of strangers) {
      for (const name of everything) {
        const existing = await ask(stranger, name, orgId);
        const random = await ask(stranger, name, '0123456789abcdef01234567');
        expect(existing.status).toBe(404);
        expect(withoutRequestId(existing)).toEqual(withoutRequestId(random));
      }
    }
  });

  it('[11] [21] keep what is theirs: their ids are unknown here, as random ones are', async () => {
    const org = api.defaultOrgId();
    const { orgId: other, workspaceId } = await newOrganization('Elsewhere');
    const member = await createUser(context, other, person('b@acme.test'));
    const { token } = await createScimToken(context, other, order);
    const { token: key } = await createServiceKey(context, other, order);
    const guests = { invitations: [{ email: 'guest@b.test' }] };
    const { invitationId } = (await api.operator('post', `/organizations/${other}/invitations`, guests)).body
      .results[0];
    const role = await createRole(context, other, { name: 'Annotator', description: '' });
    const admin = clients['an Organization Admin'] as Client;
    const base = `/organizations/${org}`;
    const override = { effect: 'deny' };
    const rows: [Parameters<Client>[0], (id: string) => string, string, object?][] = [
      ['get', (id) => `${base}/workspaces/${id}`, workspaceId],
      ['patch', (id) => `${base}/workspaces/${id}`, workspaceId, { name: 'Mine' }],
      ['delete', (id) => `${base}/workspaces/${id}`, workspaceId],
      ['get', (id) => `${base}/workspaces/${id}/members`, workspaceId],
      ['put', (id) => `${base}/workspaces/${id}/members/${place.member}/override`, workspaceId, override],
      ['delete', (id) => `${base}/workspaces/${id}/members/${place.member}/override`, workspaceId],
      ['put', (id) => `${base}/workspaces/${place.ws}/members/${id}/override`, member._id, override],
      ['delete', (id) => `${base}/workspaces/${place.ws}/members/${id}/override`, member._id],
      ['get', (id) => `${base}/members/${id}`, member._id],
      ['patch', (id) => `${base}/members/${id}`, member._id, { active: false }],
      ['delete', (id) => `${base}/members/${id}`, member._id],
      ['get', (id) => `${base}/members/${id}/access`, member._id],
      ['get', (id) => `${base}/members/${id}/api-keys`, member._id],
      ['delete', (id) => `${base}/members/${id}/api-keys`, member._id],
      ['get', (id) => `${base}/members/${id}/sessions`, member._id],
      ['delete', (id) => `${base}/members/${id}/sessions`, member._id],
      ['get', (id) => `${base}/roles/${id}`, role._id],
      ['patch', (id) => `${base}/roles/${id}`, role._id, { name: 'Taken' }],
      ['delete', (id) => `${base}/roles/${id}`, role._id],
      ['get', (id) => `${base}/check?member=${place.member}&permission=workspace:read&workspace=${id}`, workspaceId],
      ['get', (id) => `${base}/scim/tokens/${id}`, token._id],
      ['delete', (id) => `${base}/scim/tokens/${id}`, token._id],
      ['post', (id) => `${base}/scim/tokens/${id}/rotate`, token._id, {}],
      ['delete', (id) => `${base}/workspaces/${id}/members/${place.member}`, workspaceId],
      ['post', (id) => `${base}/workspaces/${id}/members`, workspaceId, nobody('members')],
      ['delete', (id) => `${base}/workspaces/${place.ws}/members/${id}`, member._id],
      ['post', (id) => `${base}/invitations/${id}/resend`, invitationId],
      ['delete', (id) => `${base}/invitations/${id}`, invitationId],
      ['get', (id) => `${base}/service-keys/${id}`, key._id],
      ['delete', (id) => `${base}/service-keys/${id}`, key._id],
      ['delete', (id) => `/me/api-keys/${id}`, key._id],
    ];
    for (const [verb, path, id, body] of rows) {
      const existing = await admin(verb, path(id), body);
      const random = await admin(verb, path('0123456789abcdef01234567'), body);
      expect(existing.status, `${verb} ${path(id)}`).toBe(404);
      expect(withoutRequestId(existing)).toEqual(withoutRequestId(random));
    }
    expect((await api.operator('get', `/organizations/${other}/members/${member._id}`)).body.status).toBe('active');
    const settings = await admin('patch', `${base}/sso-settings`, { workspaceIds: [workspaceId] });
    expect([settings.status, settings.body.errors[0].pointer]).toEqual([400, '#/workspaceIds']);
  });

  it('[22] do not take a cursor from here', async () => {
    const { orgId } = await newOrganization('Elsewhere');
    const { body } = await api.operator('get', `/organizations/${api.defaultOrgId()}/members?limit=1`);
    const answer = await api.operator('get', `/organizations/${orgId}/members?cursor=${body.nextCursor}`);
    expect([answer.status, answer.body.code]).toEqual([400, 'invalid_cursor']);
  });
});

describe('Organization Operators', () => {
  const path = (memberId: string) => `/organizations/${api.defaultOrgId()}/members/${memberId}`;

  it('[80] do not touch Organization Admins', async () => {
    const operator = await api.newMemberWith('Organization Operator');
    const admin = await api.newMemberWith('Organization Admin');
    for (const body of [{ active: false }, { organizationRole: 'Organization User' }, { organizationRole: null }, {}])
      expect((await operator.ask('patch', path(admin.memberId), body)).status).toBe(403);
    expect((await operator.ask('delete', path(admin.memberId))).status).toBe(403);
    expect((await admin.ask('get', '/me')).body.organizations[0].role).toBe('Organization Admin');
  });

  it('[80] do not wake an Organization Admin who is deactivated, nor remove them', async () => {
    const operator = await api.newMemberWith('Organization Operator');
    const admin = await api.newMemberWith('Organization Admin');
    await api.operator('patch', path(admin.memberId), { active: false });
    expect((await operator.ask('patch', path(admin.memberId), { active: true })).status).toBe(403);
    expect((await operator.ask('delete', path(admin.memberId))).status).toBe(403);
  });

  it('grant no role above their own, not by clearing a decision either', async () => {
    const operator = await api.newMemberWith('Organization Operator');
    const user = await api.newMemberWith('Organization User');
    const promoted = await operator.ask('patch', path(user.memberId), { organizationRole: 'Organization Admin' });
    expect([promoted.status, promoted.body.code]).toEqual([403, 'forbidden']);
    await createGroup(context, api.defaultOrgId(), named('Everyone Organization Admins'), [user.memberId]);
    // The admin's decision keeps the group's member down; without it the group would decide.
    expect((await operator.ask('patch', path(user.memberId), { organizationRole: null })).status).toBe(403);
    const viewer = await operator.ask('patch', path(user.memberId), { organizationRole: 'Organization Viewer' });
    expect(viewer.body.organizationRole).toBe('Organization Viewer');
    const other = await api.newMemberWith('Organization User');
    expect((await operator.ask('patch', path(other.memberId), { active: false })).body.status).toBe('inactive');
    expect((await operator.ask('delete', path(other.memberId))).status).toBe(204);
  });
});

describe('changes of access', () => {
  it('[70] hold at the next request', async () => {
    const org = `/organizations/${api.defaultOrgId()}`;
    const admin = await api.newMemberWith('Organization Admin');
    expect((await admin.ask('get', `${org}/members`)).status).toBe(200);
    await api.operator('patch', `${org}/members/${admin.memberId}`, { organizationRole: 'Organization User' });
    expect((await admin.ask('get', `${org}/members`)).status).toBe(403);
    await api.operator('patch', `${org}/members/${admin.memberId}`, { active: false });
    expect((await admin.ask('get', org)).status).toBe(401);
    await api.operator('patch', `${org}/members/${admin.memberId}`, { active: true });
    // For good: who is active again signs in again.
    expect((await admin.ask('get', org)).status).toBe(401);
    const order = { description: 'new', scopes: ['read' as const], expiresAt: null };
    const fresh = api.withKey((await personalKeyOf(admin.accountId, order)).secret);
    expect((await fresh('get', org)).status).toBe(200);
    await api.operator('delete', `${org}/members/${admin.memberId}`);
    expect((await fresh('get', '/me')).status).toBe(401);
  });

  it('[70] by the directory hold as well', async () => {
    const user = await api.newMemberWith('Organization User');
    await changeUser(context, api.defaultOrgId(), user.memberId, (content) => ({ ...content, active: false }));
    expect((await user.ask('get', '/me')).status).toBe(401);
  });

  it('[79] never take the last Organization Admin away', async () => {
    const { orgId } = await newOrganization('Guarded');
    const { _id } = await createUser(context, orgId, person('ada@acme.test'));
    const path = `/organizations/${orgId}/members/${_id}`;
    await api.operator('patch', path, { organizationRole: 'Organization Admin' });
    const attempts: [Parameters<Client>[0], object?][] = [
      ['patch', { organizationRole: 'Organization Operator' }],
      ['patch', { organizationRole: null }],
      ['patch', { active: false }],
      ['patch', { active: false, organizationRole: 'Organization Admin' }],
      ['delete'],
    ];
    for (const [verb, body] of attempts) {
      const answer = await api.operator(verb, path, body);
      expect([answer.status, answer.body.code]).toEqual([409, 'last_admin']);
    }
    expect((await api.operator('get', path)).body).toMatchObject({
      status: 'active',
      organizationRole: 'Organization Admin',
    });
  });
});

describe('sessions', () => {
  async function signedIn(accountId: string) {
    const agent = supertest.agent(api.app);
    const { csrfToken } = (await agent.post(`/sign-in/${accountId}`).expect(200)).body;
    return { agent, csrfToken: csrfToken as string };
  }

  it('[71] write only with the CSRF token and from our own pages', async () => {
    const admin = await api.newMemberWith('Organization Admin');
    const { agent, csrfToken } = await signedIn(admin.accountId);
    const me = await agent.get('/api/v1/me').expect(200);
    expect(me.body.csrfToken).toBe(csrfToken);
    const path = `/api/v1/organizations/${api.defaultOrgId()}`;
    const write = (headers: Record<string, string>) => agent.patch(path).set(headers).send({ name: 'Default' });
    const right = { Origin: publicUrl, 'X-CSRF-Token': csrfToken };
    for (const headers of [
      {},
      { Origin: publicUrl },
      { 'X-CSRF-Token': csrfToken },
      { ...right, Origin: 'https://evil.test' },
      { ...right, Origin: 'null' },
      { ...right, 'X-CSRF-Token': 'guessed' },
    ] as Record<string, string>[]) {
      const refused = await write(headers);
      expect([refused.status, refused.body.code]).toEqual([403, 'csrf']);
    }
    expect((await write(right)).status).toBe(200);
  });

  it('[70] end with the last active member of their account', async () => {
    const user = await api.newMemberWith('Organization User');
    const { agent } = await signedIn(user.accountId);
    await agent.get('/api/v1/me').expect(200);
    const path = `/organizations/${api.defaultOrgId()}/members/${user.memberId}`;
    await api.operator('patch', path, { active: false });
    await agent.get('/api/v1/me').expect(401);
    // Not asleep but gone: reactivation does not bring it back.
    await api.operator('patch', path, { active: true });
    await agent.get('/api/v1/me').expect(401);
  });

  it('[70] stay ended when a reactivation comes before their next request', async () => {
    const user = await api.newMemberWith('Organization User');
    const { agent } = await signedIn(user.accountId);
    const path = `/organizations/${api.defaultOrgId()}/members/${user.memberId}`;
    await api.operator('patch', path, { active: false });
    await api.operator('patch', path, { active: true });
    await agent.get('/api/v1/me').expect(401);
    const { agent: anew } = await signedIn(user.accountId);
    await anew.get('/api/v1/me').expect(200);
  });
});

describe('credentials', () => {
  const get = (authorization: string) =>
    supertest(api.app).get('/api/v1/organizations').set('Authorization', authorization);

  it('[9] of SCIM are none here', async () => {
    const { secret } = await createScimToken(context, api.defaultOrgId(), order);
    const refused = await get(`Bearer ${secret}`).expect(401);
    const unknown = await get('Bearer unknown').expect(401);
    expect(withoutRequestId(refused)).toEqual(withoutRequestId(unknown));
    expect(refused.headers['www-authenticate']).toMatch(/^Bearer/);
  });

  it('are refused when absent, of another scheme or in the query', async () => {
    await supertest(api.app).get('/api/v1/organizations').expect(401);
    await get(`Basic ${Buffer.from(`x:${deploymentKey}`).toString('base64')}`).expect(401);
    await supertest(api.app).get(`/api/v1/organizations?access_token=${deploymentKey}`).expect(401);
    await get(`Bearer ${deploymentKey}`).expect(200);
  });
});
