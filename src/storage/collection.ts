/**
 * Storage owns the connection, the collections and the only code that writes: `commit.ts` with `transaction.ts`. It
 * imports nothing of the domain; the domain declares its collections here and gets an opaque handle back. Only
 * `tenant.ts` and `transaction.ts` open a handle.
 */
import mongoose from 'mongoose';
import { definitionsOf, type Fields, type Rule, ruleOf, text, type ValuesOf } from './fields.ts';
import type { Filter, Sort } from './query.ts';

/** A declared collection. Opaque: read it through `tenant(orgId)` or `system(reason)`, write it through `commit`. */
export type Collection<T> = {
  readonly name: string;
  /** Tenant rows carry `orgId`; every read and write of them is scoped to one organization. */
  readonly scope: 'tenant' | 'system';
  readonly document?: T;
};

/** The type of a collection's documents. */
export type DocumentOf<C> = C extends Collection<infer T> ? T : never;

type Scope = Collection<unknown>['scope'];
type Stored<S extends Scope, F extends Fields> = Flat<{ _id: string } & OwnerOf<S> & ValuesOf<F>>;
type OwnerOf<S extends Scope> = S extends 'tenant' ? { orgId: string } : unknown;
type Flat<T> = { [K in keyof T]: T[K] };

type Index<T> = {
  readonly keys: Sort<T>;
  readonly unique?: boolean;
  readonly sparse?: boolean;
  readonly partial?: Filter<T>;
  readonly expireAfterSeconds?: number;
};

const models = new Map<string, mongoose.Model<unknown>>();
const collections = new Map<string, Collection<unknown>>();
const rules = new Map<string, Rule>();
const retired = new Map<string, readonly string[]>();

/**
 * Declares a collection: its fields (`_id`, and `orgId` of tenant rows, come by themselves) and its indexes. Unique
 * indexes of tenant collections must start with `orgId`, so that it can be the shard key. `retired`: names of indexes that an
 * earlier release has made and that would do harm now.
 */
export function defineCollection<const S extends Scope, const F extends Fields>(
  name: string,
  scope: S,
  fields: F,
  indexes: readonly Index<NoInfer<Stored<S, F>>>[] = [],
  outdated: { readonly retired?: readonly string[] } = {},
): Collection<Stored<S, F>> {
  const all: Fields = { _id: text, ...(scope === 'tenant' ? { orgId: text } : {}), ...fields };
  const schema = new mongoose.Schema<unknown>(definitionsOf(all), {
    strict: 'throw',
    strictQuery: 'throw',
    versionKey: false,
    autoIndex: false,
    autoCreate: false,
    minimize: false,
  });
  for (const index of indexes) declareIndex(schema, name, scope, index);
  if (scope === 'tenant' && !indexes.some(({ keys }) => Object.keys(keys)[0] === 'orgId')) schema.index({ orgId: 1 });
  models.set(name, mongoose.model(name, schema, name) as unknown as mongoose.Model<unknown>);
  rules.set(name, ruleOf(all));
  retired.set(name, outdated.retired ?? []);
  const collection = { name, scope };
  collections.set(name, collection);
  return collection;
}

/** Adds an index that is known only at the start. Call it before `connect`. */
export function addIndex<T>(collection: Collection<T>, index: Index<NoInfer<T>>): void {
  declareIndex(modelOf(collection).schema, collection.name, collection.scope, index);
}

function declareIndex<T>(schema: mongoose.Schema, name: string, scope: Scope, index: Index<T>): void {
  const { keys, partial, ...options } = index;
  if (scope === 'tenant' && options.unique && Object.keys(keys)[0] !== 'orgId')
    throw new Error(`${name}: a unique index of tenant data must start with orgId`);
  schema.index(keys as mongoose.IndexDefinition, {
    ...options,
    ...(partial ? { partialFilterExpression: partial } : {}),
  });
}

/** For `tenant.ts`: the collection that a stage of a pipeline names. */
export function collectionNamed(name: string): Collection<unknown> {
  const collection = collections.get(name);
  if (!collection) throw new Error(`no collection is declared under the name ${name}`);
  return collection;
}

/** For `tenant.ts`, `transaction.ts` and `connection.ts` only; the linter keeps others out. */
export function modelOf<T>(collection: Collection<T>): mongoose.Model<T> {
  const model = models.get(collection.name);
  if (!model) throw new Error(`no collection is declared under the name ${collection.name}`);
  return model as unknown as mongoose.Model<T>;
}

type DriverCollection = mongoose.mongo.Collection<mongoose.mongo.Document>;
let opened: { readonly of: unknown; readonly byName: Map<string, DriverCollection> } = { of: null, byName: new Map() };

/**
 * The driver's own collection, for `tenant.ts` and `transaction.ts` as `modelOf`. While the database is there mongoose would only
 * stand between (5 to 10 % of a read); while it is not, mongoose says so.
 */
export function open(collection: Collection<unknown>): DriverCollection {
  const db = connected();
  if (!db) return modelOf(collection).collection as unknown as DriverCollection;
  if (opened.of !== db) opened = { of: db, byName: new Map() };
  const present = opened.byName.get(collection.name) ?? db.collection(collection.name);
  opened.byName.set(collection.name, present);
  return present;
}

/** The database, while it is there. */
export function connected(): mongoose.mongo.Db | null {
  const { db, readyState } = mongoose.connection;
  return db && readyState === mongoose.ConnectionStates.connected ? db : null;
}

/**
 * What the database checks of every write to the collection, whoever does it: required fields and BSON types. Other fields
 * and other values are allowed: while an upgrade runs, two versions write side by side, and neither may refuse the other's rows.
 */
export function validatorOf(name: string): { readonly $jsonSchema: Rule } {
  const rule = rules.get(name);
  if (!rule) throw new Error(`no collection is declared under the name ${name}`);
  return { $jsonSchema: rule };
}

/** Names of indexes that a collection must not have any more. */
export function retiredIndexesOf(name: string): readonly string[] {
  return retired.get(name) ?? [];
}

/** Every declared collection's model, for creating collections and indexes at start. */
export function allModels(): Iterable<mongoose.Model<unknown>> {
  return models.values();
}

/**
 * For a top-level field of a row that is inserted: the database puts its logical clock there, which moves on with every
 * write. Of two rows, one written by whoever had read the other, it tells the order, whatever the processes' clocks say.
 */
export function databaseTime(): unknown {
  return new mongoose.mongo.Timestamp({ t: 0, i: 0 });
}

/** Ids that are made from this second on are greater or equal. */
export function firstIdAt(at: Date): string {
  return mongoose.Types.ObjectId.createFromTime(Math.floor(at.getTime() / 1_000)).toHexString();
}

/** A new id: 24 hexadecimal digits that sort by time of creation. */
export function newId(): string {
  return new mongoose.Types.ObjectId().toHexString();
}
