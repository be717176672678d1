/** The invitations that the caller has got. */
import { z } from 'zod';
import { acceptInvitation } from '../../domain/entry/invitations/accept-invitation.ts';
import { type InvitationView, listInvitationsFor } from '../../domain/entry/invitations/list-invitations.ts';
import { attemptLinkAs } from '../../http/attempts.ts';
import { personOf } from '../http/caller-in-domain.ts';
import { pageOf, pageOfAll, pageQuery } from '../http/page.ts';
import { type Route, route } from '../http/route-declaration.ts';
import { id, idParam } from '../http/shared-schemas.ts';
import { invitationFields } from './invitation-schemas.ts';
import { toCommonFields } from './invitations.ts';

/** Of the path: a link's secret, or the id of an invitation from the caller's own list. */
const linkParams = z.object({ token: idParam });

const myInvitationSchema = z
  .object({ ...invitationFields, organization: z.object({ id, name: z.string() }) })
  .meta({ id: 'MyInvitation' });

const acceptedSchema = z
  .object({ organizationId: id, memberId: id })
  .meta({ id: 'AcceptedInvitation', description: 'What the caller is a member of now' });

export const myInvitationRoutes: Route[] = [
  route({
    method: 'get',
    path: '/me/invitations',
    summary: "List the open invitations to the caller's verified address, of all organizations, newest first",
    who: 'signed in',
    tag: 'Me',
    query: pageQuery,
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

function toMyInvitation(view: InvitationView) {
  return { ...toCommonFields(view), organization: { id: view.invitation.orgId, name: view.organizationName } };
}
