/** Workspaces of an organization. */
import { z } from 'zod';
import type { Authority } from '../domain/access/authority/authority.ts';
import {
  createWorkspace,
  deleteWorkspace,
  renameWorkspace,
} from '../domain/administration/organizations/change-workspaces.ts';
import { workspaceRoleNames } from '../domain/administration/roles/list-roles.ts';
import { authorityOf } from '../domain/entry/reach/authority-of.ts';
import { getWorkspace, listWorkspaces, type WorkspaceDocument } from '../domain/model/workspace.ts';
import { authorize } from './authorize.ts';
import { principalOf } from './caller-in-domain.ts';
import { pageOf, pageOfAll, pageQuery } from './page.ts';
import { type Route, route } from './route.ts';
import { nameSchema, organizationParams, workspaceParams, workspaceSchema } from './schemas.ts';

const tag = 'Workspaces';

export const workspaceRoutes: Route[] = [
  route({
    method: 'get',
    path: '/organizations/{org}/workspaces',
    summary: 'List the workspaces of an organization',
    who: 'members',
    tag,
    params: organizationParams,
    query: pageQuery,
    responses: { 200: pageOf(workspaceSchema) },
    handle: async ({ caller, params: { org }, query }) => {
      const authority = await authorityOf(org, principalOf(caller));
      const q = query.q?.toLowerCase() ?? '';
      const found = (await listWorkspaces(org)).filter(({ name }) => name.toLowerCase().includes(q));
      const { items, nextCursor } = pageOfAll(`workspaces/${org}`, found, query, 'oldest first');
      return { status: 200, body: { items: await shownTo(authority, org, items), nextCursor } };
    },
  }),
  route({
    method: 'post',
    path: '/organizations/{org}/workspaces',
    summary: 'Create a workspace',
    who: 'Organization Admin',
    tag,
    params: organizationParams,
    body: z.strictObject({ name: nameSchema }),
    responses: { 201: workspaceSchema },
    handle: async ({ caller, context, params: { org }, body: { name } }) => {
      await authorize(caller, org, 'workspaces:manage');
      const workspace = await createWorkspace(context, org, name);
      return {
        status: 201,
        body: await oneShownTo(await authorityOf(org, principalOf(caller)), org, workspace),
      };
    },
  }),
  route({
    method: 'get',
    path: '/organizations/{org}/workspaces/{ws}',
    summary: 'Read a workspace',
    who: 'members of the organization',
    tag,
    params: workspaceParams,
    responses: { 200: workspaceSchema },
    handle: async ({ caller, params: { org, ws } }) => {
      const authority = await authorityOf(org, principalOf(caller));
      return { status: 200, body: await oneShownTo(authority, org, await getWorkspace(org, ws)) };
    },
  }),
  route({
    method: 'patch',
    path: '/organizations/{org}/workspaces/{ws}',
    summary: 'Rename a workspace; access stays as it is',
    who: 'Organization Admin',
    tag,
    params: workspaceParams,
    body: z.strictObject({ name: nameSchema.optional() }),
    responses: { 200: workspaceSchema },
    handle: async ({ caller, context, params: { org, ws }, body: { name } }) => {
      const authority = await authorize(caller, org, 'workspaces:manage');
      const workspace =
        name === undefined ? await getWorkspace(org, ws) : await renameWorkspace(context, org, ws, name);
      return { status: 200, body: await oneShownTo(authority, org, workspace) };
    },
  }),
  route({
    method: 'delete',
    path: '/organizations/{org}/workspaces/{ws}',
    summary: 'Delete a workspace with all access to it; the last one stays',
    who: 'Organization Admin',
    tag,
    params: workspaceParams,
    responses: { 204: null },
    handle: async ({ caller, context, params: { org, ws } }) => {
      await authorize(caller, org, 'workspaces:manage');
      await deleteWorkspace(context, org, ws);
      return { status: 204 };
    },
  }),
];

async function shownTo({ workspaceRoles }: Authority, org: string, shown: readonly WorkspaceDocument[]) {
  const nameOf = await workspaceRoleNames(org);
  return shown.map(({ _id: id, name, createdAt }) => {
    const role = workspaceRoles.get(id);
    return { id, name, role: role === undefined ? null : nameOf(role), createdAt: createdAt.toISOString() };
  });
}

async function oneShownTo(authority: Authority, org: string, workspace: WorkspaceDocument) {
  const [shown] = await shownTo(authority, org, [workspace]);
  return shown as NonNullable<typeof shown>;
}
