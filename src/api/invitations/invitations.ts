/** The invitations that admins make. */
import { resendInvitation, revokeInvitation } from '../../domain/entry/invitations/change-invitation.ts';
import { invitePeople } from '../../domain/entry/invitations/invite.ts';
import {
  countInvitations,
  type InvitationView,
  listInvitations,
  viewInvitation,
} from '../../domain/entry/invitations/list-invitations.ts';
import type { ApiConfig } from '../http/api-config.ts';
import { lastIdOf, pageOf, readCursor, searchQuery, toPage } from '../http/page.ts';
import { type Route, route } from '../http/route-declaration.ts';
import { itemParams, organizationParams } from '../http/shared-schemas.ts';
import { batchQuery, inviteResultsSchema, toResult } from './batch.ts';
import { invitationOrder, invitationSchema, invitationStatusSchema } from './invitation-schemas.ts';

const tag = 'Invitations';

const listed = searchQuery.extend({
  status: invitationStatusSchema.optional().meta({ description: 'Only those with this status' }),
});

export function invitationRoutes(settings: ApiConfig): Route[] {
  return [
    route({
      method: 'get',
      path: '/organizations/{org}/invitations',
      summary: 'List invitations, newest first; the first page tells the total',
      needs: 'members:read',
      tag,
      params: organizationParams,
      query: listed,
      responses: { 200: pageOf(invitationSchema) },
      handle: async ({ params: { org }, query: { limit, cursor, ...filter } }) => {
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
      summary:
        'Invite people to the organization, and into workspaces; who is active already is added to those at once',
      needs: 'members:manage',
      tag,
      params: organizationParams,
      query: batchQuery,
      body: invitationOrder,
      responses: { 200: inviteResultsSchema },
      handle: async ({ authority, context, params: { org }, query: { dryRun }, body }) => {
        const orders = { scope: 'organization' as const, people: body.invitations, dryRun: dryRun === 'true' };
        const results = await invitePeople(context, authority, org, orders, settings);
        return { status: 200, body: { results: results.map(toResult) } };
      },
    }),
    route({
      method: 'delete',
      path: '/organizations/{org}/invitations/{id}',
      summary: 'Take an invitation back; its link is dead at once',
      needs: 'members:manage',
      tag,
      params: itemParams('invitation'),
      responses: { 204: null },
      handle: async ({ authority, context, params: { org, id } }) => {
        await revokeInvitation(context, authority, org, id);
        return { status: 204 };
      },
    }),
    route({
      method: 'post',
      path: '/organizations/{org}/invitations/{id}/resend',
      summary:
        'Renew an invitation, also an expired one, with a new link; the old one is dead. Where no mail is sent, only who may give all its roles renews it',
      needs: 'members:manage',
      tag,
      params: itemParams('invitation'),
      responses: { 200: invitationSchema },
      handle: async ({ authority, context, params: { org, id } }) => {
        const link = await resendInvitation(context, authority, org, id, settings);
        return { status: 200, body: toInvitation(await viewInvitation(org, id), link) };
      },
    }),
  ];
}

function toInvitation(view: InvitationView, link: string | null = null) {
  const { memberId, createdBy } = view.invitation;
  return { ...toCommonFields(view), memberId, createdBy, ...(link === null ? {} : { link }) };
}

export function toCommonFields({ invitation, status, workspaces }: InvitationView) {
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
