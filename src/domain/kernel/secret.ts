/** Secrets of tokens. The database holds only their SHA-256. */
import { createHash, randomBytes } from 'node:crypto';

/** What our secrets are for, by which each begins; logs know them by it. */
export const secretKinds = ['scim', 'key', 'invite', 'signal', 'setup', 'reset'] as const;
type SecretKind = (typeof secretKinds)[number];

/** A new 256-bit secret. The prefix lets people and secret scanners see what it is. */
export function newSecret(prefix: `usher_${SecretKind}` | `usher_scim_${'client' | 'access'}`): string {
  return `${prefix}_${randomBytes(32).toString('base64url')}`;
}

/** The form in which a secret is stored. */
export function hashSecret(secret: string): string {
  return createHash('sha256').update(secret).digest('hex');
}
