/** `GET /auth/no-workspace`: signed in, but nothing to work in yet. What the person is invited to stands here. */
import { type RequestHandler, Router } from 'express';
import { listInvitationsFor } from '../domain/entry/invitations/list-invitations.ts';
import { getOrganization } from '../domain/model/organization.ts';
import { type Page, sendPage } from '../http/page.ts';
import { safeReturnTo } from '../http/return-to.ts';
import { personOfSession, signedInAs } from '../http/signed-in.ts';
import { invitationOffers } from './invitation-offers.ts';

export function noWorkspaceRouter(sessions: RequestHandler): Router {
  return Router().get('/auth/no-workspace', sessions, async (request, response) => {
    const person = await personOfSession(request);
    if (person === null) return response.redirect('/');
    const { account, who, members } = person;
    const [invitations, organizations] = await Promise.all([
      listInvitationsFor(who),
      Promise.all(members.map(({ orgId }) => getOrganization(orgId))),
    ]);
    const me = signedInAs(request, account);
    const names = new Intl.ListFormat('en').format(organizations.map(({ name }) => name));
    sendPage(response, 200, {
      ...page(names, organizations.length),
      form: invitationOffers(invitations, me.csrfToken),
      actions: [{ label: 'Continue', href: safeReturnTo(request.query.returnTo) }],
      signedInAs: me,
    });
  });
}

const page = (names: string, count: number): Page => ({
  heading: 'No workspace yet',
  text: [
    `You belong to ${names}, but to none of ${count === 1 ? 'its' : 'their'} workspaces.`,
    `Ask an administrator of ${names} to add you, or whoever manages the groups in your company directory.`,
  ],
});
