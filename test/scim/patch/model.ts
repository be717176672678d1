/**
 * PATCH once more, as a model for the property tests: RFC 7644 section 3.5.2 with what S5 and S7 decide, written
 * as plainly as can be. It takes operations apart from their spelling, knows the schemas' facts, and shares no code with
 * `src/scim/patch`. Where the two differ, one of them is wrong.
 */
import type { Attribute } from '../../../src/scim/schema/model.ts';

// biome-ignore lint/suspicious/noExplicitAny: the model works on any JSON
export type Value = any;
export type Resource = Record<string, Value>;

/** `type eq "work"`, or several of these joined by `and`. */
export type Test = { readonly sub: string; readonly operator: 'eq' | 'co' | 'pr'; readonly value: Value };

export type Step = {
  readonly op: 'add' | 'replace' | 'remove';
  /** Written with a capital letter, as Entra does. */
  readonly capital: boolean;
  /** The target is a key of a value without path. */
  readonly asKey: boolean;
  /** The URN of an extension; null for the core. */
  readonly extension: string | null;
  readonly attribute: Attribute;
  readonly tests: readonly Test[];
  readonly sub: Attribute | null;
  /** Undefined for none. */
  readonly value: Value;
};

export class Refusal extends Error {
  readonly scimType: string;
  constructor(scimType: string) {
    super(scimType);
    this.scimType = scimType;
  }
}

/** The resource afterwards; the given one is not touched. @throws Refusal */
export function patched(resource: Resource, steps: readonly Step[]): Resource {
  for (const step of steps) refuseReadOnly(step);
  const result = structuredClone(resource);
  // What a client repeats of what only the server sets is left out, where there is anything else to do (S7).
  const isStale = ({ attribute, extension, asKey }: Step) =>
    asKey && extension === null && attribute.mutability === 'readOnly';
  const isAll = steps.every(isStale);
  const told = steps.filter((step) => isAll || !isStale(step));
  for (const step of told) apply(result, step);
  for (const step of told) dropSilent(result, step);
  if (result.userName === undefined) throw new Refusal('mutability');
  return result;
}

function refuseReadOnly({ attribute, sub, op, asKey }: Step): void {
  const isReadOnly = attribute.mutability === 'readOnly' || sub?.mutability === 'readOnly';
  if (isReadOnly && (!asKey || op === 'remove')) throw new Refusal('mutability');
}

/** In the end no element stays that has nothing but what describes it. */
function dropSilent(resource: Resource, { attribute, extension }: Step): void {
  const holder = extension === null ? resource : resource[extension];
  const list = holder?.[attribute.name];
  if (attribute.type !== 'complex' || attribute.mutability === 'readOnly' || !Array.isArray(list)) return;
  const left = list.filter((item) => speaks(attribute, item));
  if (left.length > 0) holder[attribute.name] = left;
  else delete holder[attribute.name];
  if (extension !== null && isEmpty(holder)) delete resource[extension];
}

function speaks(attribute: Attribute, item: Value): boolean {
  const isSaid = (name: string) => item[name] !== undefined && item[name] !== '';
  return attribute.subAttributes.some(({ name }) => !['type', 'primary', 'display'].includes(name) && isSaid(name));
}

function apply(resource: Resource, step: Step): void {
  const { attribute, extension, op } = step;
  const holder = extension === null ? resource : (resource[extension] ?? {});
  const held = holder[attribute.name];
  // A password is checked and forgotten.
  if (attribute.mutability === 'writeOnly') return;
  if (attribute.mutability === 'readOnly' || step.sub?.mutability === 'readOnly') {
    const stored = step.sub === null ? held : held?.[step.sub.name];
    if (!same(stored ?? null, step.value ?? null)) throw new Refusal('mutability');
    return;
  }
  // null is "unassigned" (RFC 7643 section 2.5); adding nothing to a list leaves it.
  const isWhole = step.tests.length === 0 && step.sub === null;
  if (op === 'add' && step.value === null && isWhole && attribute.multiValued) return;
  const action: Step = op !== 'remove' && step.value === null ? { ...step, op: 'remove', value: undefined } : step;
  const next = attribute.multiValued
    ? attribute.type === 'complex'
      ? elements(held ?? [], action)
      : values(held ?? [], action)
    : attribute.type === 'complex'
      ? complex(held, action)
      : action.op === 'remove'
        ? undefined
        : action.value;
  if (attribute.mutability === 'immutable' && held !== undefined && !same(held, next)) throw new Refusal('mutability');
  const isGone = next === undefined || (Array.isArray(next) && next.length === 0) || isEmpty(next);
  if (isGone) delete holder[attribute.name];
  else holder[attribute.name] = next;
  if (extension === null) return;
  if (isEmpty(holder)) delete resource[extension];
  else resource[extension] = holder;
}

function complex(held: Value, step: Step): Value {
  const next = { ...held };
  if (step.sub !== null) {
    if (step.op === 'remove') removeSub(next, step.sub, step.value);
    else setSub(next, step.sub, step.value, step.op);
    return next;
  }
  if (step.op === 'remove') return undefined;
  setAll(next, step.attribute, step.value, step.op);
  return next;
}

function setAll(target: Value, attribute: Attribute, given: Value, op: Step['op']): void {
  for (const sub of attribute.subAttributes) {
    if (sub.mutability === 'readOnly' || given[sub.name] === undefined) continue;
    if (given[sub.name] === null) setSub(target, sub, undefined, 'replace');
    else setSub(target, sub, given[sub.name], op);
  }
}

function setSub(target: Value, sub: Attribute, value: Value, op: Step['op']): void {
  const held = target[sub.name];
  const next = sub.multiValued && value !== undefined ? listAfter(sub, held ?? [], value, op) : value;
  if (sub.mutability === 'immutable' && held !== undefined && !same(held, next)) throw new Refusal('mutability');
  if (next === undefined || (Array.isArray(next) && next.length === 0)) delete target[sub.name];
  else target[sub.name] = next;
}

/** A list of values limits the removal to them. */
function removeSub(target: Value, sub: Attribute, listed: Value): void {
  const left =
    sub.multiValued && listed !== undefined
      ? (target[sub.name] ?? []).filter((item: Value) => !listed.some((gone: Value) => alike(sub, gone, item)))
      : undefined;
  setSub(target, sub, left, 'replace');
}

function listAfter(attribute: Attribute, held: Value[], given: Value[], op: Step['op']): Value[] {
  const all = op === 'add' ? [...held, ...given] : given;
  return all.filter((item, index) => all.findIndex((other) => alike(attribute, other, item)) === index);
}

/** A multi-valued attribute of simple values. */
function values(held: Value[], { attribute, op, tests, value, capital, asKey }: Step): Value[] {
  if (tests.length === 0) {
    if (op !== 'remove') return listAfter(attribute, held, value, op);
    if (value === undefined) return [];
    return held.filter((item) => !value.some((gone: Value) => alike(attribute, gone, item)));
  }
  const isSelected = (item: Value) => tests.every((test) => holds(attribute, test, item));
  if (op === 'remove') return held.filter((item) => !isSelected(item));
  if (!held.some(isSelected)) {
    if (op === 'replace' && !capital && !asKey) throw new Refusal('noTarget');
    return listAfter(attribute, held, [value], 'add');
  }
  const next = held.map((item) => (isSelected(item) ? value : item));
  return listAfter(attribute, [], next, 'replace');
}

/** A multi-valued attribute of complex values. */
function elements(held: Value[], { attribute, op, tests, sub, value, capital, asKey }: Step): Value[] {
  const list = structuredClone(held);
  if (tests.length === 0 && sub === null) {
    if (op === 'remove') return value === undefined ? [] : list.filter((item) => !isListed(attribute, value, item));
    const given = value.map((item: Value) => assigned(attribute, item));
    return gathered(attribute, op === 'add' ? list : [], given);
  }
  const isSelected = (item: Value) => tests.every((test) => holds(subOf(attribute, test.sub), test, item[test.sub]));
  const selected = list.filter(isSelected);
  if (op === 'remove') {
    if (sub === null) return list.filter((item) => !isSelected(item));
    for (const item of selected) {
      if (item[sub.name] === undefined) continue;
      removeSub(item, sub, value);
      // What stood beside the value goes with it.
      if (!speaks(attribute, item)) list.splice(list.indexOf(item), 1);
    }
    return list;
  }
  if (selected.length === 0) {
    if (op === 'replace' && !capital && !asKey && tests.length > 0) throw new Refusal('noTarget');
    if (tests.some(({ operator }) => operator !== 'eq')) throw new Refusal('noTarget');
    const made: Value = Object.fromEntries(tests.map((test) => [test.sub, test.value]));
    if (sub === null) setAll(made, attribute, value, op);
    else setSub(made, sub, value, op);
    return gathered(attribute, list, [made]);
  }
  for (const item of selected) {
    if (sub !== null) setSub(item, sub, value, op);
    else {
      // The values that a filter selects are replaced, not merged (section 3.5.2.3).
      if (op === 'replace') for (const name of Object.keys(item)) delete item[name];
      setAll(item, attribute, value, op);
    }
  }
  return gathered(attribute, [], list, selected);
}

/**
 * One list of what is held and what is given: each value once, a later twin says more about the earlier, and `primary` is
 * true once: what the operation says wins.
 */
function gathered(attribute: Attribute, held: Value[], given: Value[], speaking = given): Value[] {
  const list: Value[] = [];
  const primary: Value[] = [];
  for (const item of [...held, ...given]) {
    if (isEmpty(item)) continue;
    const twin = list.find((other) => areTwins(attribute, other, item));
    if (twin === undefined) list.push(item);
    else Object.assign(twin, item);
    const kept = twin ?? item;
    const isChosen = speaking.includes(item) && item.primary === true && speaks(attribute, item);
    if (isChosen && !primary.includes(kept)) primary.push(kept);
  }
  if (primary.length > 1) throw new Refusal('invalidValue');
  if (primary.length === 1)
    for (const item of list) if (item !== primary[0] && item.primary === true) item.primary = false;
  return list;
}

/** RFC 7643 section 2.4: `type` and `value` tell values apart; without a value everything but `primary` does. */
function areTwins(attribute: Attribute, a: Value, b: Value): boolean {
  if ((a.value === undefined) !== (b.value === undefined)) return false;
  return attribute.subAttributes
    .filter(({ name }) => (a.value === undefined ? name !== 'primary' : name === 'value' || name === 'type'))
    .every((sub) => alike(sub, a[sub.name], b[sub.name]));
}

/** Entra lists what to remove: by `value`, and `type` where it is given; else by everything that is given. */
function isListed(attribute: Attribute, listed: Value[], item: Value): boolean {
  return listed.some((gone) => {
    const names = Object.keys(assigned(attribute, gone));
    const telling = names.includes('value') ? names.filter((name) => name === 'value' || name === 'type') : names;
    return telling.length > 0 && telling.every((name) => alike(subOf(attribute, name), gone[name], item[name]));
  });
}

function holds(attribute: Attribute, { operator, value }: Test, item: Value): boolean {
  if (item === undefined) return false;
  if (operator === 'pr') return true;
  if (operator === 'eq') return alike(attribute, item, value);
  return fold(attribute, item).includes(fold(attribute, value));
}

function assigned(attribute: Attribute, given: Value): Value {
  const kept: Value = {};
  setAll(kept, attribute, given, 'replace');
  return kept;
}

function subOf(attribute: Attribute, name: string): Attribute {
  return attribute.subAttributes.find((sub) => sub.name === name) as Attribute;
}

function alike(attribute: Attribute, a: Value, b: Value): boolean {
  return fold(attribute, a) === fold(attribute, b);
}

function fold({ caseExact }: Attribute, value: Value): Value {
  return typeof value === 'string' && !caseExact ? value.normalize('NFC').toLowerCase() : value;
}

function same(a: Value, b: Value): boolean {
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return a === b;
  const names = Object.keys(a);
  return names.length === Object.keys(b).length && names.every((name) => same(a[name], b[name]));
}

function isEmpty(value: Value): boolean {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && Object.keys(value).length === 0;
}
