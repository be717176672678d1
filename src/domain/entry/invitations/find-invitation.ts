/** Invitations as the invited person finds them: by the link, or by the address of the account, in any organization. */

import { timingSafeEqual } from 'node:crypto';
import { system } from '../../../storage/tenant.ts';
import { now } from '../../kernel/clock.ts';
import { hashSecret } from '../../kernel/secret.ts';
import type { AccountDocument } from '../../model/account.ts';
import { type InvitationDocument, invitations, isExpired } from '../../model/invitation.ts';
import { inLivingOrganizations } from '../../model/organization.ts';
import { provenEverywhere } from '../proof/proof.ts';
import type { Reach } from '../reach/admits.ts';

/** The invitation that has this link, whatever became of it; null when there is none. */
export async function findByLink(secret: string): Promise<InvitationDocument | null> {
  const tokenHash = hashSecret(secret);
  const found = await system('invitations').findOne(invitations, { tokenHash });
  return found?.tokenHash && timingSafeEqual(Buffer.from(found.tokenHash), Buffer.from(tokenHash)) ? found : null;
}

/**
 * The open invitations for this account, of all organizations, newest first. None for who came in by one organization's own
 * connection, which says nothing to the others (P5).
 */
export async function findInvitationsFor(account: AccountDocument, reach: Reach): Promise<InvitationDocument[]> {
  const emailKey = reach === null ? await provenEverywhere(account) : null;
  if (emailKey === null) return [];
  const open = await system('invitations').find(
    invitations,
    { emailKey, status: 'pending' },
    { sort: { _id: -1 }, limit: 500 },
  );
  const at = now();
  return inLivingOrganizations(open.filter((invitation) => !isExpired(invitation, at)));
}
