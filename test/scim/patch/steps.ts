/** Random PATCH operations on every attribute of the User schemas, and the many ways to write each of them down. */
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import { builtInSchemaDirectory, loadSchemas } from '../../../src/scim/schema/load.ts';
import type { Attribute } from '../../../src/scim/schema/model.ts';
import type { Step, Test, Value } from './model.ts';

const directories = [builtInSchemaDirectory, fileURLToPath(new URL('model-schemas', import.meta.url))];
export const { user } = loadSchemas(directories);

type Place = { readonly extension: string | null; readonly attribute: Attribute };

/** `schemas` is checked and changes nothing. Attributes of many parts come more often: most others are plain strings. */
const all: readonly Place[] = [
  ...user.common.filter(({ name }) => name !== 'schemas').map((attribute) => ({ extension: null, attribute })),
  ...user.schema.attributes.map((attribute) => ({ extension: null, attribute })),
  ...user.extensions.flatMap(({ id, attributes }) => attributes.map((attribute) => ({ extension: id, attribute }))),
];
const places = all.flatMap((place) => {
  const { type, multiValued } = place.attribute;
  return Array.from({ length: type === 'complex' ? (multiValued ? 6 : 3) : multiValued ? 4 : 1 }, () => place);
});

const texts = fc.constantFrom('a', 'A', 'b', 'work', 'Work', 'é', 'É', 'a.b "c"');

function simple({ type, mutability }: Attribute): fc.Arbitrary<Value> {
  // As stored, or not.
  if (mutability === 'readOnly' && type === 'string') return fc.constantFrom('a', 'b');
  switch (type) {
    case 'boolean':
      return fc.boolean();
    case 'integer':
      return fc.constantFrom(0, 1, 2);
    case 'decimal':
      return fc.constantFrom(0.5, 1, 2.5);
    case 'dateTime':
      return fc.constantFrom('2024-05-01T00:00:00.000Z', '2025-01-31T23:59:59.500Z');
    case 'binary':
      return fc.constantFrom('QUFB', 'qufb', 'AA==');
    case 'reference':
      return fc.constantFrom('https://a.example/x', 'https://A.example/x', '../Users/1');
    default:
      return texts;
  }
}

/** One value of the attribute, as it is stored; inside a complex one, null clears a sub-attribute. */
function single(attribute: Attribute, nulls: boolean): fc.Arbitrary<Value> {
  if (attribute.type !== 'complex') return simple(attribute);
  const parts = attribute.subAttributes
    .filter(({ mutability }) => mutability !== 'readOnly')
    .map((sub) => [sub.name, sub.multiValued ? list(sub) : nulls ? fc.option(simple(sub), { freq: 6 }) : simple(sub)]);
  return fc.record(Object.fromEntries(parts), { requiredKeys: [], noNullPrototype: true });
}

function list(attribute: Attribute, nulls = false): fc.Arbitrary<Value[]> {
  return fc.array(single(attribute, nulls), { maxLength: 3 });
}

function testsOf(attribute: Attribute): fc.Arbitrary<readonly Test[]> {
  const subs = attribute.subAttributes.filter(
    ({ type, multiValued, mutability }) => !multiValued && mutability !== 'readOnly' && type !== 'dateTime',
  );
  const named =
    attribute.type === 'complex' ? subs.map((sub) => [sub.name, sub] as const) : ([['value', attribute]] as const);
  if (named.length === 0 || attribute.type === 'dateTime') return fc.constant([]);
  const one = fc.constantFrom(...named).chain(([sub, fact]) =>
    fc.record({
      sub: fc.constant(sub),
      operator: fc.constantFrom<Test['operator']>(
        'eq',
        'eq',
        ...(fact.type === 'string' ? (['co', 'pr'] as const) : []),
      ),
      value: simple(fact),
    }),
  );
  return fc.uniqueArray(one, { selector: ({ sub }) => sub, maxLength: 2 });
}

function stepAt({ extension, attribute }: Place): fc.Arbitrary<Step> {
  const sub =
    attribute.type === 'complex'
      ? fc.option(fc.constantFrom(...attribute.subAttributes), { freq: 2 })
      : fc.constant(null);
  const tests = attribute.multiValued ? fc.oneof(fc.constant([]), testsOf(attribute)) : fc.constant([]);
  return fc
    .record({
      op: fc.constantFrom('add' as const, 'replace' as const, 'replace' as const, 'remove' as const),
      capital: fc.boolean(),
      asKey: fc.boolean(),
      sub,
      tests,
      limited: fc.boolean(),
    })
    .chain(({ op, capital, asKey, sub, tests, limited }) => {
      const target = sub ?? attribute;
      const isList = target.multiValued && (sub !== null || tests.length === 0);
      const given = isList ? list(target, true) : single(target, true);
      const value =
        op === 'remove'
          ? isList && limited && (sub === null || tests.length > 0 || !attribute.multiValued)
            ? given
            : fc.constant(undefined)
          : fc.oneof({ weight: 12, arbitrary: given }, { weight: 1, arbitrary: fc.constant(null) });
      return value.map((some) => ({
        op,
        capital,
        asKey: asKey && op !== 'remove',
        extension,
        attribute,
        tests,
        sub,
        value: some,
      }));
    });
}

const step: fc.Arbitrary<Step> = fc.constantFrom(...places).chain(stepAt);

/** Many steps before and some to try; half of them, and always the last, on one attribute, so that they meet. */
export function stepsAround(most: number): fc.Arbitrary<{ readonly before: Step[]; readonly steps: Step[] }> {
  return fc.constantFrom(...places).chain((place) => {
    const near = fc.oneof(stepAt(place), step);
    return fc.record({
      before: fc.array(near, { maxLength: 10 }),
      steps: fc.tuple(fc.array(near, { maxLength: most - 1 }), stepAt(place)).map(([some, last]) => [...some, last]),
    });
  });
}

/** Choices of spelling, read one after the other; the same ones for the same seed. */
export type Spelling = (choices: number) => number;

export const spelling: fc.Arbitrary<readonly number[]> = fc.array(fc.nat({ max: 999 }), {
  minLength: 60,
  maxLength: 60,
});

export function spellingOf(numbers: readonly number[]): Spelling {
  let at = 0;
  return (choices) => {
    at += 1;
    return (numbers[at % numbers.length] ?? 0) % choices;
  };
}

/** The operation as a client would write it. */
export function written(step: Step, choose: Spelling): Value {
  const { op, capital, asKey, value } = step;
  const name = capital ? [`${op[0]?.toUpperCase()}${op.slice(1)}`, op.toUpperCase()][choose(2)] : op;
  const wire = value === undefined ? undefined : spelled(step, choose);
  if (!asKey)
    return { op: name, path: pathOf(step, choose, step.extension), ...(wire === undefined ? {} : { value: wire }) };
  const inside = step.extension !== null && choose(2) === 0;
  const key = pathOf(step, choose, inside ? null : step.extension);
  const keyed = { [key]: wire };
  return { op: name, value: inside ? { [String(step.extension)]: keyed } : keyed };
}

function pathOf({ attribute, tests, sub }: Step, choose: Spelling, urn: string | null): string {
  const core = urn === null && choose(6) === 0 && !attribute.name.includes('$') ? null : urn;
  const prefix = core === null ? '' : `${cased(core, choose)}:`;
  const filter = tests
    .map(({ sub: name, operator, value }) => {
      const left = `${cased(name, choose)} ${cased(operator, choose)}`;
      return operator === 'pr' ? left : `${left} ${JSON.stringify(booleanText(value, choose))}`;
    })
    .join(' and ');
  const brackets = filter === '' ? '' : `[${filter}]`;
  return `${prefix}${cased(attribute.name, choose)}${brackets}${sub === null ? '' : `.${cased(sub.name, choose)}`}`;
}

function cased(text: string, choose: Spelling): string {
  const how = choose(6);
  return how === 0 ? text.toUpperCase() : how === 1 ? text.toLowerCase() : text;
}

function booleanText(value: Value, choose: Spelling): Value {
  return typeof value === 'boolean' && choose(2) === 0 ? (value ? 'True' : 'False') : value;
}

function spelled({ attribute, sub, tests, value }: Step, choose: Spelling): Value {
  const target = sub ?? attribute;
  // A readOnly attribute may only repeat what is stored, to the letter.
  if (value === null || attribute.mutability === 'readOnly' || target.mutability === 'readOnly') return value;
  if (Array.isArray(value)) {
    const items = value.map((item) => spelledOne(target, item, choose));
    return items.length === 1 && choose(3) === 0 ? items[0] : items;
  }
  const one = spelledOne(target, value, choose);
  const isElement = sub === null && tests.length > 0;
  return (isElement || !target.multiValued) && choose(5) === 0 ? [one] : one;
}

function spelledOne(attribute: Attribute, value: Value, choose: Spelling): Value {
  if (value === null) return null;
  if (attribute.type !== 'complex') {
    const text = value === '2024-05-01T00:00:00.000Z' && choose(2) === 0 ? '2024-05-01T02:00:00+02:00' : value;
    const bare = booleanText(text, choose);
    return choose(8) === 0 ? { $ref: null, value: bare } : bare;
  }
  const names = Object.keys(value);
  if (names.length === 1 && typeof value.value === 'string' && choose(2) === 0) return value.value;
  return Object.fromEntries(
    names.map((name) => {
      const sub = attribute.subAttributes.find((known) => known.name === name) as Attribute;
      const inner = Array.isArray(value[name])
        ? value[name].map((item: Value) => spelledOne(sub, item, choose))
        : spelledOne(sub, value[name], choose);
      return [cased(name, choose), inner];
    }),
  );
}
