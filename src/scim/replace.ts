import { isDeepStrictEqual } from 'node:util';
import type { JsonObject } from '../json.ts';
import type { PatchPlan } from './patch/plan.ts';
import type { Attribute, ResourceType } from './schema/model.ts';
import { ScimError } from './scim-error.ts';

/**
 * PUT (RFC 7644 section 3.5.1): the attributes that are sent replace all that were there, but immutable ones stay.
 * @param next as `coerce` answers it: readOnly attributes are not in it
 * @throws ScimError 400 `mutability` for an immutable attribute with another value
 */
export function replacement(type: ResourceType, stored: JsonObject, next: JsonObject): JsonObject {
  const result = keepImmutable(type.schema.attributes, stored, next, '');
  for (const { id, attributes } of type.extensions) {
    if (!attributes.some(isImmutable)) continue;
    const values = keepImmutable(attributes, objectAt(stored, id), objectAt(next, id), `${id}:`);
    if (Object.keys(values).length > 0) result[id] = values;
  }
  return result;
}

const isImmutable = ({ mutability }: Attribute) => mutability === 'immutable';

function keepImmutable(
  attributes: readonly Attribute[],
  stored: JsonObject,
  next: JsonObject,
  prefix: string,
): JsonObject {
  const result = { ...next };
  for (const { name } of attributes.filter(isImmutable)) {
    const held = stored[name];
    if (held === undefined) continue;
    if (next[name] !== undefined && !isDeepStrictEqual(next[name], held)) {
      throw new ScimError(400, 'mutability', `"${prefix}${name}" is immutable: it has a value and cannot get another.`);
    }
    result[name] = held;
  }
  return result;
}

function objectAt(resource: JsonObject, key: string): JsonObject {
  const value = resource[key];
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? value : {};
}

/** Whether a PATCH repeats readOnly attributes other than `id`, so that they must be at hand to compare. */
export function repeatsDerived({ attributes }: PatchPlan): boolean {
  return attributes.some(({ kind, target }) => kind === 'expect' && target.attribute.name !== 'id');
}
