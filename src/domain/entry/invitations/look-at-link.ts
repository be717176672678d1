import { system, tenant } from '../../../storage/tenant.ts';
import { now } from '../../kernel/clock.ts';
import { accounts } from '../../model/account.ts';
import { invitationNotFound, statusOf } from '../../model/invitation.ts';
import { members } from '../../model/member.ts';
import type { Who } from '../reach/reach.ts';
import { findFor } from './accept-invitation.ts';
import { findByLink } from './find-invitation.ts';
import { type InvitationView, viewOf } from './list-invitations.ts';

/**
 * What a link means to somebody who is signed in: an invitation to accept, or one that they accepted with it before.
 * @throws DomainError not_found, forbidden/sign_in_elsewhere, forbidden/other_address
 */
export async function lookAtLink(who: Who, secret: string): Promise<InvitationView> {
  const account = await system('sign-in').findOne(accounts, { _id: who.accountId });
  const byLink = await findByLink(secret);
  if (!account || !byLink) throw invitationNotFound();
  const { orgId, memberId, status } = byLink;
  if (status === 'accepted' && (await tenant(orgId).findOne(members, { _id: memberId, accountId: who.accountId })))
    return viewOf(byLink);
  const open = await findFor(account, who, secret);
  if (!open || statusOf(open, now()) !== 'pending') throw invitationNotFound();
  return viewOf(open);
}
