/** Who is in a workspace, who comes in, and who goes. */
import { maySetOverride } from '../../domain/access/authority/giving.ts';
import { removeFromWorkspace } from '../../domain/access/override/remove-from-workspace.ts';
import {
  listWorkspaceMembers,
  type WorkspaceMemberView,
} from '../../domain/administration/members/list-workspace-members.ts';
import { invitePeople } from '../../domain/entry/invitations/invite.ts';
import { emailOf } from '../../domain/model/member.ts';
import type { ApiConfig } from '../http/api-config.ts';
import { memberKeyOf, pageOf, readCursor, searchQuery, toMemberKey, toPage } from '../http/page.ts';
import { type Route, route } from '../http/route-declaration.ts';
import { workspaceParams } from '../http/shared-schemas.ts';
import { batchQuery, inviteResultsSchema, toResult, workspaceMembersOrder } from '../invitations/batch.ts';
import { workspaceMemberParams, workspaceMemberSchema } from './workspace-member-schemas.ts';

const tag = 'Workspace members';

export function workspaceMemberRoutes(settings: ApiConfig): Route[] {
  return [
    route({
      method: 'get',
      path: '/organizations/{org}/workspaces/{ws}/members',
      summary: 'List the active and pending members of a workspace',
      needs: 'workspace-members:read',
      tag,
      params: workspaceParams,
      query: searchQuery,
      responses: { 200: pageOf(workspaceMemberSchema) },
      handle: async ({ authority, params: { org, ws }, query: { q, limit, cursor } }) => {
        const list = `workspace-members/${ws}`;
        const after = toMemberKey(readCursor(list, cursor));
        const rows = await listWorkspaceMembers(org, ws, q, { sort: 'name', after, limit: limit + 1 });
        const { items, nextCursor } = toPage(list, rows, limit, ({ member }) => memberKeyOf(member));
        const seesReasons = maySetOverride(authority, ws);
        return { status: 200, body: { items: items.map((view) => toWorkspaceMember(view, seesReasons)), nextCursor } };
      },
    }),
    route({
      method: 'post',
      path: '/organizations/{org}/workspaces/{ws}/members',
      summary:
        'Add people: who is active in the organization at once, others by an invitation to it (of Workspace Admins only with WORKSPACE_SCOPE_ORG_INVITES_ENABLED)',
      needs: 'workspace-members:manage',
      tag,
      params: workspaceParams,
      query: batchQuery,
      body: workspaceMembersOrder,
      responses: { 200: inviteResultsSchema },
      handle: async ({ authority, context, params: { org, ws }, query: { dryRun }, body }) => {
        const people = body.members.map(({ email, role, organizationRole }) => ({
          email,
          organizationRole,
          workspaces: [{ workspaceId: ws, role }],
        }));
        const orders = { scope: 'workspace' as const, people, dryRun: dryRun === 'true' };
        const results = await invitePeople(context, authority, org, orders, settings);
        return { status: 200, body: { results: results.map(toResult) } };
      },
    }),
    route({
      method: 'delete',
      path: '/organizations/{org}/workspaces/{ws}/members/{member}',
      summary: 'Remove what people gave a member here; what a group gives needs an override with the effect `deny`',
      needs: 'workspace-members:manage',
      tag,
      params: workspaceMemberParams,
      responses: { 204: null },
      handle: async ({ authority, context, params: { org, ws, member } }) => {
        await removeFromWorkspace(context, authority, org, ws, member);
        return { status: 204 };
      },
    }),
  ];
}

/** @param seesReasons what an admin wrote beside an override is for those who may set one */
export function toWorkspaceMember(
  { member, role, roles, source, override }: WorkspaceMemberView,
  seesReasons: boolean,
) {
  const { _id: memberId, name, status, claimedEmail = null } = member;
  return {
    memberId,
    email: emailOf(member),
    claimedEmail,
    name,
    status,
    role,
    roles: [...roles],
    source,
    override: override && {
      ...override,
      reason: seesReasons ? override.reason : null,
      expiresAt: override.expiresAt?.toISOString() ?? null,
    },
  };
}
