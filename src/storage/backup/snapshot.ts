/** All that a database holds at one moment, for a backup: read as it is stored, byte by byte, and changing nothing. */
import mongoose from 'mongoose';
import type { Collection } from '../collection.ts';
import { refuseHalfRestored } from './half-restored.ts';

export type Snapshot = {
  /** The first row of a collection. */
  readonly first: <T>(collection: Collection<T>) => Promise<T | null>;
  /** The names of all collections. */
  readonly names: readonly string[];
  /** Each document of a collection, as BSON. */
  readonly documents: (name: string) => AsyncIterable<Buffer>;
};

/**
 * Lets `use` read the database as it is at one moment, while others go on writing.
 * @throws Error with what to do when the database has forgotten that moment before `use` came to its end
 */
export async function readSnapshot<T>(uri: string, use: (snapshot: Snapshot) => Promise<T>): Promise<T> {
  const client = new mongoose.mongo.MongoClient(uri, { serverSelectionTimeoutMS: 5_000, appName: 'usher backup' });
  try {
    const database = (await client.connect()).db();
    await refuseHalfRestored(database);
    const names = await namesIn(database);
    const session = client.startSession({ snapshot: true });
    try {
      return await use({
        names,
        first: async ({ name }) => (await database.collection(name).findOne({}, { session })) as never,
        documents: (name) =>
          database.collection(name).find({}, { session, raw: true }) as unknown as AsyncIterable<Buffer>,
      });
    } finally {
      await session.endSession();
    }
  } catch (error) {
    if (!(error instanceof mongoose.mongo.MongoServerError) || error.code !== snapshotTooOld) throw error;
    throw new Error(
      'The backup took longer than the database remembers a moment (five minutes, unless set otherwise). Raise its parameter minSnapshotHistoryWindowInSeconds, or take the backup nearer to it.',
      { cause: error },
    );
  } finally {
    await client.close();
  }
}

const snapshotTooOld = 239;

/** Of what holds documents; views and what the database keeps for itself are none of ours. */
export async function namesIn(database: mongoose.mongo.Db): Promise<string[]> {
  const found = await database.listCollections({ type: 'collection' }, { nameOnly: true }).toArray();
  return found
    .map(({ name }) => name)
    .filter((name) => !name.startsWith('system.'))
    .sort();
}
