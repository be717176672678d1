/**
 * Storage owns the connection, the collections and the only code that writes: `commit.ts` with `transaction.ts`. It
 * imports nothing of the domain; the domain declares its collections here and gets an opaque handle back. Only
 * `tenant.ts` and `transaction.ts` open a handle.
 */
import mongoose from 'mongoose';

/** A declared collection. Opaque: read it through `tenant(orgId)` or `system(reason)`, write it through `commit`. */
export type Collection<T> = {
  readonly name: string;
  /** Tenant rows carry `orgId`; every read and write of them is scoped to one organization. */
  readonly scope: 'tenant' | 'system';
  readonly document?: T;
};

export type Document = { _id: string };
export type TenantDocument = Document & { orgId: string };

type Fields = Record<string, unknown>;
type Index = {
  keys: Record<string, 1 | -1>;
  unique?: boolean;
  sparse?: boolean;
  partial?: Fields;
  expireAfterSeconds?: number;
};

const models = new Map<string, mongoose.Model<unknown>>();
const collections = new Map<string, Collection<unknown>>();

/** Mixed: a path whose shape the schema files or a verb file own. */
export const anyShape = mongoose.Schema.Types.Mixed;

/**
 * Declares a collection: its fields (mongoose schema definition without `_id` and `orgId`) and its indexes. Unique
 * indexes of tenant collections must start with `orgId`, so that it can be the shard key.
 */
export function defineCollection<T extends Document>(
  name: string,
  scope: Collection<T>['scope'],
  fields: Fields,
  indexes: Index[] = [],
): Collection<T> {
  const tenantFields = scope === 'tenant' ? { orgId: { type: String, required: true } } : {};
  const schema = new mongoose.Schema<unknown>(
    { _id: String, ...tenantFields, ...fields },
    { strict: 'throw', strictQuery: 'throw', versionKey: false, autoIndex: false, autoCreate: false, minimize: false },
  );
  for (const index of indexes) declareIndex(schema, name, scope, index);
  if (scope === 'tenant' && !indexes.some(({ keys }) => Object.keys(keys)[0] === 'orgId')) schema.index({ orgId: 1 });
  models.set(name, mongoose.model(name, schema, name) as unknown as mongoose.Model<unknown>);
  const collection = { name, scope };
  collections.set(name, collection);
  return collection;
}

/** Adds an index that is known only at the start. Call it before `connect`. */
export function addIndex<T>(collection: Collection<T>, index: Index): void {
  declareIndex(modelOf(collection).schema, collection.name, collection.scope, index);
}

function declareIndex(schema: mongoose.Schema, name: string, scope: Collection<unknown>['scope'], index: Index): void {
  const { keys, partial, ...options } = index;
  if (scope === 'tenant' && options.unique && Object.keys(keys)[0] !== 'orgId')
    throw new Error(`${name}: a unique index of tenant data must start with orgId`);
  schema.index(keys, { ...options, ...(partial ? { partialFilterExpression: partial } : {}) });
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

/** A new id: 24 hexadecimal digits that sort by time of creation. */
export function newId(): string {
  return new mongoose.Types.ObjectId().toHexString();
}
