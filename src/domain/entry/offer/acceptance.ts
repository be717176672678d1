/** Acceptance of an invitation: by signing in with the invited address, by its link, or by a directory. */

import { withOverride } from '../../access/draft-override.ts';
import type { AccessState } from '../../access/state.ts';
import { systemContext } from '../../kernel/context.ts';
import { type GrantDocument, newGrant } from '../../model/grant.ts';
import { type InvitationDocument, invitations } from '../../model/invitation.ts';
import type { MemberSummary } from '../../model/member.ts';
import type { Draft } from '../../operation/operate.ts';
import { assertInviters, judgeOffer, type Offer, type OfferFault } from './offer.ts';

/**
 * Drafts the acceptance and answers the member's grants after it. Invitation grants were made with the invitation and
 * wake up with the member; the initial admin's acceptance writes an override, which no later push can demote.
 * @param ending the member that becomes one with the invited one in this change
 * @returns the fault, with nothing drafted, when the invitation cannot be accepted
 */
export function draftAcceptance(
  draft: Draft,
  offer: Offer,
  { customRoles, members }: AccessState,
  { by, ending }: { readonly by: 'sign-in' | 'link' | 'scim'; readonly ending: Pick<MemberSummary, '_id'> | null },
): { readonly fault: null; readonly grants: readonly GrantDocument[] } | { readonly fault: OfferFault } {
  const { invitation } = offer;
  const present = members.get(invitation.memberId)?.grants ?? [];
  const judged = judgeOffer(offer, present, customRoles, draft.now);
  if (judged.fault !== null) return judged;
  assertInviters(draft, offer, ending);
  const { _id, tokenHash } = invitation;
  // Whoever replaces the link meanwhile makes this one worth nothing.
  draft.update(invitations, _id, { status: 'accepted', acceptedAt: draft.now }, { status: 'pending', tokenHash });
  draft.event({
    type: 'invitation.accepted',
    subject: { memberId: invitation.memberId, invitationId: invitation._id },
    before: { status: 'pending' },
    after: {
      status: 'accepted',
      by,
      ...(judged.dropped.length === 0
        ? {}
        : { withoutRightsOfInviter: judged.dropped.map(({ workspaceId, role }) => ({ workspaceId, role })) }),
    },
  });
  return {
    fault: null,
    grants: invitation.initialAdmin ? asInitialAdmin(draft, invitation, judged.kept) : judged.kept,
  };
}

/**
 * Drafts the end of an invitation that could not be accepted when its person came by another way.
 * @returns the grants without those of the invitation
 */
export function draftLapse(
  draft: Draft,
  { invitation }: Offer,
  reason: OfferFault,
  grants: readonly GrantDocument[],
): readonly GrantDocument[] {
  draftRevocation(draft, invitation, reason);
  return grants.filter(({ source }) => source !== 'invitation');
}

/** Drafts that the invitation is over, with its event. */
export function draftRevocation(draft: Draft, { _id, memberId, email }: InvitationDocument, reason: string): void {
  draft.update(invitations, _id, { status: 'revoked' }, { status: 'pending' });
  draft.event({
    type: 'invitation.revoked',
    subject: { memberId, invitationId: _id },
    before: { status: 'pending', email },
    after: { status: 'revoked', reason },
  });
}

/** These grants with the override that makes the initial admin; it replaces any other of the organization role. */
export function asInitialAdmin(
  draft: Draft,
  { orgId, memberId }: Pick<InvitationDocument, 'orgId' | 'memberId'>,
  grants: readonly GrantDocument[],
): readonly GrantDocument[] {
  const override = {
    ...newGrant(orgId, memberId, draft.now),
    role: 'Organization Admin',
    reason: 'first administrator (INITIAL_ORG_ADMIN_EMAIL)',
  };
  return withOverride(draft, systemContext, memberId, grants, null, override);
}
