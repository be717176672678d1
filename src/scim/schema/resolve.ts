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
  readonly extensions: ReadonlyMap<string, Schema>;
};

const typeIndexes = new WeakMap<ResourceType, TypeIndex>();
/** By the schema of an extension, or by a complex attribute: what is defined inside it. */
const innerIndexes = new WeakMap<Schema | Attribute, AttributeIndex>();

function byName(attributes: readonly Attribute[]): AttributeIndex {
  return new Map(attributes.map((attribute) => [attribute.name.toLowerCase(), attribute]));
}

function indexOf(type: ResourceType): TypeIndex {
  let index = typeIndexes.get(type);
  if (index === undefined) {
    index = {
      core: byName([...type.common, ...type.schema.attributes]),
      extensions: new Map(type.extensions.map((schema) => [schema.id.toLowerCase(), schema])),
    };
    typeIndexes.set(type, index);
  }
  return index;
}

/**
 * Finds what an attribute path names, case-insensitively: a core or common attribute (bare or prefixed with the core
 * URN), or an extension's (prefixed with its URN; or bare, as Microsoft's examples have `manager`, where no other schema
 * has the name). Null when the schemas have no such attribute.
 */
export function resolvePath(type: ResourceType, path: AttributePath): ResolvedPath | null {
  const canonical = canonicalPath(type, path);
  const found = resolveAttribute(type, canonical);
  if (found === null || canonical.sub === null) return found && { ...found, sub: null };
  const sub = findSubAttribute(found.attribute, canonical.sub);
  return sub && { ...found, sub };
}

/** Some write `urn:...:User.manager.value`, with a dot where the RFC has a colon: what it means in the RFC's spelling. */
export function canonicalPath(type: ResourceType, path: AttributePath): AttributePath {
  const { schema, attribute, sub } = path;
  if (schema === null || sub === null || isSchemaOf(type, schema)) return path;
  const urn = `${schema}:${attribute}`;
  const [name = '', ofName = null] = sub.split('.');
  return isSchemaOf(type, urn) ? { schema: urn, attribute: name, sub: ofName } : path;
}

function isSchemaOf(type: ResourceType, urn: string): boolean {
  return urn.toLowerCase() === type.schema.id.toLowerCase() || findExtension(type, urn) !== null;
}

function resolveAttribute(
  type: ResourceType,
  { schema, attribute: name }: AttributePath,
): Omit<ResolvedPath, 'sub'> | null {
  const { core, extensions } = indexOf(type);
  const urn = schema?.toLowerCase();
  const ofCore = urn === undefined || urn === type.schema.id.toLowerCase() ? core.get(name.toLowerCase()) : undefined;
  if (ofCore) return { extension: null, attribute: ofCore };
  const candidates = urn === undefined ? [...extensions.values()] : [extensions.get(urn)];
  const found = candidates.flatMap((extension) => {
    const attribute = extension && findAttribute(extension, name);
    return attribute ? [{ extension, attribute }] : [];
  });
  return found.length === 1 ? (found[0] ?? null) : null;
}

/** The same for a name as text: a JSON key, `sortBy`, an entry of `attributes`. */
export function resolveName(type: ResourceType, text: string): ResolvedPath | null {
  const path = parseAttributePath(text);
  return path === null ? null : resolvePath(type, path);
}

/** A complex attribute's sub-attribute by name, case-insensitively. */
export function findSubAttribute(attribute: Attribute, name: string): Attribute | null {
  return innerIndex(attribute, attribute.subAttributes).get(name.toLowerCase()) ?? null;
}

/** An extension's attribute by its bare name, case-insensitively. */
export function findAttribute(extension: Schema, name: string): Attribute | null {
  return innerIndex(extension, extension.attributes).get(name.toLowerCase()) ?? null;
}

function innerIndex(holder: Schema | Attribute, attributes: readonly Attribute[]): AttributeIndex {
  let index = innerIndexes.get(holder);
  if (index === undefined) {
    index = byName(attributes);
    innerIndexes.set(holder, index);
  }
  return index;
}

/** The extension with this URN, case-insensitively: a JSON key, or a path that names a whole extension. */
export function findExtension(type: ResourceType, urn: string): Schema | null {
  return indexOf(type).extensions.get(urn.toLowerCase()) ?? null;
}
