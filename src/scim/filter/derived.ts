import { groupFields } from '../../domain/model/group.ts';
import { type MemberDocument, userFields } from '../../domain/model/member.ts';
import type { Filter } from '../../storage/query.ts';
import { encodeSearchKey } from '../schema/content.ts';
import type { ResourceType } from '../schema/model.ts';
import { comparison, type MongoFilter } from './comparison.ts';
import { type Condition, invalidFilter, type Operand, type Target } from './condition.ts';
import {
  ALWAYS,
  type Answer,
  compileGroup,
  compileGroupIds,
  compileGroupNames,
  compileMember,
  compileMembers,
  NEVER,
} from './groups-and-members.ts';
import { searched } from './searched.ts';

type DerivedScope = { readonly type: ResourceType; readonly answer: Answer };
type Test = Extract<Condition, { kind: 'present' | 'compare' }>;

/** What a derived attribute is made from (S4): fields of the document beside `search`, or rows that say who is in which group. */
export type Derivation =
  /** A field of the document, whose values are as in a comparison. */
  | { readonly kind: 'field'; readonly key: StoredField }
  | { readonly kind: 'status' }
  | { readonly kind: 'groups' }
  | { readonly kind: 'group-names' }
  | { readonly kind: 'members' }
  | { readonly kind: 'schemas' }
  | { readonly kind: 'resource-type' }
  /** Every resource has it, and it is made when it is read. */
  | { readonly kind: 'made' };

/** Stored fields in which attributes of both types live, or of one of them. */
export type StoredField = (typeof userFields)[keyof typeof userFields] | (typeof groupFields)[keyof typeof groupFields];

function fieldsOf(fields: Readonly<Record<string, StoredField>>): [string, Derivation][] {
  return Object.entries(fields).map(([name, key]) => [name, { kind: 'field', key }]);
}

const DERIVATIONS: readonly [string, Derivation][] = [
  ['meta', { kind: 'made' }],
  ['meta.location', { kind: 'made' }],
  ['meta.resourceType', { kind: 'resource-type' }],
  ['meta.version', { kind: 'made' }],
  ['schemas', { kind: 'schemas' }],
];
const USER_DERIVATIONS: ReadonlyMap<string, Derivation> = new Map<string, Derivation>([
  ...DERIVATIONS,
  ...fieldsOf(userFields),
  ['active', { kind: 'status' }],
  ['groups', { kind: 'groups' }],
  ['groups.value', { kind: 'groups' }],
  ['groups.display', { kind: 'group-names' }],
]);
const GROUP_DERIVATIONS: ReadonlyMap<string, Derivation> = new Map<string, Derivation>([
  ...DERIVATIONS,
  ...fieldsOf(groupFields),
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
    case 'groups':
      return compileGroupIds(test);
    case 'group-names':
      return compileGroupNames(scope.answer, test);
    case 'members':
      return compileMembers(scope.answer, test);
    case 'schemas':
      return compileSchemas(scope.type, test);
    case 'resource-type':
      if (test.kind === 'present') return ALWAYS;
      return constant(test, scope.type.name);
    case 'made':
      if (test.kind === 'present') return ALWAYS;
      throw invalidFilter(`"${test.target.text}" is made when it is read: use pr only.`);
  }
}

function compileStatus(test: Test): Filter<MemberDocument> {
  const assigned: Filter<MemberDocument> = { activeUnassigned: { $ne: true } };
  if (test.kind === 'present') return assigned;
  const is: Filter<MemberDocument> = { status: test.value === true ? 'active' : 'inactive', ...assigned };
  return test.operator === 'eq' ? is : { $nor: [is] };
}

/** Less than every value that is present: times for dateTimes, the empty text for the rest; null is no match. */
function least(target: Target): Operand {
  return target.leaf.type === 'dateTime' ? new Date(0) : '';
}

/** RFC 7644 figure 2: `schemas eq "urn:..."` asks which extensions a resource has. */
function compileSchemas(type: ResourceType, test: Test): MongoFilter {
  if (test.kind === 'present') return ALWAYS;
  if (test.operator !== 'eq') throw invalidFilter('"schemas" supports eq and pr only.');
  if (test.value === type.schema.id) return ALWAYS;
  const extension = type.extensions.find((schema) => schema.id === test.value);
  return extension === undefined ? NEVER : { [`${searched}.${encodeSearchKey(extension.id)}`]: { $exists: true } };
}

function constant(test: Extract<Test, { kind: 'compare' }>, value: string): MongoFilter {
  if (test.operator !== 'eq' && test.operator !== 'ne') {
    throw invalidFilter(`"${test.target.text}" supports eq, ne and pr only.`);
  }
  return (test.value === value) === (test.operator === 'eq') ? ALWAYS : NEVER;
}

/** A test of one element of a list that such rows make. */
export function compileDerivedElement(
  { answer }: DerivedScope,
  derived: Derivation,
  target: Target,
  condition: Condition,
): MongoFilter {
  if (derived.kind === 'members') return compileMember(answer, target, condition);
  if (derived.kind === 'groups') return compileGroup(answer, target, condition);
  throw invalidFilter(`"${target.text}" cannot have brackets in filters. Compare its parts, as in "${target.text}.x".`);
}
