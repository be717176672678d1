/** Puts the documents of a backup into a database. */
import mongoose from 'mongoose';
import { applicationName, connect, disconnect } from '../connection.ts';
import { isHalfRestored, markName } from './half-restored.ts';
import { namesIn } from './snapshot.ts';

export type Section = {
  readonly collection: string;
  /** As BSON. */
  readonly documents: AsyncIterable<Uint8Array>;
};

export type FillOptions = {
  /** What is in the database may go. What an earlier restore left half done may always. */
  readonly replace: boolean;
  /** Gets what is not as it should be and keeps nobody from going on. */
  readonly warn: (message: string) => void;
};

/** The database is not one to put a backup into. The message says what to do. */
class CannotFill extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'CannotFill';
  }
}

/**
 * Leaves in the database what the sections hold and nothing else, with indexes and validators as a start makes them. Killed
 * midway, it leaves a mark, with which nothing serves the database, and after which it may be run again.
 * @throws CannotFill before anything was changed
 */
export async function fillDatabase(
  uri: string,
  sections: AsyncIterable<Section>,
  { replace, warn }: FillOptions,
): Promise<void> {
  const client = new mongoose.mongo.MongoClient(uri, {
    serverSelectionTimeoutMS: 5_000,
    appName: 'usher restore',
    writeConcern: { w: 'majority' },
  });
  try {
    const database = (await client.connect()).db();
    await refuseUnfit(client, replace);
    await database.collection(markName).updateOne({}, { $set: { startedAt: new Date() } }, { upsert: true });
    for (const name of await namesIn(database)) if (name !== markName) await database.collection(name).drop();
    for await (const { collection, documents } of sections) await insertAll(database.collection(collection), documents);
    await database.collection(markName).drop();
  } finally {
    await client.close();
  }
  try {
    await connect(uri, { warn });
  } finally {
    await disconnect();
  }
}

async function refuseUnfit(client: mongoose.mongo.MongoClient, replace: boolean): Promise<void> {
  const database = client.db();
  const users = await connectionsOfUsher(client);
  if (users > 0)
    throw new CannotFill(
      `Usher is working with this database (${users} connections): stop it everywhere, and run usher restore again.`,
    );
  if (replace || (await isHalfRestored(database))) return;
  for (const name of await namesIn(database))
    if ((await database.collection(name).findOne({}, { projection: { _id: 1 } })) !== null)
      throw new CannotFill(
        'There is data in this database already. Name an empty one by MONGODB_URI or DATA_DIR, or add --replace to delete what is in it.',
      );
}

/** 0 also where the database does not let us look. */
async function connectionsOfUsher(client: mongoose.mongo.MongoClient): Promise<number> {
  const all = { $currentOp: { allUsers: true, idleConnections: true } };
  const own = { $currentOp: { allUsers: false, idleConnections: true } };
  // Earlier releases do not say which database they work with.
  const appName = { $in: [applicationName(client.db().databaseName), 'usher'] };
  for (const look of [all, own]) {
    try {
      const found = await client
        .db('admin')
        .aggregate([look, { $match: { appName } }])
        .toArray();
      return found.length;
    } catch (error) {
      if (!(error instanceof mongoose.mongo.MongoServerError)) throw error;
    }
  }
  return 0;
}

/** Unpacked, a document takes ten times the memory. */
const batchDocuments = 200;
const batchBytes = 1_048_576;

async function insertAll(collection: mongoose.mongo.Collection, documents: AsyncIterable<Uint8Array>): Promise<void> {
  let batch: mongoose.mongo.Document[] = [];
  let bytes = 0;
  const insert = async () => {
    if (batch.length > 0) await collection.insertMany(batch, { ordered: false });
    batch = [];
    bytes = 0;
  };
  for await (const document of documents) {
    // Numbers keep the type that they are stored with.
    batch.push(mongoose.mongo.BSON.deserialize(document, { promoteValues: false, bsonRegExp: true }));
    bytes += document.byteLength;
    if (batch.length === batchDocuments || bytes >= batchBytes) await insert();
  }
  await insert();
}
