/** Which operations of a bulk request can be carried out at once, with the outcome that they have one after the other. */
import { foldName } from '../domain/directory/fold-name.ts';
import type { Json } from '../json.ts';
import type { BulkOperation } from './bulk-request.ts';

/** So many at once: enough to share transactions, and few enough to leave room for everybody else's requests. */
export const maxTogether = 16;

/**
 * How many operations from the start of the list can be carried out together: at least the first. They are ready, of one
 * method on one collection, and no two of them speak of the same resource, name, address or member.
 */
export function together(operations: readonly BulkOperation[], isReady: (operation: BulkOperation) => boolean): number {
  const [first, ...others] = operations;
  const touched = first && claimsOf(first);
  if (!touched) return 1;
  let count = 1;
  for (const operation of others) {
    if (operation.method !== first.method || operation.collection !== first.collection || !isReady(operation)) break;
    const claims = claimsOf(operation);
    if (claims === null || [...claims].some((claim) => touched.has(claim))) break;
    for (const claim of claims) touched.add(claim);
    count += 1;
  }
  return count;
}

/** What an operation touches of that which others may touch; null where its request does not tell. */
function claimsOf({ method, collection, id, data, fault }: BulkOperation): Set<string> | null {
  if (fault !== null) return new Set();
  const isUser = collection === '/Users';
  if (method === 'DELETE') return isUser ? new Set([id]) : null;
  // A rename can be said in many ways.
  if (method === 'PATCH' && (isUser ? /username/i : /displayname/i).test(JSON.stringify(data))) return null;
  const texts = isUser && method === 'PATCH' ? [] : textsOf(data, '', isUser ? identifiesUser : identifiesGroup);
  return new Set([...(id === '' ? [] : [id]), ...texts.map(foldName)]);
}

/** Names are unique, and by addresses and external ids a new User may take over a member who waits for it. */
function identifiesUser(key: string, text: string): boolean {
  return key === 'username' || key === 'externalid' || text.includes('@');
}

/** Its name, and its members: two changes of one member's groups meet at the member. */
function identifiesGroup(key: string): boolean {
  return key === 'displayname' || key === 'value' || key === 'path';
}

function textsOf(value: Json | undefined, key: string, wanted: (key: string, text: string) => boolean): string[] {
  if (typeof value === 'string') return wanted(key, value) ? idsIn(key, value) : [];
  if (Array.isArray(value)) return value.flatMap((element) => textsOf(element, key, wanted));
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, inner]) => textsOf(inner, name.toLowerCase(), wanted));
}

/** A path such as `members[value eq "id"]` speaks of what it quotes. */
function idsIn(key: string, text: string): string[] {
  return key === 'path' ? [...text.matchAll(/"([^"]*)"/g)].map(([, id]) => id as string) : [text];
}
