/** Somebody has signed in at a provider: who is that here, and may they come in? `decide-sign-in.ts` has the rules. */
import { system } from '../../../storage/tenant.ts';
import type { Context } from '../../kernel/context.ts';
import { accounts } from '../../model/account.ts';
import { getOrganization } from '../../model/organization.ts';
import type { RefusalReason, SignInOutcome, VerifiedClaims } from '../../model/verified-claims.ts';
import { operate } from '../../operation/operate.ts';
import { createOrganization } from '../arrival/create-organization.ts';
import { acceptAsNewcomer, isOpenTo } from '../invitations/accept-as-newcomer.ts';
import { newcomerUserName } from '../proof/person.ts';
import { ownWays } from '../reach/admits.ts';
import { hasWorkspace } from '../reach/reach.ts';
import { countSignIn } from './count-sign-in.ts';
import { decideSignIn, type SignInPolicy } from './decide-sign-in.ts';
import { recordRefusal } from './refusals.ts';
import { asBelieved, loadSignIn, wayInOf } from './sign-in-state.ts';

/**
 * Signs a person in through the connection that the claims came by: the deployment's own, which serves the current
 * default organization, or one of an organization, which serves that one alone. A refusal is recorded as an event.
 * @param link the secret of the invitation's link that the sign-in was begun with: whom the connection's organization does
 *   not let in joins the organization that invited them; by an organization's own connection only that one
 * @param wants `to-be-asked`: nobody joins by it yet, and `invited` says that they could (P7)
 * @throws DomainError not_found when the connection is gone or switched off
 */
export async function signIn(
  context: Context,
  claims: VerifiedClaims,
  policy: SignInPolicy,
  link: string | null = null,
  wants: 'to-join' | 'to-be-asked' = 'to-join',
): Promise<SignInOutcome> {
  const wayIn = await wayInOf(claims.connectionId);
  const decided = await operate(wayIn.orgId, context, {
    load: async () => loadSignIn(await wayInOf(claims.connectionId), claims),
    decide: (state, draft) => decideSignIn(draft, state, policy),
  });
  const mayJoin = decided.outcome === 'refused' && !gates.has(decided.reason);
  const by =
    link !== null && mayJoin ? { link, claims: await asBelieved(wayIn, claims), only: wayIn.own?.orgId ?? null } : null;
  if (by && wants === 'to-be-asked' && (await isOpenTo(by.claims, by.link, by.only))) return { outcome: 'invited' };
  const joined = by && (await acceptAsNewcomer(context, by.claims, by.link, by.only));
  const decision = joined ?? { orgId: wayIn.orgId, ...decided };
  if (decision.outcome === 'refused') {
    const { orgId, reason } = decision;
    countSignIn('provider', 'refused');
    await recordRefusal(context, orgId, claims, reason);
    const { name: organizationName } = await getOrganization(orgId);
    const ways = reason === 'sso_only' ? await ownWays(orgId) : [];
    return { outcome: 'refused', reason, organizationName, ways };
  }
  const { accountId } = decision;
  // By an organization's own connection nobody could enter it (P5).
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

/** What a connection asks of everybody: a link is no way around it. */
const gates: ReadonlySet<RefusalReason> = new Set(['missing_group', 'weak_sign_in', 'old_sign_in']);

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
