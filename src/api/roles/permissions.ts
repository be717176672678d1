/** Permissions: what there are, which an application adds, and who has one. */

import { z } from 'zod';
import {
  declareApplicationPermissions,
  listApplicationPermissions,
} from '../../domain/access/authority/application-permission.ts';
import { type ExplainedAnswer, explainAnswer } from '../../domain/access/explain/check.ts';
import { limits } from '../../domain/model/limits.ts';
import { permissionTable } from '../../domain/model/permissions.ts';
import { ApiError } from '../http/api-error.ts';
import { pageOf, pageOfAll, pageQuery } from '../http/page.ts';
import { type Route, route } from '../http/route-declaration.ts';
import { idParamOf, organizationParams } from '../http/shared-schemas.ts';
import {
  applicationPermissionSchema,
  applicationPermissionsOrder,
  checkAnswerSchema,
  permissionSchema,
} from './role-schemas.ts';

const tag = 'Roles';
const listQuery = pageQuery;

export const permissionRoutes: Route[] = [
  route({
    method: 'get',
    path: '/permissions',
    summary: 'List the permissions, with `organization` its application permissions too',
    needs: 'to grant some role, where an organization is asked for',
    tag,
    query: listQuery.extend({
      organization: idParamOf('organization')
        .optional()
        .meta({ description: 'Id of an organization, to list its application permissions too' }),
    }),
    responses: { 200: pageOf(permissionSchema) },
    refusals: [404],
    handle: async ({ query: { organization, ...page } }) => {
      const declared = organization === undefined ? [] : await listApplicationPermissions(organization);
      const all = [
        ...permissionTable.map((entry) => ({ ...entry, builtIn: true })),
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
    needs: 'access:read',
    tag,
    params: organizationParams,
    query: listQuery,
    responses: { 200: pageOf(applicationPermissionSchema) },
    handle: async ({ params: { org }, query }) => {
      const rows = (await listApplicationPermissions(org)).map((row) => ({ ...row, _id: row.name }));
      const { items, nextCursor } = pageOfAll(`application-permissions/${org}`, rows, query, 'oldest first');
      return { status: 200, body: { items, nextCursor } };
    },
  }),
  route({
    method: 'put',
    path: '/organizations/{org}/application-permissions',
    summary: 'Declare the permissions of the application: these and no others',
    needs: 'access:manage',
    tag,
    params: organizationParams,
    body: applicationPermissionsOrder,
    responses: {
      200: z.object({
        permissions: z.array(applicationPermissionSchema).meta({ description: 'All that there are now' }),
      }),
    },
    handle: async ({ context, params: { org }, body }) => {
      await declareApplicationPermissions(context, org, body.permissions);
      return { status: 200, body: { permissions: await listApplicationPermissions(org) } };
    },
  }),
  route({
    method: 'get',
    path: '/organizations/{org}/check',
    summary: 'May this person do that here? Of somebody unknown the answer is no',
    needs: 'access:read',
    tag,
    params: organizationParams,
    query: z.object({
      account: idParamOf('account').optional().meta({ description: 'Id of the account (account.id of GET /me)' }),
      member: idParamOf('member').optional().meta({ description: 'Id of the member, instead of account' }),
      workspace: idParamOf('workspace')
        .optional()
        .meta({ description: 'Id of the workspace; needed for permissions in a workspace' }),
      permission: z
        .string()
        .min(1)
        .max(limits.permissionName)
        .meta({ description: 'Name of the permission, of GET /permissions', examples: ['workspace:write'] }),
    }),
    responses: { 200: checkAnswerSchema },
    handle: async ({ params: { org }, query: { account, member, workspace, permission } }) => {
      const question = { permission, workspaceId: workspace ?? null };
      if (account !== undefined && member === undefined)
        return { status: 200, body: toAnswer(await explainAnswer(org, { accountId: account }, question)) };
      if (member !== undefined && account === undefined)
        return { status: 200, body: toAnswer(await explainAnswer(org, { memberId: member }, question)) };
      throw new ApiError(400, 'invalid_input', 'Name one person: by `account` or by `member`.');
    },
  }),
];

function toAnswer({ roles, ...answer }: ExplainedAnswer) {
  return { ...answer, roles: [...roles] };
}
