import { encodeSearchKey } from '../schema/content.ts';
import type { ResourceType } from '../schema/model.ts';
import type { Filter } from './ast.ts';
import { comparison, type MongoFilter } from './comparison.ts';
import { type Condition, invalidFilter, type Operand, resolveFilter, type Target } from './condition.ts';
import { compileDerived, compileDerivedElement, type Derivation, derivedField } from './derived.ts';
import type { Answer, Question } from './groups-and-members.ts';
import { searched } from './searched.ts';

/**
 * Compiles a filter to a MongoDB query on stored documents: attributes through the folded `search` copy, derived ones
 * by the table in `derived.ts`. Indexed are userName, externalId, id, displayName of groups, emails.value, groups, members and
 * meta. Throws `ScimError` 400 `invalidFilter` for names that the schemas do not have or that are not stored.
 * @param answer to the questions that `questionsIn` lists
 */
export function compileFilter(type: ResourceType, filter: Filter, answer: Answer = () => []): MongoFilter {
  return compile({ type, answer, prefix: `${searched}.`, inElement: false }, resolveFilter(type, filter));
}

/** What the filter asks about users and groups at once, each question once. Throws as `compileFilter` does. */
export function questionsIn(type: ResourceType, filter: Filter): readonly Question[] {
  const asked = new Map<string, Question>();
  compileFilter(type, filter, (question) => {
    asked.set(JSON.stringify(question), question);
    return [];
  });
  return [...asked.values()];
}

type Scope = {
  readonly type: ResourceType;
  readonly answer: Answer;
  /** What stands before an attribute's key: `search.`, or nothing inside `$elemMatch`. */
  readonly prefix: string;
  readonly inElement: boolean;
};

function compile(scope: Scope, condition: Condition): MongoFilter {
  switch (condition.kind) {
    case 'and':
      return { $and: condition.operands.map((operand) => compile(scope, operand)) };
    case 'or':
      return { $or: condition.operands.map((operand) => compile(scope, operand)) };
    case 'not':
      return { $nor: [compile(scope, condition.operand)] };
    case 'element':
      return compileElement(scope, condition.target, condition.condition);
    case 'present':
    case 'compare':
      return compileTest(scope, condition);
  }
}

function compileElement(scope: Scope, target: Target, condition: Condition): MongoFilter {
  const derived = derivation(scope, target);
  if (derived !== null) return compileDerivedElement(scope, derived, target, condition);
  const key = searchKey(scope, target);
  if (target.leaf.multiValued) {
    return { [key]: { $elemMatch: compile({ ...scope, prefix: '', inElement: true }, condition) } };
  }
  const inner = compile({ ...scope, prefix: `${key}.`, inElement: true }, condition);
  return { $and: [{ [key]: { $exists: true } }, inner] };
}

function compileTest(scope: Scope, test: Extract<Condition, { kind: 'present' | 'compare' }>): MongoFilter {
  const derived = derivation(scope, test.target);
  if (derived !== null) return compileDerived(scope, derived, test);
  const { target } = test;
  const key = searchKey(scope, target);
  if (test.kind === 'present') return present(key, target);
  const isList = target.attribute.multiValued || target.leaf.multiValued;
  if (test.operator === 'ne' && isList) return anyDiffers(key, target, test.value);
  return { [key]: comparison(test.operator, test.value) };
}

function searchKey(scope: Scope, target: Target): string {
  // What clients may not write is not stored with the resource, so a query for it would only ever find nothing.
  if (target.attribute.mutability === 'readOnly' || target.leaf.mutability === 'readOnly') {
    throw invalidFilter(`"${target.text}" is derived when it is read and cannot be used in filters.`);
  }
  const names = [target.extension?.id, target.attribute.name, target.sub?.name];
  return scope.prefix + names.flatMap((name) => (name === undefined ? [] : encodeSearchKey(name))).join('.');
}

/** Text is present when it is not empty; `$gt: ""` says so for single values and lists. `search` has no nulls. */
function present(key: string, target: Target): MongoFilter {
  const isText = ['string', 'reference', 'binary'].includes(target.leaf.type);
  return { [key]: isText ? { $gt: '' } : { $exists: true } };
}

/** `ne` on a list: no value at all, or at least one other value. */
function anyDiffers(key: string, target: Target, value: Operand): MongoFilter {
  const isListOfValues = target.leaf.multiValued;
  const differs = isListOfValues ? { $elemMatch: { $ne: value } } : { $exists: true, $ne: value };
  if (target.sub === null || !target.attribute.multiValued) {
    return { $or: [{ [key]: { $exists: false } }, { [key]: differs }] };
  }
  const dot = key.lastIndexOf('.');
  const someElement = { $elemMatch: { [key.slice(dot + 1)]: differs } };
  return { $or: [{ [key]: { $exists: false } }, { [key.slice(0, dot)]: someElement }] };
}

function derivation(scope: Scope, target: Target): Derivation | null {
  if (scope.inElement || target.extension !== null) return null;
  const name = target.sub === null ? target.attribute.name : `${target.attribute.name}.${target.sub.name}`;
  const derived = derivedField(scope.type, name);
  if (derived === null && target.attribute.name === 'members') {
    throw invalidFilter(
      `"${target.text}" cannot be used in filters. Use members.value eq "id" or members[type eq "User"].`,
    );
  }
  return derived;
}
