/**
 * What a filter means, written from RFC 7644 section 3.4.2.2 and rule S3 for what the RFC leaves open, and
 * from nothing of the product: it walks over the JSON that a client sent. The attributes that filters can name are
 * stated here too, not read from the schema files.
 */
import type { Json, JsonObject } from '../../../src/json.ts';

/** `text` compares without case, `exact` with it; `bytes` is exact and has no order. */
export type Kind = 'text' | 'exact' | 'bytes' | 'number' | 'boolean' | 'time' | 'complex';
export type Operator = 'eq' | 'ne' | 'co' | 'sw' | 'ew' | 'gt' | 'ge' | 'lt' | 'le';

/**
 * An attribute as a filter names it. `names` are its steps; `urn` is that of its extension, null in the core schema. A
 * comparison with a complex attribute means its sub-attribute `value`, which is of the kind `value`.
 */
export type Attribute = {
  readonly urn: string | null;
  readonly names: readonly string[];
  readonly kind: Kind;
  readonly value?: Kind;
};

export type Filter =
  | { readonly is: 'present'; readonly of: Attribute }
  | {
      readonly is: 'compared';
      readonly of: Attribute;
      readonly operator: Operator;
      readonly value: string | number | boolean | null;
    }
  | { readonly is: 'and' | 'or'; readonly all: readonly Filter[] }
  | { readonly is: 'not'; readonly what: Filter }
  /** `emails[...]` */
  | { readonly is: 'element'; readonly of: Attribute; readonly meets: Filter };

/** Whether a resource, or one element of a complex attribute, meets the filter. */
export function meets(filter: Filter, subject: Json): boolean {
  switch (filter.is) {
    case 'and':
      return filter.all.every((part) => meets(part, subject));
    case 'or':
      return filter.all.some((part) => meets(part, subject));
    case 'not':
      return !meets(filter.what, subject);
    case 'present':
      return isPresent(filter.of, subject);
    case 'element':
      return valuesOf(filter.of, subject).some((element) => meets(filter.meets, element));
    case 'compared': {
      const { of, operator, value } = filter;
      // An attribute equals null when it has no value.
      if (value === null) return isPresent(of, subject) === (operator === 'ne');
      const kind = of.value ?? of.kind;
      const values = valuesOf(of.value === undefined ? of : { ...of, names: [...of.names, 'value'] }, subject);
      if (operator === 'ne') return values.length === 0 || values.some((one) => !holds(kind, 'eq', one, value));
      return values.some((one) => holds(kind, operator, one, value));
    }
  }
}

function isPresent(attribute: Attribute, subject: Json): boolean {
  return valuesOf(attribute, subject).some((value) => value !== '');
}

function valuesOf({ urn, names }: Attribute, subject: Json): Json[] {
  return walk(subject, urn === null ? names : [urn, ...names]);
}

/** All assigned values at the end of these steps. */
export function walk(value: Json | undefined, names: readonly string[]): Json[] {
  if (!isAssigned(value)) return [];
  if (Array.isArray(value)) return value.flatMap((element) => walk(element, names));
  const [name, ...rest] = names;
  if (name === undefined) return [value];
  return isObject(value) ? walk(value[name], rest) : [];
}

/** RFC 7643 section 2.5: null, an empty list and what has nothing but those are no value. */
function isAssigned(value: Json | undefined): value is Json {
  if (value === undefined || value === null) return false;
  if (typeof value === 'object') return Object.values(value).some(isAssigned);
  return true;
}

/** Lists of elements: one that says nothing but what it would be is not kept (S7). */
const lists = ['emails', 'roles', 'x509Certificates', 'parts'];
const descriptions = ['type', 'primary', 'display'];

/** What a server keeps of what was sent. */
export function kept(sent: JsonObject): JsonObject {
  const tells = ([name, value]: [string, Json | undefined]) =>
    !descriptions.includes(name) && [value].flat().some((part) => isAssigned(part) && part !== '');
  return Object.fromEntries(
    Object.entries(sent).map(([name, value = null]) => {
      if (lists.includes(name) && Array.isArray(value))
        return [name, value.filter((element) => isObject(element) && Object.entries(element).some(tells))];
      return [name, name.startsWith('urn:') && isObject(value) ? kept(value) : value];
    }),
  );
}

function holds(kind: Kind, operator: Operator, value: Json, operand: string | number | boolean): boolean {
  switch (kind) {
    case 'number':
      return ordered(operator, Number(value) - Number(operand));
    case 'boolean':
      return value === (String(operand).toLowerCase() === 'true');
    case 'time':
      return ordered(operator, instant(String(value)) - instant(String(operand)));
    case 'text':
      return textual(operator, folded(String(value)), folded(String(operand)));
    default:
      return textual(operator, String(value), String(operand));
  }
}

function textual(operator: Operator, value: string, operand: string): boolean {
  if (operator === 'co') return value.split(operand).length > 1 || operand === '';
  if (operator === 'sw') return value.slice(0, operand.length) === operand;
  if (operator === 'ew')
    return value.length >= operand.length && value.slice(value.length - operand.length) === operand;
  return ordered(operator, byCodePoints([...value], [...operand]));
}

export function byCodePoints(a: readonly string[], b: readonly string[]): number {
  for (const [at, character] of a.entries()) {
    const other = b[at];
    if (other === undefined) return 1;
    if (character !== other) return (character.codePointAt(0) ?? 0) - (other.codePointAt(0) ?? 0);
  }
  return a.length - b.length;
}

function ordered(operator: Operator, difference: number): boolean {
  if (operator === 'eq') return difference === 0;
  if (operator === 'gt') return difference > 0;
  if (operator === 'ge') return difference >= 0;
  if (operator === 'lt') return difference < 0;
  return difference <= 0;
}

/** RFC 8265 section 3.3: ordinary forms of wide and narrow characters, lower case, composed. */
export function folded(text: string): string {
  const characters = [...text].map((character) => {
    const code = character.codePointAt(0) ?? 0;
    return code === 0x3000 || (code >= 0xff01 && code <= 0xffef) ? character.normalize('NFKC') : character;
  });
  return characters.join('').toLowerCase().normalize('NFC');
}

const TIME = /^(\d{4})-(\d\d)-(\d\d)(?:T(\d\d):(\d\d)(?::(\d\d)(?:\.(\d+))?)?)?(?:Z|([+-])(\d\d):(\d\d))?$/i;

/** Milliseconds since 1970: what is finer is not told apart. Without a zone it is UTC, without a time midnight. */
export function instant(text: string): number {
  const [, year, month, day, hour = 0, minute = 0, second = 0, fraction = '', sign, zoneHour = 0, zoneMinute = 0] =
    TIME.exec(text) ?? [];
  const zone = (sign === '-' ? -1 : 1) * (Number(zoneHour) * 60 + Number(zoneMinute));
  const milliseconds = Number(fraction.padEnd(3, '0').slice(0, 3));
  return (
    Date.UTC(Number(year), Number(month) - 1, Number(day), Number(hour), Number(minute), Number(second), milliseconds) -
    zone * 60_000
  );
}

function isObject(value: Json): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
