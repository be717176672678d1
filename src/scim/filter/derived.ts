import { encodeSearchKey } from '../schema/content.ts';
import type { ResourceType } from '../schema/model.ts';
import type { Filter } from './ast.ts';
import { comparison, type MongoFilter } from './comparison.ts';
import { type Condition, invalidFilter, type Operand, resolveFilter, type Target } from './condition.ts';

/**
 * Answers to `members.value eq "id"`: member id -> ids of the groups that have it as a direct member. Fill it for every
 * id that `memberIdsIn` lists; an id without an entry is in no group.
 */
export type GroupsOfMembers = ReadonlyMap<string, readonly string[]>;

const ALWAYS: MongoFilter = {};
/** Every document has an `_id`. */
const NEVER: MongoFilter = { _id: { $exists: false } };

type DerivedScope = { readonly type: ResourceType; readonly groupsOf: GroupsOfMembers };
type Test = Extract<Condition, { kind: 'present' | 'compare' }>;

/** What a derived attribute is made from (design 2.3): fields of the document beside `search`. */
export type Derivation =
  /** A field of the document, whose values are as in a comparison. */
  | { readonly kind: 'field'; readonly key: string }
  | { readonly kind: 'status' }
  | { readonly kind: 'ids'; readonly key: string }
  | { readonly kind: 'members' }
  | { readonly kind: 'schemas' }
  | { readonly kind: 'resource-type' };

const DERIVATIONS: ReadonlyMap<string, Derivation> = new Map<string, Derivation>([
  ['id', { kind: 'field', key: '_id' }],
  ['externalId', { kind: 'field', key: 'externalId' }],
  ['meta.created', { kind: 'field', key: 'createdAt' }],
  ['meta.lastModified', { kind: 'field', key: 'updatedAt' }],
  ['meta.resourceType', { kind: 'resource-type' }],
  ['schemas', { kind: 'schemas' }],
]);
const USER_DERIVATIONS: ReadonlyMap<string, Derivation> = new Map<string, Derivation>([
  ...DERIVATIONS,
  ['userName', { kind: 'field', key: 'userNameKey' }],
  ['active', { kind: 'status' }],
  ['groups', { kind: 'ids', key: 'groupIds' }],
  ['groups.value', { kind: 'ids', key: 'groupIds' }],
]);
const GROUP_DERIVATIONS: ReadonlyMap<string, Derivation> = new Map<string, Derivation>([
  ...DERIVATIONS,
  ['displayName', { kind: 'field', key: 'nameKey' }],
  ['members', { kind: 'members' }],
  ['members.value', { kind: 'members' }],
]);

/** Where a core attribute lives outside `search`; also used to sort. Null for attributes of the resource itself. */
export function derivedField(type: ResourceType, name: string): Derivation | null {
  return (type.name === 'User' ? USER_DERIVATIONS : GROUP_DERIVATIONS).get(name) ?? null;
}

/** A test of a derived attribute. */
export function compileDerived(scope: DerivedScope, derived: Derivation, test: Test): MongoFilter {
  switch (derived.kind) {
    case 'field':
      return {
        [derived.key]: test.kind === 'present' ? { $gt: least(test.target) } : comparison(test.operator, test.value),
      };
    case 'status':
      return compileStatus(test);
    case 'ids':
      return compileIds(derived.key, test);
    case 'members':
      if (test.kind === 'compare' && test.operator === 'eq') {
        return { _id: { $in: scope.groupsOf.get(String(test.value)) ?? [] } };
      }
      throw invalidFilter(`"${test.target.text}" supports eq only, such as members.value eq "id".`);
    case 'schemas':
      return compileSchemas(scope.type, test);
    case 'resource-type':
      if (test.kind === 'present') return ALWAYS;
      return constant(test, scope.type.name);
  }
}

function compileStatus(test: Test): MongoFilter {
  const assigned = { activeUnassigned: { $ne: true } };
  if (test.kind === 'present') return assigned;
  const is = { status: test.value === true ? 'active' : 'inactive', ...assigned };
  return test.operator === 'eq' ? is : { $nor: [is] };
}

/** Less than every value that is present: times for dateTimes, the empty text for the rest; null is no match. */
function least(target: Target): Operand {
  return target.leaf.type === 'dateTime' ? new Date(0) : '';
}

function compileIds(key: string, test: Test): MongoFilter {
  if (test.kind === 'present') return { [`${key}.0`]: { $exists: true } };
  if (test.operator === 'eq') return { [key]: test.value };
  if (test.operator === 'ne') {
    return { $or: [{ [`${key}.0`]: { $exists: false } }, { [key]: { $elemMatch: { $ne: test.value } } }] };
  }
  throw invalidFilter(`"${test.target.text}" is a list of ids: use eq, ne or pr.`);
}

/** RFC 7644 figure 2: `schemas eq "urn:..."` asks which extensions a resource has. */
function compileSchemas(type: ResourceType, test: Test): MongoFilter {
  if (test.kind === 'present') return ALWAYS;
  if (test.operator !== 'eq') throw invalidFilter('"schemas" supports eq and pr only.');
  if (test.value === type.schema.id) return ALWAYS;
  const extension = type.extensions.find((schema) => schema.id === test.value);
  return extension === undefined ? NEVER : { [`search.${encodeSearchKey(extension.id)}`]: { $exists: true } };
}

function constant(test: Extract<Test, { kind: 'compare' }>, value: string): MongoFilter {
  if (test.operator !== 'eq' && test.operator !== 'ne') {
    throw invalidFilter(`"${test.target.text}" supports eq, ne and pr only.`);
  }
  return (test.value === value) === (test.operator === 'eq') ? ALWAYS : NEVER;
}

function collectMemberIds(condition: Condition): string[] {
  switch (condition.kind) {
    case 'and':
    case 'or':
      return condition.operands.flatMap(collectMemberIds);
    case 'not':
      return collectMemberIds(condition.operand);
    case 'element':
      return condition.target.attribute.name === 'members' ? collectElementIds(condition.condition) : [];
    case 'compare':
      return condition.target.attribute.name === 'members' ? [String(condition.value)] : [];
    case 'present':
      return [];
  }
}

function collectElementIds(condition: Condition): string[] {
  return condition.kind === 'compare' ? [String(condition.value)] : [];
}

/** `groups` and `members` are lists of ids: an element of them has nothing but its `value`. */
export function compileDerivedElement(
  scope: DerivedScope,
  derived: Derivation,
  target: Target,
  condition: Condition,
): MongoFilter {
  const isId = condition.kind === 'compare' && condition.operator === 'eq' && condition.target.leaf.name === 'value';
  if (isId && (derived.kind === 'ids' || derived.kind === 'members')) {
    return compileDerived(scope, derived, condition);
  }
  throw invalidFilter(`In "${target.text}[...]" only value eq "id" can be used.`);
}

/** The member ids that a Group filter asks about; the caller looks up their groups before compiling. */
export function memberIdsIn(type: ResourceType, filter: Filter): readonly string[] {
  return [...new Set(collectMemberIds(resolveFilter(type, filter)))];
}
