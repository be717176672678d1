import { createHash, timingSafeEqual } from 'node:crypto';

/** Whether a text that a client sent is the secret one. Takes the same time wherever they differ; any text may be given. */
export function equalSecret(given: string, secret: string): boolean {
  return timingSafeEqual(sha256(given), sha256(secret));
}

const sha256 = (text: string) => createHash('sha256').update(text).digest();
