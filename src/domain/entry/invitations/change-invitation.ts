/** An admin sends an invitation again, or takes it back. */

import { tenant } from '../../../storage/tenant.ts';
import type { Authority } from '../../access/authority/authority.ts';
import { mayGive, mayGiveAll, requireInviteAs } from '../../access/authority/giving.ts';
import { decideAccess } from '../../access/decide-access.ts';
import { loadAccess } from '../../access/state.ts';
import type { Context } from '../../kernel/context.ts';
import { DomainError } from '../../kernel/domain-error.ts';
import { getInvitation, type InvitationDocument, invitationNotFound, invitations } from '../../model/invitation.ts';
import { members } from '../../model/member.ts';
import { type Draft, operate } from '../../operation/operate.ts';
import { draftMail, mails } from '../mail/outbox.ts';
import { mailAllowance, mailQuotaReached, recipientIsFull } from '../mail/quota.ts';
import { draftRevocation } from '../offer/acceptance.ts';
import type { InvitationSettings } from './invitation-settings.ts';
import { expiryFrom, linkUrl, newLink } from './link.ts';
import { requireInvitations } from './switch.ts';

/**
 * Renews the expiry and makes a new link; the old one is dead. Who sends it again answers from now on for the
 * organization role, and for the workspace roles that they may give. Where no mail is sent, they must be able to give all.
 * @returns the link where no mail is sent, else null; also null in a replay
 * @throws DomainError not_found, forbidden, conflict/invitation_accepted; QuotaReached when no more may be mailed today
 */
export async function resendInvitation(
  context: Context,
  authority: Authority,
  orgId: string,
  invitationId: string,
  settings: InvitationSettings,
): Promise<string | null> {
  const link = newLink();
  const sealedSecret = settings.mail !== null ? settings.secretBox.seal(link.secret) : null;
  const allowance = mailAllowance(context, orgId);
  const mailed = new Set<string>();
  const resending = operate(orgId, context, {
    load: async () => {
      const state = await loadInvitation(orgId, invitationId);
      const full = sealedSecret === null ? null : await allowance.take([state.invitation.emailKey]);
      return { ...state, isFull: full !== null && full.size > 0 };
    },
    decide: ({ invitation, access, waiting, isFull }, draft) => {
      requirePending(invitation);
      requireInvitations(access.organization);
      requireInviteAs(authority, invitation.organizationRole);
      const { memberId, email, initialAdmin } = invitation;
      const present = access.members.get(memberId);
      if (!present) throw invitationNotFound();
      const gives = present.grants;
      if (sealedSecret === null && !mayGiveAll(authority, invitation.organizationRole, gives, access.customRoles))
        throw linkToMore();
      if (isFull) throw mailQuotaReached(recipientIsFull);
      const expiresAt = initialAdmin ? null : expiryFrom(draft.now, settings);
      // Also of the first administrator's: whoever was shown the link has to answer for it.
      const mine = { createdBy: context.actor, scope: 'organization' as const };
      const renewal = { tokenHash: link.hash, linkMailed: sealedSecret !== null, expiresAt, expiryNoticed: false };
      const expect = { status: 'pending' as const, tokenHash: invitation.tokenHash };
      draft.update(invitations, invitationId, { ...renewal, ...mine }, expect);
      draft.event({
        type: 'invitation.resent',
        subject: { memberId, invitationId },
        before: { expiresAt: invitation.expiresAt },
        after: { email, expiresAt },
      });
      const grants = present.grants.map((grant) => {
        const { source, workspaceId, role } = grant;
        const may = workspaceId === null || mayGive(authority, workspaceId, role ?? '', access.customRoles);
        return source === 'invitation' && may ? { ...grant, createdBy: context.actor } : grant;
      });
      decideAccess(draft, access, [{ memberId, status: 'pending', grants }]);
      for (const { _id } of waiting) draft.deleteAll(mails, { _id });
      if (sealedSecret !== null)
        draftMail(draft, { orgId, invitationId, to: email, tokenHash: link.hash, sealedSecret });
      mailed.add(invitation.emailKey);
      return link.hash;
    },
  });
  const tokenHash = await resending.finally(() => allowance.settle(mailed));
  return sealedSecret === null && tokenHash === link.hash ? linkUrl(settings, link.secret) : null;
}

/**
 * Takes the invitation back, and the pending member with it: it exists by nothing else.
 * @throws DomainError not_found, forbidden, conflict/invitation_accepted
 */
export function revokeInvitation(
  context: Context,
  authority: Authority,
  orgId: string,
  invitationId: string,
): Promise<void> {
  return operate(orgId, context, {
    load: () => loadInvitation(orgId, invitationId),
    decide: (state, draft) => {
      requirePending(state.invitation);
      requireInviteAs(authority, state.invitation.organizationRole);
      draftRevocation(draft, state.invitation, 'revoked');
      draftMemberGone(draft, state);
    },
  });
}

function linkToMore(): DomainError {
  const detail =
    'You would be shown a link to workspaces whose roles you may not give. Ask an Organization Admin to send it again.';
  return new DomainError('forbidden', 'forbidden', detail);
}

/** An invitation with its member, and the letters that are not sent yet. @throws DomainError not_found */
export async function loadInvitation(orgId: string, invitationId: string) {
  const invitation = await getInvitation(orgId, invitationId);
  const [access, waiting] = await Promise.all([
    loadAccess(orgId, [invitation.memberId]),
    tenant(orgId).find(mails, { invitationId }),
  ]);
  return { invitation, access, waiting };
}

/** Drafts that the pending member goes with its invitation, by which alone it exists. */
export function draftMemberGone(
  draft: Draft,
  { invitation: { memberId }, access, waiting }: Awaited<ReturnType<typeof loadInvitation>>,
): void {
  for (const { _id } of waiting) draft.deleteAll(mails, { _id });
  const present = access.members.get(memberId);
  if (present?.member.status !== 'pending') return;
  const { version, accessRevision } = present.member;
  decideAccess(draft, access, [{ memberId, status: null, grants: [] }]);
  draft.delete(members, memberId, { status: 'pending', version, accessRevision });
}

function requirePending({ status, email }: InvitationDocument): void {
  if (status === 'revoked') throw invitationNotFound();
  if (status === 'declined')
    throw new DomainError('conflict', 'invitation_declined', `${email} has declined the invitation. Invite them anew.`);
  if (status === 'accepted')
    throw new DomainError(
      'conflict',
      'invitation_accepted',
      `${email} has accepted the invitation and is a member now: change or remove the member instead.`,
    );
}
