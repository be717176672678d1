/** The database of the server, for commands that work beside it or while it is stopped. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Config } from '../config/config.ts';
import { connect, disconnect } from '../storage/connection.ts';
import { runningDatabase } from '../storage/embedded/running.ts';
import { startEmbedded } from '../storage/embedded/start.ts';

/** Runs `work` connected to the database that the server with this configuration uses. */
export async function withDatabase<T>(config: Config, work: () => Promise<T>): Promise<T> {
  return withUri(config, async (uri) => {
    try {
      await connect(uri, { validates: config.validatesWrites });
      return await work();
    } finally {
      await disconnect();
    }
  });
}

/**
 * Runs `work` with the address of that database: the one of MONGODB_URI; else the embedded one, that of the running server, or
 * started for as long as the work takes.
 * @param mayBeNew makes an embedded one where there is none
 */
export async function withUri<T>(
  { mongodbUri, dataDir }: Config,
  work: (uri: string) => Promise<T>,
  { mayBeNew = false } = {},
): Promise<T> {
  const isNew = mayBeNew && !existsSync(join(dataDir, 'mongodb', 'db'));
  const uri = mongodbUri ?? (isNew ? null : runningDatabase(dataDir));
  if (uri !== null) return work(uri);
  const own = await startEmbedded({ dataDir, report: () => {} });
  try {
    return await work(own.uri);
  } finally {
    await own.stop();
  }
}
