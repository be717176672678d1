/**
 * Request bodies -> resources in the schemas' spelling and types. The only file that imports scimmy, and of scimmy only
 * the attribute model: single values go through its `Attribute.coerce`. Members never do (1.5 s for 50,000), and no text
 * of a client reaches its filters. Where version 1.3.5 is wrong, the value is settled here before:
 * - canonicalValues are suggestions (RFC 7643 section 7), and scimmy refuses everything where the list is empty;
 * - a decimal without fraction is refused; a dateTime is any text that `Date` takes; binary is any text;
 * - a reference must be absolute or name a known type, though relative references are allowed (section 2.3.7).
 */
import { Types } from 'scimmy';
import { isJsonObject, type Json, type JsonObject } from '../../json.ts';
import { readSchemaNames } from '../dialects/schema-names.ts';
import { adaptValue } from '../dialects/values.ts';
import { ScimError } from '../scim-error.ts';
import { maxKeyLength, maxValues } from './client-limits.ts';
import { parseDateTime } from './date-time.ts';
import { holdsValue } from './held-value.ts';
import { type Ignored, ignoredNames } from './ignored.ts';
import { readMember } from './member-value.ts';
import type { Attribute, ResourceType, Schema } from './model.ts';
import { isReference } from './reference.ts';
import { findAttribute, findExtension, findSubAttribute, resolveName } from './resolve.ts';
import { checkJson, checkText, quoteValue } from './text.ts';

/** `ignored` names, for the log, the attributes of the body that no schema has, and a password, which nobody keeps. */
export type Coerced = { readonly resource: JsonObject; readonly ignored: readonly string[] };

/**
 * Reads the body of a POST or PUT. The resource has the schemas' spelling of names and only what a client may set:
 * readOnly attributes (id, meta, groups) and writeOnly ones (password) are left out, unassigned values too, except that
 * `members: []` stays. Throws `ScimError` 400 `invalidValue` or `invalidSyntax` that names attribute and value.
 */
export function coerce(type: ResourceType, body: unknown): Coerced {
  checkJson(body);
  if (!isJsonObject(body)) throw new ScimError(400, 'invalidSyntax', `The body must be a JSON object: a ${type.name}.`);
  const ignored = ignoredNames();
  const core: JsonObject = {};
  const extensions = new Map<Schema, JsonObject>();
  for (const [key, value] of Object.entries(body)) {
    if (value === undefined) continue;
    const extension = findExtension(type, key);
    if (extension !== null) {
      readExtension(ignored, extension, value, holderOf(extensions, extension));
      continue;
    }
    const found = resolveName(type, key);
    if (found === null || found.sub !== null) ignored.add(key);
    else if (found.attribute.name === 'schemas') checkSchemas(ignored, type, value);
    else if (found.extension !== null) {
      assign(ignored, holderOf(extensions, found.extension), found.attribute, value, `${found.extension.id}:`);
    } else assign(ignored, core, found.attribute, value, '');
  }
  checkRequired(type.schema.attributes, core, '');
  for (const [schema, values] of extensions) {
    if (Object.keys(values).length === 0) continue;
    checkRequired(schema.attributes, values, `${schema.id}:`);
    core[schema.id] = values;
  }
  return { resource: core, ignored: ignored.names() };
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
  if (attribute.type === 'reference' && typeof value === 'string' && !isReference(attribute, value)) {
    const hint = 'Send an address that begins with https:// or http://.';
    throw new ScimError(400, 'invalidValue', `${lead(at)}"${path}" cannot be ${quoteValue(value)}. ${hint}`);
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

function readExtension(ignored: Ignored, schema: Schema, value: Json, into: JsonObject): void {
  if (value === null) return;
  if (!isJsonObject(value)) {
    throw new ScimError(400, 'invalidValue', `"${schema.id}" must be an object, got ${quoteValue(value)}.`);
  }
  for (const [key, inner] of Object.entries(value)) {
    if (key.includes('.')) {
      const hint = 'Write sub-attributes as an object.';
      throw new ScimError(400, 'invalidSyntax', `"${schema.id}" has the key ${quoteValue(key)}. ${hint}`);
    }
    const attribute = findAttribute(schema, key);
    if (attribute === null) ignored.add(`${schema.id}:${key}`);
    else if (inner !== undefined) assign(ignored, into, attribute, inner, `${schema.id}:`);
  }
}

function assign(ignored: Ignored, into: JsonObject, attribute: Attribute, value: Json, prefix: string): void {
  const { name, mutability } = attribute;
  const path = `${prefix}${name}`;
  if (mutability === 'writeOnly') ignored.add(path);
  if (mutability === 'readOnly' || mutability === 'writeOnly') return;
  if (Object.hasOwn(into, name)) {
    throw new ScimError(
      400,
      'invalidSyntax',
      `"${path}" is given twice (upper and lower case do not count). Keep one.`,
    );
  }
  // No core schema but Group's has an attribute of that name.
  const read = path === 'members' ? readMembers(ignored, value) : readAttribute(ignored, attribute, value, path);
  if (read !== null) into[name] = read;
}

/** The whole attribute; null when it is unassigned (RFC 7643 section 2.5). */
function readAttribute(ignored: Ignored, attribute: Attribute, value: Json, path: string): Json {
  if (value === null) return null;
  const adapted = adaptValue(attribute, value);
  if (!attribute.multiValued) return readSingle(ignored, attribute, adapted, path);
  const elements = (Array.isArray(adapted) ? adapted : [adapted])
    .map((element) => readSingle(ignored, attribute, element, path))
    .filter((element) => element !== null && (!isJsonObject(element) || holdsValue(attribute, element)));
  if (elements.length > maxValues) {
    throw new ScimError(400, 'invalidValue', `"${path}" has more than ${maxValues} values.`);
  }
  if (elements.filter((element) => isJsonObject(element) && element.primary === true).length > 1) {
    throw new ScimError(400, 'invalidValue', `"${path}" has more than one value with "primary": true. Keep one.`);
  }
  return elements.length === 0 ? null : elements;
}

function readSingle(ignored: Ignored, attribute: Attribute, value: Json, path: string): Json {
  if (value === null) return null;
  if (attribute.type !== 'complex') return coerceValue(attribute, value, '', path);
  if (!isJsonObject(value)) {
    throw new ScimError(400, 'invalidValue', `"${path}" must be an object, got ${quoteValue(value)}.`);
  }
  const read: JsonObject = {};
  for (const [key, inner] of Object.entries(value)) {
    const sub = findSubAttribute(attribute, key);
    if (sub === null) ignored.add(`${path}.${key}`);
    else if (inner !== undefined && sub.mutability !== 'readOnly') {
      if (Object.hasOwn(read, sub.name)) {
        throw new ScimError(400, 'invalidSyntax', `"${path}.${sub.name}" is given twice. Keep one.`);
      }
      const part = readAttribute(ignored, sub, inner, `${path}.${sub.name}`);
      if (part !== null) read[sub.name] = part;
    }
  }
  checkRequired(attribute.subAttributes, read, `${path}.`);
  return Object.keys(read).length === 0 ? null : read;
}

/** A Group's members as `{value, type?}`, without twins. */
function readMembers(ignored: Ignored, value: Json): JsonObject[] {
  const elements = value === null ? [] : Array.isArray(value) ? value : [value];
  const members = elements.map((element) => readMember(element, ignored));
  return [...new Map(members.map((member) => [member.value, { ...member }])).values()];
}

function checkSchemas(ignored: Ignored, type: ResourceType, value: Json): void {
  const { unknown, fault } = readSchemaNames(type, value);
  if (fault !== null) throw new ScimError(400, 'invalidSyntax', fault);
  for (const name of unknown) ignored.add(`schemas ${name}`);
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

function lead(at: string): string {
  return at === '' ? '' : `${at}: `;
}
