/** A look at a database that changes nothing in it, for `usher doctor`: `connect` makes what is missing. */
import { isDeepStrictEqual } from 'node:util';
import mongoose from 'mongoose';
import { allModels, type Collection, validatorOf } from './collection.ts';
import { newerDataIn } from './data-version.ts';

export type Inspection = {
  readonly version: string;
  /** It is a replica set or sharded cluster: transactions work. */
  readonly hasTransactions: boolean;
  /** What the user may not do and Usher needs, in the database's words; `collMod` alone is only missed. */
  readonly denied: readonly string[];
  /** Why this release may not use the data; null: it may. */
  readonly newerData: string | null;
  /** Declared collections that are there. */
  readonly collections: number;
  /** Of those that are there: `collection.index`. */
  readonly missingIndexes: readonly string[];
  /** Collections that are there with another validator, or none. */
  readonly missingValidators: readonly string[];
  /** The rows of a collection, as they are stored: for small ones. */
  readonly all: <T>(collection: Collection<T>) => Promise<readonly T[]>;
};

/** @throws what the driver says when the database cannot be reached or does not let the user in */
export async function inspectDatabase<T>(uri: string, use: (inspection: Inspection) => Promise<T>): Promise<T> {
  const client = new mongoose.mongo.MongoClient(uri, { serverSelectionTimeoutMS: 5_000, connectTimeoutMS: 5_000 });
  try {
    const database = (await client.connect()).db();
    const hello = await database.command({ hello: 1 });
    const { version } = await database.command({ buildInfo: 1 });
    return await use({
      version: String(version),
      hasTransactions: Boolean(hello.setName) || hello.msg === 'isdbgrid',
      denied: await deniedActions(database),
      newerData: await newerDataIn(database),
      ...(await compare(database)),
      all: async ({ name }) => (await database.collection(name).find().toArray()) as never,
    });
  } finally {
    await client.close();
  }
}

async function compare(database: mongoose.mongo.Db) {
  const found = await database.listCollections<{ name: string; options?: { validator?: unknown } }>().toArray();
  const present = new Map(found.map(({ name, options }) => [name, options?.validator]));
  const models = [...allModels()].filter(({ collection }) => present.has(collection.collectionName));
  const names = models.map(({ collection }) => collection.collectionName);
  const missingIndexes: string[] = [];
  for (const { collection, schema } of models) {
    const have = (await database.collection(collection.collectionName).indexes()).map(({ key }) => key);
    for (const [wanted] of schema.indexes())
      if (!have.some((key) => isDeepStrictEqual({ ...key }, { ...wanted })))
        missingIndexes.push(`${collection.collectionName}.${Object.keys(wanted).join('_')}`);
  }
  const missingValidators = names.filter((name) => !isDeepStrictEqual(present.get(name), validatorOf(name)));
  return { collections: names.length, missingIndexes, missingValidators };
}

const needed = ['find', 'insert', 'update', 'remove', 'createCollection', 'createIndex', 'collMod'];

type Privilege = {
  readonly resource: { readonly db?: string; readonly collection?: string; readonly anyResource?: boolean };
  readonly actions: readonly string[];
};

async function deniedActions(database: mongoose.mongo.Db): Promise<string[]> {
  const { authInfo } = await database.command({ connectionStatus: 1, showPrivileges: true });
  // Without a user, access control is off.
  if (authInfo.authenticatedUsers.length === 0) return [];
  const granted = (authInfo.authenticatedUserPrivileges as Privilege[])
    .filter(({ resource: { db, collection, anyResource } }) => {
      const isHere = (db === '' || db === database.databaseName) && collection === '';
      return anyResource === true || isHere;
    })
    .flatMap(({ actions }) => actions);
  return needed.filter((action) => !granted.includes(action) && !granted.includes('anyAction'));
}
