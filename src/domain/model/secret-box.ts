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

/** @param secret ENCRYPTION_KEY; where it is not set, the deployment's own secret, which lies in the same database */
export function secretBoxOf(secret: string): SecretBox {
  const key = Buffer.from(hkdfSync('sha256', secret, '', 'usher secret box', 32));
  return { seal: (text) => seal(key, text), open: (sealed) => open(key, sealed) };
}

function seal(key: Buffer, text: string): string {
  const iv = randomBytes(12);
  const cipher = createCipheriv('aes-256-gcm', key, iv);
  const encrypted = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
  return ['v1', ...[iv, cipher.getAuthTag(), encrypted].map((part) => part.toString('base64url'))].join('.');
}

function open(key: Buffer, sealed: string): string {
  const [version, ...parts] = sealed.split('.');
  const [iv, tag, encrypted] = parts.map((part) => Buffer.from(part, 'base64url'));
  try {
    if (version !== 'v1' || !iv || !tag || !encrypted) throw new Error('not a sealed secret');
    const decipher = createDecipheriv('aes-256-gcm', key, iv, { authTagLength: 16 }).setAuthTag(tag);
    return Buffer.concat([decipher.update(encrypted), decipher.final()]).toString('utf8');
  } catch {
    const message =
      'A stored secret cannot be read: it was encrypted with another ENCRYPTION_KEY. Set that one, or enter the secret again.';
    throw new DomainError('unavailable', 'secret_unreadable', message);
  }
}
