import { foldName } from '../../domain/kernel/fold-name.ts';
import { isJsonObject, type Json, type JsonObject } from '../../json.ts';
import { parseDateTime } from '../schema/date-time.ts';
import type { Attribute } from '../schema/model.ts';
import type { ComparisonOperator, Filter } from './ast.ts';
import { type Condition, type FilterRoot, type Operand, resolveFilter, type Target } from './condition.ts';

/**
 * A filter as a predicate on JSON with the schemas' spelling of names: on whole resources (`root` is the resource type;
 * it means exactly what the compiled query means), or on the elements of an attribute (`root` is that attribute; names
 * are its sub-attributes, or `value` where the elements are simple). Throws `ScimError` 400 `invalidFilter`.
 */
export function compileMatcher(root: FilterRoot, filter: Filter): (value: Json) => boolean {
  const condition = resolveFilter(root, filter);
  if ('endpoint' in root) {
    // `schemas` follows from what the resource has, whether or not the caller rendered it (RFC 7643 section 3).
    const core = root.schema.id;
    return (value) => isJsonObject(value) && meets(condition, { ...value, schemas: schemasOf(core, value) });
  }
  return (value) => meets(condition, isJsonObject(value) ? value : { value });
}

function schemasOf(core: string, resource: JsonObject): string[] {
  return [core, ...Object.keys(resource).filter((key) => key.includes(':'))];
}

/** Whether one resource or element meets a resolved filter. */
export function meets(condition: Condition, subject: JsonObject): boolean {
  switch (condition.kind) {
    case 'and':
      return condition.operands.every((operand) => meets(operand, subject));
    case 'or':
      return condition.operands.some((operand) => meets(operand, subject));
    case 'not':
      return !meets(condition.operand, subject);
    case 'present':
      return valuesAt(condition.target, subject).some((value) => value !== '');
    case 'element':
      return valuesAt(condition.target, subject).some(
        (value) => isJsonObject(value) && meets(condition.condition, value),
      );
    case 'compare': {
      const values = valuesAt(condition.target, subject);
      const holds = (value: Json) => compareValue(condition.target.leaf, condition.operator, value, condition.value);
      return values.some(holds) || (condition.operator === 'ne' && values.length === 0);
    }
  }
}

/** All assigned values at the target: none, one, or one for each element. */
function valuesAt(target: Target, subject: JsonObject): Json[] {
  const holder = target.extension === null ? subject : subject[target.extension.id];
  if (!isJsonObject(holder)) return [];
  const values = assigned(holder[target.attribute.name]);
  if (target.sub === null) return values;
  const name = target.sub.name;
  return values.flatMap((value) => (isJsonObject(value) ? assigned(value[name]) : []));
}

/** RFC 7643 section 2.5: null, the empty array and a complex value without sub-attributes are "unassigned". */
function assigned(value: Json | undefined): Json[] {
  if (value === undefined || value === null) return [];
  if (Array.isArray(value)) return value.flatMap(assigned);
  return isJsonObject(value) && Object.values(value).every((member) => assigned(member).length === 0) ? [] : [value];
}

function compareValue(leaf: Attribute, operator: ComparisonOperator, value: Json, operand: Operand): boolean {
  if (operator === 'ne') return !compareValue(leaf, 'eq', value, operand);
  if (typeof operand === 'string') {
    return typeof value === 'string' && compareText(operator, leaf.caseExact ? value : foldName(value), operand);
  }
  if (typeof operand === 'boolean') return value === operand;
  const number = operand instanceof Date ? timeOf(value) : typeof value === 'number' ? value : null;
  return number !== null && compareOrder(operator, number - Number(operand));
}

function compareText(operator: ComparisonOperator, value: string, operand: string): boolean {
  switch (operator) {
    case 'co':
      return value.includes(operand);
    case 'sw':
      return value.startsWith(operand);
    case 'ew':
      return value.endsWith(operand);
    case 'eq':
      return value === operand;
    default:
      // Order by code points, as the database does; JavaScript's own order is by UTF-16 units.
      return compareOrder(operator, Buffer.compare(Buffer.from(value), Buffer.from(operand)));
  }
}

function compareOrder(operator: ComparisonOperator, difference: number): boolean {
  switch (operator) {
    case 'eq':
      return difference === 0;
    case 'gt':
      return difference > 0;
    case 'ge':
      return difference >= 0;
    case 'lt':
      return difference < 0;
    case 'le':
      return difference <= 0;
    default:
      return false;
  }
}

function timeOf(value: Json): number | null {
  return typeof value === 'string' ? (parseDateTime(value)?.getTime() ?? null) : null;
}
