/** Reads the value of an operation as its target's schema asks for it. Nothing here depends on the stored resource. */
import type { Json, JsonObject } from '../../json.ts';
import { shown } from '../dialects/patch-request.ts';
import { adaptElement, adaptValue, soleElement } from '../dialects/values.ts';
import { coerceValue } from '../schema/coerce.ts';
import type { Attribute } from '../schema/model.ts';
import { findSubAttribute } from '../schema/resolve.ts';
import { ScimError } from '../scim-error.ts';

/**
 * A value for the whole attribute: coerced, names in the schema's spelling, lists without nulls. Inside a complex value
 * null stays, since it clears that sub-attribute, and readOnly sub-attributes are left out as in a PUT (Okta sends
 * `manager.displayName`). Throws 400 `invalidValue`, or `invalidPath` for an unknown key.
 */
export function readValue(attribute: Attribute, value: Json, at: string): Json {
  const adapted = adaptValue(attribute, value);
  if (!attribute.multiValued) return readSingle(attribute, adapted, at);
  return (Array.isArray(adapted) ? adapted : [adapted])
    .filter((element) => element !== null)
    .map((element) => readSingle(attribute, element, at));
}

/** A value for one element of a multi-valued attribute, where a filter selects which. */
export function readElement(attribute: Attribute, value: Json, at: string): Json {
  return readSingle(attribute, adaptElement(attribute, soleElement(value)), at);
}

function readSingle(attribute: Attribute, value: Json, at: string): Json {
  if (attribute.type !== 'complex') return coerceValue(attribute, value, at);
  if (!isObject(value)) {
    throw new ScimError(400, 'invalidValue', `${at}: ${attribute.name} must be an object of its sub-attributes.`);
  }
  const read: JsonObject = {};
  for (const [key, inner] of Object.entries(value)) {
    if (inner === undefined) continue;
    const sub = findSubAttribute(attribute, key);
    if (sub === null) {
      throw new ScimError(400, 'invalidPath', `${at}: ${attribute.name} has no sub-attribute "${shown(key)}".`);
    }
    if (Object.hasOwn(read, sub.name)) {
      throw new ScimError(400, 'invalidValue', `${at}: ${attribute.name}.${sub.name} is given twice. Keep one.`);
    }
    if (sub.mutability === 'readOnly') continue;
    read[sub.name] = inner === null ? null : readValue(sub, inner, at);
  }
  return read;
}

function isObject(value: Json): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
