/** Permissions: what there are, which an application adds, and who has one. */
import { z } from 'zod';
import {
  declareApplicationPermissions,
  listApplicationPermissions,
} from '../domain/access/authority/application-permission.ts';
import { requireRoleReader } from '../domain/access/authority/authority.ts';
import { explainVerdict } from '../domain/access/explain/check.ts';
import { authorityOf } from '../domain/entry/reach/authority-of.ts';
import { catalogue } from '../domain/model/permissions.ts';
import { authorize } from './authorize.ts';
import { principalOf } from './caller-in-domain.ts';
import { pageOf, pageOfAll, pageQuery } from './page.ts';
import { ApiError } from './problem.ts';
import {
  applicationPermissionSchema,
  applicationPermissionsOrder,
  permissionSchema,
  verdictSchema,
} from './role-schemas.ts';
import { type Route, route } from './route.ts';
import { idParam, organizationParams } from './schemas.ts';

const tag = 'Roles';
const listQuery = pageQuery.omit({ q: true });

export const permissionRoutes: Route[] = [
  route({
    method: 'get',
    path: '/permissions',
    summary: 'List the permissions, with `organization` its application permissions too',
    who: 'signed in; of an organization: Organization Admin, Organization Operator and Workspace Admin',
    tag,
    query: listQuery.extend({ organization: idParam.optional() }),
    responses: { 200: pageOf(permissionSchema) },
    refusals: [404],
    handle: async ({ caller, query: { organization, ...page } }) => {
      if (organization !== undefined) requireRoleReader(await authorityOf(organization, principalOf(caller)));
      const declared = organization === undefined ? [] : await listApplicationPermissions(organization);
      const all = [
        ...catalogue.map((entry) => ({ ...entry, builtIn: true })),
        ...declared.map((entry) => ({ ...entry, scope: 'workspace' as const, builtIn: false })),
      ].map((entry) => ({ ...entry, _id: entry.name, roles: [...entry.roles] }));
      const rows = all.toSorted((a, b) => (a._id < b._id ? -1 : 1));
      const { items, nextCursor } = pageOfAll(`permissions/${organization ?? ''}`, rows, page, 'oldest first');
      return { status: 200, body: { items, nextCursor } };
    },
  }),
  route({
    method: 'get',
    path: '/organizations/{org}/application-permissions',
    summary: 'List the permissions that are declared for the application',
    who: 'Organization Admin',
    tag,
    params: organizationParams,
    query: listQuery,
    responses: { 200: pageOf(applicationPermissionSchema) },
    handle: async ({ caller, params: { org }, query }) => {
      await authorize(caller, org, 'access:read');
      const rows = (await listApplicationPermissions(org)).map((row) => ({ ...row, _id: row.name }));
      const { items, nextCursor } = pageOfAll(`application-permissions/${org}`, rows, query, 'oldest first');
      return { status: 200, body: { items, nextCursor } };
    },
  }),
  route({
    method: 'put',
    path: '/organizations/{org}/application-permissions',
    summary: 'Declare the permissions of the application: these and no others',
    who: 'Organization Admin',
    tag,
    params: organizationParams,
    body: applicationPermissionsOrder,
    responses: { 200: z.object({ permissions: z.array(applicationPermissionSchema) }) },
    handle: async ({ caller, context, params: { org }, body }) => {
      await authorize(caller, org, 'access:manage');
      await declareApplicationPermissions(context, org, body.permissions);
      return { status: 200, body: { permissions: await listApplicationPermissions(org) } };
    },
  }),
  route({
    method: 'get',
    path: '/organizations/{org}/check',
    summary: 'May this person do that here? Of somebody unknown the answer is no',
    who: 'a service key of the organization, Organization Admin',
    tag,
    params: organizationParams,
    query: z.object({
      account: idParam.optional().meta({ description: 'Id of the account (account.id of GET /me)' }),
      member: idParam.optional().meta({ description: 'Id of the member, instead of account' }),
      workspace: idParam.optional().meta({ description: 'Needed for permissions in a workspace' }),
      permission: z.string().min(1).max(100),
    }),
    responses: { 200: verdictSchema },
    handle: async ({ caller, params: { org }, query: { account, member, workspace, permission } }) => {
      await authorize(caller, org, 'access:read');
      const question = { permission, workspaceId: workspace ?? null };
      if (account !== undefined && member === undefined)
        return { status: 200, body: await explainVerdict(org, { accountId: account }, question) };
      if (member !== undefined && account === undefined)
        return { status: 200, body: await explainVerdict(org, { memberId: member }, question) };
      throw new ApiError(400, 'invalid_input', 'Name one person: by `account` or by `member`.');
    },
  }),
];
