/** What would happen if somebody signed in with these claims? The same reads and rules as a sign-in, without a write. */
import { type Explanation, explainGrants } from '../../access/explain/explain.ts';
import { type RawClaims, readClaims } from '../../entry/proof/read-claims.ts';
import { decideSignIn, type SignInPolicy } from '../../entry/sign-in/decide-sign-in.ts';
import { loadSignIn, type WayIn, wayInOf } from '../../entry/sign-in/sign-in-state.ts';
import { DomainError } from '../../kernel/domain-error.ts';
import { deploymentConnectionId, readsGroups, usualClaimNames } from '../../model/connection.ts';
import type { RefusalReason } from '../../model/verified-claims.ts';
import { newDraft } from '../../operation/operate.ts';

export type Simulation =
  | { readonly outcome: 'existing' | 'invitation' | 'auto-join'; readonly access: Explanation | null }
  | { readonly outcome: 'refused'; readonly reason: RefusalReason };

/** What the environment says about sign-in. */
export type SimulationSettings = {
  readonly policy: SignInPolicy;
  readonly subjectClaims: Readonly<Record<string, string>>;
  /** Of the deployment's own connection; its issuer as identities have it. */
  readonly deployment: { readonly issuer: string; readonly trustEmail: boolean; readonly trustUserName: boolean };
};

/**
 * @param claims as a provider would send them; `iss` may be left out
 * @throws DomainError not_found, invalid/another_organization for the deployment's connection anywhere but in the default
 *   organization, invalid/unusable_claims
 */
export async function simulateSignIn(
  orgId: string,
  connectionId: string,
  claims: RawClaims,
  { policy, subjectClaims, deployment }: SimulationSettings,
): Promise<Simulation> {
  const wayIn = await wayInFor(orgId, connectionId);
  const { issuer, trustEmail, trustUserName } = wayIn.own ?? deployment;
  const rules = {
    connectionId,
    names: wayIn.own?.claims ?? usualClaimNames,
    trustEmail,
    trustUserName,
    readsGroups: wayIn.own !== null && readsGroups(wayIn.own),
    subjectClaims,
  };
  const state = await loadSignIn(wayIn, readClaims(rules, { ...claims, iss: issuer }));
  const decision = decideSignIn(newDraft(), state, policy);
  // Which other organization it may be is not for this one to know.
  if (decision.outcome === 'refused') return { outcome: 'refused', reason: decision.reason };
  const { outcome, member } = decision;
  const access = member && (await explainGrants(state.access, member.member, member.grants));
  return { outcome, access };
}

async function wayInFor(orgId: string, connectionId: string): Promise<WayIn> {
  const wayIn = await wayInOf(connectionId);
  if (wayIn.orgId === orgId) return wayIn;
  // Of another organization's connection nobody may learn that it exists.
  if (connectionId !== deploymentConnectionId)
    throw new DomainError('not_found', 'connection_not_found', 'There is no such connection.');
  throw new DomainError(
    'invalid',
    'another_organization',
    "The deployment's own connection serves the default organization. Give a connectionId of this one.",
    '/connectionId',
  );
}
