/**
 * Conditions on `groups` of a User and `members` of a Group. What they look at is in other collections, so the filter asks
 * questions, the caller looks the answers up, and the query finds resources by the ids of groups in these.
 */
import { type GroupDocument, type GroupMemberDocument, groupFields } from '../../domain/model/group.ts';
import type { MemberDocument } from '../../domain/model/member.ts';
import type { Json } from '../../json.ts';
import type { Filter } from '../../storage/query.ts';
import type { ScimError } from '../scim-error.ts';
import { comparison, type MongoFilter } from './comparison.ts';
import { type Condition, invalidFilter, type Target } from './condition.ts';
import { meets } from './match.ts';

export type Question =
  /** The groups of which it is a direct member. */
  | { readonly about: 'member'; readonly id: string }
  /** The groups of which it is the only member. */
  | { readonly about: 'only-member'; readonly id: string }
  /** The groups with a membership that meets the query. */
  | { readonly about: 'memberships'; readonly query: MongoFilter }
  /** The groups that meet the query. */
  | { readonly about: 'groups'; readonly query: MongoFilter };

/** Ids of groups. */
export type Answer = (question: Question) => readonly string[];

export const ALWAYS = {} satisfies MongoFilter;
/** Every document has an `_id`. */
export const NEVER: MongoFilter = { _id: { $exists: false } };

/** What elements of the attribute are made from: fields of a row, and the kinds that `type` can say. */
type Row<T> = {
  readonly fields: ReadonlyMap<string, keyof T & string>;
  readonly kinds: readonly string[];
};
const memberships: Row<GroupMemberDocument> = { fields: new Map([['value', 'memberId']]), kinds: ['User', 'Group'] };
/** Only memberships are of several kinds: rows of `groups` are never asked for theirs. */
const typeOfMembership = 'type' satisfies keyof GroupMemberDocument;
/** The names of groups are stored as filters compare them. */
const groups: Row<GroupDocument> = {
  fields: new Map<string, keyof GroupDocument>([
    ['value', groupFields.id],
    ['display', groupFields.displayName],
  ]),
  kinds: ['direct'],
};

type Test = Extract<Condition, { kind: 'present' | 'compare' }>;

/** `members pr`, `members eq "id"`, `members.value ne "id"`. */
export function compileMembers(answer: Answer, test: Test): MongoFilter {
  if (test.kind === 'present') return { _id: { $in: answer({ about: 'memberships', query: ALWAYS }) } };
  const id = String(test.value);
  if (test.operator === 'eq') return { _id: { $in: answer({ about: 'member', id }) } };
  // "Not equal" holds without a member, and where any other is.
  if (test.operator === 'ne') return { _id: { $nin: answer({ about: 'only-member', id }) } };
  throw invalidFilter(`"${test.target.text}" supports eq, ne and pr, such as members.value eq "id".`);
}

/** `members[value eq "id" and type eq "User"]` */
export function compileMember(answer: Answer, target: Target, condition: Condition): MongoFilter {
  const isId = condition.kind === 'compare' && condition.operator === 'eq' && condition.target.leaf.name === 'value';
  if (isId) return compileMembers(answer, condition);
  return { _id: { $in: answer({ about: 'memberships', query: rowQuery(memberships, target, condition) }) } };
}

/** `groups eq "id"`, `groups.value ne "id"`, `groups pr`, from the ids that the User has. */
export function compileGroupIds(test: Test): Filter<MemberDocument> {
  if (test.kind === 'present') return { 'groupIds.0': { $exists: true } };
  if (test.operator === 'eq') return { groupIds: String(test.value) };
  if (test.operator === 'ne') return anotherGroup(String(test.value));
  throw invalidFilter(`"${test.target.text}" is a list of ids: use eq, ne or pr.`);
}

/** `groups.display sw "x"` */
export function compileGroupNames(answer: Answer, test: Test): Filter<MemberDocument> {
  if (test.kind === 'present') return compileGroupIds(test);
  const named = (operator: typeof test.operator) =>
    answer({ about: 'groups', query: { [groupFields.displayName]: comparison(operator, test.value) } });
  if (test.operator !== 'ne') return { groupIds: { $in: named(test.operator) } };
  // Names are unique: all groups of a User have this one only if it is in this one alone.
  const [id] = named('eq');
  return id === undefined ? ALWAYS : anotherGroup(id);
}

/** `groups[display eq "x" and type eq "direct"]` */
export function compileGroup(answer: Answer, target: Target, condition: Condition): Filter<MemberDocument> {
  const isId = condition.kind === 'compare' && condition.operator === 'eq' && condition.target.leaf.name === 'value';
  if (isId) return compileGroupIds(condition);
  return { groupIds: { $in: answer({ about: 'groups', query: rowQuery(groups, target, condition) }) } };
}

function anotherGroup(id: string): Filter<MemberDocument> {
  return { $or: [{ 'groupIds.0': { $exists: false } }, { groupIds: { $elemMatch: { $ne: id } } }] };
}

/** A condition on one element as a query on the rows that elements are made from. */
function rowQuery<T>(row: Row<T>, list: Target, condition: Condition): MongoFilter {
  const inner = (operand: Condition) => rowQuery(row, list, operand);
  switch (condition.kind) {
    case 'and':
      return { $and: condition.operands.map(inner) };
    case 'or':
      return { $or: condition.operands.map(inner) };
    case 'not':
      return { $nor: [inner(condition.operand)] };
    case 'element':
      throw notInBrackets(row, list);
    default:
      return fieldQuery(row, list, condition);
  }
}

function fieldQuery<T>(row: Row<T>, list: Target, test: Test): MongoFilter {
  const { name } = test.target.leaf;
  if (name === 'type') return kindQuery(row, test);
  const field = row.fields.get(name);
  if (field === undefined) throw notInBrackets(row, list);
  return test.kind === 'present' ? ALWAYS : { [field]: comparison(test.operator, test.value) };
}

function kindQuery<T>({ kinds }: Row<T>, test: Test): MongoFilter {
  const met = kinds.filter((type: Json) => meets(test, { type }));
  if (met.length === kinds.length) return ALWAYS;
  return met.length === 0 ? NEVER : { [typeOfMembership]: { $in: met } };
}

function notInBrackets<T>({ fields }: Row<T>, { text }: Target): ScimError {
  return invalidFilter(`In "${text}[...]" only these can be used: ${[...fields.keys(), 'type'].join(', ')}.`);
}
