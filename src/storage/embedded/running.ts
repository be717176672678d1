/** The embedded database of a program that is running, for commands beside it. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { openDataFolder, readRunning } from './data-folder.ts';
import { EmbeddedDatabaseError } from './error.ts';
import { isInUse } from './folder-lock.ts';
import { uriOf } from './replica-set.ts';

/**
 * The connection string of the database in `<dataDir>/mongodb` that another process keeps running; null when none does.
 * Who may read the folder may connect: the password lies in it.
 * @throws EmbeddedDatabaseError when there is no database in the folder at all
 */
export function runningDatabase(dataDir: string): string | null {
  if (!existsSync(join(dataDir, 'mongodb', 'db')))
    throw new EmbeddedDatabaseError(
      `There is no database in ${dataDir}. Set DATA_DIR to the folder of the server, or MONGODB_URI to its database.`,
    );
  const folder = openDataFolder(dataDir);
  if (!isInUse(folder.root)) return null;
  const running = readRunning(folder);
  if (!running)
    throw new EmbeddedDatabaseError(`The database in ${folder.root} is just being started. Try again in a moment.`);
  return uriOf(running.port, running.password);
}
