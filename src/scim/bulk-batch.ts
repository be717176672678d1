/** Which operations of a bulk request can be carried out at once, with the outcome that they have one after the other. */
import { foldName } from '../domain/kernel/fold-name.ts';
import type { Json, JsonObject } from '../json.ts';
import type { BulkOperation } from './bulk-request.ts';
import type { Attribute, ResourceType } from './schema/model.ts';

/** So many at once: enough to share transactions, and few enough to leave room for everybody else's requests. */
export const maxTogether = 16;

/** The attributes, in lower case, of which no two resources of the type can have the same value. */
export function uniqueNames({ schema, extensions }: ResourceType): readonly string[] {
  const among = (attributes: readonly Attribute[]): Attribute[] =>
    attributes.flatMap((attribute) => [attribute, ...among(attribute.subAttributes)]);
  const unique = [schema, ...extensions]
    .flatMap(({ attributes }) => among(attributes))
    .filter(({ uniqueness }) => uniqueness !== 'none');
  return [...new Set(unique.map(({ name }) => name.toLowerCase()))];
}

type Rules = {
  /** As `uniqueNames` answers them, by the path of the collection. */
  readonly unique: ReadonlyMap<string, readonly string[]>;
  /** The Organization Admins: of several who go, the last one is refused. */
  readonly admins: ReadonlySet<string>;
};

/**
 * How many operations from the start of the list can be carried out together: at least the first. They are ready, of one
 * method on one collection, and no two of them speak of the same resource, unique value, address or member, or of an
 * Organization Admin.
 */
export function together(
  operations: readonly BulkOperation[],
  isReady: (operation: BulkOperation) => boolean,
  rules: Rules,
): number {
  const [first, ...others] = operations;
  const touched = first && claimsOf(first, rules);
  if (!touched) return 1;
  let count = 1;
  for (const operation of others) {
    if (operation.method !== first.method || operation.collection !== first.collection || !isReady(operation)) break;
    const claims = claimsOf(operation, rules);
    if (claims === null || [...claims].some((claim) => touched.has(claim))) break;
    for (const claim of claims) touched.add(claim);
    count += 1;
  }
  return count;
}

const anAdmin = '\0an Organization Admin';

/** What an operation touches of that which others may touch; null where its request does not tell. */
function claimsOf(operation: BulkOperation, { unique, admins }: Rules): Set<string> | null {
  const touched =
    operation.fault === null ? touchedBy(operation, unique.get(operation.collection) ?? []) : new Set<string>();
  const isOfAdmin = touched && [...touched].some((id) => admins.has(id));
  return isOfAdmin ? touched.add(anAdmin) : touched;
}

function touchedBy({ method, collection, id, data }: BulkOperation, unique: readonly string[]): Set<string> | null {
  const isUser = collection === '/Users';
  if (method === 'DELETE') return isUser ? new Set([id]) : null;
  // It sets free what its resource has now, which another may want.
  if (method === 'PUT') return null;
  if (method === 'PATCH') {
    // A rename can be said in many ways.
    const text = JSON.stringify(data).toLowerCase();
    if (unique.some((name) => text.includes(name))) return null;
    if (isUser) return new Set([id]);
    if (!tellsWhoLeaves(data)) return null;
  }
  const identifies = isUser ? identifiesUser : identifiesGroup;
  const texts = textsOf(data, '', (key, text) => unique.includes(key) || identifies(key, text));
  return new Set([...(id === '' ? [] : [id]), ...texts.map(foldName)]);
}

/** Whether a PATCH of a Group only adds, and takes away what it lists. */
function tellsWhoLeaves(data: Json): boolean {
  const { Operations } = data as JsonObject;
  return (
    Array.isArray(Operations) &&
    Operations.every((operation) => {
      const { op, path, value } = operation as JsonObject;
      const kind = String(op).toLowerCase();
      return kind === 'add' || (kind === 'remove' && (value !== undefined || String(path).includes('"')));
    })
  );
}

/** By addresses and external ids a new User may take over a member who waits for it. */
function identifiesUser(key: string, text: string): boolean {
  return key === 'externalid' || text.includes('@');
}

/** Its members: two changes of one member's groups meet at the member. */
function identifiesGroup(key: string): boolean {
  return key === 'value' || key === 'path';
}

function textsOf(value: Json | undefined, key: string, wanted: (key: string, text: string) => boolean): string[] {
  if (typeof value === 'number') return textsOf(String(value), key, wanted);
  if (typeof value === 'string') return wanted(key, value) ? idsIn(key, value) : [];
  if (Array.isArray(value)) return value.flatMap((element) => textsOf(element, key, wanted));
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, inner]) => textsOf(inner, bareName(name), wanted));
}

/** `userName` for `urn:ietf:params:scim:schemas:core:2.0:User:userName`, or with a dot before it. */
function bareName(key: string): string {
  return key.slice(Math.max(key.lastIndexOf(':'), key.lastIndexOf('.')) + 1).toLowerCase();
}

/** A path such as `members[value eq "id"]` speaks of what it quotes. */
function idsIn(key: string, text: string): string[] {
  return key === 'path' ? [...text.matchAll(/"([^"]*)"/g)].map(([, id]) => id as string) : [text];
}
