/** Secrets of tokens. The database holds only their SHA-256. */
import { createHash, randomBytes } from 'node:crypto';

/** A new 256-bit secret. The prefix lets people and secret scanners see what it is. */
export function newSecret(prefix: 'usher_scim' | 'usher_key' | 'usher_invite' | 'usher_setup'): string {
  return `${prefix}_${randomBytes(32).toString('base64url')}`;
}

/** The form in which a secret is stored. */
export function hashSecret(secret: string): string {
  return createHash('sha256').update(secret).digest('hex');
}
