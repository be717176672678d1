/** Groups that admins make: people picked by hand, and what they get. */
import {
  addGroupMember,
  changeAdminGroup,
  createAdminGroup,
  deleteAdminGroup,
  handOverGroup,
  noSuchGroup,
  removeGroupMember,
} from '../../domain/administration/groups/admin-groups.ts';
import { listMappedGroups, viewMappedGroup } from '../../domain/administration/mappings/list-mapped-groups.ts';
import { isMadeByAdmins } from '../../domain/model/group.ts';
import { lastIdOf, pageOf, readCursor, searchQuery, toPage } from '../http/page.ts';
import { type Route, route } from '../http/route-declaration.ts';
import { idParamOf, organizationParams } from '../http/shared-schemas.ts';
import { groupChange, groupOrder, groupSchema, toGroup } from './group-schemas.ts';

const shared = { tag: 'Groups' };
const ofAll = { ...shared, path: '/organizations/{org}/groups', params: organizationParams };
const ofOne = {
  ...shared,
  path: `${ofAll.path}/{group}`,
  params: organizationParams.extend({ group: idParamOf('group') }),
};
const ofMember = {
  ...shared,
  path: `${ofOne.path}/members/{member}`,
  params: ofOne.params.extend({ member: idParamOf('member') }),
};

/** @throws DomainError not_found, also for a group of the directory */
async function readOwn(org: string, id: string) {
  const found = await viewMappedGroup(org, id);
  if (!isMadeByAdmins(found.group)) throw noSuchGroup();
  return toGroup(found);
}

export const groupRoutes: Route[] = [
  route({
    ...ofAll,
    method: 'get',
    summary: 'List the groups that admins made. Their members: GET /organizations/{org}/members?group=',
    needs: 'access:read',
    query: searchQuery,
    responses: { 200: pageOf(groupSchema) },
    handle: async ({ params: { org }, query: { q, limit, cursor } }) => {
      const list = `groups/${org}`;
      const page = { q, after: lastIdOf(readCursor(list, cursor)), limit: limit + 1 };
      const rows = await listMappedGroups(org, { madeBy: 'admin' }, page);
      const { items, nextCursor } = toPage(list, rows, limit, ({ group }) => [group._id]);
      return { status: 200, body: { items: items.map(toGroup), nextCursor } };
    },
  }),
  route({
    ...ofAll,
    method: 'post',
    summary: 'Make a group of members picked by hand, which SCIM does not show',
    needs: 'access:manage',
    body: groupOrder,
    responses: { 201: groupSchema },
    handle: async ({ context, params: { org }, body: { members = [], displayName, ...gives } }) => {
      const id = await createAdminGroup(context, org, { displayName, ...gives }, members);
      return { status: 201, body: await readOwn(org, id) };
    },
  }),
  route({
    ...ofOne,
    method: 'get',
    summary: 'Read a group that admins made',
    needs: 'access:read',
    responses: { 200: groupSchema },
    handle: async ({ params: { org, group } }) => ({ status: 200, body: await readOwn(org, group) }),
  }),
  route({
    ...ofOne,
    method: 'patch',
    summary: 'Rename a group that admins made, or change what it gives',
    needs: 'access:manage',
    body: groupChange,
    responses: { 200: groupSchema },
    handle: async ({ context, params: { org, group }, body }) => {
      await changeAdminGroup(context, org, group, body);
      return { status: 200, body: await readOwn(org, group) };
    },
  }),
  route({
    ...ofOne,
    method: 'delete',
    summary: 'Delete a group that admins made; its members lose what it gave them',
    needs: 'access:manage',
    responses: { 204: null },
    handle: async ({ context, params: { org, group } }) => {
      await deleteAdminGroup(context, org, group);
      return { status: 204 };
    },
  }),
  route({
    ...ofOne,
    method: 'post',
    path: `${ofOne.path}/hand-over`,
    summary: 'Hand a group over to the directory: SCIM shows it from then on, with its members and what it gives',
    needs: 'access:manage',
    responses: { 204: null },
    handle: async ({ context, params: { org, group } }) => {
      await handOverGroup(context, org, group);
      return { status: 204 };
    },
  }),
  route({
    ...ofMember,
    method: 'put',
    summary: 'Put an active member into a group that admins made',
    needs: 'access:manage',
    responses: { 204: null },
    handle: async ({ context, params: { org, group, member } }) => {
      await addGroupMember(context, org, group, member);
      return { status: 204 };
    },
  }),
  route({
    ...ofMember,
    method: 'delete',
    summary: 'Take a member out of a group that admins made',
    needs: 'access:manage',
    responses: { 204: null },
    handle: async ({ context, params: { org, group, member } }) => {
      await removeGroupMember(context, org, group, member);
      return { status: 204 };
    },
  }),
];
