/** Somebody has signed in at a provider: who is that here, and may they come in? `decide-sign-in.ts` has the rules. */
import { system } from '../../storage/tenant.ts';
import type { Context } from '../context.ts';
import { hasWorkspace } from '../entry/reach.ts';
import { joinByLink } from '../invitations/join-by-link.ts';
import { operate } from '../operation.ts';
import { createOrganization } from '../organizations/create-organization.ts';
import { getOrganization } from '../organizations/organization.ts';
import { accounts } from './account.ts';
import type { SignInOutcome, VerifiedClaims } from './claims.ts';
import { decideSignIn, type SignInDecision, type SignInPolicy } from './decide-sign-in.ts';
import { newcomerUserName } from './person.ts';
import { recordRefusal } from './refusals.ts';
import { asBelieved, loadSignIn, type WayIn, wayInOf } from './sign-in-state.ts';

/**
 * Signs a person in through the connection that the claims came by: the deployment's own, which serves the current
 * default organization, or one of an organization, which serves that one alone. A refusal is recorded as an event.
 * @param link the secret of the invitation's link that the sign-in was begun with: whom the connection's organization does
 *   not let in joins the organization that invited them; by an organization's own connection only that one
 * @throws DomainError not_found when the connection is gone or switched off
 */
export async function signIn(
  context: Context,
  claims: VerifiedClaims,
  policy: SignInPolicy,
  link: string | null = null,
): Promise<SignInOutcome> {
  const wayIn = await wayInOf(claims.connectionId);
  const decided = await operate(wayIn.orgId, context, {
    load: async () => loadSignIn(await wayInOf(claims.connectionId), claims),
    decide: (state, draft) => decideSignIn(draft, state, policy),
  });
  const decision = (await byLink(context, wayIn, claims, decided, link)) ?? { ...decided, orgId: wayIn.orgId };
  if (decision.outcome === 'refused') {
    const { orgId, reason } = decision;
    await recordRefusal(context, orgId, claims, reason);
    return { outcome: 'refused', reason, organizationName: (await getOrganization(orgId)).name };
  }
  const { accountId } = decision;
  // By an organization's own connection nobody could enter it (4.1a P5).
  if (!policy.personalOrgsDisabled && wayIn.own === null)
    await givePersonalOrganization(context, accountId, claims, policy);
  const newcomer = decision.outcome !== 'existing';
  return {
    outcome: 'signed-in',
    accountId,
    newcomer,
    hasWorkspace: await hasWorkspace(accountId, claims.connectionId),
  };
}

/** What the link makes of a refusal; null: nothing. The gate of required groups has no way around it. */
async function byLink(
  context: Context,
  wayIn: WayIn,
  claims: VerifiedClaims,
  decided: SignInDecision,
  link: string | null,
): Promise<(SignInDecision & { readonly orgId: string }) | null> {
  if (link === null || decided.outcome !== 'refused' || decided.reason === 'missing_group') return null;
  return joinByLink(context, await asBelieved(wayIn, claims), link, wayIn.own?.orgId ?? null);
}

async function givePersonalOrganization(
  context: Context,
  accountId: string,
  claims: VerifiedClaims,
  { workspaceName }: SignInPolicy,
): Promise<void> {
  const account = await system('sign-in').findOne(accounts, { _id: accountId });
  if (!account || account.personalOrgId) return;
  const name = `${claims.name ?? newcomerUserName(claims)}'s organization`;
  await createOrganization(context, { kind: 'personal', name, workspaceName }, accountId);
}
