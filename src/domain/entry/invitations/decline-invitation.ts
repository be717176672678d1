/** Somebody does not want what they are invited to. */
import { system } from '../../../storage/tenant.ts';
import { now } from '../../kernel/clock.ts';
import type { Context } from '../../kernel/context.ts';
import { DomainError } from '../../kernel/domain-error.ts';
import { accounts } from '../../model/account.ts';
import { type InvitationDocument, invitationNotFound, invitations, statusOf } from '../../model/invitation.ts';
import { operate } from '../../operation/operate.ts';
import type { Who } from '../reach/reach.ts';
import { findFor } from './accept-invitation.ts';
import { draftMemberGone, loadInvitation } from './change-invitation.ts';
import { findByLink } from './find-invitation.ts';

/**
 * Declines an invitation to the account's own address: its link is dead at once, and who invited sees it.
 * @param secretOrId the secret of the link, or the id from the account's own list
 * @throws DomainError not_found for whatever is no open invitation, all the same; forbidden/sign_in_elsewhere,
 *   forbidden/other_address, conflict/first_administrator
 */
export async function declineInvitation(context: Context, who: Who, secretOrId: string): Promise<void> {
  const account = await system('sign-in').findOne(accounts, { _id: who.accountId });
  await decline(context, account && (await findFor(account, who, secretOrId)));
}

/** The same by the link alone, for who has no account yet and was asked whether to join by it. */
export async function declineByLink(context: Context, secret: string): Promise<void> {
  await decline(context, await findByLink(secret));
}

function decline(context: Context, found: InvitationDocument | null): Promise<void> {
  if (!found) throw invitationNotFound();
  const { _id, orgId, tokenHash } = found;
  return operate(orgId, context, {
    load: () => loadInvitation(orgId, _id),
    decide: (state, draft) => {
      const { invitation } = state;
      // Sent again meanwhile: the person has another link by now.
      if (statusOf(invitation, now()) !== 'pending' || invitation.tokenHash !== tokenHash) throw invitationNotFound();
      if (invitation.initialAdmin)
        throw new DomainError(
          'conflict',
          'first_administrator',
          'This invitation stands for the first administrator, whom the operator names (INITIAL_ORG_ADMIN_EMAIL): ask them to name somebody else.',
        );
      draft.update(invitations, _id, { status: 'declined' }, { status: 'pending', tokenHash });
      draft.event({
        type: 'invitation.declined',
        subject: { memberId: invitation.memberId, invitationId: _id },
        before: { status: 'pending', email: invitation.email },
        after: { status: 'declined' },
      });
      draftMemberGone(draft, state);
    },
  });
}
