/**
 * From a password to the deployment's provider (P2 at both ends): an account is that person's there whose address was proven
 * to be the account's, and which the provider verifies. `usher migrate-auth` says for which accounts that is expected.
 */
import type { Filter } from '../../../storage/query.ts';
import { system } from '../../../storage/tenant.ts';
import { foldName } from '../../kernel/fold-name.ts';
import { type AccountDocument, accounts, type IdentityDocument, identities, isOwnIssuer } from '../../model/account.ts';
import { deploymentConnectionId } from '../../model/connection.ts';
import { getDeployment } from '../../model/deployment.ts';
import { type MemberSummary, memberSummary, members } from '../../model/member.ts';
import { inLivingOrganizations } from '../../model/organization.ts';
import type { VerifiedClaims } from '../../model/verified-claims.ts';
import type { Draft } from '../../operation/operate.ts';
import { meantBy, provenKeyOf } from './proof.ts';

/** What is known of an account that may be somebody's at the provider. */
export type Mover = {
  readonly account: AccountDocument;
  readonly identities: readonly IdentityDocument[];
  /** In organizations that are not deleted. */
  readonly members: readonly MemberSummary[];
  /** The provider knows the address already, as that of another account. */
  readonly hasNamesake: boolean;
  /** Whose directory speaks of the people of the deployment's connection. */
  readonly defaultOrgId: string;
};

/** Why nobody may be taken for the owner of an account by an address. */
export type WhyNot = 'address_not_proven' | 'proven_elsewhere' | 'directory_differs' | 'known_there';

/** By account. Of ids of no account there is nothing. */
export async function loadMovers(accountIds: readonly string[]): Promise<ReadonlyMap<string, Mover>> {
  const scope = system('sign-in');
  const [{ defaultOrgId }, found, known, own] = await Promise.all([
    getDeployment(),
    scope.find(accounts, { _id: { $in: accountIds } }),
    scope.find(identities, { accountId: { $in: accountIds } }),
    system('account-memberships').find(members, { accountId: { $in: accountIds } }, { projection: memberSummary }),
  ]);
  const [living, namesakes] = await Promise.all([inLivingOrganizations(own), knownAddresses(found)]);
  return new Map(
    found.map((account) => [
      account._id,
      {
        account,
        identities: known.filter(({ accountId }) => accountId === account._id),
        members: living.filter(({ accountId }) => accountId === account._id),
        hasNamesake: (namesakes.get(account.emailKey ?? '') ?? []).some((id) => id !== account._id),
        defaultOrgId,
      },
    ]),
  );
}

/** By addresses that these have: the accounts of whom the deployment's provider has verified them. */
async function knownAddresses(given: readonly AccountDocument[]): Promise<ReadonlyMap<string, readonly string[]>> {
  const keys = [...new Set(given.flatMap(({ emailKey }) => emailKey ?? []))];
  const same = await system('sign-in').find(accounts, { emailKey: { $in: keys }, emailVerified: true });
  const known = await system('sign-in').find(identities, {
    accountId: { $in: same.map(({ _id }) => _id) },
    connectionId: deploymentConnectionId,
  });
  const there = new Set(known.filter(isOfProvider).map(({ accountId }) => accountId));
  const byKey = new Map<string, string[]>();
  for (const { _id, emailKey } of same)
    if (emailKey !== null && there.has(_id)) byKey.set(emailKey, [...(byKey.get(emailKey) ?? []), _id]);
  return byKey;
}

function isOfProvider({ connectionId, issuer }: IdentityDocument): boolean {
  return connectionId === deploymentConnectionId && !isOwnIssuer(issuer);
}

/** Whether this person has signed in at the deployment's provider. */
export function hasArrived(mover: Mover): boolean {
  return mover.identities.some(isOfProvider);
}

/** With which they sign in, as they write it where it is the account's. @param passwordKey the address of their password, folded */
export function addressOf({ account: { email, emailKey } }: Mover, passwordKey: string | null): string {
  return (passwordKey === null || passwordKey === emailKey ? email : passwordKey) ?? '';
}

/** What speaks against taking whom the provider verifies this address of, folded, for the account's owner; null: nothing. */
export function whyNotBy(emailKey: string, { account, identities: own, members: all, ...known }: Mover): WhyNot | null {
  if (account.emailKey !== emailKey || !account.emailVerified) return 'address_not_proven';
  // The account's address may be the word of an organization's own provider, which says nothing to the others.
  if (own.some(({ connectionId }) => connectionId !== deploymentConnectionId)) return 'proven_elsewhere';
  const here = all.filter(({ orgId, scimManaged }) => orgId === known.defaultOrgId && scimManaged);
  if (here.some((member) => meantBy(emailKey, [member]).length === 0)) return 'directory_differs';
  return known.hasNamesake ? 'known_there' : null;
}

/** Finds the account that is expected at the deployment's connection by this address, folded. */
export function expectedBy(key: string): Filter<AccountDocument> {
  // With the type, as the partial index has it.
  return { expectedEmailKey: { $type: 'string', $in: [key] } };
}

/** Those of these accounts that are expected. */
export function findExpected(accountIds: readonly string[]): Promise<AccountDocument[]> {
  const filter: Filter<AccountDocument> = { _id: { $in: accountIds }, expectedEmailKey: { $type: 'string' } };
  return system('sign-in').find(accounts, filter);
}

/** Drafts that an account is not expected any more: it is left to nobody, and the address is whoever's it is next. */
export function draftExpectedNoMore(draft: Draft, expected: readonly AccountDocument[], accountId: string): void {
  for (const { _id, expectedEmailKey } of expected)
    if (_id === accountId && expectedEmailKey)
      draft.update(accounts, _id, { expectedEmailKey: null }, { expectedEmailKey });
}

/** Of claims of an identity that nobody knows: whose account they mean. */
type Expectation = {
  /** The account whose owner they prove their person to be; null: none. */
  readonly accountId: string | null;
  /** The address is one that somebody is expected by, and they do not prove it. */
  readonly unproven: boolean;
};

/** Only the deployment's own provider is asked for anybody. */
export async function expectationOf(claims: VerifiedClaims): Promise<Expectation> {
  const nobody = { accountId: null, unproven: false };
  const { connectionId, issuer, email } = claims;
  if (email === null || connectionId !== deploymentConnectionId || isOwnIssuer(issuer)) return nobody;
  const expected = await system('sign-in').findOne(accounts, expectedBy(foldName(email)));
  const key = provenKeyOf(claims);
  if (!expected || key === null) return { accountId: null, unproven: expected !== null };
  const mover = (await loadMovers([expected._id])).get(expected._id);
  // Whoever is a member of nothing any more, not even deactivated, comes as anybody does.
  const isTheirs = mover && mover.members.length > 0 && whyNotBy(key, mover) === null;
  return { accountId: isTheirs ? mover.account._id : null, unproven: false };
}
