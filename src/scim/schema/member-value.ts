import type { Json, JsonObject } from '../../json.ts';
import { ScimError } from '../scim-error.ts';
import { maxKeyLength } from './client-limits.ts';
import type { Ignored } from './ignored.ts';
import { quoteValue } from './text.ts';

/** `display` and `$ref` follow from the member itself. */
export type MemberValue = { readonly value: string; readonly type?: string };

const SUB_ATTRIBUTES = new Set(['value', '$ref', 'display', 'type']);

/**
 * One element of a Group's `members`, the same in every request: an object with the member's id as `value` or at the end
 * of `$ref`, or the bare id. Not by the general coercion, which would take 1.5 s for 50,000.
 * @param lead stands before the message
 * @throws ScimError 400 `invalidValue` for what names nobody: to leave it out would remove people silently
 */
export function readMember(element: Json, ignored: Ignored, lead = ''): MemberValue {
  const member = typeof element === 'string' ? { value: element } : element;
  if (typeof member !== 'object' || member === null || Array.isArray(member)) {
    throw refused(lead, `"members" must be objects with "value", the member's id, got ${quoteValue(element)}.`);
  }
  const parts = partsOf(member, ignored, lead);
  const id = parts.get('value') ?? lastSegment(parts.get('$ref'));
  if (id === undefined || id === '') {
    throw refused(
      lead,
      `a member has no "value": ${quoteValue(element)}. Send the id that the server gave this user or group; a display name alone does not say who is meant.`,
    );
  }
  if (typeof id !== 'string' || id.length > maxKeyLength) {
    throw refused(lead, `"members.value" must be the id of a User or Group, got ${quoteValue(id)}.`);
  }
  const type = parts.get('type');
  return typeof type === 'string' ? { value: id, type } : { value: id };
}

function partsOf(member: JsonObject, ignored: Ignored, lead: string): Map<string, Json> {
  const parts = new Map<string, Json>();
  for (const [key, part] of Object.entries(member)) {
    const name = key.toLowerCase();
    if (!SUB_ATTRIBUTES.has(name)) ignored.add(`members.${key}`);
    else if (part !== null && part !== undefined) {
      if (parts.has(name)) throw refused(lead, `a member's "${name}" is given twice. Keep one.`);
      parts.set(name, part);
    }
  }
  return parts;
}

function lastSegment(reference: Json | undefined): string | undefined {
  return typeof reference === 'string' ? reference.slice(reference.lastIndexOf('/') + 1) : undefined;
}

function refused(lead: string, detail: string): ScimError {
  return new ScimError(400, 'invalidValue', lead === '' ? detail : `${lead}: ${detail}`);
}
