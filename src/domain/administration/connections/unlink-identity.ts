/** Identities of a member, and what happens when an admin takes one away. */
import { system } from '../../../storage/tenant.ts';
import { draftExpectedNoMore, findExpected } from '../../entry/proof/expected.ts';
import { draftEndings, entriesOf, loadEndings } from '../../entry/reach/end-entries.ts';
import type { Context } from '../../kernel/context.ts';
import { DomainError } from '../../kernel/domain-error.ts';
import { type IdentityDocument, identities, isOwnIssuer } from '../../model/account.ts';
import { deploymentConnectionId, deploymentWays, listConnections } from '../../model/connection.ts';
import { getDeployment } from '../../model/deployment.ts';
import { getMember, members, unlinked } from '../../model/member.ts';
import { passwords } from '../../model/password.ts';
import { operate } from '../../operation/operate.ts';

/**
 * By which identities this person signs in to this organization, oldest first. Identities of other organizations'
 * connections are none of its business and are left out, unless a member is linked by nothing else, as an earlier release
 * allowed: no sign-in brings that person here (P5).
 * @throws DomainError not_found
 */
export async function listIdentities(orgId: string, memberId: string): Promise<IdentityDocument[]> {
  const { accountId } = await getMember(orgId, memberId);
  if (accountId === null) return [];
  const [all, serving] = await Promise.all([
    system('sign-in').find(identities, { accountId }, { sort: { _id: 1 } }),
    connectionsServing(orgId),
  ]);
  const reaching = [deploymentConnectionId, ...serving];
  const isReached = all.some(({ connectionId }) => reaching.includes(connectionId));
  return isReached ? all.filter(({ connectionId }) => serving.includes(connectionId)) : all;
}

/**
 * Takes an identity away: its sessions and keys end at once, and the next sign-in with it is judged anew. With the last of them the
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
      const [present, serving] = await Promise.all([listIdentities(orgId, memberId), connectionsServing(orgId)]);
      const isElsewhere = accountId !== null && (await system('account-memberships').count(members, elsewhere, 1)) > 0;
      const identity = present.find(({ _id }) => _id === identityId);
      const which = identity && entriesOf([identity.accountId], waysOf(identity));
      const endings = which && (await loadEndings(which, orgId));
      const expected = accountId === null || isElsewhere ? [] : await findExpected([accountId]);
      return { member, present, serving, isElsewhere, expected, identity, endings };
    },
    decide: ({ member, present, serving, isElsewhere, expected, identity, endings }, draft) => {
      if (!identity || !endings) throw new DomainError('not_found', 'identity_not_found', 'There is no such identity.');
      const { accountId, connectionId, issuer, subject } = identity;
      const isLeadingOn = isElsewhere && present.length === 1 && connectionId === deploymentConnectionId;
      if (serving.includes(connectionId) && !isLeadingOn) {
        draft.delete(identities, identityId, { accountId });
        // Without the identity that it belongs to, the password would go on letting in, and keep the address from who comes next.
        const byPassword = present.filter((each) => isOwnIssuer(each.issuer));
        if (present.length === 1 || (byPassword.length === 1 && isOwnIssuer(issuer)))
          draft.deleteAll(passwords, { _id: accountId });
      }
      draftEndings(draft, endings, { reason: 'identity_unlinked', decidedIn: orgId });
      const { version } = member;
      const isLast = present.length === 1 || !serving.includes(connectionId);
      const released = isLast ? unlinked : {};
      if (isLast) draftExpectedNoMore(draft, expected, accountId);
      const changed = { ...released, version: version + 1, updatedAt: draft.now };
      draft.update(members, memberId, changed, { version, accountId });
      draft.event({
        type: 'user.unlinked',
        subject: { memberId },
        before: { accountId, connectionId, issuer, subject },
        after: { accountId: isLast ? null : accountId },
      });
    },
  });
}

/** By what somebody with this identity came in: identities of passwords are the deployment's, their sessions say that they are of a password. */
function waysOf({ connectionId }: Pick<IdentityDocument, 'connectionId'>): readonly string[] {
  return connectionId === deploymentConnectionId ? deploymentWays : [connectionId];
}

/** The connections by which people sign in to this organization: its own, and in the default one the deployment's. */
async function connectionsServing(orgId: string): Promise<string[]> {
  const [{ defaultOrgId }, own] = await Promise.all([getDeployment(), listConnections(orgId)]);
  return [...(orgId === defaultOrgId ? [deploymentConnectionId] : []), ...own.map(({ _id }) => _id)];
}
