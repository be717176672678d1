/** Makes a mongod that has just started usable: a primary of a replica set of one, with the one user of the program. */
import { setTimeout as pause } from 'node:timers/promises';
import mongoose from 'mongoose';
import { type DataFolder, wrongPassword } from './data-folder.ts';
import { EmbeddedDatabaseError } from './error.ts';
import { REPLICA_SET } from './supervisor-protocol.ts';

const { MongoClient, MongoServerError } = mongoose.mongo;
type MongoClient = InstanceType<typeof MongoClient>;
type Member = { _id: number; host: string };
type Config = { _id: string; version: number; members: Member[] };

const USER = 'usher';
const NOT_YET_INITIALIZED = 94;
const AUTHENTICATION_FAILED = 18;
const LOOKING_FOR_ITSELF_MS = 1_000;
const PRIMARY_PATIENCE_MS = 30_000;

/** Where clients connect, with the password. */
export function uriOf(port: number, password: string): string {
  return `mongodb://${USER}:${password}@127.0.0.1:${port}/${USER}?replicaSet=${REPLICA_SET}&authSource=admin`;
}

/**
 * Initiates the replica set on the first start, tells it its new address when the port changed (by force: it knows itself
 * by the old one only and has no primary), waits until it takes writes, and makes the user. Every step may have been done
 * by a start that was killed. Throws EmbeddedDatabaseError when the password is not that of the user.
 */
export async function prepareReplicaSet(
  folder: DataFolder,
  { port, restart }: { port: number; restart: () => Promise<void> },
  secrets: { password: string; key: string },
): Promise<void> {
  // The members of a replica set sign in to each other as __system with the key; its owner may do the same.
  const connectAsSystem = () => connect(port, { username: '__system', password: secrets.key, source: 'local' });
  let system = await connectAsSystem();
  try {
    if ((await setAddress(system, `127.0.0.1:${port}`)) === 'known after restart') {
      await system.close();
      await restart();
      system = await connectAsSystem();
    }
    await primary(system);
    const { users } = await system.db('admin').command({ usersInfo: USER });
    if (users.length === 0) {
      await system.db('admin').command({ createUser: USER, pwd: secrets.password, roles: ['root'] });
    }
  } finally {
    await system.close();
  }
  try {
    await (await connect(port, { username: USER, password: secrets.password, source: 'admin' })).close();
  } catch (error) {
    if (error instanceof MongoServerError && error.code === AUTHENTICATION_FAILED) {
      throw wrongPassword(folder, 'holds another password than the database');
    }
    throw error;
  }
}

function connect(port: number, as: { username: string; password: string; source: string }): Promise<MongoClient> {
  return new MongoClient(`mongodb://127.0.0.1:${port}/`, {
    directConnection: true,
    auth: { username: as.username, password: as.password },
    authSource: as.source,
    authMechanism: 'SCRAM-SHA-256',
    serverSelectionTimeoutMS: 10_000,
    maxPoolSize: 1,
    // Before there is a primary, only writes without a session are taken.
    retryWrites: false,
  }).connect();
}

/**
 * mongod looks for itself at its old address before it takes commands about the set. A stranger that listens there and
 * answers keeps it only for a moment; one that is silent for 30 s, in which mongod cannot even be shut down. Then the
 * address is written where mongod reads it at its start, and it is killed.
 */
async function setAddress(system: MongoClient, host: string): Promise<'known' | 'known after restart'> {
  const admin = system.db('admin');
  const stored = system.db('local').collection<Config>('system.replset');
  const config = await stored.findOne();
  if (config === null) {
    await admin.command({ replSetInitiate: { _id: REPLICA_SET, members: [{ _id: 0, host }] } });
    return 'known';
  }
  if (config.members[0]?.host === host) return 'known';

  const members = config.members.slice(0, 1).map((member) => ({ ...member, host }));
  for (const end = Date.now() + LOOKING_FOR_ITSELF_MS; Date.now() < end; await pause(50)) {
    if (!(await knowsItsSet(system))) continue;
    await admin.command({ replSetReconfig: { ...config, version: config.version + 1, members }, force: true });
    return 'known';
  }
  await stored.updateOne({ _id: config._id }, { $set: { members } });
  // Acknowledged as journaled it would still be lost: the journal is not flushed before mongod knows its set.
  await admin.command({ fsync: 1 });
  return 'known after restart';
}

/** Asks for the configuration, because the command that changes it would wait. */
async function knowsItsSet(system: MongoClient): Promise<boolean> {
  try {
    await system.db('admin').command({ replSetGetConfig: 1 });
    return true;
  } catch (error) {
    if (error instanceof MongoServerError && error.code === NOT_YET_INITIALIZED) return false;
    throw error;
  }
}

async function primary(system: MongoClient): Promise<void> {
  const end = Date.now() + PRIMARY_PATIENCE_MS;
  while (!(await system.db('admin').command({ hello: 1 })).isWritablePrimary) {
    if (Date.now() > end) {
      throw new EmbeddedDatabaseError(
        `The embedded database does not become writable within ${PRIMARY_PATIENCE_MS / 1000} s. See mongod.log in the data folder.`,
      );
    }
    await pause(10);
  }
}
