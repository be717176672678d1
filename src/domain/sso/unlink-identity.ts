/** Identities of a member, and what happens when an admin takes one away. */
import { system } from '../../storage/tenant.ts';
import type { Context } from '../context.ts';
import { getMember, members } from '../directory/member.ts';
import { draftEndings, entriesOf, loadEndings } from '../entry/endings.ts';
import { DomainError } from '../errors.ts';
import { operate } from '../operation.ts';
import { getDeployment } from '../organizations/organization.ts';
import { type IdentityDocument, identities } from './account.ts';
import { deploymentConnectionId, listConnections } from './connection.ts';

/**
 * By which identities this person signs in to this organization, oldest first. Identities of other organizations'
 * connections are none of its business and are left out.
 * @throws DomainError not_found
 */
export async function listIdentities(orgId: string, memberId: string): Promise<IdentityDocument[]> {
  const connectionIds = await connectionsServing(orgId);
  const { accountId } = await getMember(orgId, memberId);
  if (accountId === null) return [];
  return system('sign-in').find(identities, { accountId, connectionId: { $in: connectionIds } }, { sort: { _id: 1 } });
}

/**
 * Takes an identity away: its sessions and keys end at once, and the next sign-in with it is judged anew. With the last of them the
 * member is no account's any more, so that another one may link to it; its access stays.
 * @throws DomainError not_found
 */
export function unlinkIdentity(context: Context, orgId: string, memberId: string, identityId: string): Promise<void> {
  return operate(orgId, context, {
    load: async () => {
      const member = await getMember(orgId, memberId);
      const present = await listIdentities(orgId, memberId);
      const identity = present.find(({ _id }) => _id === identityId);
      const which = identity && entriesOf([identity.accountId], [identity.connectionId]);
      return { member, present, identity, endings: which && (await loadEndings(which, orgId)) };
    },
    decide: ({ member, present, identity, endings }, draft) => {
      if (!identity || !endings) throw new DomainError('not_found', 'identity_not_found', 'There is no such identity.');
      const { accountId, connectionId, issuer, subject } = identity;
      draft.delete(identities, identityId, { accountId });
      draftEndings(draft, endings, { reason: 'identity_unlinked', decidedIn: orgId });
      const { version } = member;
      const released = present.length === 1 ? { accountId: null, signIn: null } : {};
      const changed = { ...released, version: version + 1, updatedAt: draft.now };
      draft.update(members, memberId, changed, { version, accountId });
      draft.event({
        type: 'user.unlinked',
        subject: { memberId },
        before: { accountId, connectionId, issuer, subject },
        after: { accountId: present.length === 1 ? null : accountId },
      });
    },
  });
}

/** The connections by which people sign in to this organization: its own, and in the default one the deployment's. */
async function connectionsServing(orgId: string): Promise<string[]> {
  const [{ defaultOrgId }, own] = await Promise.all([getDeployment(), listConnections(orgId)]);
  return [...(orgId === defaultOrgId ? [deploymentConnectionId] : []), ...own.map(({ _id }) => _id)];
}
