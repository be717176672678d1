/**
 * The embedded database: a persistent MongoDB replica set of one member below the data folder, for installations that
 * have no MongoDB of their own. This folder owns finding mongod, its files and its process; it imports nothing from the
 * rest of the program but the driver.
 */
import { createServer } from 'node:net';
import { checkVersion, openDataFolder, openSecrets, rememberPort } from './data-folder.ts';
import { EmbeddedDatabaseError, reasonOf } from './error.ts';
import { findMongod } from './find-mongod.ts';
import { lockFolder } from './folder-lock.ts';
import { prepareReplicaSet, uriOf } from './replica-set.ts';
import { type Supervision, supervise } from './supervise.ts';

export type EmbeddedDatabase = Readonly<{
  /** Connection string with user, password and database name; stays valid while mongod is restarted. */
  uri: string;
  port: number;
  /** Shuts mongod down cleanly and frees the folder; may be called twice. */
  stop(): Promise<void>;
}>;

/**
 * Promises a running, writable, password-protected database with its data in `<dataDir>/mongodb`, listening on 127.0.0.1
 * only. It does not keep the program running; when the program ends in whatever way, mongod is stopped cleanly.
 * `report` receives lines for the operator, during the start and later when mongod died and is restarted.
 * Throws EmbeddedDatabaseError, whose message says what to do: no mongod to be had, folder in use by process N, not
 * writable, from another major version of MongoDB, or without its password.
 */
export async function startEmbedded(options: {
  dataDir: string;
  report: (line: string) => void;
  env?: NodeJS.ProcessEnv;
}): Promise<EmbeddedDatabase> {
  const { report, env = process.env } = options;
  const folder = openDataFolder(options.dataDir);
  const unlock = lockFolder(folder.root);
  let supervision: Supervision | undefined;
  try {
    const mongod = await findMongod({ report, env });
    const lastPort = checkVersion(folder, mongod);
    const secrets = openSecrets(folder);

    for (let tries = 1; supervision === undefined; tries++) {
      const port = await freePort(tries === 1 ? lastPort : null);
      const outcome = await supervise({ folder, binary: mongod.path, port, report });
      if ('supervision' in outcome) supervision = outcome.supervision;
      else if (outcome.fault !== 'port in use' || tries === 5) throw new EmbeddedDatabaseError(outcome.message);
    }
    const { port } = supervision;
    rememberPort(folder, mongod, port);
    await prepareReplicaSet(folder, supervision, secrets);

    let stopped: Promise<void> | undefined;
    const running = supervision;
    return {
      uri: uriOf(port, secrets.password),
      port,
      stop: () => {
        stopped ??= running.stop().finally(unlock);
        return stopped;
      },
    };
  } catch (error) {
    await supervision?.stop();
    unlock();
    if (error instanceof EmbeddedDatabaseError) throw error;
    throw new EmbeddedDatabaseError(
      `The embedded database in ${folder.root} could not be started: ${reasonOf(error)}. See mongod.log there.`,
      { cause: error },
    );
  }
}

/** The preferred port when nobody listens there, any free one otherwise. */
async function freePort(preferred: number | null): Promise<number> {
  if (preferred !== null && (await canListen(preferred)) !== null) return preferred;
  const port = await canListen(0);
  if (port === null) throw new Error('no port on 127.0.0.1 is free');
  return port;
}

function canListen(port: number): Promise<number | null> {
  return new Promise((resolve) => {
    const probe = createServer();
    probe.once('error', () => resolve(null));
    probe.listen({ port, host: '127.0.0.1', exclusive: true }, () => {
      const address = probe.address();
      probe.close(() => resolve(typeof address === 'object' && address !== null ? address.port : null));
    });
  });
}
