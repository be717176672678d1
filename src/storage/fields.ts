/**
 * Fields of stored documents, each declared once: a field carries its TypeScript type, what mongoose validates it by
 * (under test and in development), and what the database's own validator says of it.
 */
import mongoose from 'mongoose';

/** A field whose values are of the type T. */
export type Field<T> = {
  /** For mongoose. */
  readonly definition: Readonly<Record<string, unknown>>;
  /** For `$jsonSchema`. */
  readonly rule: Rule;
  /** Only a type: no field has it. */
  readonly value?: T;
};

/** A field that may be absent. */
export type OptionalField<T> = Field<T> & { readonly optional: true };

/** The fields of a document, or of an object in it. */
export type Fields = Readonly<Record<string, Field<unknown>>>;

/** What the database checks: BSON types, and which fields must be there. */
export type Rule = {
  readonly bsonType?: string | readonly string[];
  readonly items?: Rule;
  readonly required?: readonly string[];
  readonly properties?: Readonly<Record<string, Rule>>;
};

/** The TypeScript type of a field's values. */
export type TypeOf<F> = F extends Field<infer T> ? T : never;
type Flat<T> = { [K in keyof T]: T[K] };

/** The TypeScript type of these fields. */
export type ValuesOf<F extends Fields> = Flat<
  { -readonly [K in keyof F as F[K] extends OptionalField<unknown> ? never : K]: TypeOf<F[K]> } & {
    -readonly [K in keyof F as F[K] extends OptionalField<unknown> ? K : never]?: TypeOf<F[K]>;
  }
>;

export const text: Field<string> = { definition: { type: String, required: true }, rule: { bsonType: 'string' } };
export const number: Field<number> = { definition: { type: Number, required: true }, rule: { bsonType: 'number' } };
export const boolean: Field<boolean> = { definition: { type: Boolean, required: true }, rule: { bsonType: 'bool' } };
export const date: Field<Date> = { definition: { type: Date, required: true }, rule: { bsonType: 'date' } };

/** One of these texts. The database takes any: a newer version may know more of them. */
export function oneOf<const T extends string>(...values: readonly T[]): Field<T> {
  return { definition: { type: String, required: true, enum: values }, rule: { bsonType: 'string' } };
}

export function listOf<T>({ definition, rule }: Field<T>): Field<T[]> {
  const elements = { type: [definition], required: true, default: undefined };
  return { definition: elements, rule: { bsonType: 'array', items: rule } };
}

/** An object with these fields. */
export function object<const F extends Fields>(fields: F): Field<ValuesOf<F>> {
  const schema = new mongoose.Schema(definitionsOf(fields), { _id: false, strict: 'throw', minimize: false });
  return { definition: { type: schema, required: true }, rule: ruleOf(fields) };
}

/** An object, or a list, whose shape other code owns. Without T its paths are open: any name may stand below it. */
export function anyShape<T>(): Field<T> {
  return { definition: { type: mongoose.Schema.Types.Mixed, required: true }, rule: {} };
}

/** The field is there, and may be null. */
export function nullable<T>({ definition, rule }: Field<T>): Field<T | null> {
  const { bsonType } = rule;
  const orNull = bsonType === undefined ? {} : { ...rule, bsonType: [bsonType, 'null'].flat() };
  return { definition: { ...definition, required: false }, rule: orNull };
}

/** The field may be absent. One that a new version adds is optional: older rows, and nodes of the version before, have none. */
export function optional<T>({ definition, rule }: Field<T>): OptionalField<T> {
  return { definition: { ...definition, required: false }, rule, optional: true };
}

/** For `collection.ts`. */
export function definitionsOf(fields: Fields): Record<string, mongoose.SchemaDefinitionProperty> {
  const definitions = Object.entries(fields).map(([name, { definition }]) => [name, definition]);
  return Object.fromEntries(definitions);
}

/** For `collection.ts`: what the database checks of an object with these fields. Others are allowed. */
export function ruleOf(fields: Fields): Rule {
  const required = Object.keys(fields).filter((name) => !isOptional(fields[name]));
  const properties = Object.fromEntries(Object.entries(fields).map(([name, { rule }]) => [name, rule]));
  return { bsonType: 'object', ...(required.length > 0 ? { required } : {}), properties };
}

function isOptional(field: Field<unknown> | undefined): boolean {
  return field !== undefined && 'optional' in field;
}
