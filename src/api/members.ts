/** Members of an organization: who they are, what they may, and what an admin makes of them. */
import { z } from 'zod';
import { requireOrganizationPermission } from '../domain/access/authority/authority.ts';
import { explainAccess } from '../domain/access/explain/explain.ts';
import { changeMember, removeMemberAs } from '../domain/administration/members/change-member.ts';
import {
  countMembers,
  listMembers,
  type MemberView,
  memberOrders,
  viewMember,
} from '../domain/administration/members/list-members.ts';
import { authorityOf } from '../domain/entry/reach/authority-of.ts';
import { emailOf } from '../domain/model/member.ts';
import { toAccess } from './access.ts';
import { authorize } from './authorize.ts';
import { principalOf } from './caller-in-domain.ts';
import { memberKeyOf, pageOf, pageQuery, readCursor, toMemberKey, toPage } from './page.ts';
import { type Route, route } from './route.ts';
import {
  accessSchema,
  idParam,
  memberParams,
  memberSchema,
  memberStatusSchema,
  organizationParams,
  organizationRoleOrder,
  organizationRoleSchema,
} from './schemas.ts';

const tag = 'Members';

const membersQuery = pageQuery.extend({
  status: memberStatusSchema.optional(),
  organizationRole: organizationRoleSchema.optional(),
  group: idParam.optional().meta({ description: 'Only direct members of the group with this id' }),
  sort: z.enum(memberOrders).default('name'),
});

export const memberRoutes: Route[] = [
  route({
    method: 'get',
    path: '/organizations/{org}/members',
    summary: 'List members, pending and inactive ones too; the first page tells the total',
    who: 'Organization Admin, Organization Operator',
    tag,
    params: organizationParams,
    query: membersQuery,
    responses: { 200: pageOf(memberSchema) },
    handle: async ({ caller, params: { org }, query }) => {
      await authorize(caller, org, 'members:read');
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
    who: 'Organization Admin, Organization Operator',
    tag,
    params: memberParams,
    responses: { 200: memberSchema },
    handle: async ({ caller, params: { org, member } }) => {
      await authorize(caller, org, 'members:read');
      return { status: 200, body: toMember(await viewMember(org, member)) };
    },
  }),
  route({
    method: 'patch',
    path: '/organizations/{org}/members/{member}',
    summary:
      'Set the organization role, with a reason and an end if you like (null: groups and invitations decide again); activate or deactivate',
    who: 'Organization Admin; Organization Operator, but not on Admins and no role above their own',
    tag,
    params: memberParams,
    body: z.strictObject({
      organizationRole: organizationRoleOrder.optional(),
      active: z.boolean().optional(),
    }),
    responses: { 200: memberSchema },
    handle: async ({ caller, context, params: { org, member }, body: { organizationRole: order, active } }) => {
      const authority = await authorize(caller, org, 'members:manage');
      const organizationRole = typeof order === 'string' ? { role: order, reason: null, expiresAt: null } : order;
      await changeMember(context, authority, org, member, { active, organizationRole });
      return { status: 200, body: toMember(await viewMember(org, member)) };
    },
  }),
  route({
    method: 'delete',
    path: '/organizations/{org}/members/{member}',
    summary: 'Remove a member with all its access; signing in does not bring it back',
    who: 'Organization Admin; Organization Operator, but not on Admins',
    tag,
    params: memberParams,
    responses: { 204: null },
    handle: async ({ caller, context, params: { org, member } }) => {
      const authority = await authorize(caller, org, 'members:manage');
      await removeMemberAs(context, authority, org, member);
      return { status: 204 };
    },
  }),
  route({
    method: 'get',
    path: '/organizations/{org}/members/{member}/access',
    summary: 'Explain the access of a member: each role with the grant that won, and why the others lost',
    who: 'Organization Admin, the member itself',
    tag,
    params: memberParams,
    responses: { 200: accessSchema },
    handle: async ({ caller, params: { org, member } }) => {
      const authority = await authorityOf(org, principalOf(caller));
      if (authority.memberId !== member) requireOrganizationPermission(authority, 'access:read');
      return { status: 200, body: toAccess(await explainAccess(org, member), authority) };
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
