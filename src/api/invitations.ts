/** Invitations: those that admins make, and those that the caller has got. */

import { acceptInvitation } from '../domain/entry/invitations/accept-invitation.ts';
import { resendInvitation, revokeInvitation } from '../domain/entry/invitations/change-invitation.ts';
import { type InviteResult, invitePeople } from '../domain/entry/invitations/invite.ts';
import {
  countInvitations,
  type InvitationView,
  listInvitations,
  listInvitationsFor,
  viewInvitation,
} from '../domain/entry/invitations/list-invitations.ts';
import { attemptLinkAs } from '../http/attempts.ts';
import { authorize, authorizeIn } from './authorize.ts';
import { personOf } from './caller-in-domain.ts';
import {
  acceptedSchema,
  batchQuery,
  invitationOrder,
  invitationParams,
  invitationSchema,
  invitationStatusSchema,
  inviteResultsSchema,
  linkParams,
  myInvitationSchema,
  workspaceMembersOrder,
} from './invitation-schemas.ts';
import { lastIdOf, pageOf, pageOfAll, pageQuery, readCursor, toPage } from './page.ts';
import { type Route, route } from './route.ts';
import { organizationParams, workspaceParams } from './schemas.ts';

const tag = 'Invitations';

const listed = pageQuery.extend({ status: invitationStatusSchema.optional() });
const mine = pageQuery.omit({ q: true });

export const invitationRoutes: Route[] = [
  route({
    method: 'post',
    path: '/organizations/{org}/workspaces/{ws}/members',
    summary: 'Add people: who is active in the organization at once, others by an invitation to it',
    who: 'Workspace Admin (people new to the organization only with WORKSPACE_SCOPE_ORG_INVITES_ENABLED), Organization Admin',
    tag: 'Workspace members',
    params: workspaceParams,
    query: batchQuery,
    body: workspaceMembersOrder,
    responses: { 200: inviteResultsSchema },
    handle: async ({ caller, context, params: { org, ws }, query: { dryRun }, body }) => {
      const authority = await authorizeIn(caller, org, ws, 'workspace-members:manage');
      const orders = body.members.map(({ email, role, organizationRole }) => ({
        email,
        organizationRole,
        workspaces: [{ workspaceId: ws, role }],
      }));
      const results = await invitePeople(context, authority, org, 'workspace', orders, dryRun === 'true');
      return { status: 200, body: { results: results.map(toResult) } };
    },
  }),
  route({
    method: 'get',
    path: '/organizations/{org}/invitations',
    summary: 'List invitations, newest first; the first page tells the total',
    who: 'Organization Admin, Organization Operator',
    tag,
    params: organizationParams,
    query: listed,
    responses: { 200: pageOf(invitationSchema) },
    handle: async ({ caller, params: { org }, query: { limit, cursor, ...filter } }) => {
      await authorize(caller, org, 'members:read');
      const list = `invitations/${org}`;
      const page = { after: lastIdOf(readCursor(list, cursor)), limit: limit + 1 };
      const [rows, total] = await Promise.all([
        listInvitations(org, filter, page),
        cursor === undefined ? countInvitations(org, filter) : undefined,
      ]);
      const { items, nextCursor } = toPage(list, rows, limit, ({ invitation }) => [invitation._id]);
      const counted = total === undefined ? {} : { total };
      return { status: 200, body: { items: items.map((view) => toInvitation(view)), nextCursor, ...counted } };
    },
  }),
  route({
    method: 'post',
    path: '/organizations/{org}/invitations',
    summary: 'Invite people to the organization, and into workspaces; who is active already is added to those at once',
    who: 'Organization Admin; Organization Operator as Organization User or Viewer',
    tag,
    params: organizationParams,
    query: batchQuery,
    body: invitationOrder,
    responses: { 200: inviteResultsSchema },
    handle: async ({ caller, context, params: { org }, query: { dryRun }, body }) => {
      const authority = await authorize(caller, org, 'members:manage');
      const results = await invitePeople(context, authority, org, 'organization', body.invitations, dryRun === 'true');
      return { status: 200, body: { results: results.map(toResult) } };
    },
  }),
  route({
    method: 'delete',
    path: '/organizations/{org}/invitations/{id}',
    summary: 'Take an invitation back; its link is dead at once',
    who: 'Organization Admin; Organization Operator, of an Organization User or Viewer',
    tag,
    params: invitationParams,
    responses: { 204: null },
    handle: async ({ caller, context, params: { org, id } }) => {
      const authority = await authorize(caller, org, 'members:manage');
      await revokeInvitation(context, authority, org, id);
      return { status: 204 };
    },
  }),
  route({
    method: 'post',
    path: '/organizations/{org}/invitations/{id}/resend',
    summary: 'Renew an invitation, also an expired one, with a new link; the old one is dead',
    who: 'Organization Admin; Organization Operator, of an Organization User or Viewer (where no mail is sent, without roles in workspaces that they may not give)',
    tag,
    params: invitationParams,
    responses: { 200: invitationSchema },
    handle: async ({ caller, context, params: { org, id } }) => {
      const authority = await authorize(caller, org, 'members:manage');
      const link = await resendInvitation(context, authority, org, id);
      return { status: 200, body: toInvitation(await viewInvitation(org, id), link) };
    },
  }),
  route({
    method: 'get',
    path: '/me/invitations',
    summary: "List the open invitations to the caller's verified address, of all organizations, newest first",
    who: 'signed in',
    tag: 'Me',
    query: mine,
    responses: { 200: pageOf(myInvitationSchema) },
    handle: async ({ caller, query }) => {
      const who = personOf(caller);
      const views = await listInvitationsFor(who);
      const rows = views.map((view) => ({ ...view, _id: view.invitation._id }));
      const { items, nextCursor } = pageOfAll(`my-invitations/${who.accountId}`, rows, query, 'newest first');
      return { status: 200, body: { items: items.map(toMyInvitation), nextCursor } };
    },
  }),
  route({
    method: 'post',
    path: '/me/invitations/{token}/accept',
    summary: "Accept an invitation, by the secret in its link or, of the caller's own list, by its id",
    who: 'signed in with the invited address',
    tag: 'Me',
    params: linkParams,
    responses: { 200: acceptedSchema },
    handle: async ({ caller, context, params: { token } }) => {
      const who = personOf(caller);
      const accept = () => acceptInvitation(context, who, token);
      const { orgId, memberId } = await attemptLinkAs(who.accountId, accept);
      return { status: 200, body: { organizationId: orgId, memberId } };
    },
  }),
];

function toResult({ workspaces, ...result }: InviteResult) {
  return { ...result, ...(workspaces ? { workspaces: [...workspaces] } : {}) };
}

function toInvitation(view: InvitationView, link: string | null = null) {
  const { memberId, createdBy } = view.invitation;
  return { ...common(view), memberId, createdBy, ...(link === null ? {} : { link }) };
}

function toMyInvitation(view: InvitationView) {
  return { ...common(view), organization: { id: view.invitation.orgId, name: view.organizationName } };
}

function common({ invitation, status, workspaces }: InvitationView) {
  const { _id: id, email, organizationRole, createdAt, expiresAt } = invitation;
  return {
    id,
    email,
    status,
    organizationRole,
    workspaces: [...workspaces],
    createdAt: createdAt.toISOString(),
    expiresAt: expiresAt?.toISOString() ?? null,
  };
}
