/** What a session keeps of the sign-in at the provider, so that each side can end it at the other. */

import type { RawClaims } from '../domain/entry/proof/read-claims.ts';
import { now } from '../domain/kernel/clock.ts';
import { DomainError } from '../domain/kernel/domain-error.ts';
import type { SecretBox } from '../domain/model/secret-box.ts';
import type { ProviderSession } from '../domain/model/session.ts';
import { toleranceSeconds } from './provider-keys.ts';
import { SignInFailure } from './sign-in-failure.ts';

/** It is sent back in an address, and proxies give those 8 kB as a rule. */
const maxTokenLength = 6_000;
const maxSidLength = 255;

/**
 * @param claims of the ID token, which is verified
 * @throws SignInFailure unverified
 */
export function providerSession(
  claims: RawClaims & { readonly iss: string; readonly sub: string },
  idToken: string | undefined,
  secretBox: SecretBox,
): ProviderSession {
  const { iss: issuer, sub, sid, acr, amr } = claims;
  const isKept = idToken !== undefined && idToken.length <= maxTokenLength;
  return {
    issuer,
    sub,
    sid: typeof sid === 'string' && sid !== '' && sid.length <= maxSidLength ? sid : null,
    idToken: isKept ? secretBox.seal(idToken) : null,
    authTime: authTimeOf(claims),
    acr: isWord(acr) ? acr : null,
    amr: Array.isArray(amr) ? amr.filter(isWord).slice(0, maxMethods) : [],
    endsAt: endOf(claims),
  };
}

const maxMethods = 20;
const isWord = (value: unknown): value is string => typeof value === 'string' && value !== '' && value.length <= 255;

function authTimeOf({ auth_time: seconds }: RawClaims): Date | null {
  if (typeof seconds !== 'number') return null;
  const at = new Date(seconds * 1_000);
  // As of `iat`: with a clock that runs ahead, nothing would ever be too long ago.
  if (!(at.getTime() <= now().getTime() + toleranceSeconds * 1_000))
    throw new SignInFailure('unverified', 'ID token: "auth_time" is in the future: compare the clocks of both servers');
  return at;
}

/** The provider decides how long somebody may go on without it, so what cannot be read is no reason to go on. */
function endOf({ session_expiry: seconds }: RawClaims): Date | null {
  if (seconds === undefined) return null;
  const end = typeof seconds === 'number' ? new Date(seconds * 1_000) : null;
  if (end === null || Number.isNaN(end.getTime()))
    throw new SignInFailure('unverified', 'ID token: "session_expiry" is no number of seconds since 1970');
  if (end <= now()) throw new SignInFailure('unverified', 'ID token: "session_expiry" is over already');
  return end;
}

/** The ID token that a session keeps; null when there is none, or none that can be read any more. */
export function openIdToken(kept: ProviderSession | null, secretBox: SecretBox): string | null {
  if (!kept?.idToken) return null;
  try {
    return secretBox.open(kept.idToken);
  } catch (error) {
    // Sealed with another ENCRYPTION_KEY: the provider asks, and signing out goes on.
    if (error instanceof DomainError && error.reason === 'secret_unreadable') return null;
    throw error;
  }
}
