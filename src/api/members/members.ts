/** Members of an organization: who they are, what they may, and what an admin makes of them. */
import { changeMember, removeMemberAs } from '../../domain/administration/members/change-member.ts';
import { listMembers } from '../../domain/administration/members/list-members.ts';
import { viewMember } from '../../domain/administration/members/view-members.ts';
import { memberKeyOf, pageOf, readCursor, toMemberKey, toPage } from '../http/page.ts';
import { type Route, route } from '../http/route-declaration.ts';
import { memberParams, organizationParams } from '../http/shared-schemas.ts';
import { filterOf, membersQuery } from './member-filter.ts';
import { memberChange, memberSchema, toMember } from './member-schemas.ts';

const tag = 'Members';

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
      const { limit, sort, cursor, ...asked } = query;
      const list = `members/${org}/${sort}`;
      const after = toMemberKey(readCursor(list, cursor));
      const page = { sort, after, limit: limit + 1 };
      const { rows, total } = await listMembers(org, filterOf(asked), page, { withTotal: cursor === undefined });
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
