/** Acceptance of an invitation: by signing in with the invited address, or by a directory that pushes the person. */
import { type GrantDocument, newGrant } from '../access/grant.ts';
import type { Draft } from '../operation.ts';
import { type InvitationDocument, invitations } from './invitation.ts';

/**
 * Drafts the acceptance and answers the member's grants after it. Invitation grants were made with the invitation and
 * wake up with the member; the initial admin's acceptance writes an override, which no later push can demote.
 */
export function draftAcceptance(
  draft: Draft,
  invitation: InvitationDocument,
  grants: readonly GrantDocument[],
): readonly GrantDocument[] {
  draft.update(invitations, invitation._id, { status: 'accepted', acceptedAt: draft.now }, { status: 'pending' });
  if (!invitation.initialAdmin) return grants;
  const { orgId, memberId, organizationRole } = invitation;
  const override: GrantDocument = {
    ...newGrant(orgId, memberId, draft.now),
    source: 'override',
    role: organizationRole,
    reason: 'first administrator (INITIAL_ORG_ADMIN_EMAIL)',
  };
  return [...grants, override];
}
