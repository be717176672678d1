/** References of bulk operations to resources that the same request creates: `bulkId:qwerty` (RFC 7644 section 3.7.2). */
import { isJsonObject, type Json } from '../json.ts';
import { ScimError } from './scim-error.ts';

/** At the start of a text, of what a filter quotes or of a segment of a path: prose that has the word is only prose. */
const reference = /(?<=^|["/])bulkId:([^"\]\s/]+)/g;

/** Every bulkId that a value mentions, as a whole text (`"bulkId:a"`) or inside a path (`members[value eq "bulkId:a"]`). */
export function referencesIn(value: Json | undefined): string[] {
  if (typeof value === 'string') return [...value.matchAll(reference)].map(([, bulkId]) => bulkId as string);
  if (Array.isArray(value)) return value.flatMap(referencesIn);
  return isJsonObject(value) ? Object.values(value).flatMap((inner) => referencesIn(inner)) : [];
}

/** The text with ids in place of those references that are known to have one. */
export function withKnownReferences(text: string, ids: ReadonlyMap<string, string | null>): string {
  return text.replaceAll(reference, (whole, bulkId: string) => ids.get(bulkId) ?? whole);
}

/**
 * The value with ids in place of references.
 * @param ids null for a resource that was not created
 * @throws ScimError 409 for that, 400 `invalidValue` for a bulkId that no operation has
 */
export function withReferences(value: Json, ids: ReadonlyMap<string, string | null>): Json;
export function withReferences(value: Json | undefined, ids: ReadonlyMap<string, string | null>): Json | undefined;
export function withReferences(value: Json | undefined, ids: ReadonlyMap<string, string | null>): Json | undefined {
  if (typeof value === 'string') return value.replaceAll(reference, (_, bulkId: string) => idOf(bulkId, ids));
  if (Array.isArray(value)) return value.map((element) => withReferences(element, ids));
  if (!isJsonObject(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, withReferences(inner, ids)]));
}

function idOf(bulkId: string, ids: ReadonlyMap<string, string | null>): string {
  const id = ids.get(bulkId);
  if (id === null)
    throw new ScimError(
      409,
      null,
      `The operation with the bulkId "${bulkId}" did not succeed, so this one cannot refer to it.`,
    );
  if (id === undefined) throw new ScimError(400, 'invalidValue', `No POST of this request has the bulkId "${bulkId}".`);
  return id;
}

/** The value without the elements and sub-attributes that refer to one of these. */
export function withoutReferences(value: Json, bulkIds: ReadonlySet<string>): Json;
export function withoutReferences(value: Json | undefined, bulkIds: ReadonlySet<string>): Json | undefined;
export function withoutReferences(value: Json | undefined, bulkIds: ReadonlySet<string>): Json | undefined {
  if (Array.isArray(value)) {
    return value.filter((element) => !refersTo(element, bulkIds)).map((element) => withoutReferences(element, bulkIds));
  }
  if (!isJsonObject(value)) return value;
  const kept = Object.entries(value).filter(([, inner]) => !refersDirectly(inner, bulkIds));
  return Object.fromEntries(kept.map(([key, inner]) => [key, withoutReferences(inner, bulkIds)]));
}

function refersTo(value: Json, bulkIds: ReadonlySet<string>): boolean {
  return referencesIn(value).some((bulkId) => bulkIds.has(bulkId));
}

/** A text, or an object such as `manager` whose own text is a reference. */
function refersDirectly(value: Json | undefined, bulkIds: ReadonlySet<string>): boolean {
  const texts = isJsonObject(value) ? Object.values(value) : [value];
  return texts.some((text) => typeof text === 'string' && refersTo(text, bulkIds));
}
