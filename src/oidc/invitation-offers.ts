import type { InvitationView } from '../domain/entry/invitations/list-invitations.ts';
import { inviterNameOf } from '../domain/model/invitation.ts';
import { html, type Markup } from '../html.ts';
import { dateInUtc, postButton } from '../http/page.ts';

/** What somebody is invited to, each accepted by one click: the words of the console's list (`lib/messages/invitations.ts`). Pure. */
export function invitationOffers(views: readonly InvitationView[], csrfToken: string): Markup | null {
  if (views.length === 0) return null;
  return html`<h2>My invitations</h2>
<ul class="offers">
${views.map((view) => offer(view, csrfToken))}
</ul>`;
}

function offer({ invitation, organizationName, workspaces }: InvitationView, csrfToken: string): Markup {
  const { _id, organizationRole, expiresAt } = invitation;
  const inviter = inviterNameOf(invitation);
  const invites = inviter === null ? 'You are invited' : `${inviter} invites you`;
  const where = workspaces.map(({ name, role }) => `${name}: ${role}`).join(', ');
  const address = `/invitations/${encodeURIComponent(_id)}`;
  const accept = { label: 'Accept', post: address, csrfToken };
  const decline = { label: 'Decline', post: `${address}/decline`, csrfToken };
  return html`<li>
<div class="what"><strong>${organizationName}</strong>
<small>${invites} as ${organizationRole}</small>
${where === '' ? null : html`<small>${where}</small>`}
${expiresAt && html`<small>Ends ${dateInUtc(expiresAt)}</small>`}</div>
<div class="answers">${postButton(accept, 'button', `Accept the invitation to ${organizationName}`)}${postButton(decline, 'button quiet', `Decline the invitation to ${organizationName}`)}</div>
</li>`;
}
