/** The invitations that the caller has got. */
import { z } from 'zod';
import { acceptInvitation } from '../../domain/entry/invitations/accept-invitation.ts';
import { declineInvitation } from '../../domain/entry/invitations/decline-invitation.ts';
import { type InvitationView, listInvitationsFor } from '../../domain/entry/invitations/list-invitations.ts';
import { inviterNameOf } from '../../domain/model/invitation.ts';
import { attemptLinkAs } from '../../http/attempts.ts';
import { pageOf, pageOfAll, pageQuery } from '../http/page.ts';
import { type Route, route } from '../http/route-declaration.ts';
import { exampleIds, idOf, idParam, organizationName } from '../http/shared-schemas.ts';
import { invitationFields } from './invitation-schemas.ts';
import { toCommonFields } from './invitations.ts';

/** Of the path: a link's secret, or the id of an invitation from the caller's own list. */
const linkParams = z.object({
  token: idParam.meta({
    description: "The secret in the invitation's link, or the id of an invitation to the caller",
    examples: [exampleIds.invitation],
  }),
});

const myInvitationSchema = z
  .object({
    ...invitationFields,
    inviterName: z
      .string()
      .nullable()
      .meta({
        description: 'Who invites; null: a program, or the operator of this deployment',
        examples: ['Grace Hopper'],
      }),
    organization: z
      .object({ id: idOf('organization'), name: organizationName })
      .meta({ description: 'Where it leads to' }),
  })
  .meta({ id: 'MyInvitation', description: 'An invitation to the caller' });

const acceptedSchema = z
  .object({ organizationId: idOf('organization'), memberId: idOf('member') })
  .meta({ id: 'AcceptedInvitation', description: 'What the caller is a member of now' });

export const myInvitationRoutes: Route[] = [
  route({
    method: 'get',
    path: '/me/invitations',
    summary: "List the open invitations to the caller's verified address, of all organizations, newest first",
    needs: 'to be a person',
    tag: 'Me',
    query: pageQuery,
    responses: { 200: pageOf(myInvitationSchema) },
    handle: async ({ caller, query }) => {
      const views = await listInvitationsFor(caller);
      const rows = views.map((view) => ({ ...view, _id: view.invitation._id }));
      const { items, nextCursor } = pageOfAll(`my-invitations/${caller.accountId}`, rows, query, 'newest first');
      return { status: 200, body: { items: items.map(toMyInvitation), nextCursor } };
    },
  }),
  route({
    method: 'post',
    path: '/me/invitations/{token}/accept',
    summary:
      "Accept an invitation to the caller's own address, by the secret in its link or, of the caller's own list, by its id",
    needs: 'to be a person',
    tag: 'Me',
    params: linkParams,
    responses: { 200: acceptedSchema },
    handle: async ({ caller, context, params: { token } }) => {
      const accept = () => acceptInvitation(context, caller, token);
      const { orgId, memberId } = await attemptLinkAs(caller.accountId, accept);
      return { status: 200, body: { organizationId: orgId, memberId } };
    },
  }),
  route({
    method: 'post',
    path: '/me/invitations/{token}/decline',
    summary:
      "Decline an invitation to the caller's own address, by the secret in its link or its id: it is over, and its inviter sees that",
    needs: 'to be a person',
    tag: 'Me',
    params: linkParams,
    responses: { 204: null },
    handle: async ({ caller, context, params: { token } }) => {
      await attemptLinkAs(caller.accountId, () => declineInvitation(context, caller, token));
      return { status: 204 };
    },
  }),
];

function toMyInvitation(view: InvitationView) {
  const organization = { id: view.invitation.orgId, name: view.organizationName };
  return { ...toCommonFields(view), inviterName: inviterNameOf(view.invitation), organization };
}
