/**
 * The values of multi-valued attributes and the sub-attributes of complex ones: what add, replace and remove make of
 * them. All functions return new values and leave what they were given as it is.
 */
import { isDeepStrictEqual } from 'node:util';
import { foldName } from '../../domain/kernel/fold-name.ts';
import { isJsonObject, type Json, type JsonObject } from '../../json.ts';
import { maxValues } from '../schema/client-limits.ts';
import { holdsValue } from '../schema/held-value.ts';
import type { Attribute } from '../schema/model.ts';
import { ScimError } from '../scim-error.ts';
import type { AttributeOperation, PatchTarget } from './plan.ts';

export type Edit = Exclude<AttributeOperation, { kind: 'expect' }>;

/** The list after an operation on a multi-valued complex attribute such as `emails`. */
export function editElements(edit: Edit, held: readonly Json[]): Json[] {
  const { attribute, filter, sub, at } = edit.target;
  const elements = held.filter(isJsonObject);
  if (filter === null && sub === null) {
    if (edit.kind === 'remove') return edit.values === null ? [] : without(attribute, elements, edit.values);
    const given = listOf(edit.value).filter(isJsonObject);
    return union(edit.target, edit.kind === 'add' ? elements : [], given);
  }
  const selected = new Set(elements.filter((element) => edit.target.selects(element)));
  if (edit.kind === 'remove') {
    if (sub === null) return elements.filter((element) => !selected.has(element));
    return elements.flatMap((element) =>
      selected.has(element) ? shorn(edit.target, element, sub, edit.values) : [element],
    );
  }
  const { kind, value } = edit;
  if (selected.size === 0) {
    const element = edit.newElement;
    if (element === null) throw nothingSelected(edit.target);
    const given =
      sub === null ? merge(attribute, element, asObject(value), kind, at) : { ...element, [sub.name]: value };
    return union(edit.target, elements, [given]);
  }
  const changed = (element: JsonObject): JsonObject => {
    if (sub !== null) return withSub(element, sub, value, at, kind);
    // RFC 7644 section 3.5.2.3: the values that a filter selects are replaced, not merged.
    return merge(attribute, kind === 'add' ? element : {}, asObject(value), kind, at);
  };
  const given: JsonObject[] = [];
  const after = elements.map((element) => {
    if (!selected.has(element)) return element;
    const next = changed(element);
    given.push(next);
    return next;
  });
  return onePrimary(edit.target, collapse(edit.target, after), given);
}

/** The list after an operation on a multi-valued attribute of simple values. A filter's `value` is the value itself. */
export function editValues(edit: Edit, held: readonly Json[]): Json[] {
  const { attribute, filter } = edit.target;
  if (filter === null) {
    if (edit.kind === 'remove') {
      return valuesLeft(attribute, held, edit.values) ?? [];
    }
    return limited(edit.target, distinct(attribute, [...(edit.kind === 'add' ? held : []), ...listOf(edit.value)]));
  }
  const selected = held.map((value) => edit.target.selects(value));
  if (edit.kind === 'remove') return held.filter((_value, index) => !selected[index]);
  const { value: given } = edit;
  if (!selected.includes(true)) {
    if (edit.newElement === null) throw nothingSelected(edit.target);
    return limited(edit.target, distinct(attribute, [...held, given]));
  }
  return distinct(
    attribute,
    held.map((value, index) => (selected[index] ? given : value)),
  );
}

/** A complex value with the given sub-attributes set, null ones cleared, and the others as they were. */
export function merge(
  attribute: Attribute,
  held: JsonObject,
  given: JsonObject,
  kind: 'add' | 'replace',
  at: string,
): JsonObject {
  let merged = held;
  for (const sub of attribute.subAttributes) {
    const value = given[sub.name];
    if (value !== undefined) merged = withSub(merged, sub, value ?? undefined, at, kind);
  }
  return merged;
}

/** A complex value with one sub-attribute set, or cleared for undefined. An immutable one may only be set once. */
export function withSub(
  held: JsonObject,
  sub: Attribute,
  value: Json | undefined,
  at: string,
  kind: 'add' | 'replace' = 'replace',
): JsonObject {
  const { [sub.name]: before, ...others } = held;
  const after =
    sub.multiValued && value !== undefined
      ? distinct(sub, [...(kind === 'add' ? listOf(before) : []), ...listOf(value)])
      : value;
  if (sub.mutability === 'immutable' && before !== undefined && before !== null && !isDeepStrictEqual(before, after)) {
    throw new ScimError(400, 'mutability', `${at}: ${sub.name} cannot change once it has a value.`);
  }
  return after === undefined || (Array.isArray(after) && after.length === 0) ? others : { ...held, [sub.name]: after };
}

/** A stored value as a list; an unassigned one is empty. */
export function listOf(value: Json | undefined): Json[] {
  if (value === undefined || value === null) return [];
  return Array.isArray(value) ? value : [value];
}

/** What is held and what is given, each value once: a given one that is held already only adds to it. */
function union(target: PatchTarget, held: readonly JsonObject[], given: readonly JsonObject[]): JsonObject[] {
  const fresh = given.map((element) => merge(target.attribute, {}, element, 'replace', target.at));
  return onePrimary(target, limited(target, collapse(target, [...held, ...fresh])), fresh);
}

function collapse({ attribute, at }: PatchTarget, elements: readonly JsonObject[]): JsonObject[] {
  const keys = keyed(
    elements.filter((element) => Object.keys(element).length > 0),
    (element) => elementKey(attribute, element),
    (earlier, later) => merge(attribute, earlier, later, 'replace', at),
  );
  return [...keys.values()];
}

/**
 * RFC 7643 section 2.4: `primary` is true at most once. The operation's own primary value clears the one before. An element
 * that has no value yet clears nothing: a later operation may give it one, or it goes in the end.
 */
function onePrimary(
  { attribute, at }: PatchTarget,
  elements: readonly JsonObject[],
  given: readonly JsonObject[],
): JsonObject[] {
  const chosen = new Set(
    given
      .filter((element) => element.primary === true && holdsValue(attribute, element))
      .map((element) => elementKey(attribute, element)),
  );
  if (chosen.size === 0) return [...elements];
  if (chosen.size > 1) {
    throw new ScimError(400, 'invalidValue', `${at}: only one of ${attribute.name} can be primary. Mark one.`);
  }
  return elements.map((element) =>
    element.primary === true && !chosen.has(elementKey(attribute, element)) ? { ...element, primary: false } : element,
  );
}

/** Entra removes by listing values. A listed one is found by `value`, and `type` if given; else by all it has. */
function without(attribute: Attribute, elements: readonly JsonObject[], values: readonly Json[]): JsonObject[] {
  // For each set of sub-attributes by which values are listed, the values listed by them.
  const listed = new Map<string, { subs: readonly Attribute[]; keys: Set<string> }>();
  for (const value of values.filter(isJsonObject)) {
    const given = attribute.subAttributes.filter((sub) => (value[sub.name] ?? null) !== null);
    const byValue = given.some((sub) => sub.name === 'value');
    const subs = byValue ? given.filter((sub) => sub.name === 'value' || sub.name === 'type') : given;
    if (subs.length === 0) continue;
    const names = subs.map((sub) => sub.name).join();
    const group = listed.get(names) ?? { subs, keys: new Set() };
    listed.set(names, group);
    group.keys.add(keyOfSubs(subs, value));
  }
  const groups = [...listed.values()];
  return elements.filter((element) => !groups.some(({ subs, keys }) => keys.has(keyOfSubs(subs, element))));
}

/** Simple values without the given ones (Entra removes by listing values), or without any. */
export function valuesLeft(
  attribute: Attribute,
  held: readonly Json[],
  values: readonly Json[] | null,
): Json[] | undefined {
  if (values === null) return undefined;
  const gone = new Set(values.map((value) => valueKey(attribute, value)));
  return held.filter((value) => !gone.has(valueKey(attribute, value)));
}

function distinct(attribute: Attribute, values: readonly Json[]): Json[] {
  return [...keyed(values, (value) => valueKey(attribute, value)).values()];
}

/** An element after the removal of one sub-attribute, or nothing if it says nothing any more. */
function shorn(
  { attribute, at }: PatchTarget,
  element: JsonObject,
  sub: Attribute,
  values: readonly Json[] | null,
): JsonObject[] {
  if (element[sub.name] === undefined) return [element];
  const rest = withSub(element, sub, valuesLeft(sub, listOf(element[sub.name]), values), at);
  return holdsValue(attribute, rest) ? [rest] : [];
}

/** Two elements are one value when `type` and `value` agree (RFC 7643 section 2.4), or all but `primary` without value. */
function elementKey(attribute: Attribute, element: JsonObject): string {
  const parts = attribute.subAttributes.filter(({ name }) =>
    element.value === undefined ? name !== 'primary' : name === 'value' || name === 'type',
  );
  return keyOfSubs(parts, element);
}

function keyOfSubs(subs: readonly Attribute[], element: JsonObject): string {
  return JSON.stringify(subs.map((sub) => valueKey(sub, element[sub.name])));
}

/** Equal for values that are equal under the attribute's `caseExact`. */
function valueKey(attribute: Attribute, value: Json | undefined): string {
  const text = JSON.stringify(value ?? null);
  return attribute.caseExact ? text : foldName(text);
}

/** One item a key, in order of first appearance; a later twin goes through `join`, by default the first one stays. */
function keyed<T>(items: readonly T[], keyOf: (item: T) => string, join: (earlier: T, later: T) => T = (item) => item) {
  const kept = new Map<string, T>();
  for (const item of items) {
    const key = keyOf(item);
    const earlier = kept.get(key);
    kept.set(key, earlier === undefined ? item : join(earlier, item));
  }
  return kept;
}

function limited<T>({ attribute, at }: PatchTarget, list: T[]): T[] {
  if (list.length <= maxValues) return list;
  throw new ScimError(400, 'tooMany', `${at}: ${attribute.name} may have at most ${maxValues} values.`);
}

function nothingSelected({ attribute, at }: PatchTarget): ScimError {
  return new ScimError(400, 'noTarget', `${at}: no value of ${attribute.name} is selected. Use "add" to create one.`);
}

function asObject(value: Json): JsonObject {
  return isJsonObject(value) ? value : {};
}
