/**
 * Step-up: somebody who is signed in shows once more who they are, before they do what could hand the house over. By the
 * same identity, at the connection that their session came by, or by their password.
 */
import { system } from '../../../storage/tenant.ts';
import type { Context } from '../../kernel/context.ts';
import { connections, deploymentConnectionId } from '../../model/connection.ts';
import { deployment, deploymentId } from '../../model/deployment.ts';
import { asksForRecentSignIn, organizations } from '../../model/organization.ts';
import type { SignInOutcome, VerifiedClaims } from '../../model/verified-claims.ts';
import { operate } from '../../operation/operate.ts';
import { accountOf } from '../proof/accounts.ts';
import { activeMembersOf, reachOf, type Who } from '../reach/reach.ts';
import { maxTold } from '../reach/where-told.ts';
import type { SignInPolicy } from './decide-sign-in.ts';
import { signIn } from './sign-in.ts';

/**
 * A sign-in of somebody who is signed in: the same gates, and it must be the same person.
 * @returns null: it is somebody else, and nothing was done
 */
export async function signInAgain(
  context: Context,
  claims: VerifiedClaims,
  policy: SignInPolicy,
  accountId: string,
): Promise<SignInOutcome | null> {
  if ((await accountOf(claims)) !== accountId) return null;
  const outcome = await signIn(context, claims, policy);
  if (outcome.outcome !== 'signed-in') return outcome;
  if (outcome.accountId !== accountId) return null;
  await recordStepUp(context, { accountId, connectionId: claims.connectionId }, 'provider');
  return outcome;
}

/** Tells it wherever the session reaches. */
export async function recordStepUp(
  context: Context,
  { accountId, connectionId }: { readonly accountId: string; readonly connectionId: string },
  by: 'provider' | 'password',
): Promise<void> {
  await operate(null, context, {
    load: async () => {
      const reach = await reachOf(connectionId);
      return reach === 'nowhere'
        ? []
        : (await activeMembersOf({ accountId, connectionId, reach: reach.only })).slice(0, maxTold);
    },
    decide: (told, draft) => {
      for (const { _id: memberId, orgId } of told)
        draft.event({ type: 'session.stepped_up', orgId, subject: { memberId, connectionId }, after: { by } });
    },
  });
}

/**
 * Whether the connection's provider says when somebody signed in there, when it is asked: it has done so before. So whoever takes
 * the question out of the browser's address gains nothing.
 */
export async function tellsAuthTime(connectionId: string, issuer: string): Promise<boolean> {
  const kept =
    connectionId === deploymentConnectionId
      ? await system('deployment').findOne(deployment, { _id: deploymentId }, { projection: { tellsAuthTime: 1 } })
      : await system('sign-in').findOne(connections, { _id: connectionId }, { projection: { tellsAuthTime: 1 } });
  return kept?.tellsAuthTime === issuer;
}

/** The connection's provider has just said so. */
export async function noteAuthTime(connectionId: string, issuer: string): Promise<void> {
  if (await tellsAuthTime(connectionId, issuer)) return;
  const change = { $set: { tellsAuthTime: issuer } };
  if (connectionId === deploymentConnectionId)
    await system('deployment').updateOne(deployment, { _id: deploymentId }, change);
  else await system('sign-in').updateOne(connections, { _id: connectionId }, change);
}

/** Whether this organization asks for a recent sign-in. */
export async function organizationAsks(orgId: string): Promise<boolean> {
  return anyAsks([orgId]);
}

/** Whether any organization does in which this person is a member. */
export async function anyOrganizationAsks(who: Who): Promise<boolean> {
  return anyAsks((await activeMembersOf(who)).map(({ orgId }) => orgId));
}

async function anyAsks(orgIds: readonly string[]): Promise<boolean> {
  const switches = { projection: { recentSignInRequired: 1 } } as const;
  const found = await system('deployment').find(organizations, { _id: { $in: orgIds } }, switches);
  return found.some(asksForRecentSignIn);
}
