/** What the OpenAPI document tells a reader: a description of everything, and examples that are real. */
import { Ajv2020 } from 'ajv/dist/2020.js';
import formats from 'ajv-formats';
import { describe, expect, it } from 'vitest';
import { apiDocument } from '../support/api-document.ts';

type Schema = {
  readonly $ref?: string;
  readonly type?: string | readonly string[];
  readonly description?: string;
  readonly examples?: readonly unknown[];
  readonly default?: unknown;
  readonly const?: unknown;
  readonly enum?: readonly unknown[];
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly items?: Schema;
  readonly anyOf?: readonly Schema[];
  readonly oneOf?: readonly Schema[];
  readonly allOf?: readonly Schema[];
};
type Parameter = { readonly $ref?: string; readonly name?: string; readonly description?: string; schema: Schema };
type Media = { readonly schema: Schema; readonly example?: unknown };
type Body = { readonly content?: Readonly<Record<string, Media>> };
type Operation = {
  readonly parameters?: readonly Parameter[];
  readonly requestBody?: Body;
  readonly responses: Readonly<Record<string, Body>>;
};
type Place<T> = readonly [pointer: string, value: T];

const document = apiDocument();
const schemas = document.components.schemas as Readonly<Record<string, Schema>>;
const operations = Object.entries(document.paths).flatMap(([path, item]) =>
  Object.entries(item as unknown as Record<string, Operation>).map(
    ([method, operation]): Place<Operation> => [`/paths/${escaped(path)}/${method}`, operation],
  ),
);
const bodies = operations.flatMap(([pointer, { requestBody = {}, responses }]) => [
  ...bodiesAt(`${pointer}/requestBody`, requestBody),
  ...Object.entries(responses).flatMap(([status, answer]) => bodiesAt(`${pointer}/responses/${status}`, answer)),
]);
const everySchema = [
  ...Object.entries(schemas).flatMap(([name, schema]) => within(`/components/schemas/${name}`, schema)),
  ...bodies.flatMap(([pointer, { schema }]) => within(pointer, schema)),
];
const properties = everySchema.flatMap(([pointer, { properties = {} }]) =>
  Object.entries(properties).map(([name, schema]): Place<Schema> => [`${pointer}/properties/${name}`, schema]),
);

const ajv = new Ajv2020({ strict: false, allErrors: true });
formats.default(ajv);
ajv.addSchema(document, 'api');

function escaped(key: string): string {
  return encodeURIComponent(key.replaceAll('~', '~0').replaceAll('/', '~1'));
}

function bodiesAt(pointer: string, { content = {} }: Body): Place<Media>[] {
  return Object.entries(content)
    .filter(([media]) => media.endsWith('json'))
    .map(([media, body]) => [`${pointer}/content/${escaped(media)}/schema`, body]);
}

/** The schema and all that are written inside it; those that it only names are found by their name. */
function within(pointer: string, schema: Schema): Place<Schema>[] {
  const { properties = {}, items, anyOf = [], oneOf = [], allOf = [] } = schema;
  const inner: Place<Schema>[] = [
    ...Object.entries(properties).map(([name, one]): Place<Schema> => [`${pointer}/properties/${name}`, one]),
    ...(items ? [[`${pointer}/items`, items] as const] : []),
    ...Object.entries({ anyOf, oneOf, allOf }).flatMap(([key, list]) =>
      list.map((one, index): Place<Schema> => [`${pointer}/${key}/${index}`, one]),
    ),
  ];
  return [[pointer, schema], ...inner.flatMap(([at, one]) => within(at, one))];
}

function named(schema: Schema): Schema {
  return schema.$ref === undefined ? schema : (schemas[schema.$ref.split('/').at(-1) ?? ''] ?? {});
}

/** What a reader is shown for a schema, as Swagger UI puts it together. Throws where it would have to make something up. */
function sampleOf(given: Schema, pointer: string): unknown {
  const schema = named(given);
  if (schema.examples !== undefined) return schema.examples[0];
  for (const known of ['default', 'const'] as const) if (known in schema) return schema[known];
  if (schema.enum) return schema.enum[0];
  const [first] = schema.anyOf ?? schema.oneOf ?? [];
  if (first) return sampleOf(first, pointer);
  const types = [schema.type].flat();
  if (types.includes('array') && schema.items) return [sampleOf(schema.items, `${pointer}/items`)];
  if (types.includes('boolean')) return true;
  if (types.includes('object') && schema.properties)
    return Object.fromEntries(
      Object.entries(schema.properties).map(([name, one]) => [name, sampleOf(one, `${pointer}/${name}`)]),
    );
  if (types.every((type) => type === 'null')) return null;
  throw new Error(`${pointer} has no example`);
}

function faultsOf(pointer: string, value: unknown): string[] {
  const validate = ajv.compile({ $ref: `api#${pointer}` });
  return validate(value) ? [] : [`${pointer}: ${ajv.errorsText(validate.errors)}: ${JSON.stringify(value)}`];
}

describe('the OpenAPI document', () => {
  it('describes every parameter', () => {
    const undescribed = operations.flatMap(([pointer, { parameters = [] }]) =>
      parameters
        .filter(({ $ref, description, schema }) => !$ref && !description && !named(schema).description)
        .map(({ name }) => `${pointer} ${name}`),
    );
    expect(operations.flatMap(([, { parameters = [] }]) => parameters).length).toBeGreaterThan(300);
    expect(undescribed).toEqual([]);
  });

  it('describes every schema that has a name, and every property', () => {
    const places: Place<Schema>[] = [...Object.entries(schemas), ...properties];
    const undescribed = places.filter(([, schema]) => !schema.description && !named(schema).description);
    expect(properties.length).toBeGreaterThan(600);
    expect(undescribed.map(([pointer]) => pointer)).toEqual([]);
  });

  it('has an example of every property that only an example can show: no pattern, format or number is made up', () => {
    const missing = properties.flatMap(([pointer, schema]) => {
      try {
        sampleOf(schema, pointer);
        return [];
      } catch (error) {
        return [String(error)];
      }
    });
    expect(missing).toEqual([]);
  });

  it('has no example that is not valid', () => {
    const faults = everySchema.flatMap(([pointer, { examples = [] }]) =>
      examples.flatMap((example) => faultsOf(pointer, example)),
    );
    expect(faults).toEqual([]);
  });

  it('shows a valid example of every body and answer', () => {
    const faults = bodies.flatMap(([pointer, { schema, example = sampleOf(schema, pointer) }]) =>
      faultsOf(pointer, example),
    );
    expect(bodies.length).toBeGreaterThan(80);
    expect(faults).toEqual([]);
  });

  it('says that a request may send null for an end that never comes', () => {
    const ends = properties.filter(([pointer]) => /requestBody.*\/expiresAt$/.test(pointer));
    expect(ends.length).toBeGreaterThan(4);
    expect(ends.flatMap(([pointer]) => faultsOf(pointer, null))).toEqual([]);
  });
});
