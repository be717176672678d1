/** Members of an organization: who they are, what they may, and what an admin makes of them. */
import { z } from 'zod';
import { changeMember, removeMemberAs } from '../../domain/administration/members/change-member.ts';
import {
  countMembers,
  listMembers,
  type MemberView,
  memberOrders,
  viewMember,
} from '../../domain/administration/members/list-members.ts';
import { emailOf } from '../../domain/model/member.ts';
import { memberKeyOf, pageOf, readCursor, searchQuery, toMemberKey, toPage } from '../http/page.ts';
import { type Route, route } from '../http/route-declaration.ts';
import {
  idParamOf,
  memberParams,
  memberStatusSchema,
  organizationParams,
  organizationRoleSchema,
} from '../http/shared-schemas.ts';
import { memberChange, memberSchema } from './member-schemas.ts';

const tag = 'Members';

const membersQuery = searchQuery.extend({
  status: memberStatusSchema.optional().meta({ description: 'Only those with this status' }),
  organizationRole: organizationRoleSchema.optional().meta({ description: 'Only those with this organization role' }),
  group: idParamOf('group').optional().meta({ description: 'Only direct members of the group with this id' }),
  sort: z
    .enum(memberOrders)
    .default('name')
    .meta({ description: 'By what they are sorted; with `-` the other way round' }),
});

export const memberRoutes: Route[] = [
  route({
    method: 'get',
    path: '/organizations/{org}/members',
    summary: 'List members, pending and inactive ones too; the first page tells the total',
    needs: 'members:read',
    tag,
    params: organizationParams,
    query: membersQuery,
    responses: { 200: pageOf(memberSchema) },
    handle: async ({ params: { org }, query }) => {
      const { limit, sort, cursor, group, ...rest } = query;
      const list = `members/${org}/${sort}`;
      const filter = { ...rest, groupId: group };
      const after = toMemberKey(readCursor(list, cursor));
      const [rows, total] = await Promise.all([
        listMembers(org, filter, { sort, after, limit: limit + 1 }),
        cursor === undefined ? countMembers(org, filter) : undefined,
      ]);
      const { items, nextCursor } = toPage(list, rows, limit, ({ member }) => memberKeyOf(member));
      return {
        status: 200,
        body: { items: items.map(toMember), nextCursor, ...(total === undefined ? {} : { total }) },
      };
    },
  }),
  route({
    method: 'get',
    path: '/organizations/{org}/members/{member}',
    summary: 'Read a member',
    needs: 'members:read',
    tag,
    params: memberParams,
    responses: { 200: memberSchema },
    handle: async ({ params: { org, member } }) => ({ status: 200, body: toMember(await viewMember(org, member)) }),
  }),
  route({
    method: 'patch',
    path: '/organizations/{org}/members/{member}',
    summary:
      'Set the organization role, with a reason and an end if you like (null: groups and invitations decide again); activate or deactivate',
    needs: 'members:manage',
    tag,
    params: memberParams,
    body: memberChange,
    responses: { 200: memberSchema },
    handle: async ({ authority, context, params: { org, member }, body: { organizationRole: order, active } }) => {
      const organizationRole = typeof order === 'string' ? { role: order, reason: null, expiresAt: null } : order;
      await changeMember(context, authority, org, member, { active, organizationRole });
      return { status: 200, body: toMember(await viewMember(org, member)) };
    },
  }),
  route({
    method: 'delete',
    path: '/organizations/{org}/members/{member}',
    summary: 'Remove a member with all its access; signing in does not bring it back',
    needs: 'members:manage',
    tag,
    params: memberParams,
    responses: { 204: null },
    handle: async ({ authority, context, params: { org, member } }) => {
      await removeMemberAs(context, authority, org, member);
      return { status: 204 };
    },
  }),
];

function toMember({ member, organizationRole, workspaces, groups }: MemberView) {
  const { _id: id, name, userName, externalId, status, scimManaged, claimedEmail = null } = member;
  return {
    id,
    email: emailOf(member),
    claimedEmail,
    name,
    userName,
    externalId,
    status,
    organizationRole,
    managedBy: scimManaged ? ('scim' as const) : null,
    workspaces: [...workspaces],
    groups: [...groups],
  };
}
