/** The connection to MongoDB: options, start-up and shut-down. */
import mongoose, { type Model } from 'mongoose';
import { allModels } from './collection.ts';
import { isDuplicateKey } from './errors.ts';

/**
 * Connects, and creates what is declared but missing: collections and indexes. Safe from several processes at once.
 * Every write is majority-committed and every read sees only majority-committed data; no time-out is left unlimited.
 */
export async function connect(uri: string): Promise<void> {
  mongoose.set('sanitizeFilter', false); // Filters are built by us; `tenant.ts` scopes them and values are typed at the doors.
  mongoose.set('bufferCommands', false);
  await mongoose.connect(uri, {
    maxPoolSize: 64,
    serverSelectionTimeoutMS: 5_000,
    connectTimeoutMS: 5_000,
    socketTimeoutMS: 30_000,
    waitQueueTimeoutMS: 5_000,
    heartbeatFrequencyMS: 2_000,
    retryWrites: true,
    readConcernLevel: 'majority',
    writeConcern: { w: 'majority', wtimeoutMS: 8_000 },
    appName: 'usher',
  });
  await createDeclared();
}

async function createDeclared(): Promise<void> {
  const hello = await database().command({ hello: 1 });
  if (!hello.setName && hello.msg !== 'isdbgrid')
    throw new Error(
      'MongoDB must run as a replica set (transactions need it): start mongod with --replSet, or leave MONGODB_URI out to use the embedded one',
    );
  const existing = new Set(
    (await database().listCollections({}, { nameOnly: true }).toArray()).map(({ name }) => name),
  );
  await Promise.all([...allModels()].map((model) => create(model, existing)));
}

async function create(model: Model<unknown>, existing: ReadonlySet<string>): Promise<void> {
  const { collection, schema } = model;
  const name = collection.collectionName;
  const indexes = schema.indexes().map(([key, options]) => ({ ...options, key }) as mongoose.mongo.IndexDescription);
  // In a collection that is not there yet, its first indexes make it.
  if (indexes.length === 0 && !existing.has(name)) await model.createCollection();
  if (indexes.length > 0)
    await collection.createIndexes(indexes).catch((cause: unknown) => {
      if (!isDuplicateKey(cause)) throw cause;
      const what = `two records in ${name} have the same value where values must be unique`;
      throw new Error(`${what}: ${(cause as Error).message}`, { cause });
    });
}

function database(): NonNullable<typeof mongoose.connection.db> {
  const { db } = mongoose.connection;
  if (!db) throw new Error('MongoDB is not connected');
  return db;
}

/** The driver's client, for the session store. */
export function mongoClient(): mongoose.mongo.MongoClient {
  return mongoose.connection.getClient();
}

/** Answers true when the primary answers within `timeoutMs`. */
export async function ping(timeoutMs: number): Promise<boolean> {
  try {
    const answer = database().command({ ping: 1 }, { timeoutMS: timeoutMs });
    await answer;
    return true;
  } catch {
    return false;
  }
}

export async function disconnect(): Promise<void> {
  await mongoose.disconnect();
}
