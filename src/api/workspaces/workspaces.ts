/** Workspaces of an organization. */
import { z } from 'zod';
import { type Authority, mayInOrganization, mayInWorkspace } from '../../domain/access/authority/authority.ts';
import { countPeopleOf } from '../../domain/access/count-access.ts';
import {
  createWorkspace,
  deleteWorkspace,
  renameWorkspace,
} from '../../domain/administration/organizations/change-workspaces.ts';
import { workspaceRoleNames } from '../../domain/administration/roles/list-roles.ts';
import { authorityOf } from '../../domain/entry/reach/authority-of.ts';
import { getWorkspace, listWorkspaces, type WorkspaceDocument } from '../../domain/model/workspace.ts';
import { pageOf, pageOfAll, searchQuery } from '../http/page.ts';
import { principalOf } from '../http/principal.ts';
import { type Route, route } from '../http/route-declaration.ts';
import {
  allRoles,
  createdAt,
  exampleIds,
  exampleTime,
  idOf,
  nameSchema,
  organizationParams,
  orNull,
  workspaceName,
  workspaceParams,
  workspaceRoleSchema,
} from '../http/shared-schemas.ts';

const tag = 'Workspaces';

const newName = nameSchema.meta({
  description: 'Name of the workspace, which no other one of the organization has',
  examples: ['Research'],
});

const workspaceSchema = z
  .object({
    id: idOf('workspace'),
    name: workspaceName,
    role: orNull(workspaceRoleSchema).meta({ description: "The caller's effective role; null: no access" }),
    roles: allRoles,
    createdAt,
    people: z
      .int()
      .nullable()
      .optional()
      .meta({
        description: 'With `people=true`: how many active members have access; null: the caller may not see who',
        examples: [11],
      }),
  })
  .meta({
    id: 'Workspace',
    description: 'Where work happens inside an organization',
    examples: [
      {
        id: exampleIds.workspace,
        name: 'Research',
        role: 'Workspace Admin',
        roles: ['Workspace Admin'],
        createdAt: exampleTime,
      },
    ],
  });

export const workspaceRoutes: Route[] = [
  route({
    method: 'get',
    path: '/organizations/{org}/workspaces',
    summary: 'List the workspaces of an organization',
    needs: 'organization:read',
    tag,
    params: organizationParams,
    query: searchQuery.extend({
      people: z.enum(['true', 'false']).default('false').meta({ description: '`true`: count the people of each' }),
    }),
    responses: { 200: pageOf(workspaceSchema) },
    handle: async ({ authority, params: { org }, query }) => {
      const q = query.q?.toLowerCase() ?? '';
      const found = (await listWorkspaces(org)).filter(({ name }) => name.toLowerCase().includes(q));
      const { items, nextCursor } = pageOfAll(`workspaces/${org}`, found, query, 'oldest first');
      const [shown, people] = await Promise.all([
        shownTo(authority, org, items),
        query.people === 'true' ? peopleShownTo(authority, org, items) : null,
      ]);
      const counted = shown.map((workspace) => ({ ...workspace, ...(people && { people: people(workspace.id) }) }));
      return { status: 200, body: { items: counted, nextCursor } };
    },
  }),
  route({
    method: 'post',
    path: '/organizations/{org}/workspaces',
    summary: 'Create a workspace',
    needs: 'workspaces:manage',
    tag,
    params: organizationParams,
    body: z.strictObject({ name: newName }),
    responses: { 201: workspaceSchema },
    handle: async ({ caller, context, params: { org }, body: { name } }) => {
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
    needs: 'organization:read',
    tag,
    params: workspaceParams,
    responses: { 200: workspaceSchema },
    handle: async ({ authority, params: { org, ws } }) => ({
      status: 200,
      body: await oneShownTo(authority, org, await getWorkspace(org, ws)),
    }),
  }),
  route({
    method: 'patch',
    path: '/organizations/{org}/workspaces/{ws}',
    summary: 'Rename a workspace; access stays as it is',
    needs: 'workspaces:manage',
    tag,
    params: workspaceParams,
    body: z.strictObject({ name: newName.optional() }),
    responses: { 200: workspaceSchema },
    handle: async ({ authority, context, params: { org, ws }, body: { name } }) => {
      const workspace =
        name === undefined ? await getWorkspace(org, ws) : await renameWorkspace(context, org, ws, name);
      return { status: 200, body: await oneShownTo(authority, org, workspace) };
    },
  }),
  route({
    method: 'delete',
    path: '/organizations/{org}/workspaces/{ws}',
    summary: 'Delete a workspace with all access to it; the last one stays',
    needs: 'workspaces:manage',
    tag,
    params: workspaceParams,
    responses: { 204: null },
    handle: async ({ context, params: { org, ws } }) => {
      await deleteWorkspace(context, org, ws);
      return { status: 204 };
    },
  }),
];

async function shownTo({ workspaceRoles }: Authority, org: string, shown: readonly WorkspaceDocument[]) {
  const nameOf = await workspaceRoleNames(org);
  return shown.map(({ _id: id, name, createdAt }) => {
    const roles = (workspaceRoles.get(id) ?? []).map(nameOf);
    return { id, name, role: roles[0] ?? null, roles, createdAt: createdAt.toISOString() };
  });
}

/** How many people are in a workspace, for those who may see them one by one. */
async function peopleShownTo(authority: Authority, org: string, shown: readonly WorkspaceDocument[]) {
  const mayAll = mayInOrganization(authority, 'members:read');
  const visible = shown
    .map(({ _id }) => _id)
    .filter((id) => mayAll || mayInWorkspace(authority, id, 'workspace-members:read'));
  const counts = await countPeopleOf(org, visible);
  return (id: string) => (visible.includes(id) ? (counts.get(id) ?? 0) : null);
}

async function oneShownTo(authority: Authority, org: string, workspace: WorkspaceDocument) {
  const [shown] = await shownTo(authority, org, [workspace]);
  return shown as NonNullable<typeof shown>;
}
