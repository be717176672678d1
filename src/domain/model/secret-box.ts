/**
 * Secrets that must be used again, such as those of an OpenID client or a webhook, are stored encrypted (AES-256-GCM).
 * Those that are only compared are hashed instead (`kernel/secret.ts`).
 */
import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto';
import { DomainError } from '../kernel/domain-error.ts';

export type SecretBox = {
  /** `v1.<iv>.<tag>.<text>`, each base64url. Encrypting the same text twice gives two results. */
  readonly seal: (text: string) => string;
  /** @throws DomainError unavailable/secret_unreadable when it was sealed with another key or altered since */
  readonly open: (sealed: string) => string;
};

/**
 * @param secret ENCRYPTION_KEY; where it is not set, the deployment's own secret, which lies in the same database
 * @param earlier secrets by which some may still be sealed: they open, and nothing new is sealed by them
 */
export function secretBoxOf(secret: string, earlier: readonly string[] = []): SecretBox {
  const key = keyOf(secret);
  const keys = [key, ...earlier.map(keyOf)];
  return { seal: (text) => seal(key, text), open: (sealed) => open(keys, sealed) };
}

/** By which a key is known again; it tells nothing of the key. */
export function fingerprintOf(secret: string): string {
  return Buffer.from(hkdfSync('sha256', secret, '', 'usher encryption key fingerprint', 16)).toString('base64url');
}

const keyOf = (secret: string) => Buffer.from(hkdfSync('sha256', secret, '', 'usher secret box', 32));

function seal(key: Buffer, text: string): string {
  const iv = randomBytes(12);
  const cipher = createCipheriv('aes-256-gcm', key, iv);
  const encrypted = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
  return ['v1', ...[iv, cipher.getAuthTag(), encrypted].map((part) => part.toString('base64url'))].join('.');
}

function open(keys: readonly Buffer[], sealed: string): string {
  for (const key of keys) {
    const text = openBy(key, sealed);
    if (text !== null) return text;
  }
  const message =
    'A stored secret cannot be read: it was encrypted with another ENCRYPTION_KEY. Set that one, or enter the secret again.';
  throw new DomainError('unavailable', 'secret_unreadable', message);
}

function openBy(key: Buffer, sealed: string): string | null {
  const [version, ...parts] = sealed.split('.');
  const [iv, tag, encrypted] = parts.map((part) => Buffer.from(part, 'base64url'));
  if (version !== 'v1' || !iv || !tag || !encrypted) return null;
  try {
    const decipher = createDecipheriv('aes-256-gcm', key, iv, { authTagLength: 16 }).setAuthTag(tag);
    return Buffer.concat([decipher.update(encrypted), decipher.final()]).toString('utf8');
  } catch {
    return null;
  }
}
