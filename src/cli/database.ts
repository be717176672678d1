/** The database of the server, for commands that work beside it or while it is stopped. */
import type { Config } from '../config/config.ts';
import { connect, disconnect } from '../storage/connection.ts';
import { runningDatabase } from '../storage/embedded/running.ts';
import { startEmbedded } from '../storage/embedded/start.ts';

/**
 * Runs `work` connected to the database that the server with this configuration uses: the one of MONGODB_URI; else the
 * embedded one, that of the running server, or started for as long as the work takes.
 */
export async function withDatabase<T>(
  { mongodbUri, dataDir, validatesWrites: validates }: Config,
  work: () => Promise<T>,
): Promise<T> {
  const uri = mongodbUri ?? runningDatabase(dataDir);
  const own = uri === null ? await startEmbedded({ dataDir, report: () => {} }) : null;
  try {
    await connect(uri ?? own?.uri ?? '', { validates });
    return await work();
  } finally {
    await disconnect();
    await own?.stop();
  }
}
