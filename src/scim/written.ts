/** Which attributes a write sent. Of those that are returned on request its answer shows these (RFC 7643 section 7). */
import type { Json, JsonObject } from '../json.ts';
import type { PatchPlan } from './patch/plan.ts';
import type { Attribute, ResourceType } from './schema/model.ts';

/** Attributes and sub-attributes. */
export type Written = ReadonlySet<Attribute>;

/** @param resource of a POST or PUT, as `coerce` answers it */
export function writtenIn({ schema, extensions }: ResourceType, resource: JsonObject): Written {
  const written = new Set<Attribute>();
  collect(schema.attributes, resource, written);
  for (const { id, attributes } of extensions) collect(attributes, resource[id], written);
  return written;
}

export function writtenBy({ attributes }: PatchPlan): Written {
  const written = new Set<Attribute>();
  for (const operation of attributes) {
    const { attribute, sub } = operation.target;
    written.add(attribute);
    if (sub !== null) written.add(sub);
    else if (operation.kind !== 'remove') collect(attribute.subAttributes, operation.value, written);
  }
  return written;
}

function collect(attributes: readonly Attribute[], value: Json | undefined, written: Set<Attribute>): void {
  for (const values of Array.isArray(value) ? value : [value]) {
    if (typeof values !== 'object' || values === null || Array.isArray(values)) continue;
    for (const attribute of attributes) {
      if (values[attribute.name] === undefined) continue;
      written.add(attribute);
      collect(attribute.subAttributes, values[attribute.name], written);
    }
  }
}
