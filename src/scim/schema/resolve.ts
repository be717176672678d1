import type { AttributePath } from '../filter/ast.ts';
import { parseAttributePath } from '../filter/attribute-path.ts';
import type { Attribute, ResolvedPath, ResourceType, Schema } from './model.ts';

/*
 * Names from clients are looked up in Maps only, never as keys of objects: `__proto__` and `constructor` are names like
 * any other, which no schema has.
 */
type AttributeIndex = ReadonlyMap<string, Attribute>;
type TypeIndex = {
  readonly core: AttributeIndex;
  readonly extensions: ReadonlyMap<string, { readonly schema: Schema; readonly attributes: AttributeIndex }>;
};

const typeIndexes = new WeakMap<ResourceType, TypeIndex>();
const subIndexes = new WeakMap<Attribute, AttributeIndex>();

function byName(attributes: readonly Attribute[]): AttributeIndex {
  return new Map(attributes.map((attribute) => [attribute.name.toLowerCase(), attribute]));
}

function indexOf(type: ResourceType): TypeIndex {
  let index = typeIndexes.get(type);
  if (index === undefined) {
    index = {
      core: byName([...type.common, ...type.schema.attributes]),
      extensions: new Map(
        type.extensions.map((schema) => [schema.id.toLowerCase(), { schema, attributes: byName(schema.attributes) }]),
      ),
    };
    typeIndexes.set(type, index);
  }
  return index;
}

/**
 * Finds what an attribute path names, case-insensitively: a core or common attribute (bare or prefixed with the core
 * URN), or an extension's (prefixed with its URN). Null when the schemas have no such attribute.
 */
export function resolvePath(type: ResourceType, path: AttributePath): ResolvedPath | null {
  const index = indexOf(type);
  const urn = path.schema?.toLowerCase();
  const holder = urn === undefined || urn === type.schema.id.toLowerCase() ? null : index.extensions.get(urn);
  if (holder === undefined) return null;
  const attribute = (holder?.attributes ?? index.core).get(path.attribute.toLowerCase());
  if (attribute === undefined) return null;
  const sub = path.sub === null ? null : findSubAttribute(attribute, path.sub);
  if (path.sub !== null && sub === null) return null;
  return { extension: holder?.schema ?? null, attribute, sub };
}

/** The same for a name as text: a JSON key, `sortBy`, an entry of `attributes`. */
export function resolveName(type: ResourceType, text: string): ResolvedPath | null {
  const path = parseAttributePath(text);
  return path === null ? null : resolvePath(type, path);
}

/** A complex attribute's sub-attribute by name, case-insensitively. */
export function findSubAttribute(attribute: Attribute, name: string): Attribute | null {
  let index = subIndexes.get(attribute);
  if (index === undefined) {
    index = byName(attribute.subAttributes);
    subIndexes.set(attribute, index);
  }
  return index.get(name.toLowerCase()) ?? null;
}

/** The extension with this URN, case-insensitively: a JSON key, or a path that names a whole extension. */
export function findExtension(type: ResourceType, urn: string): Schema | null {
  return indexOf(type).extensions.get(urn.toLowerCase())?.schema ?? null;
}
