import { foldName } from '../../domain/kernel/fold-name.ts';
import { type GroupContent, rolesNamedIn, type UserContent } from '../../domain/model/user-content.ts';
import { isJsonObject, type Json, type JsonObject } from '../../json.ts';
import { parseDateTime } from './date-time.ts';
import type { Attribute, ResourceType } from './model.ts';

/** Rendered from other data, never part of what is stored as the resource. */
const DERIVED = new Set(['id', 'meta', 'schemas', 'groups', 'active', 'password', 'members']);

/**
 * What the directory stores about a person: `resource` has the schemas' spelling (from `coerce`, or patched), possibly
 * with `active` (true when absent, null when it was taken away). Unassigned values are dropped (RFC 7643 section 2.5).
 */
export function userContent(type: ResourceType, resource: JsonObject): UserContent {
  const stored = storedPart(resource);
  const userName = textOf(stored.userName) ?? '';
  return {
    userName,
    externalId: textOf(stored.externalId),
    active: resource.active === null ? null : resource.active !== false,
    emails: primaryFirst(listOf(stored.emails)).flatMap((email) => (isJsonObject(email) && textOf(email.value)) || []),
    roles: rolesNamedIn(stored),
    name: shownName(stored) ?? userName,
    resource: stored,
    search: searchCopy(type, stored),
  };
}

/** The same for a group. Its members are rows of their own and left out. */
export function groupContent(type: ResourceType, resource: JsonObject): GroupContent {
  const stored = storedPart(resource);
  return {
    displayName: textOf(stored.displayName) ?? '',
    externalId: textOf(stored.externalId),
    resource: stored,
    search: searchCopy(type, stored),
  };
}

/**
 * A schema URN or attribute name as a key of the `search` copy: no dots and no `$`, which mean something in the
 * database's paths.
 */
export function encodeSearchKey(name: string): string {
  return name.replaceAll('%', '%25').replaceAll('.', '%2E').replaceAll('$', '%24');
}

function storedPart(resource: JsonObject): JsonObject {
  const stored: JsonObject = {};
  for (const [key, value] of Object.entries(resource)) {
    if (DERIVED.has(key)) continue;
    const kept = assignedPart(value);
    if (kept !== undefined) stored[key] = kept;
  }
  // A blank one is none, in what is shown as in what is searched.
  if (textOf(stored.externalId) === null) delete stored.externalId;
  return stored;
}

function assignedPart(value: Json | undefined): Json | undefined {
  if (value === undefined || value === null) return undefined;
  if (Array.isArray(value)) {
    const kept = value.map(assignedPart).filter((element) => element !== undefined);
    return kept.length === 0 ? undefined : kept;
  }
  if (typeof value !== 'object') return value;
  const kept: JsonObject = {};
  for (const [key, inner] of Object.entries(value)) {
    const part = assignedPart(inner);
    if (part !== undefined) kept[key] = part;
  }
  return Object.keys(kept).length === 0 ? undefined : kept;
}

/** A fold of every value in its attribute's own shape; the primary element of a list first, as `sortBy` wants it. */
function searchCopy(type: ResourceType, stored: JsonObject): Record<string, unknown> {
  const search = foldObject([...type.common, ...type.schema.attributes], stored);
  for (const schema of type.extensions) {
    const values = stored[schema.id];
    if (isJsonObject(values)) search[encodeSearchKey(schema.id)] = foldObject(schema.attributes, values);
  }
  return search;
}

function foldObject(attributes: readonly Attribute[], values: JsonObject): Record<string, unknown> {
  const folded: Record<string, unknown> = {};
  for (const attribute of attributes) {
    const value = values[attribute.name];
    if (value !== undefined) folded[encodeSearchKey(attribute.name)] = foldValue(attribute, value);
  }
  return folded;
}

function foldValue(attribute: Attribute, value: Json): unknown {
  if (Array.isArray(value)) return primaryFirst(value).map((element) => foldValue(attribute, element));
  if (isJsonObject(value)) return foldObject(attribute.subAttributes, value);
  if (typeof value !== 'string') return value;
  if (attribute.type === 'dateTime') return parseDateTime(value) ?? value;
  return attribute.caseExact ? value : foldName(value);
}

function primaryFirst(values: readonly Json[]): Json[] {
  const isPrimary = (value: Json) => isJsonObject(value) && value.primary === true;
  return [...values.filter(isPrimary), ...values.filter((value) => !isPrimary(value))];
}

function shownName(stored: JsonObject): string | null {
  const displayName = textOf(stored.displayName);
  if (displayName !== null || !isJsonObject(stored.name)) return displayName;
  const { formatted, givenName, familyName } = stored.name;
  const both = [textOf(givenName), textOf(familyName)].filter((part) => part !== null).join(' ');
  return textOf(formatted) ?? (both === '' ? null : both);
}

/** Blank text names nobody. */
function textOf(value: Json | undefined): string | null {
  return typeof value === 'string' && value.trim() !== '' ? value : null;
}

function listOf(value: Json | undefined): readonly Json[] {
  return Array.isArray(value) ? value : [];
}
