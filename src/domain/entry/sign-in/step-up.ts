/**
 * Step-up: somebody who is signed in shows once more who they are, before they do what could hand the house over. By the
 * same identity, at the connection that their session came by, or by their password.
 */
import { system } from '../../../storage/tenant.ts';
import { now } from '../../kernel/clock.ts';
import type { Context } from '../../kernel/context.ts';
import { connections, deploymentConnectionId } from '../../model/connection.ts';
import { deployment, deploymentId } from '../../model/deployment.ts';
import type { MemberSummary } from '../../model/member.ts';
import { asksForRecentSignIn, organizations } from '../../model/organization.ts';
import type { SignInOutcome, VerifiedClaims } from '../../model/verified-claims.ts';
import { countEvent } from '../../operation/count-event.ts';
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
  const session = { accountId, connectionId: claims.connectionId };
  const outcome = (await accountOf(claims)) === accountId ? await signIn(context, claims, policy) : null;
  if (outcome !== null && outcome.outcome !== 'signed-in') return outcome;
  if (outcome?.accountId !== accountId) {
    await recordRefusedStepUp(context, session, 'another_person');
    return null;
  }
  await recordStepUp(context, session, 'provider');
  return outcome;
}

type OfSession = { readonly accountId: string; readonly connectionId: string };

/** Tells it wherever the session reaches. */
export async function recordStepUp(context: Context, session: OfSession, by: 'provider' | 'password'): Promise<void> {
  const { connectionId } = session;
  await operate(null, context, {
    load: () => reachedBy(session),
    decide: (told, draft) => {
      for (const { _id: memberId, orgId } of told)
        draft.event({ type: 'session.stepped_up', orgId, subject: { memberId, connectionId }, after: { by } });
    },
  });
}

/** Counts there that somebody did not show that they are the person of the session. */
export async function recordRefusedStepUp(
  context: Context,
  session: OfSession,
  reason: 'wrong_password' | 'another_person',
): Promise<void> {
  const { connectionId } = session;
  for (const { _id: memberId, orgId } of await reachedBy(session)) {
    const event = { type: 'session.step_up_refused', subject: { memberId, connectionId }, after: { reason } } as const;
    await countEvent(orgId, context, event, now());
  }
}

async function reachedBy({ accountId, connectionId }: OfSession): Promise<readonly MemberSummary[]> {
  const reach = await reachOf(connectionId);
  if (reach === 'nowhere') return [];
  return (await activeMembersOf({ accountId, connectionId, reach: reach.only })).slice(0, maxTold);
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
