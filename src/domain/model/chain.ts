/**
 * The chain over the sealed events of an organization. Each event has a digest of its content, and a link: an HMAC over
 * the link before, its number and its digest. So nobody without the key can alter, remove, insert or reorder an event
 * and have it verify. Content and link are apart, so that content may be blanked one day and the chain still holds.
 * Pure but for the key.
 */
import { createHmac, hkdfSync } from 'node:crypto';
import { getDeployment } from './deployment.ts';
import type { EventDocument } from './event.ts';

/** Of the deployment's secret. `ENCRYPTION_KEY` has no part in it: changing that must not make the log look forged. */
export async function chainKey(): Promise<Buffer> {
  const { secret } = await getDeployment();
  return Buffer.from(hkdfSync('sha256', secret, '', 'usher audit chain', 32));
}

/** The link before the first event. */
export const origin = '';

/** Keyed, so that it does not betray content by being guessed. 64 hexadecimal digits, as are links. */
export function digestOf(key: Buffer, event: EventDocument): string {
  const { _id, orgId, type, at, actor, subject, before, after, requestId, operationId, address } = event;
  const content = { _id, orgId, type, at, actor, subject, before, after, requestId, operationId };
  // Absent where there is none, so that what was sealed without it holds.
  return hmac(key, ['content', canonical(address === undefined ? content : { ...content, address })]);
}

export function linkOf(key: Buffer, orgId: string, seq: number, previous: string, digest: string): string {
  return hmac(key, ['link', orgId, String(seq), previous, digest]);
}

/** How far a chain goes, and how much of its beginning was cut off by retention. */
export type ChainEnds = {
  /** The last event that was sealed; 0 when there is none. */
  readonly seq: number;
  readonly link: string;
  /** The last event that was cut off; 0 when none was. */
  readonly cutSeq: number;
  readonly cutLink: string;
};

/** Keeps the ends from being moved without the key. */
export function sealOfEnds(key: Buffer, orgId: string, { seq, link, cutSeq, cutLink }: ChainEnds): string {
  return hmac(key, ['ends', orgId, String(seq), link, String(cutSeq), cutLink]);
}

function hmac(key: Buffer, parts: readonly string[]): string {
  return createHmac('sha256', key).update(JSON.stringify(parts)).digest('hex');
}

/** JSON with its keys in order; dates are told from strings that look like them. */
function canonical(value: unknown): string {
  return JSON.stringify(ordered(value));
}

function ordered(value: unknown): unknown {
  if (value instanceof Date) return { $date: value.getTime() };
  if (Array.isArray(value)) return value.map(ordered);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(entries.map(([key, inner]) => [key, ordered(inner)]));
}
