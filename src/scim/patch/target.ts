/** From the text of a path, or of a key that stands for one, to what the schemas say it points at. */
import type { JsonObject } from '../../json.ts';
import { shown } from '../dialects/patch-request.ts';
import type { Filter } from '../filter/ast.ts';
import { parseAttributePath } from '../filter/attribute-path.ts';
import { compileMatcher } from '../filter/match.ts';
import { parsePatchPath } from '../filter/parse.ts';
import { ignoredNames } from '../schema/ignored.ts';
import type { Attribute, ResourceType, Schema } from '../schema/model.ts';
import { canonicalPath, findExtension, findSubAttribute, resolvePath } from '../schema/resolve.ts';
import { ScimError } from '../scim-error.ts';
import type { PatchTarget } from './plan.ts';
import { readValue } from './value.ts';

/**
 * The target that a path names. Throws 400 `invalidPath`, to a strict client `invalidSyntax`, for what the schemas do not know and `invalidFilter` for a filter
 * that cannot select.
 */
export function resolveTarget(type: ResourceType, text: string, at: string, isStrict: boolean): PatchTarget {
  const target = findTarget(type, text, at);
  if (target !== null) return target;
  const code = isStrict ? 'invalidSyntax' : 'invalidPath';
  throw new ScimError(400, code, `${at}: ${type.name} has no attribute "${shown(text)}". See /Schemas.`);
}

/**
 * The target that a key of a value stands for; null where it is the name of nothing, which a value may have.
 * @param within the extension whose object the key stands in, or null at the top
 */
export function targetOfKey(type: ResourceType, key: string, at: string, within: Schema | null): PatchTarget | null {
  const text = within === null ? key : `${within.id}:${key}`;
  return key.includes('[') || parseAttributePath(text) !== null ? findTarget(type, text, at) : null;
}

function findTarget(type: ResourceType, text: string, at: string): PatchTarget | null {
  try {
    const { path, filter, sub } = parsePatchPath(text);
    const canonical = canonicalPath(type, path);
    if (filter !== null && canonical.sub !== null) {
      throw new ScimError(400, 'invalidFilter', 'brackets follow an attribute, not a sub-attribute.');
    }
    const resolved = resolvePath(type, sub === null ? canonical : { ...canonical, sub });
    if (resolved === null) return null;
    if (filter !== null && !resolved.attribute.multiValued) {
      throw new ScimError(400, 'invalidPath', `brackets follow a multi-valued attribute, not ${path.attribute}.`);
    }
    const selects = filter === null ? () => true : compileMatcher(resolved.attribute, filter);
    return { ...resolved, filter, selects, at };
  } catch (error) {
    throw error instanceof ScimError ? new ScimError(error.status, error.scimType, `${at}: ${error.detail}`) : error;
  }
}

/**
 * The schema whose URN the whole text is: an extension, or the core schema; null for any other text. UnboundID's SDK ends
 * the URN in a colon, as if an attribute followed.
 */
export function schemaNamed(type: ResourceType, text: string): Schema | null {
  const urn = text.endsWith(':') ? text.slice(0, -1) : text;
  return urn.toLowerCase() === type.schema.id.toLowerCase() ? type.schema : findExtension(type, urn);
}

/**
 * The element that makes the target's filter true, for an `add` or an Entra `Replace` that selects none:
 * `emails[type eq "work"]` begins as `{"type": "work"}`. Null for a filter that is more than equalities.
 */
export function newElement({ attribute, filter, at }: PatchTarget): JsonObject | null {
  // A simple value is replaced whole, so it begins with nothing.
  return filter === null || attribute.type !== 'complex' ? {} : elementMeeting(attribute, filter, at);
}

/** How many comparisons a filter makes on one element. */
export function comparisonsIn(filter: Filter | null): number {
  if (filter === null) return 0;
  if (filter.kind === 'and' || filter.kind === 'or') {
    return filter.operands.reduce((sum, operand) => sum + comparisonsIn(operand), 0);
  }
  return filter.kind === 'not' ? comparisonsIn(filter.operand) : 1;
}

function elementMeeting(attribute: Attribute, filter: Filter, at: string): JsonObject | null {
  if (filter.kind === 'and') {
    const parts = filter.operands.map((operand) => elementMeeting(attribute, operand, at));
    return parts.some((part) => part === null) ? null : Object.assign({}, ...parts);
  }
  if (filter.kind !== 'compare' || filter.operator !== 'eq' || filter.value === null) return null;
  const sub = findSubAttribute(attribute, filter.path.attribute);
  return sub === null ? null : { [sub.name]: readValue(sub, filter.value, at, ignoredNames()) };
}

/** Whether a target is the members of a Group, which are planned apart. */
export function isMembers(type: ResourceType, target: PatchTarget): boolean {
  return type.name === 'Group' && target.extension === null && target.attribute.name === 'members';
}
