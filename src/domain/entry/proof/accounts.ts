/** Whose account a provider means by a subject (P1) or an address (P2), when it says something about somebody who is not there. */
import { system, tenant } from '../../../storage/tenant.ts';
import { foldName } from '../../kernel/fold-name.ts';
import { accounts, identities } from '../../model/account.ts';
import { members } from '../../model/member.ts';
import { sessions } from '../../model/session.ts';
import type { VerifiedClaims } from '../../model/verified-claims.ts';
import { meantBy, provenEverywhere, withAddress } from './proof.ts';

/** The account that these claims sign in to, if they are known; null: they are not. */
export async function accountOf({
  connectionId,
  issuer,
  subject,
}: Pick<VerifiedClaims, 'connectionId' | 'issuer' | 'subject'>): Promise<string | null> {
  const known = await system('sign-in').findOne(identities, { connectionId, issuer, subject });
  return known?.accountId ?? null;
}

/**
 * By this connection: the identity with the subject, or whoever is signed in with it. The two differ where another claim than
 * `sub` says who people are.
 */
export async function accountsWithSubject(
  connectionId: string,
  { issuer, sub }: { readonly issuer: string; readonly sub: string },
): Promise<string[]> {
  const [known, signedIn] = await Promise.all([
    system('sign-in').find(identities, { connectionId, issuer, subject: sub }),
    system('sign-in').find(sessions, {
      'session.connectionId': connectionId,
      'session.provider.sub': sub,
      'session.provider.issuer': issuer,
    }),
  ]);
  return [...new Set([...known.map((row) => row.accountId), ...signedIn.map((row) => row.session.accountId)])];
}

/**
 * In this organization: of its members, those of whom the address is proven. One that is only claimed is nobody's.
 * @param everywhere the deployment's provider speaks: the address is also that of whom it verified it for, wherever they belong
 */
export async function accountsWithProvenAddress(orgId: string, email: string, everywhere: boolean): Promise<string[]> {
  const key = foldName(email);
  const found = await tenant(orgId).find(members, withAddress(key));
  const here = meantBy(key, found).flatMap(({ accountId }) => accountId ?? []);
  if (!everywhere) return here;
  const candidates = await system('sign-in').find(accounts, { emailKey: key, emailVerified: true });
  const proven = await Promise.all(
    candidates.map(async (row) => ((await provenEverywhere(row)) === key ? [row._id] : [])),
  );
  return [...new Set([...here, ...proven.flat()])];
}
