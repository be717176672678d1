/** Who is in a workspace, and the decisions of admins about single members. */
import { maySetOverride } from '../domain/access/authority/giving.ts';
import { removeFromWorkspace } from '../domain/access/override/remove-from-workspace.ts';
import { setOverride } from '../domain/access/override/set-override.ts';
import { type ListedOverride, listOverrides } from '../domain/administration/members/list-overrides.ts';
import {
  listWorkspaceMembers,
  viewWorkspaceMember,
  type WorkspaceMemberView,
} from '../domain/administration/members/list-workspace-members.ts';
import { emailOf } from '../domain/model/member.ts';
import { authorize, authorizeIn } from './authorize.ts';
import { lastIdOf, memberKeyOf, pageOf, pageQuery, readCursor, toMemberKey, toPage } from './page.ts';
import { type Route, route } from './route.ts';
import {
  listedOverrideSchema,
  organizationParams,
  overrideOrder,
  workspaceMemberParams,
  workspaceMemberSchema,
  workspaceParams,
} from './schemas.ts';

const tag = 'Workspace members';

export const workspaceMemberRoutes: Route[] = [
  route({
    method: 'get',
    path: '/organizations/{org}/workspaces/{ws}/members',
    summary: 'List the active and pending members of a workspace',
    who: 'members of the workspace',
    tag,
    params: workspaceParams,
    query: pageQuery,
    responses: { 200: pageOf(workspaceMemberSchema) },
    handle: async ({ caller, params: { org, ws }, query: { q, limit, cursor } }) => {
      const authority = await authorizeIn(caller, org, ws, 'workspace-members:read');
      const list = `workspace-members/${ws}`;
      const after = toMemberKey(readCursor(list, cursor));
      const rows = await listWorkspaceMembers(org, ws, q, { sort: 'name', after, limit: limit + 1 });
      const { items, nextCursor } = toPage(list, rows, limit, ({ member }) => memberKeyOf(member));
      const seesReasons = maySetOverride(authority, ws);
      return { status: 200, body: { items: items.map((view) => toWorkspaceMember(view, seesReasons)), nextCursor } };
    },
  }),
  route({
    method: 'delete',
    path: '/organizations/{org}/workspaces/{ws}/members/{member}',
    summary: 'Remove what people gave a member here; what a group gives needs an override with the effect `deny`',
    who: 'Workspace Admin, Organization Admin',
    tag,
    params: workspaceMemberParams,
    responses: { 204: null },
    handle: async ({ caller, context, params: { org, ws, member } }) => {
      const authority = await authorizeIn(caller, org, ws, 'workspace-members:manage');
      await removeFromWorkspace(context, authority, org, ws, member);
      return { status: 204 };
    },
  }),
  route({
    method: 'put',
    path: '/organizations/{org}/workspaces/{ws}/members/{member}/override',
    summary: 'Decide the access of a member to a workspace, whatever groups and sign-ins say',
    who: 'Workspace Admin, Organization Admin',
    tag,
    params: workspaceMemberParams,
    body: overrideOrder,
    responses: { 200: workspaceMemberSchema },
    handle: async ({ caller, context, params: { org, ws, member }, body }) => {
      const authority = await authorizeIn(caller, org, ws, 'workspace-members:manage');
      await setOverride(context, authority, org, ws, member, body);
      return { status: 200, body: toWorkspaceMember(await viewWorkspaceMember(org, ws, member), true) };
    },
  }),
  route({
    method: 'delete',
    path: '/organizations/{org}/workspaces/{ws}/members/{member}/override',
    summary: 'Clear the decision, so that groups, invitations and sign-ins decide again',
    who: 'Workspace Admin, Organization Admin',
    tag,
    params: workspaceMemberParams,
    responses: { 204: null },
    handle: async ({ caller, context, params: { org, ws, member } }) => {
      const authority = await authorizeIn(caller, org, ws, 'workspace-members:manage');
      await setOverride(context, authority, org, ws, member, null);
      return { status: 204 };
    },
  }),
  route({
    method: 'get',
    path: '/organizations/{org}/overrides',
    summary: 'List all decisions of admins, on workspaces and on organization roles',
    who: 'Organization Admin',
    tag,
    params: organizationParams,
    query: pageQuery.omit({ q: true }),
    responses: { 200: pageOf(listedOverrideSchema) },
    handle: async ({ caller, params: { org }, query: { limit, cursor } }) => {
      await authorize(caller, org, 'access:read');
      const list = `overrides/${org}`;
      const rows = await listOverrides(org, { after: lastIdOf(readCursor(list, cursor)), limit: limit + 1 });
      const { items, nextCursor } = toPage(list, rows, limit, ({ grant }) => [grant._id]);
      return { status: 200, body: { items: items.map(toListedOverride), nextCursor } };
    },
  }),
];

/** @param seesReasons what an admin wrote beside an override is for those who may set one */
function toWorkspaceMember({ member, role, source, override }: WorkspaceMemberView, seesReasons: boolean) {
  const { _id: memberId, name, status, claimedEmail = null } = member;
  return {
    memberId,
    email: emailOf(member),
    claimedEmail,
    name,
    status,
    role,
    source,
    override: override && {
      ...override,
      reason: seesReasons ? override.reason : null,
      expiresAt: override.expiresAt?.toISOString() ?? null,
    },
  };
}

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
