/**
 * Request bodies -> resources in the schemas' spelling and types. The only file that imports scimmy, and of scimmy only
 * the attribute model: single values go through its `Attribute.coerce`. Members never do (1.5 s for 50,000), and no text
 * of a client reaches its filters. Where version 1.3.5 is wrong, the value is settled here before:
 * - canonicalValues are suggestions (RFC 7643 section 7), and scimmy refuses everything where the list is empty;
 * - a decimal without fraction is refused; a dateTime is any text that `Date` takes; binary is any text;
 * - a reference must be absolute or name a known type, though relative references are allowed (section 2.3.7).
 */
import { Types } from 'scimmy';
import type { Json, JsonObject } from '../../json.ts';
import { adaptValue, isVendorSchema } from '../dialects/values.ts';
import { ScimError } from '../scim-error.ts';
import { parseDateTime } from './date-time.ts';
import { maxKeyLength, maxValues } from './limits.ts';
import type { Attribute, ResourceType, Schema } from './model.ts';
import { findAttribute, findExtension, findSubAttribute, resolveName } from './resolve.ts';
import { checkJson, checkText, quoteValue } from './text.ts';

/** `ignored` names, for the log, the attributes of the body that no schema has. */
export type Coerced = { readonly resource: JsonObject; readonly ignored: readonly string[] };

/**
 * Reads the body of a POST or PUT. The resource has the schemas' spelling of names and only what a client may set:
 * readOnly attributes (id, meta, groups) and writeOnly ones (password) are left out, unassigned values too, except that
 * `members: []` stays. Throws `ScimError` 400 `invalidValue` or `invalidSyntax` that names attribute and value.
 */
export function coerce(type: ResourceType, body: unknown): Coerced {
  checkJson(body);
  if (!isObject(body)) throw new ScimError(400, 'invalidSyntax', `The body must be a JSON object: a ${type.name}.`);
  const reader: Reader = { ignored: [] };
  const core: JsonObject = {};
  const extensions = new Map<Schema, JsonObject>();
  for (const [key, value] of Object.entries(body)) {
    if (value === undefined) continue;
    const extension = findExtension(type, key);
    if (extension !== null) {
      readExtension(reader, extension, value, holderOf(extensions, extension));
      continue;
    }
    const found = resolveName(type, key);
    if (found === null || found.sub !== null) ignore(reader, key);
    else if (found.attribute.name === 'schemas') checkSchemas(type, value);
    else if (found.extension !== null) {
      assign(reader, holderOf(extensions, found.extension), found.attribute, value, `${found.extension.id}:`);
    } else assign(reader, core, found.attribute, value, '');
  }
  checkRequired(type.schema.attributes, core, '');
  for (const [schema, values] of extensions) {
    if (Object.keys(values).length === 0) continue;
    checkRequired(schema.attributes, values, `${schema.id}:`);
    core[schema.id] = values;
  }
  return { resource: core, ignored: reader.ignored };
}

/**
 * Coerces one simple value of `attribute` (one element, if it is multi-valued). `at` leads the message, such as the
 * PATCH operation; `path` names the attribute in it. Throws `ScimError` 400 `invalidValue`.
 */
export function coerceValue(attribute: Attribute, value: Json, at = '', path = attribute.name): Json {
  if (typeof value === 'string') {
    checkText(value, path);
    const isKey = attribute.uniqueness !== 'none' || attribute.name === 'externalId';
    if (isKey && value.length > maxKeyLength) {
      throw new ScimError(400, 'invalidValue', `${lead(at)}"${path}" has more than ${maxKeyLength} characters.`);
    }
    if (attribute.required && value.trim() === '') {
      throw new ScimError(400, 'invalidValue', `${lead(at)}"${path}" must not be empty.`);
    }
  }
  const coerced = acceptable(attribute, value) ? coerceByScimmy(attribute, value) : undefined;
  if (coerced === undefined) {
    const article = attribute.type === 'integer' ? 'an' : 'a';
    const expected = `${article} ${EXPECTED[attribute.type] ?? attribute.type}`;
    throw new ScimError(400, 'invalidValue', `${lead(at)}"${path}" must be ${expected}, got ${quoteValue(value)}.`);
  }
  return coerced;
}

const EXPECTED: Partial<Record<Attribute['type'], string>> = {
  dateTime: 'dateTime such as "2024-05-01T00:00:00Z"',
  binary: 'base64 string',
  reference: 'string',
};
const BASE64 = /^[A-Za-z0-9+/_\s-]*={0,2}\s*$/;

/** What scimmy would let through, or refuse, wrongly (see the top). */
function acceptable(attribute: Attribute, value: Json): boolean {
  switch (attribute.type) {
    case 'integer':
      return Number.isSafeInteger(value);
    case 'decimal':
      return Number.isFinite(value);
    case 'dateTime':
      return typeof value === 'string' && parseDateTime(value) !== null;
    case 'binary':
      return typeof value === 'string' && BASE64.test(value);
    default:
      return value !== null;
  }
}

const scimmyAttributes = new WeakMap<Attribute, Types.Attribute>();

function coerceByScimmy(attribute: Attribute, value: Json): Json | undefined {
  if (attribute.type === 'decimal') return value;
  if (attribute.type === 'dateTime') value = parseDateTime(String(value))?.toISOString() ?? value;
  let model = scimmyAttributes.get(attribute);
  if (model === undefined) {
    model = new Types.Attribute(attribute.type === 'reference' ? 'string' : attribute.type, attribute.name);
    scimmyAttributes.set(attribute, model);
  }
  try {
    return model.coerce(value) as Json;
  } catch {
    return undefined;
  }
}

type Reader = { readonly ignored: string[] };

function readExtension(reader: Reader, schema: Schema, value: Json, into: JsonObject): void {
  if (value === null) return;
  if (!isObject(value)) {
    throw new ScimError(400, 'invalidValue', `"${schema.id}" must be an object, got ${quoteValue(value)}.`);
  }
  for (const [key, inner] of Object.entries(value)) {
    if (key.includes('.')) {
      const hint = 'Write sub-attributes as an object.';
      throw new ScimError(400, 'invalidSyntax', `"${schema.id}" has the key ${quoteValue(key)}. ${hint}`);
    }
    const attribute = findAttribute(schema, key);
    if (attribute === null) ignore(reader, `${schema.id}:${key}`);
    else if (inner !== undefined) assign(reader, into, attribute, inner, `${schema.id}:`);
  }
}

function assign(reader: Reader, into: JsonObject, attribute: Attribute, value: Json, prefix: string): void {
  const { name, mutability } = attribute;
  const path = `${prefix}${name}`;
  if (mutability === 'readOnly' || mutability === 'writeOnly') return;
  if (Object.hasOwn(into, name)) {
    throw new ScimError(
      400,
      'invalidSyntax',
      `"${path}" is given twice (upper and lower case do not count). Keep one.`,
    );
  }
  // No core schema but Group's has an attribute of that name.
  const read = path === 'members' ? readMembers(reader, value) : readAttribute(reader, attribute, value, path);
  if (read !== null) into[name] = read;
}

/** The whole attribute; null when it is unassigned (RFC 7643 section 2.5). */
function readAttribute(reader: Reader, attribute: Attribute, value: Json, path: string): Json {
  if (value === null) return null;
  const adapted = adaptValue(attribute, value);
  if (!attribute.multiValued) return readSingle(reader, attribute, adapted, path);
  const elements = (Array.isArray(adapted) ? adapted : [adapted])
    .map((element) => readSingle(reader, attribute, element, path))
    .filter((element) => element !== null);
  if (elements.length > maxValues) {
    throw new ScimError(400, 'invalidValue', `"${path}" has more than ${maxValues} values.`);
  }
  if (elements.filter((element) => isObject(element) && element.primary === true).length > 1) {
    throw new ScimError(400, 'invalidValue', `"${path}" has more than one value with "primary": true. Keep one.`);
  }
  return elements.length === 0 ? null : elements;
}

function readSingle(reader: Reader, attribute: Attribute, value: Json, path: string): Json {
  if (value === null) return null;
  if (attribute.type !== 'complex') return coerceValue(attribute, value, '', path);
  if (!isObject(value)) {
    throw new ScimError(400, 'invalidValue', `"${path}" must be an object, got ${quoteValue(value)}.`);
  }
  const read: JsonObject = {};
  for (const [key, inner] of Object.entries(value)) {
    const sub = findSubAttribute(attribute, key);
    if (sub === null) ignore(reader, `${path}.${key}`);
    else if (inner !== undefined && sub.mutability !== 'readOnly') {
      if (Object.hasOwn(read, sub.name)) {
        throw new ScimError(400, 'invalidSyntax', `"${path}.${sub.name}" is given twice. Keep one.`);
      }
      const part = readAttribute(reader, sub, inner, `${path}.${sub.name}`);
      if (part !== null) read[sub.name] = part;
    }
  }
  checkRequired(attribute.subAttributes, read, `${path}.`);
  return Object.keys(read).length === 0 ? null : read;
}

/** A Group's members as `{value, type?}`, without twins. `display` and `$ref` follow from the member itself. */
function readMembers(reader: Reader, value: Json): JsonObject[] {
  const members = new Map<string, JsonObject>();
  for (const element of value === null ? [] : Array.isArray(value) ? value : [value]) {
    const member = typeof element === 'string' ? { value: element } : element;
    if (!isObject(member)) {
      throw new ScimError(400, 'invalidValue', `"members" must be objects with "value", got ${quoteValue(element)}.`);
    }
    const parts = new Map(Object.entries(member).map(([key, part]) => [key.toLowerCase(), part]));
    const id = parts.get('value') ?? lastSegment(parts.get('$ref'));
    if (id === undefined || id === null) {
      // Some send members with `display` only, which names nobody for certain.
      ignore(reader, `members ${quoteValue(element)}`);
    } else if (typeof id !== 'string' || id === '' || id.length > maxKeyLength) {
      throw new ScimError(
        400,
        'invalidValue',
        `"members.value" must be the id of a User or Group, got ${quoteValue(id)}.`,
      );
    } else {
      const kind = parts.get('type');
      members.set(id, typeof kind === 'string' ? { value: id, type: kind } : { value: id });
    }
  }
  return [...members.values()];
}

function lastSegment(reference: Json | undefined): string | undefined {
  return typeof reference === 'string' ? reference.slice(reference.lastIndexOf('/') + 1) : undefined;
}

/** RFC 7643 section 3. Clients that send no `schemas` are understood: the endpoint says what the body is. */
function checkSchemas(type: ResourceType, value: Json): void {
  const named = value === null ? [] : Array.isArray(value) ? value : [value];
  for (const urn of named) {
    const known = typeof urn === 'string' && (sameName(urn, type.schema.id) || findExtension(type, urn) !== null);
    if (known || isVendorSchema(urn)) continue;
    const all = [type.schema, ...type.extensions].map((schema) => schema.id).join(', ');
    throw new ScimError(400, 'invalidSyntax', `"schemas" has ${quoteValue(urn)}; a ${type.name} has only ${all}.`);
  }
}

function checkRequired(attributes: readonly Attribute[], values: JsonObject, prefix: string): void {
  for (const { name, required, mutability } of attributes) {
    if (required && mutability !== 'readOnly' && mutability !== 'writeOnly' && values[name] === undefined) {
      throw new ScimError(400, 'invalidValue', `"${prefix}${name}" is required and missing.`);
    }
  }
}

function holderOf(extensions: Map<Schema, JsonObject>, schema: Schema): JsonObject {
  const holder = extensions.get(schema) ?? {};
  extensions.set(schema, holder);
  return holder;
}

/** At most fifty names: the list goes into the log. */
function ignore(reader: Reader, name: string): void {
  if (reader.ignored.length < 50) reader.ignored.push(name.slice(0, 200));
}

function sameName(a: string, b: string): boolean {
  return a.toLowerCase() === b.toLowerCase();
}

function lead(at: string): string {
  return at === '' ? '' : `${at}: `;
}

function isObject(value: Json): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
