/** The connection to MongoDB: options, start-up and shut-down. */
import mongoose from 'mongoose';
import { tally } from '../tally.ts';
import { refuseHalfRestored } from './backup/half-restored.ts';
import { createCollections } from './create-collections.ts';
import { refuseNewerData } from './data-version.ts';
import { validateWrites } from './validate.ts';

export type ConnectOptions = {
  /** What is written is looked at first (`validate.ts`). Off in production. */
  readonly validates?: boolean;
  /** The client tells of each command, for traces. */
  readonly monitorsCommands?: boolean;
  /** Gets what is not as it should be and keeps nobody from starting. */
  readonly warn?: (message: string) => void;
};

/**
 * Connects, and creates what is declared but missing: collections, validators, indexes. Safe from several processes at once.
 * Every write is majority-committed and every read sees only majority-committed data; no time-out is left unlimited.
 */
export async function connect(
  uri: string,
  { validates = true, monitorsCommands = false, warn = () => {} }: ConnectOptions = {},
): Promise<void> {
  validateWrites(validates);
  mongoose.set('sanitizeFilter', false); // Filters are built by us; `tenant.ts` scopes them and values are typed at the doors.
  mongoose.set('bufferCommands', false);
  await mongoose.connect(uri, {
    // What the address says counts, where it says something.
    ...(/[?&]maxPoolSize=/i.test(uri) ? {} : { maxPoolSize: 64 }),
    serverSelectionTimeoutMS: 5_000,
    connectTimeoutMS: 5_000,
    socketTimeoutMS: 30_000,
    waitQueueTimeoutMS: 5_000,
    heartbeatFrequencyMS: 2_000,
    retryWrites: true,
    readConcernLevel: 'majority',
    writeConcern: { w: 'majority', wtimeoutMS: 8_000 },
    monitorCommands: monitorsCommands,
    appName: applicationName(databaseNameOf(uri)),
  });
  countPoolWaits(mongoClient());
  await createDeclared(warn);
}

/** Below this nobody notices. */
const noticedWaitMs = 10;
const poolWaits = tally(
  'database_pool_waits_total',
  'Times that something waited for a free connection to the database, over 10 ms.',
);
const poolWaitSeconds = tally('database_pool_wait_seconds_total', 'Seconds that it waited then, in all.');
const poolFailures = tally('database_pool_failures_total', 'Times that no connection to the database could be had.');

function countPoolWaits(client: mongoose.mongo.MongoClient): void {
  client.on('connectionCheckedOut', ({ durationMS }) => {
    if (durationMS <= noticedWaitMs) return;
    poolWaits.count();
    poolWaitSeconds.add(durationMS / 1_000);
  });
  client.on('connectionCheckOutFailed', () => poolFailures.count());
}

async function createDeclared(warn: (message: string) => void): Promise<void> {
  const hello = await database().command({ hello: 1 });
  if (!hello.setName && hello.msg !== 'isdbgrid')
    throw new Error(
      'MongoDB must run as a replica set (transactions need it): start mongod with --replSet, or leave MONGODB_URI out to use the embedded one',
    );
  await refuseHalfRestored(database());
  await refuseNewerData(database());
  await createCollections(database(), warn);
}

/** What the database's own lists of connections call one of ours. */
export function applicationName(databaseName: string): string {
  return `usher ${databaseName}`;
}

function databaseNameOf(uri: string): string {
  return new mongoose.mongo.MongoClient(uri).db().databaseName;
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
