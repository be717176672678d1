/** Creates what is declared but missing in the database: collections, their validators, their indexes; and removes what is retired. */
import { isDeepStrictEqual } from 'node:util';
import mongoose, { type Model } from 'mongoose';
import { allModels, retiredIndexesOf, validatorOf } from './collection.ts';
import { isDuplicateKey } from './database-errors.ts';

type Present = { readonly validator?: unknown; readonly validationLevel?: unknown };

/**
 * Safe from several processes at once, and of several versions: validators forbid no other fields and no other values.
 * @param warn gets what is missing because the database's user may not change collections
 */
export async function createCollections(database: mongoose.mongo.Db, warn: (message: string) => void): Promise<void> {
  const found = await database.listCollections<{ name: string; options?: Present }>().toArray();
  const present = new Map(found.map(({ name, options = {} }) => [name, options]));
  const denied: string[] = [];
  await Promise.all(
    [...allModels()].map(async (model) => {
      const { collectionName: name } = model.collection;
      if (!(await hasValidator(database, name, present.get(name)))) denied.push(name);
      await createIndexes(model);
      if (present.has(name)) await dropIndexes(database, name, retiredIndexesOf(name));
    }),
  );
  if (denied.length > 0)
    warn(
      `The database's user may not run collMod, so these collections keep the validators that they have: ${denied.sort().join(', ')}. Usher works without; grant it dbAdmin to set them.`,
    );
}

/**
 * Gives a collection its validator; makes the collection where there is none. `moderate`: rows that an earlier version
 * stored may stay as they are, and may be changed.
 * @returns false when that is not allowed
 */
async function hasValidator(database: mongoose.mongo.Db, name: string, present?: Present): Promise<boolean> {
  const wanted = { validator: validatorOf(name), validationLevel: 'moderate' as const };
  if (present && isDeepStrictEqual(present.validator, wanted.validator) && present.validationLevel === 'moderate')
    return true;
  try {
    if (!present && (await isCreated(database, name, wanted))) return true;
    await database.command({ collMod: name, ...wanted });
    return true;
  } catch (error) {
    if (hasCode(error, unauthorized)) return false;
    throw error;
  }
}

/** False when another process was first. */
async function isCreated(
  database: mongoose.mongo.Db,
  name: string,
  options: mongoose.mongo.CreateCollectionOptions,
): Promise<boolean> {
  try {
    await database.createCollection(name, options);
    return true;
  } catch (error) {
    if (hasCode(error, namespaceExists)) return false;
    throw error;
  }
}

async function createIndexes({ collection, schema }: Model<unknown>): Promise<void> {
  const indexes = schema.indexes().map(([key, options]) => ({ ...options, key }) as mongoose.mongo.IndexDescription);
  if (indexes.length === 0) return;
  await collection.createIndexes(indexes).catch((cause: unknown) => {
    if (!isDuplicateKey(cause)) throw cause;
    const what = `two records in ${collection.collectionName} have the same value where values must be unique`;
    throw new Error(`${what}: ${(cause as Error).message}`, { cause });
  });
}

/** At each start, as a server of the earlier release that is started once more makes them again. */
async function dropIndexes(database: mongoose.mongo.Db, name: string, retired: readonly string[]): Promise<void> {
  for (const index of retired)
    await database
      .collection(name)
      .dropIndex(index)
      .catch((error: unknown) => {
        if (!hasCode(error, indexNotFound)) throw error;
      });
}

const indexNotFound = 27;
const unauthorized = 13;
const namespaceExists = 48;

function hasCode(error: unknown, code: number): boolean {
  return error instanceof mongoose.mongo.MongoServerError && error.code === code;
}
