/**
 * The schemas: files in `scim-schemas/` -> attribute facts (`load.ts`), names -> facts (`resolve.ts`), request bodies ->
 * resources (`coerce.ts`, the only importer of scimmy), resources -> what is stored (`content.ts`), and the discovery
 * endpoints' documents (`discovery.ts`). No HTTP, no database.
 *
 * This folder imports `scim/dialects`, the domain's content types and name folding, zod, and (one file) scimmy.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import type { JsonObject } from '../../json.ts';
import { commonAttributes } from './common.ts';
import type { Attribute, ResourceType, Schema, ScimSchemas } from './model.ts';

/** The schemas that come with Usher; beside `src/` and beside `dist/` alike. */
export const builtInSchemaDirectory = fileURLToPath(new URL('../../../scim-schemas', import.meta.url));

const userSchemaId = 'urn:ietf:params:scim:schemas:core:2.0:User';
const groupSchemaId = 'urn:ietf:params:scim:schemas:core:2.0:Group';
/** Of draft-ietf-scim-roles-entitlements. */
const roleSchemaId = 'urn:ietf:params:scim:schemas:core:2.0:Role';
const CORE = 'urn:ietf:params:scim:schemas:core:2.0:';

/** Names that would reach into JavaScript's object model if any code ever used one as a key, and one that every object has. */
const FORBIDDEN_NAMES = new Set(['constructor', 'prototype', '__proto__', 'schemas']);
/** What the RFC defines and Usher has; a file of the operator's is an extension, which has a URN of its own. */
const coreNames = ['User', 'Group', 'Role', 'ResourceType', 'Schema', 'ServiceProviderConfig'];

const nameShape = z
  .string()
  .regex(/^(?:\$ref|[A-Za-z][A-Za-z0-9_-]{0,99})$/, 'a name is a letter, then letters, digits, "-" and "_"')
  .refine((name) => !FORBIDDEN_NAMES.has(name.toLowerCase()), 'this name is reserved');

/** The facts that simple and complex attributes share, with the defaults of RFC 7643 section 2.2. */
const facts = {
  name: nameShape,
  multiValued: z.boolean().default(false),
  required: z.boolean().default(false),
  caseExact: z.boolean().default(false),
  mutability: z.enum(['readOnly', 'readWrite', 'immutable', 'writeOnly']).default('readWrite'),
  returned: z.enum(['always', 'never', 'default', 'request']).default('default'),
  uniqueness: z.enum(['none', 'server', 'global']).default('none'),
  canonicalValues: z.array(z.string()).default([]),
  description: z.string().optional(),
  referenceTypes: z.array(z.string()).default([]),
};

type AttributeShape = Omit<Attribute, 'subAttributes'> & { readonly subAttributes: readonly AttributeShape[] };

// Strict: a fact with a typing error would silently be its default.
const attributeShape: z.ZodType<AttributeShape> = z
  .strictObject({
    ...facts,
    type: z
      .enum(['string', 'boolean', 'decimal', 'integer', 'dateTime', 'binary', 'reference', 'complex'])
      .default('string'),
    subAttributes: z.array(z.lazy(() => attributeShape)).default([]),
  })
  .refine((attribute) => (attribute.type === 'complex') === attribute.subAttributes.length > 0, {
    path: ['subAttributes'],
    message: 'complex attributes, and only they, have subAttributes',
  })
  .refine((attribute) => distinctNames(attribute.subAttributes), {
    path: ['subAttributes'],
    message: 'two sub-attributes have the same name (case does not count)',
  });

const schemaShape = z.strictObject({
  schemas: z.array(z.literal(`${CORE}Schema`)).optional(),
  meta: z.object({}).optional(),
  id: z
    .string()
    .max(200)
    .regex(/^urn:[A-Za-z0-9][A-Za-z0-9:._-]*:[A-Za-z0-9_-]+$/, 'a schema id is a URN that ends in the resource type')
    .refine(
      (id) => !id.startsWith(CORE) || coreNames.includes(id.slice(CORE.length)),
      'this URN is in the RFC’s own core: give an extension one of yours',
    ),
  name: z.string().min(1),
  description: z.string().optional(),
  attributes: z
    .array(attributeShape)
    .min(1)
    .refine(distinctNames, 'two attributes have the same name (case does not count)'),
});

/**
 * Reads every `*.json` file of the folders, in order. A schema whose id does not begin with
 * `urn:ietf:params:scim:schemas:core:2.0:` is an extension: of Group when its id ends in `:Group`, else of User (the
 * RFC's own extensions name their resource type at that place). Throws an Error that names the file and the JSON pointer
 * of the fault; it is meant to stop the start.
 */
export function loadSchemas(directories: readonly string[]): ScimSchemas {
  const files = new Map<string, string>();
  const all: Schema[] = [];
  for (const file of directories.flatMap(schemaFiles)) {
    const schema = readSchema(file);
    const key = schema.id.toLowerCase();
    const other = files.get(key);
    if (other !== undefined) throw new Error(`${file}: /id: the schema ${schema.id} is already defined by ${other}`);
    files.set(key, file);
    all.push(schema);
  }
  for (const schema of all) {
    if (!schema.id.startsWith(CORE)) refuseNestedComplex(schema, files.get(schema.id.toLowerCase()) ?? schema.id);
  }
  return {
    user: resourceType('User', '/Users', userSchemaId, all),
    group: resourceType('Group', '/Groups', groupSchemaId, all),
    role: resourceType('Role', '/Roles', roleSchemaId, all),
    all,
  };
}

function schemaFiles(directory: string): string[] {
  let names: string[];
  try {
    names = readdirSync(directory);
  } catch (error) {
    throw new Error(`The schema folder ${directory} cannot be read: ${(error as Error).message}`);
  }
  return names
    .filter((name) => name.endsWith('.json'))
    .sort()
    .map((name) => join(directory, name));
}

function readSchema(file: string): Schema {
  let document: unknown;
  try {
    document = JSON.parse(readFileSync(file, 'utf8'));
  } catch (error) {
    throw new Error(`${file}: not readable as JSON: ${(error as Error).message}`);
  }
  const parsed = schemaShape.safeParse(document);
  if (!parsed.success) {
    const faults = parsed.error.issues
      .flatMap(faultsOf)
      .map(([path, message]) => `${file}: ${pointer(path)}: ${message}`);
    throw new Error(faults.join('\n'));
  }
  return {
    id: parsed.data.id,
    name: parsed.data.name,
    attributes: parsed.data.attributes.map(toAttribute),
    document: document as JsonObject,
  };
}

/** An unknown key is at fault itself, not what it stands in. */
function faultsOf(issue: z.core.$ZodIssue): [PropertyKey[], string][] {
  if (issue.code !== 'unrecognized_keys') return [[issue.path, issue.message]];
  return issue.keys.map((key) => [[...issue.path, key], 'no such key in a schema (RFC 7643 section 7)']);
}

function toAttribute(shape: AttributeShape): Attribute {
  return {
    name: shape.name,
    type: shape.type,
    multiValued: shape.multiValued,
    required: shape.required,
    // RFC 7643 sections 2.3.6 and 2.3.7: binary and reference values are case exact, whatever the file says.
    caseExact: shape.caseExact || shape.type === 'binary' || shape.type === 'reference',
    mutability: shape.mutability,
    returned: shape.returned,
    uniqueness: shape.uniqueness,
    canonicalValues: shape.canonicalValues,
    referenceTypes: shape.referenceTypes,
    subAttributes: shape.subAttributes.map(toAttribute),
  };
}

/** RFC 7643 section 2.3.8. (The schema of schemas nests, but is no resource's attribute.) */
function refuseNestedComplex(schema: Schema, file: string): void {
  schema.attributes.forEach((attribute, i) => {
    attribute.subAttributes.forEach((sub, j) => {
      if (sub.type !== 'complex') return;
      throw new Error(`${file}: /attributes/${i}/subAttributes/${j}/type: a sub-attribute cannot be complex`);
    });
  });
}

function resourceType(
  name: ResourceType['name'],
  endpoint: ResourceType['endpoint'],
  id: string,
  all: readonly Schema[],
): ResourceType {
  const schema = all.find((candidate) => candidate.id === id);
  if (schema === undefined) throw new Error(`No schema file defines ${id}`);
  const extensions = all.filter(
    (candidate) => !candidate.id.startsWith(CORE) && (candidate.id.endsWith(':Group') ? 'Group' : 'User') === name,
  );
  return { name, endpoint, schema, extensions, common: commonAttributes };
}

function distinctNames(attributes: readonly { readonly name: string }[]): boolean {
  return new Set(attributes.map((attribute) => attribute.name.toLowerCase())).size === attributes.length;
}

/** RFC 6901. */
function pointer(path: readonly PropertyKey[]): string {
  return `/${path.map((step) => String(step).replaceAll('~', '~0').replaceAll('/', '~1')).join('/')}`;
}
