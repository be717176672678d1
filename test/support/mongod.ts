/**
 * Databases on the mongod of the run (see global-setup.ts). Creating one costs half a second, most of it for indexes, so
 * the test files of a worker share one; who changes more of it than documents asks for one of its own.
 */
import { randomBytes } from 'node:crypto';
import mongoose from 'mongoose';
import { afterAll, beforeAll, inject } from 'vitest';

export type TestDatabase = { readonly uri: string; readonly name: string };

let ofWorker: TestDatabase | undefined;

/** Call at the top of a test file or `describe`: the database of the worker, without a document in it; always the same one. */
export function testDatabase(): TestDatabase {
  ofWorker ??= newDatabase();
  const shared = ofWorker;
  beforeAll(() => withClient(shared, empty));
  return shared;
}

/** Call at the top of a test file or `describe`: a database that is not there yet, dropped after the last test. */
export function ownDatabase(): TestDatabase {
  const own = newDatabase();
  afterAll(() => withClient(own, async (db) => void (await db.dropDatabase())));
  return own;
}

function newDatabase(): TestDatabase {
  const name = `${inject('databasePrefix')}_${randomBytes(4).toString('hex')}`;
  return { uri: withDatabase(inject('mongodbUri'), name), name };
}

/** Collections and indexes stay. */
async function empty(db: mongoose.mongo.Db): Promise<void> {
  const collections = await db.listCollections({}, { nameOnly: true }).toArray();
  const own = collections.filter(({ name }) => !name.startsWith('system.'));
  await Promise.all(own.map(({ name }) => db.collection(name).deleteMany({})));
}

async function withClient({ uri, name }: TestDatabase, run: (db: mongoose.mongo.Db) => Promise<void>): Promise<void> {
  const client = await new mongoose.mongo.MongoClient(uri).connect();
  try {
    await run(client.db(name));
  } finally {
    await client.close();
  }
}

/** The same server, another default database; who signs in stays the same. */
function withDatabase(uri: string, name: string): string {
  const parts = /^(mongodb(?:\+srv)?:\/\/[^/?]+)(?:\/([^?]*))?(?:\?(.*))?$/.exec(uri);
  if (parts === null) throw new Error(`This is no MongoDB connection string: ${uri}`);
  const [, server = '', database = '', query = ''] = parts;
  const options = new URLSearchParams(query);
  if (server.includes('@') && !options.has('authSource')) options.set('authSource', database || 'admin');
  return `${server}/${name}?${options}`;
}
