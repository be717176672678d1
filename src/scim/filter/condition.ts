import { foldName } from '../../domain/kernel/fold-name.ts';
import { parseDateTime } from '../schema/date-time.ts';
import type { Attribute, ResolvedPath, ResourceType } from '../schema/model.ts';
import { findSubAttribute, resolvePath } from '../schema/resolve.ts';
import { ScimError } from '../scim-error.ts';
import type { AttributePath, ComparisonOperator, Filter } from './ast.ts';
import { formatAttributePath } from './attribute-path.ts';

/**
 * A filter whose names are found in the schemas and whose values have the attributes' types: what queries and
 * predicates are made from, so that both mean the same.
 */
export type Condition =
  | { readonly kind: 'and' | 'or'; readonly operands: readonly Condition[] }
  | { readonly kind: 'not'; readonly operand: Condition }
  | { readonly kind: 'present'; readonly target: Target }
  | {
      readonly kind: 'compare';
      readonly target: Target;
      readonly operator: ComparisonOperator;
      readonly value: Operand;
    }
  /** One and the same element of `target` meets `condition`, whose targets are sub-attributes. */
  | { readonly kind: 'element'; readonly target: Target; readonly condition: Condition };

/** Strings are folded unless the attribute is caseExact; dateTimes are Dates. */
export type Operand = string | number | boolean | Date;

/** What a condition looks at. `leaf` is the attribute whose facts decide the comparison. */
export type Target = ResolvedPath & { readonly leaf: Attribute /** As the client wrote it. */; readonly text: string };

/** Where names are looked up: the whole resource, or one element of a complex attribute (PATCH value paths). */
export type FilterRoot = ResourceType | Attribute;

const STRING_TYPES: ReadonlySet<string> = new Set(['string', 'reference', 'binary']);

/**
 * Finds every name of the filter and checks every comparison. Throws `ScimError` 400 `invalidFilter` that names the
 * attribute and value, for unknown attributes and for combinations that RFC 7644 section 3.4.2.2 does not define.
 */
export function resolveFilter(root: FilterRoot, filter: Filter): Condition {
  switch (filter.kind) {
    case 'and':
    case 'or':
      return { kind: filter.kind, operands: filter.operands.map((operand) => resolveFilter(root, operand)) };
    case 'not':
      return { kind: 'not', operand: resolveFilter(root, filter.operand) };
    case 'present':
      return { kind: 'present', target: findTarget(root, filter.path) };
    case 'value-path':
      return resolveValuePath(root, filter.path, filter.filter);
    case 'compare':
      if (filter.value === null) return resolveNull(findTarget(root, filter.path), filter.operator);
      return resolveComparison(findValueTarget(root, filter.path), filter.operator, filter.value);
  }
}

function resolveValuePath(root: FilterRoot, path: AttributePath, filter: Filter): Condition {
  const target = findTarget(root, path);
  if (target.leaf.type !== 'complex') {
    throw invalidFilter(`"${target.text}" has no sub-attributes, so brackets cannot follow it.`);
  }
  return { kind: 'element', target, condition: resolveFilter(target.leaf, filter) };
}

/** RFC 7644 has null as a value and no meaning for it; "unassigned" is the only one it can have. */
function resolveNull(target: Target, operator: ComparisonOperator): Condition {
  if (operator === 'ne') return { kind: 'present', target };
  if (operator === 'eq') return { kind: 'not', operand: { kind: 'present', target } };
  throw invalidFilter(`"${target.text} ${operator} null" has no meaning. Use "pr", or "eq null" for an absent value.`);
}

function resolveComparison(target: Target, operator: ComparisonOperator, value: string | number | boolean): Condition {
  checkOperator(target, operator);
  return { kind: 'compare', target, operator, value: toOperand(target, value) };
}

function checkOperator(target: Target, operator: ComparisonOperator): void {
  const { type } = target.leaf;
  const ordered = operator === 'gt' || operator === 'ge' || operator === 'lt' || operator === 'le';
  const substring = operator === 'co' || operator === 'sw' || operator === 'ew';
  if (ordered && (type === 'boolean' || type === 'binary')) {
    throw invalidFilter(`"${target.text}" is a ${type}, which has no order: "${operator}" cannot be used with it.`);
  }
  if (substring && !STRING_TYPES.has(type)) {
    throw invalidFilter(`"${target.text}" is a ${type}: "${operator}" works on text only.`);
  }
}

function toOperand(target: Target, value: string | number | boolean): Operand {
  const { leaf } = target;
  switch (leaf.type) {
    case 'boolean': {
      // Entra writes `active eq "True"`.
      const word = String(value).toLowerCase();
      if (typeof value !== 'number' && (word === 'true' || word === 'false')) return word === 'true';
      throw mismatch(target, 'true or false', value);
    }
    case 'integer':
    case 'decimal':
      if (typeof value === 'number') return value;
      throw mismatch(target, 'a number without quotes', value);
    case 'dateTime': {
      const date = typeof value === 'string' ? parseDateTime(value) : null;
      if (date !== null) return date;
      throw mismatch(target, 'a dateTime such as "2024-05-01T00:00:00Z"', value);
    }
    default:
      if (typeof value === 'string') return leaf.caseExact ? value : foldName(value);
      throw mismatch(target, 'text in double quotes', value);
  }
}

function findTarget(root: FilterRoot, path: AttributePath): Target {
  const text = formatAttributePath(path);
  const found = 'endpoint' in root ? resolvePath(root, path) : resolveInElement(root, path);
  if (found === null) {
    const where = 'endpoint' in root ? root.name : `"${root.name}"`;
    throw invalidFilter(
      `"${text}" is not an attribute of ${where}. Extension attributes need their schema URN in front.`,
    );
  }
  const leaf = found.sub ?? found.attribute;
  // A value that is never shown must not be guessable by filters either.
  if (leaf.returned === 'never' || found.attribute.returned === 'never') {
    throw invalidFilter(`"${text}" cannot be used in filters.`);
  }
  return { ...found, leaf, text };
}

/** A comparison needs a simple value: a complex attribute stands for its `value` (RFC 7644 section 3.4.2.2). */
function findValueTarget(root: FilterRoot, path: AttributePath): Target {
  const target = findTarget(root, path);
  if (target.leaf.type !== 'complex') return target;
  const value = findSubAttribute(target.leaf, 'value');
  if (value === null) {
    const example = target.leaf.subAttributes[0]?.name ?? 'name';
    throw invalidFilter(
      `"${target.text}" is complex: compare one of its sub-attributes, such as "${target.text}.${example}".`,
    );
  }
  return { ...target, sub: value, leaf: value };
}

function resolveInElement(root: Attribute, path: AttributePath): ResolvedPath | null {
  if (path.schema !== null || path.sub !== null) return null;
  const attribute =
    root.type === 'complex' ? findSubAttribute(root, path.attribute) : elementValue(root, path.attribute);
  return attribute === null ? null : { extension: null, attribute, sub: null };
}

/** An element of a multi-valued attribute that is not complex has one part, `value` (RFC 7644 section 3.5.2). */
function elementValue(root: Attribute, name: string): Attribute | null {
  return name.toLowerCase() === 'value' ? { ...root, name: 'value', multiValued: false } : null;
}

function mismatch(target: Target, expected: string, value: string | number | boolean): ScimError {
  return invalidFilter(`"${target.text}" is compared with ${expected}, not ${JSON.stringify(value).slice(0, 100)}.`);
}

/** A filter that is well formed but asks what cannot be asked. */
export function invalidFilter(detail: string): ScimError {
  return new ScimError(400, 'invalidFilter', detail);
}
