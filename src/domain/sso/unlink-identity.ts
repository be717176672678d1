/** Identities of a member, and what happens when an admin takes one away. */
import { system } from '../../storage/tenant.ts';
import type { Context } from '../context.ts';
import { getMember, members } from '../directory/member.ts';
import { DomainError } from '../errors.ts';
import { operate } from '../operation.ts';
import { getDeployment } from '../organizations/organization.ts';
import { type IdentityDocument, identities } from './account.ts';
import { deploymentConnectionId, listConnections } from './connection.ts';
import { sessions } from './session.ts';

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
 * Takes an identity away: its sessions end at once, and the next sign-in with it is judged anew. With the last of them the
 * member is no account's any more, so that another one may link to it; its access stays. Who is a member of another
 * organization too goes on signing in there as they did: what that gave to them is not for this one to take.
 * @throws DomainError not_found
 */
export function unlinkIdentity(context: Context, orgId: string, memberId: string, identityId: string): Promise<void> {
  return operate(orgId, context, {
    load: async () => {
      const member = await getMember(orgId, memberId);
      const { accountId } = member;
      const elsewhere = { accountId, orgId: { $ne: orgId } };
      return {
        member,
        present: await listIdentities(orgId, memberId),
        isElsewhere: accountId !== null && (await system('account-memberships').count(members, elsewhere, 1)) > 0,
      };
    },
    decide: ({ member, present, isElsewhere }, draft) => {
      const identity = present.find(({ _id }) => _id === identityId);
      if (!identity) throw new DomainError('not_found', 'identity_not_found', 'There is no such identity.');
      const { accountId, connectionId, issuer, subject } = identity;
      const isKept = isElsewhere && present.length === 1 && connectionId === deploymentConnectionId;
      if (!isKept) draft.delete(identities, identityId, { accountId });
      draft.deleteAll(sessions, { 'session.accountId': accountId, 'session.connectionId': connectionId });
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
