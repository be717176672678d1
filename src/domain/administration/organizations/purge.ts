/**
 * The data of deleted organizations goes, in chunks: what is left is what remains to be done, so it may stop anywhere and
 * be done twice. Of their accounts those go that belong nowhere else.
 */
import { purge, system, tenant } from '../../../storage/tenant.ts';
import { now } from '../../kernel/clock.ts';
import { systemContext } from '../../kernel/context.ts';
import { releaseLease, takeLease } from '../../kernel/lease.ts';
import type { Worker } from '../../kernel/workers.ts';
import { accounts, identities } from '../../model/account.ts';
import { apiTokens } from '../../model/api-token.ts';
import { auditHeads } from '../../model/head.ts';
import { members } from '../../model/member.ts';
import { organizations } from '../../model/organization.ts';
import { passwordResets, passwords } from '../../model/password.ts';
import { sessions } from '../../model/session.ts';
import { tombstones } from '../../model/tombstone.ts';
import { operate } from '../../operation/operate.ts';
import { organizationDeletions } from './delete-organization.ts';

/** Longer than a request that was let in before the deletion, and its transaction, may take: nothing writes any more. */
const graceMs = 90_000;
const rowsPerChunk = 2_000;
const membersPerChunk = 100;

export const purgeWorker: Worker = { name: 'purge', intervalMs: 30_000, run: purgeDeletedOrganizations };

/** Purges one chunk of one deleted organization. Answers true when there may be more to do at once. @internal */
export async function purgeDeletedOrganizations(): Promise<boolean> {
  const background = system('background');
  const deletedBefore = new Date(now().getTime() - graceMs);
  const next = await background.findOne(
    organizationDeletions,
    { purgedAt: null, deletedAt: { $lte: deletedBefore } },
    { sort: { deletedAt: 1 } },
  );
  if (!next) return false;
  const orgId = next._id;
  if (await background.findOne(organizations, { _id: orgId }))
    throw new Error(`organization ${orgId} is recorded as deleted, but exists`);
  const lease = `purge/${orgId}`;
  if (!(await takeLease(lease, 60_000))) return false;
  if (!(await purgeChunk(orgId))) {
    await background.deleteMany(auditHeads, { _id: orgId });
    await background.updateOne(organizationDeletions, { _id: orgId }, { $set: { purgedAt: now() } });
    await releaseLease(lease);
  }
  return true;
}

/** Answers whether there was anything left. Members go after their accounts, which are found by them. */
async function purgeChunk(orgId: string): Promise<boolean> {
  const linked = await tenant(orgId).find(
    members,
    { accountId: { $type: 'string' } },
    { projection: { accountId: 1 }, limit: membersPerChunk },
  );
  if (linked.length === 0) return (await purge(orgId).some(rowsPerChunk)) > 0;
  for (const { accountId } of linked) if (accountId !== null) await removeStranded(orgId, accountId);
  await purge(orgId).rows(members, { _id: { $in: linked.map(({ _id }) => _id) } });
  return true;
}

/** Removes an account that no other organization knows, with its identities, keys and sessions. */
function removeStranded(orgId: string, accountId: string): Promise<void> {
  return operate(null, systemContext, {
    load: async () => {
      const scope = system('purge');
      // Before its members: a sign-in that links another one meanwhile changes it.
      const account = await scope.findOne(accounts, { _id: accountId });
      const elsewhere = { accountId, orgId: { $ne: orgId } };
      const [member, tombstone] = await Promise.all([
        scope.findOne(members, elsewhere),
        scope.findOne(tombstones, elsewhere),
      ]);
      return { account, isKnownElsewhere: member !== null || tombstone !== null };
    },
    decide: ({ account, isKnownElsewhere }, draft) => {
      if (!account || isKnownElsewhere) return;
      draft.delete(accounts, accountId, { lastSignInAt: account.lastSignInAt });
      draft.deleteAll(identities, { accountId });
      draft.deleteAll(apiTokens, { accountId });
      draft.deleteAll(sessions, { 'session.accountId': accountId });
      draft.deleteAll(passwords, { _id: accountId });
      draft.deleteAll(passwordResets, { accountId });
    },
  });
}
