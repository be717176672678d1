/** What a session keeps of the sign-in at the provider, so that each side can end it at the other. */

import type { RawClaims } from '../domain/entry/proof/read-claims.ts';
import { DomainError } from '../domain/kernel/domain-error.ts';
import type { SecretBox } from '../domain/model/secret-box.ts';
import type { ProviderSession } from '../domain/model/session.ts';

/** It is sent back in an address, and proxies give those 8 kB as a rule. */
const maxTokenLength = 6_000;
const maxSidLength = 255;

/** @param claims of the ID token, which is verified */
export function providerSession(
  claims: RawClaims & { readonly iss: string; readonly sub: string },
  idToken: string | undefined,
  secretBox: SecretBox,
): ProviderSession {
  const { iss: issuer, sub, sid } = claims;
  const isKept = idToken !== undefined && idToken.length <= maxTokenLength;
  return {
    issuer,
    sub,
    sid: typeof sid === 'string' && sid !== '' && sid.length <= maxSidLength ? sid : null,
    idToken: isKept ? secretBox.seal(idToken) : null,
  };
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
