/** From a resource and a plan to the resource afterwards. The resource that comes in is never changed. */
import { isDeepStrictEqual } from 'node:util';
import { isJsonObject, type Json, type JsonObject } from '../../json.ts';
import { holdsValue } from '../schema/held-value.ts';
import type { ResourceType } from '../schema/model.ts';
import { ScimError } from '../scim-error.ts';
import { editElements, editValues, listOf, merge, valuesLeft, withSub } from './elements.ts';
import type { AttributeOperation, PatchPlan, PatchTarget } from './plan.ts';
import { comparisonsIn } from './target.ts';

/**
 * What one plan may cost: elements looked at, times the comparisons made on each. A thousand operations on a person's
 * few dozen values stay far below; a thousand on a thousand values would keep every other request waiting for seconds.
 */
const MAX_WORK = 100_000;

/**
 * The resource after the plan's attribute operations, as a new object that shares what did not change; `isUnchanged`
 * tells whether anything did. `current` is the resource as the client sees it, with `id`, `meta` and `active`; a plan's
 * member operations are the caller's. Throws `ScimError` 400: `noTarget` for a replace whose filter selects nothing,
 * `mutability` for a readOnly or immutable attribute that would change or a required one that would go, `invalidValue`
 * for two primary values, `tooMany` for more work than one request may ask for. RFC 7644 section 3.5.2.
 */
export function applyPatch(type: ResourceType, current: JsonObject, plan: PatchPlan): JsonObject {
  const next: JsonObject = { ...current };
  let work = 0;
  for (const operation of plan.attributes) {
    const { target } = operation;
    const held = read(next, target);
    work += listOf(held).length * (1 + comparisonsIn(target.filter));
    if (work > MAX_WORK) {
      throw new ScimError(
        400,
        'tooMany',
        `${target.at}: the operations on long lists are too many. Send them in parts.`,
      );
    }
    const value = valueAfter(operation, held, plan.isStrict);
    if (target.attribute.mutability === 'immutable' && held !== undefined && !isDeepStrictEqual(held, value)) {
      throw new ScimError(
        400,
        'mutability',
        `${target.at}: ${target.attribute.name} cannot change once it has a value.`,
      );
    }
    write(next, target, value);
  }
  for (const { target } of plan.attributes) refuseMissing(type, next, target);
  for (const { kind, target } of plan.attributes) if (kind !== 'expect') dropEmpty(next, target);
  return next;
}

/**
 * Takes away elements that say nothing. Not before the end: Entra sets `type` and `display` of a role by operations of
 * their own, and its `value` by another.
 */
function dropEmpty(resource: JsonObject, { extension, attribute }: PatchTarget): void {
  if (attribute.type !== 'complex' || !attribute.multiValued) return;
  const held = listOf(read(resource, { extension, attribute }));
  const kept = held.filter((element) => isJsonObject(element) && holdsValue(attribute, element));
  if (kept.length < held.length) write(resource, { extension, attribute }, kept.length === 0 ? undefined : kept);
}

function valueAfter(operation: AttributeOperation, held: Json | undefined, isStrict: boolean): Json | undefined {
  const { attribute, sub, at } = operation.target;
  if (operation.kind === 'expect') {
    const stored = sub === null ? held : isJsonObject(held) ? held[sub.name] : undefined;
    if (isDeepStrictEqual(stored ?? null, operation.value)) return held;
    throw new ScimError(400, 'mutability', `${at}: ${attribute.name} is readOnly and has another value. Leave it out.`);
  }
  if (attribute.multiValued) {
    const list =
      attribute.type === 'complex' ? editElements(operation, listOf(held)) : editValues(operation, listOf(held));
    return list.length === 0 ? undefined : list;
  }
  if (attribute.type !== 'complex') return operation.kind === 'remove' ? undefined : operation.value;
  // RFC 7644 section 3.5.2.3 keeps what a replace does not name; the strict profile has it replace the whole.
  const goes = isStrict && operation.kind === 'replace' && sub === null;
  return complexAfter(operation, isJsonObject(held) && !goes ? held : {});
}

function complexAfter(operation: Exclude<AttributeOperation, { kind: 'expect' }>, held: JsonObject): Json | undefined {
  const { attribute, sub, at } = operation.target;
  if (operation.kind === 'remove' && sub === null) return undefined;
  const next =
    operation.kind === 'remove'
      ? sub === null
        ? {}
        : withSub(held, sub, valuesLeft(sub, listOf(held[sub.name]), operation.values), at)
      : sub === null
        ? merge(attribute, held, isJsonObject(operation.value) ? operation.value : {}, operation.kind, at)
        : withSub(held, sub, operation.value, at, operation.kind);
  return Object.keys(next).length === 0 ? undefined : next;
}

/** What the operations touched must have what the schema requires in the end, and so must an extension that they began. */
function refuseMissing(type: ResourceType, resource: JsonObject, target: PatchTarget): void {
  const { extension, attribute, at } = target;
  // An extension as a whole may go, with all that it requires of those who have it.
  if (extension !== null && resource[extension.id] === undefined) return;
  for (const needed of extension?.attributes ?? [attribute]) {
    if (!needed.required || read(resource, { extension, attribute: needed }) !== undefined) continue;
    throw new ScimError(400, 'mutability', `${at}: ${(extension ?? type).name} cannot be without ${needed.name}.`);
  }
  const required = attribute.subAttributes.filter((sub) => sub.required);
  if (required.length === 0) return;
  for (const element of listOf(read(resource, target))) {
    const missing = required.find((sub) => !isJsonObject(element) || element[sub.name] === undefined);
    if (missing !== undefined) {
      throw new ScimError(400, 'invalidValue', `${at}: ${attribute.name} cannot be without ${missing.name}.`);
    }
  }
}

type Place = Pick<PatchTarget, 'extension' | 'attribute'>;

/** What the resource holds for the target's attribute; null is "unassigned" and reads as undefined. */
function read(resource: JsonObject, { extension, attribute }: Place): Json | undefined {
  const holder = extension === null ? resource : resource[extension.id];
  return isJsonObject(holder) ? (holder[attribute.name] ?? undefined) : undefined;
}

/** Sets the attribute in `resource`, which is ours, without touching the objects inside, which are the caller's. */
function write(resource: JsonObject, { extension, attribute }: Place, value: Json | undefined): void {
  if (extension === null) {
    if (value !== undefined) resource[attribute.name] = value;
    else delete resource[attribute.name];
    return;
  }
  const holder = resource[extension.id];
  const { [attribute.name]: _replaced, ...others } = isJsonObject(holder) ? holder : {};
  const next = value === undefined ? others : { ...others, [attribute.name]: value };
  if (Object.keys(next).length > 0) resource[extension.id] = next;
  else delete resource[extension.id];
}
