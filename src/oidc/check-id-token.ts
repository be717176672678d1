/** Our own checks of an ID token, where openid-client is more lenient than we are. Pure. */

import { emailOf, groupsOf, type RawClaims, readClaims, subjectOf } from '../domain/entry/proof/read-claims.ts';
import { DomainError } from '../domain/kernel/domain-error.ts';
import type { VerifiedClaims } from '../domain/model/verified-claims.ts';
import type { Connection } from './provider.ts';
import { SignInFailure } from './sign-in-failure.ts';

const toleranceSeconds = 30;

/**
 * Refuses an ID token whose signature, issuer, nonce and expiry openid-client has accepted, but which was issued in the
 * future, is (also) for somebody else, or names nobody. `now` in ms. Throws SignInFailure `unverified`.
 */
export function checkIdToken(claims: RawClaims, clientId: string, now: number): void {
  const { iat, aud, azp } = claims;
  if (typeof iat !== 'number' || iat > now / 1_000 + toleranceSeconds)
    throw refuse(`"iat" ${String(iat)} is in the future: compare the clocks of both servers`);
  // OpenID Connect Core 3.1.3.7, point 3: additional audiences are refused unless trusted, and we trust none.
  const audiences = Array.isArray(aud) ? aud : [aud];
  if (audiences.length !== 1 || audiences[0] !== clientId) throw refuse('"aud" is not our client id alone');
  if (azp !== undefined && azp !== clientId) throw refuse('"azp" is not our client id');
  asFailure(() => subjectOf(claims, 'sub'));
}

/** The claims of a person, from an ID token that has passed every check. Throws SignInFailure `unverified`. */
export function verifiedClaims(
  { id, claims, trustEmail, trustUserName, readsGroups }: Connection,
  subjectClaims: Readonly<Record<string, string>>,
  idToken: RawClaims & { readonly iss: string },
  userinfo: RawClaims = {},
): VerifiedClaims {
  return asFailure(() =>
    readClaims(
      { connectionId: id, names: claims, trustEmail, trustUserName, readsGroups, subjectClaims },
      idToken,
      userinfo,
    ),
  );
}

/** Whether the ID token has what we need of the person, so that userinfo need not be asked. Throws SignInFailure. */
export function saysAll({ claims, readsGroups }: Connection, idToken: RawClaims): boolean {
  return asFailure(
    () => emailOf(idToken, claims.email) !== null && (!readsGroups || groupsOf(idToken, claims.groups) !== null),
  );
}

function asFailure<T>(read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (error instanceof DomainError) throw refuse(error.message);
    throw error;
  }
}

const refuse = (message: string) => new SignInFailure('unverified', `ID token: ${message}`);
