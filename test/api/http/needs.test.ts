/** What a route declares that it needs is asked before its handler runs, whatever the handler does. */
import express from 'express';
import supertest from 'supertest';
import { beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { ApiError } from '../../../src/api/http/api-error.ts';
import type { ApiKeyCaller, Caller } from '../../../src/api/http/caller.ts';
import { declaredRouter } from '../../../src/api/http/declared-router.ts';
import { type Admitted, type Need, parametersOf, whoMay } from '../../../src/api/http/needs.ts';
import { type Route, route } from '../../../src/api/http/route-declaration.ts';
import type { SetupNeed } from '../../../src/api/http/setup-needs.ts';
import { idParam } from '../../../src/api/http/shared-schemas.ts';
import type { Authority } from '../../../src/domain/access/authority/authority.ts';
import type { OrganizationPermission, WorkspacePermission } from '../../../src/domain/model/permissions.ts';
import { listWorkspaces } from '../../../src/domain/model/workspace.ts';
import { assignRequestId, tellRequestId } from '../../../src/http/request-id.ts';
import { newOrganization } from '../../support/domain.ts';
import { type Person, testApi } from '../api-app.ts';

const api = testApi();

const names = [
  'admin',
  'operator',
  'user',
  'workspaceAdmin',
  'keyOfUser',
  'byOwnProvider',
  'service',
  'deployment',
  'stranger',
] as const;
type Name = (typeof names)[number];

const admins: readonly Name[] = ['admin', 'service', 'deployment'];
const people: readonly Name[] = ['admin', 'operator', 'user', 'workspaceAdmin', 'keyOfUser', 'byOwnProvider'];
const members: readonly Name[] = [...people, 'service', 'deployment'];
const inSession = people.filter((name) => name !== 'keyOfUser');

/** Who meets what no permission says; everybody else is refused. */
const special: Record<Exclude<Need, OrganizationPermission | WorkspacePermission | SetupNeed>, readonly Name[]> = {
  'to be authenticated': names,
  'to be a person': people,
  'to be in a session, where there are passwords': inSession,
  'to create organizations': [...people.filter((name) => name !== 'byOwnProvider'), 'deployment'],
  'organization:manage, in the default organization too': admins,
  'access:read, or to be the member': [...admins, 'user', 'keyOfUser', 'byOwnProvider'],
  'to grant some role': [...admins, 'operator', 'workspaceAdmin'],
  'to grant some role, where an organization is asked for': [...admins, 'operator', 'workspaceAdmin'],
};

const table = [
  ['organization:read', members],
  ['members:manage', [...admins, 'operator']],
  ['keys:manage', admins],
  ['workspace-members:read', members],
  ['workspace-members:manage', [...admins, 'workspaceAdmin']],
  ...Object.entries(special),
] as readonly (readonly [Need, readonly Name[]])[];

/** What the handlers were given that ran. */
let ran: Admitted[] = [];

/** A route that would do anything for anybody. */
const plant = (needs: Need, index: number): Route => {
  const { params, query } = parametersOf(needs);
  return route({
    method: 'post',
    path: ['', `planted-${index}`, ...params.map((name) => `{${name}}`)].join('/'),
    summary: needs,
    needs,
    tag: 'Organizations',
    params: z.object(Object.fromEntries(params.map((name) => [name, idParam]))),
    query: z.object(Object.fromEntries(query.map((name) => [name, idParam.optional()]))),
    body: z.strictObject({}),
    responses: { 204: null },
    handle: async ({ caller, authority }) => {
      ran.push({ caller, authority } as Admitted);
      return { status: 204 };
    },
  });
};
const planted = table.map(([need], index) => plant(need, index));

const app = express().use(assignRequestId(), tellRequestId());
let callers: Record<Name, Caller>;
let place: Record<string, string>;

beforeAll(async () => {
  const org = api.defaultOrgId();
  const [first] = await listWorkspaces(org);
  const ws = first?._id ?? '';
  const user = await api.newMemberWith('Organization User');
  const session = ({ accountId }: Person, reach: string | null = null): Caller => ({
    kind: 'session',
    accountId,
    name: 'Ada',
    sessionId: 's1',
    connectionId: 'default',
    reach,
    isRecent: true,
    confirmsBy: 'provider',
  });
  const key = { kind: 'api-key', keyId: 'k1', name: 'Key', scopes: ['read', 'write'], expiresAt: null } as const;
  const service = (organizationId: string): ApiKeyCaller => ({
    ...key,
    key: 'service',
    accountId: null,
    organizationId,
  });
  callers = {
    admin: session(await api.newMemberWith('Organization Admin')),
    operator: session(await api.newMemberWith('Organization Operator')),
    user: session(user),
    workspaceAdmin: session(await api.newWorkspaceMember(ws, 'Workspace Admin')),
    keyOfUser: {
      ...key,
      key: 'personal',
      accountId: user.accountId,
      organizationId: null,
      countsFrom: new Date(),
      connectionId: 'default',
      reach: null,
    },
    byOwnProvider: session(user, org),
    service: service(org),
    deployment: { ...key, key: 'deployment', accountId: null, organizationId: null },
    stranger: service((await newOrganization('Elsewhere')).orgId),
  };
  place = { org, ws, member: user.memberId, organization: org };
  const authenticate = {
    caller: async ({ headers }: express.Request) => callers[headers.authorization as Name],
    setupCaller: async () => Promise.reject(new ApiError(401, 'unauthenticated', 'Open a set-up link.')),
  };
  const open = { publicUrl: 'https://usher.test', basicAuth: true, flags: { userOrgCreationDisabled: false } };
  const closed = { ...open, basicAuth: false, flags: { userOrgCreationDisabled: true } };
  app.use('/open', declaredRouter({ config: open, authenticate, routes: planted }));
  app.use('/closed', declaredRouter({ config: closed, authenticate, routes: planted }));
});

function pathOf(need: Need, at: Record<string, string> = {}): string {
  const values = { ...place, ...at };
  const path = planted.find(({ needs }) => needs === need)?.path ?? '';
  const query = parametersOf(need).query.map((name) => `${name}=${values[name]}`);
  return [path.replaceAll(/\{(\w+)\}/g, (_, name) => values[name] ?? ''), ...query].join('?');
}

async function ask(who: Name, path: string, body: object = {}) {
  ran = [];
  const { status, body: problem } = await supertest(app).post(path).set('Authorization', who).send(body);
  return { status, code: problem.code as string | undefined };
}

describe('a planted route', () => {
  it.each(table)('that needs %j runs for who meets it, and for nobody else', async (need, may) => {
    const { params, query } = parametersOf(need);
    for (const who of names) {
      const { status } = await ask(who, `/open${pathOf(need)}`);
      const refusal = who === 'stranger' && params.length + query.length > 0 ? 404 : 403;
      expect([who, status, ran.length]).toEqual(may.includes(who) ? [who, 204, 1] : [who, refusal, 0]);
    }
  });

  it('is handed who calls, and what they may do where it acts', async () => {
    await ask('operator', `/open${pathOf('members:manage')}`);
    expect(ran).toMatchObject([{ caller: callers.operator, authority: { organizationRole: 'Organization Operator' } }]);
    await ask('user', `/open${pathOf('workspace-members:read')}`);
    expect(ran[0]?.authority?.workspaceRoles.get(place.ws ?? '')).toEqual(['Workspace Editor']);
    await ask('user', `/open${pathOf('to be a person')}`);
    expect(ran).toEqual([{ caller: callers.user, authority: null }]);
  });

  it('of a workspace does not run for one of another organization, nor for one that is not there', async () => {
    const { workspaceId } = await newOrganization('Beyond');
    for (const ws of [workspaceId, '0123456789abcdef01234567'])
      expect(await ask('admin', `/open${pathOf('workspace-members:read', { ws })}`)).toEqual({
        status: 404,
        code: 'workspace_not_found',
      });
    expect(ran).toEqual([]);
  });

  it('of a member runs for that member alone, or for who may read all', async () => {
    const other = { member: '0123456789abcdef01234567' };
    expect((await ask('user', `/open${pathOf('access:read, or to be the member', other)}`)).status).toBe(403);
    expect((await ask('admin', `/open${pathOf('access:read, or to be the member', other)}`)).status).toBe(204);
  });

  it('asks for the roles of an organization only where one is named', async () => {
    const path = pathOf('to grant some role, where an organization is asked for').replace(/\?.*/, '');
    expect((await ask('user', `/open${path}`)).status).toBe(204);
  });

  it.each([
    ['to create organizations', 'user', 'organization_creation_disabled'],
    ['to create organizations', 'byOwnProvider', 'sign_in_elsewhere'],
    ['to create organizations', 'service', 'forbidden'],
    ['to be in a session, where there are passwords', 'user', 'basic_auth_disabled'],
  ] as const)('that needs %j says why to %s, where the deployment forbids it: %s', async (need, who, code) => {
    expect(await ask(who, `/closed${pathOf(need)}`)).toEqual({ status: 403, code });
    expect(ran).toEqual([]);
  });

  it('tells what is wrong with a body before it tells who may not send one', async () => {
    const path = pathOf('keys:manage');
    expect(await ask('user', `/open${path}`, { surprise: 1 })).toEqual({ status: 400, code: 'invalid_input' });
    expect(await ask('user', `/open${path}`)).toEqual({ status: 403, code: 'forbidden' });
  });
});

describe('a declaration', () => {
  const base = {
    method: 'get',
    path: '/organizations/{org}',
    summary: '',
    tag: 'Organizations',
    params: z.object({ org: idParam }),
    responses: { 204: null },
  } as const;
  const handle = async (_used?: unknown) => ({ status: 204 }) as const;

  it('without a need, or with one that nobody knows, does not compile', () => {
    // @ts-expect-error `needs` is missing
    expect(() => route({ ...base, handle })).toThrow();
    // @ts-expect-error there is no such need
    expect(() => route({ ...base, needs: 'members:love', handle })).toThrow();
    expect(route({ ...base, needs: 'members:read', handle })).toMatchObject({ needs: 'members:read' });
  });

  it('hands its handler no more than its need found out', () => {
    // @ts-expect-error nobody has looked up an authority
    route({ ...base, needs: 'to be a person', handle: async ({ authority }) => handle(authority.memberId) });
    const byRole = async ({ organizationRole }: Authority) => handle(organizationRole);
    route({ ...base, needs: 'members:read', handle: async ({ authority }) => byRole(authority) });
    route({ ...base, needs: 'to be a person', handle: async ({ caller }) => handle(caller.accountId.length) });
    // @ts-expect-error a program has no account
    route({ ...base, needs: 'to be authenticated', handle: async ({ caller }) => handle(caller.accountId.length) });
  });

  it.each([
    ['workspace-members:read', 'ws'],
    ['access:read, or to be the member', 'member'],
    ['to grant some role, where an organization is asked for', 'organization'],
  ] as const)('that needs %j must take what is looked at: %s', (needs, name) => {
    expect(() => route({ ...base, needs, handle })).toThrow(`/organizations/{org} needs ${needs}, and has no ${name}`);
  });
});

describe('who may', () => {
  it.each([
    [
      'members:manage',
      'Organization Admin, Organization Operator. Needs `members:manage`: Invite, change and remove members: none above the own role, and an Operator no Admin.',
    ],
    [
      'workspace-members:manage',
      'Workspace Admin, custom roles with it, Organization Admin. Needs `workspace-members:manage`: Add, change and remove people of the workspace: none above the own role.',
    ],
    ['to be a person', 'whoever is signed in, by session or personal key.'],
    ['access:read, or to be the member', 'Organization Admin, the member itself.'],
  ] as const)('is told of %j from the catalogue, or in its own words', (need, words) => {
    expect(whoMay(need)).toBe(words);
  });
});
