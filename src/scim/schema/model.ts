/**
 * The facts about attributes that the files in `scim-schemas/` state (RFC 7643 section 7), as types.
 * Coercion, filters, PATCH, projection and discovery all read these and nothing else.
 */
import type { JsonObject } from '../../json.ts';

/** RFC 7643 section 2.3. */
export type AttributeType =
  | 'string'
  | 'boolean'
  | 'decimal'
  | 'integer'
  | 'dateTime'
  | 'binary'
  | 'reference'
  | 'complex';

/** One attribute, with the defaults of RFC 7643 section 2.2 filled in. */
export type Attribute = {
  readonly name: string;
  readonly type: AttributeType;
  readonly multiValued: boolean;
  readonly required: boolean;
  readonly caseExact: boolean;
  readonly mutability: 'readOnly' | 'readWrite' | 'immutable' | 'writeOnly';
  readonly returned: 'always' | 'never' | 'default' | 'request';
  readonly uniqueness: 'none' | 'server' | 'global';
  readonly canonicalValues: readonly string[];
  /** What a reference may point at: types of resources, `external` (a web page, a file) or `uri`. */
  readonly referenceTypes: readonly string[];
  readonly subAttributes: readonly Attribute[];
};

/** One schema file. `document` is served verbatim from `/Schemas`. */
export type Schema = {
  readonly id: string;
  readonly name: string;
  readonly attributes: readonly Attribute[];
  readonly document: JsonObject;
};

/** A kind of resource: its core schema, its extensions, and the common attributes (id, externalId, meta, schemas). */
export type ResourceType = {
  readonly name: 'User' | 'Group' | 'Role';
  readonly endpoint: '/Users' | '/Groups' | '/Roles';
  readonly schema: Schema;
  readonly extensions: readonly Schema[];
  /** RFC 7643 section 3.1, as attributes like any other: id, externalId, meta, schemas. */
  readonly common: readonly Attribute[];
};

/** All that was loaded from the schema folders. */
export type ScimSchemas = {
  readonly user: ResourceType;
  readonly group: ResourceType;
  readonly role: ResourceType;
  readonly all: readonly Schema[];
};

/** An attribute path that the schemas know, found case-insensitively. */
export type ResolvedPath = {
  /** The extension's schema, or null for a core or common attribute. */
  readonly extension: Schema | null;
  readonly attribute: Attribute;
  readonly sub: Attribute | null;
};
