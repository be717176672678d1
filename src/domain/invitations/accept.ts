/** Acceptance of an invitation: by signing in with the invited address, or by a directory that pushes the person. */
import { type GrantDocument, newGrant } from '../access/grant.ts';
import { withOverride } from '../access/set-override.ts';
import { systemContext } from '../context.ts';
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
  return asInitialAdmin(draft, invitation, grants);
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
