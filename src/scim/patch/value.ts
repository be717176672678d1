/** Reads the value of an operation as its target's schema asks for it. Nothing here depends on the stored resource. */
import { isJsonObject, type Json, type JsonObject } from '../../json.ts';
import { adaptElement, adaptValue, soleElement } from '../dialects/values.ts';
import { coerceValue } from '../schema/coerce.ts';
import type { Ignored } from '../schema/ignored.ts';
import type { Attribute } from '../schema/model.ts';
import { findSubAttribute } from '../schema/resolve.ts';
import { ScimError } from '../scim-error.ts';

/**
 * A value for the whole attribute: coerced, names in the schema's spelling, lists without nulls. Inside a complex value
 * null stays, since it clears that sub-attribute; readOnly sub-attributes are left out as in a PUT (Okta sends
 * `manager.displayName`), and so are those that no schema has. Throws 400 `invalidValue`.
 */
export function readValue(attribute: Attribute, value: Json, at: string, ignored: Ignored): Json {
  const adapted = adaptValue(attribute, value);
  if (!attribute.multiValued) return readSingle(attribute, adapted, at, ignored);
  return (Array.isArray(adapted) ? adapted : [adapted])
    .filter((element) => element !== null)
    .map((element) => readSingle(attribute, element, at, ignored));
}

/** A value for one element of a multi-valued attribute, where a filter selects which. */
export function readElement(attribute: Attribute, value: Json, at: string, ignored: Ignored): Json {
  return readSingle(attribute, adaptElement(attribute, soleElement(value)), at, ignored);
}

function readSingle(attribute: Attribute, value: Json, at: string, ignored: Ignored): Json {
  if (attribute.type !== 'complex') return coerceValue(attribute, value, at);
  if (!isJsonObject(value)) {
    throw new ScimError(400, 'invalidValue', `${at}: ${attribute.name} must be an object of its sub-attributes.`);
  }
  const read: JsonObject = {};
  for (const [key, inner] of Object.entries(value)) {
    if (inner === undefined) continue;
    const sub = findSubAttribute(attribute, key);
    if (sub === null) {
      ignored.add(`${attribute.name}.${key}`);
      continue;
    }
    if (Object.hasOwn(read, sub.name)) {
      throw new ScimError(400, 'invalidValue', `${at}: ${attribute.name}.${sub.name} is given twice. Keep one.`);
    }
    if (sub.mutability === 'readOnly') continue;
    read[sub.name] = inner === null ? null : readValue(sub, inner, at, ignored);
  }
  return read;
}
