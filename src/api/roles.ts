/** Workspace roles: the built-in ones to read, custom ones to make. */
import { requireRoleReader } from '../domain/access/authority/authority.ts';
import { changeRole, createRole, deleteRole } from '../domain/administration/roles/change-roles.ts';
import { listRoles, viewRole } from '../domain/administration/roles/list-roles.ts';
import { authorityOf } from '../domain/entry/reach/authority-of.ts';
import { authorize } from './authorize.ts';
import type { Caller } from './caller.ts';
import { principalOf } from './caller-in-domain.ts';
import { pageOf, pageQuery, readCursor, toPage } from './page.ts';
import { roleChange, roleOrder, roleParams, roleSchema, roleWithUsageSchema } from './role-schemas.ts';
import { type Route, route } from './route.ts';
import { organizationParams } from './schemas.ts';

const tag = 'Roles';
const readers = 'Organization Admin; Organization Operator and Workspace Admin, who grant roles';

export const roleRoutes: Route[] = [
  route({
    method: 'get',
    path: '/organizations/{org}/roles',
    summary: 'List the workspace roles, built-in and custom, the highest first',
    who: readers,
    tag,
    params: organizationParams,
    query: pageQuery,
    responses: { 200: pageOf(roleSchema) },
    handle: async ({ caller, params: { org }, query: { q, limit, cursor } }) => {
      await requireReader(caller, org);
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
    who: 'Organization Admin',
    tag,
    params: organizationParams,
    body: roleOrder,
    responses: { 201: roleWithUsageSchema },
    handle: async ({ caller, context, params: { org }, body }) => {
      await authorize(caller, org, 'access:manage');
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
    who: 'Organization Admin',
    tag,
    params: roleParams,
    responses: { 200: roleWithUsageSchema },
    handle: async ({ caller, params: { org, role } }) => {
      await authorize(caller, org, 'access:read');
      return { status: 200, body: await oneRole(org, role) };
    },
  }),
  route({
    method: 'patch',
    path: '/organizations/{org}/roles/{role}',
    summary: 'Change a custom role; a new name changes nobody’s access',
    who: 'Organization Admin',
    tag,
    params: roleParams,
    body: roleChange,
    responses: { 200: roleWithUsageSchema },
    handle: async ({ caller, context, params: { org, role }, body }) => {
      await authorize(caller, org, 'access:manage');
      const { _id } = await changeRole(context, org, role, body);
      return { status: 200, body: await oneRole(org, _id) };
    },
  }),
  route({
    method: 'delete',
    path: '/organizations/{org}/roles/{role}',
    summary: 'Delete a custom role that nothing uses; else 409 with who does',
    who: 'Organization Admin',
    tag,
    params: roleParams,
    responses: { 204: null },
    handle: async ({ caller, context, params: { org, role } }) => {
      await authorize(caller, org, 'access:manage');
      await deleteRole(context, org, role);
      return { status: 204 };
    },
  }),
];

async function requireReader(caller: Caller, org: string): Promise<void> {
  requireRoleReader(await authorityOf(org, principalOf(caller)));
}

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
