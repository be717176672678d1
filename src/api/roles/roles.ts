/** Workspace roles: the built-in ones to read, custom ones to make. */
import { changeRole, createRole, deleteRole } from '../../domain/administration/roles/change-roles.ts';
import { listRoles, viewRole } from '../../domain/administration/roles/list-roles.ts';
import { pageOf, readCursor, searchQuery, toPage } from '../http/page.ts';
import { type Route, route } from '../http/route-declaration.ts';
import { organizationParams } from '../http/shared-schemas.ts';
import { roleChange, roleOrder, roleParams, roleSchema, roleWithUsageSchema } from './role-schemas.ts';

const tag = 'Roles';

export const roleRoutes: Route[] = [
  route({
    method: 'get',
    path: '/organizations/{org}/roles',
    summary: 'List the workspace roles, built-in and custom, the highest first',
    needs: 'to grant some role',
    tag,
    params: organizationParams,
    query: searchQuery,
    responses: { 200: pageOf(roleSchema) },
    handle: async ({ params: { org }, query: { q, limit, cursor } }) => {
      const list = `roles/${org}`;
      const [after] = readCursor(list, cursor) ?? [];
      const text = q?.toLowerCase() ?? '';
      const rest = (await listRoles(org)).filter(
        ({ name, rank }) => name.toLowerCase().includes(text) && (after === undefined || rank < Number(after)),
      );
      const { items, nextCursor } = toPage(list, rest, limit, ({ rank }) => [rank]);
      return { status: 200, body: { items: items.map(toRole), nextCursor } };
    },
  }),
  route({
    method: 'post',
    path: '/organizations/{org}/roles',
    summary: 'Create a custom workspace role',
    needs: 'access:manage',
    tag,
    params: organizationParams,
    body: roleOrder,
    responses: { 201: roleWithUsageSchema },
    handle: async ({ context, params: { org }, body }) => {
      const { _id } = await createRole(context, org, body);
      return {
        status: 201,
        body: await oneRole(org, _id),
      };
    },
  }),
  route({
    method: 'get',
    path: '/organizations/{org}/roles/{role}',
    summary: 'Read a role by name or id, with who relies on it',
    needs: 'access:read',
    tag,
    params: roleParams,
    responses: { 200: roleWithUsageSchema },
    handle: async ({ params: { org, role } }) => ({ status: 200, body: await oneRole(org, role) }),
  }),
  route({
    method: 'patch',
    path: '/organizations/{org}/roles/{role}',
    summary: 'Change a custom role; a new name changes nobody’s access',
    needs: 'access:manage',
    tag,
    params: roleParams,
    body: roleChange,
    responses: { 200: roleWithUsageSchema },
    handle: async ({ context, params: { org, role }, body }) => {
      const { _id } = await changeRole(context, org, role, body);
      return { status: 200, body: await oneRole(org, _id) };
    },
  }),
  route({
    method: 'delete',
    path: '/organizations/{org}/roles/{role}',
    summary: 'Delete a custom role that nothing uses; else 409 with who does',
    needs: 'access:manage',
    tag,
    params: roleParams,
    responses: { 204: null },
    handle: async ({ context, params: { org, role } }) => {
      await deleteRole(context, org, role);
      return { status: 204 };
    },
  }),
];

function toRole<R extends { readonly permissions: readonly string[] }>(role: R) {
  return { ...role, permissions: [...role.permissions] };
}

async function oneRole(org: string, nameOrId: string) {
  const { usage, ...role } = await viewRole(org, nameOrId);
  return {
    ...toRole(role),
    usage: usage && {
      grants: usage.grants.map((grants) => ({ ...grants, members: [...grants.members] })),
      mappings: { ...usage.mappings, groups: [...usage.mappings.groups] },
      ssoSettings: usage.ssoSettings,
    },
  };
}
