/** The decisions of admins about single members. */
import { setOverride } from '../../domain/access/override/set-override.ts';
import { type ListedOverride, listOverrides } from '../../domain/administration/members/list-overrides.ts';
import { viewWorkspaceMember } from '../../domain/administration/members/list-workspace-members.ts';
import { emailOf } from '../../domain/model/member.ts';
import { lastIdOf, pageOf, pageQuery, readCursor, toPage } from '../http/page.ts';
import { type Route, route } from '../http/route-declaration.ts';
import { organizationParams } from '../http/shared-schemas.ts';
import {
  listedOverrideSchema,
  overrideOrder,
  workspaceMemberParams,
  workspaceMemberSchema,
} from './workspace-member-schemas.ts';
import { toWorkspaceMember } from './workspace-members.ts';

const tag = 'Workspace members';

export const overrideRoutes: Route[] = [
  route({
    method: 'put',
    path: '/organizations/{org}/workspaces/{ws}/members/{member}/override',
    summary: 'Decide the access of a member to a workspace, whatever groups and sign-ins say',
    needs: 'workspace-members:manage',
    tag,
    params: workspaceMemberParams,
    body: overrideOrder,
    responses: { 200: workspaceMemberSchema },
    handle: async ({ authority, context, params: { org, ws, member }, body }) => {
      await setOverride(context, authority, org, ws, member, body);
      return { status: 200, body: toWorkspaceMember(await viewWorkspaceMember(org, ws, member), true) };
    },
  }),
  route({
    method: 'delete',
    path: '/organizations/{org}/workspaces/{ws}/members/{member}/override',
    summary: 'Clear the decision, so that groups, invitations and sign-ins decide again',
    needs: 'workspace-members:manage',
    tag,
    params: workspaceMemberParams,
    responses: { 204: null },
    handle: async ({ authority, context, params: { org, ws, member } }) => {
      await setOverride(context, authority, org, ws, member, null);
      return { status: 204 };
    },
  }),
  route({
    method: 'get',
    path: '/organizations/{org}/overrides',
    summary: 'List all decisions of admins, on workspaces and on organization roles',
    needs: 'access:read',
    tag,
    params: organizationParams,
    query: pageQuery,
    responses: { 200: pageOf(listedOverrideSchema) },
    handle: async ({ params: { org }, query: { limit, cursor } }) => {
      const list = `overrides/${org}`;
      const rows = await listOverrides(org, { after: lastIdOf(readCursor(list, cursor)), limit: limit + 1 });
      const { items, nextCursor } = toPage(list, rows, limit, ({ grant }) => [grant._id]);
      return { status: 200, body: { items: items.map(toListedOverride), nextCursor } };
    },
  }),
];

function toListedOverride({ grant, member, workspaceName, role, dormant, expired }: ListedOverride) {
  const { _id: id, memberId, workspaceId, effect, reason, createdAt, createdBy, expiresAt } = grant;
  return {
    id,
    memberId,
    email: emailOf(member),
    name: member.name,
    workspaceId,
    workspaceName,
    effect,
    role,
    reason,
    createdAt: createdAt.toISOString(),
    createdBy,
    expiresAt: expiresAt?.toISOString() ?? null,
    expired,
    dormant,
  };
}
