/** Invitations as the invited person finds them: by the link, or by the address of the account, in any organization. */

import { timingSafeEqual } from 'node:crypto';
import { system } from '../../storage/tenant.ts';
import { now } from '../clock.ts';
import { foldName } from '../directory/fold-name.ts';
import { inLivingOrganizations } from '../organizations/organization.ts';
import { type AccountDocument, identities } from '../sso/account.ts';
import { hashSecret } from '../tokens/secret.ts';
import { type InvitationDocument, invitations, isExpired } from './invitation.ts';

/** The invitation that has this link, whatever became of it; null when there is none. */
export async function findByLink(secret: string): Promise<InvitationDocument | null> {
  const tokenHash = hashSecret(secret);
  const found = await system('invitations').findOne(invitations, { tokenHash });
  return found?.tokenHash && timingSafeEqual(Buffer.from(found.tokenHash), Buffer.from(tokenHash)) ? found : null;
}

/**
 * The account's address where it counts in every organization, folded: verified at the deployment's own connection. A
 * connection of one organization says nothing to the others (design 4.1), and which one spoke last is not known.
 */
export async function provenEmailKey({ _id, email, emailVerified }: AccountDocument): Promise<string | null> {
  if (email === null || !emailVerified) return null;
  const others = { accountId: _id, connectionId: { $ne: 'default' } };
  return (await system('sign-in').findOne(identities, others)) ? null : foldName(email);
}

/** The open invitations for this account, of all organizations, newest first. */
export async function findInvitationsFor(account: AccountDocument): Promise<InvitationDocument[]> {
  const emailKey = await provenEmailKey(account);
  if (emailKey === null) return [];
  const open = await system('invitations').find(
    invitations,
    { emailKey, status: 'pending' },
    { sort: { _id: -1 }, limit: 500 },
  );
  const at = now();
  return inLivingOrganizations(open.filter((invitation) => !isExpired(invitation, at)));
}
