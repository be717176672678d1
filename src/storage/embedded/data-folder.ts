/** The files of the embedded database: `<dataDir>/mongodb/{db/, server.json, password, keyfile, *.log}`. */
import { randomBytes } from 'node:crypto';
import {
  accessSync,
  chmodSync,
  constants,
  existsSync,
  mkdirSync,
  readFileSync,
  realpathSync,
  renameSync,
  writeFileSync,
} from 'node:fs';
import { join, resolve } from 'node:path';
import { EmbeddedDatabaseError, reasonOf } from './error.ts';
import type { Mongod } from './find-mongod.ts';

export type DataFolder = Readonly<{
  root: string;
  dbPath: string;
  stateFile: string;
  passwordFile: string;
  keyFile: string;
  logFile: string;
  supervisorLogFile: string;
}>;

/** What is remembered from start to start. `mongodb` is major and minor version, like `7.0`. */
type ServerState = Readonly<{ mongodb: string; port: number | null }>;

/** Makes the folder (0700) when it is missing. Throws EmbeddedDatabaseError when it cannot be written. */
export function openDataFolder(dataDir: string): DataFolder {
  let root = resolve(dataDir, 'mongodb');
  let dbPath = join(root, 'db');
  try {
    mkdirSync(dbPath, { recursive: true, mode: 0o700 });
    // One name for one folder: a mongod of an earlier run is known by it.
    root = realpathSync(root);
    dbPath = realpathSync(dbPath);
    for (const folder of [root, dbPath]) accessSync(folder, constants.R_OK | constants.W_OK | constants.X_OK);
  } catch (error) {
    throw new EmbeddedDatabaseError(
      `The data folder ${root} cannot be written (${reasonOf(error)}). Make it writable for the user that runs this ` +
        'program, set DATA_DIR to a folder that is, or set MONGODB_URI to a MongoDB replica set of your own.',
    );
  }
  return {
    root,
    dbPath,
    stateFile: join(root, 'server.json'),
    passwordFile: join(root, 'password'),
    keyFile: join(root, 'keyfile'),
    logFile: join(root, 'mongod.log'),
    supervisorLogFile: join(root, 'supervisor.log'),
  };
}

/**
 * Checks that this mongod may open the data, and remembers its version for the next time; returns the port used last.
 * Throws EmbeddedDatabaseError when the data is from another major version: MongoDB cannot skip or go back.
 */
export function checkVersion(folder: DataFolder, mongod: Mongod): number | null {
  const own = mongod.version.split('.').slice(0, 2).join('.');
  const state = readState(folder);
  if (state && state.mongodb !== own && hasData(folder)) {
    throw new EmbeddedDatabaseError(
      `The data in ${folder.root} was written by MongoDB ${state.mongodb}, but the mongod found is ${mongod.version} ` +
        `(${mongod.source}: ${mongod.path}). Set MONGOMS_SYSTEM_BINARY to a mongod ${state.mongodb}, or export with that ` +
        'version, or set DATA_DIR to another folder to begin with an empty database.',
    );
  }
  const port = state?.port ?? null;
  writeState(folder, { mongodb: own, port });
  return port;
}

/** Remembers the port, to be preferred at the next start. */
export function rememberPort(folder: DataFolder, mongod: Mongod, port: number): void {
  writeState(folder, { mongodb: mongod.version.split('.').slice(0, 2).join('.'), port });
}

/**
 * The password of the database user and the key of the replica set, made on the first start (files 0600).
 * A lost key is made anew, it matters to nobody else; a lost or damaged password to existing data is an
 * EmbeddedDatabaseError.
 */
export function openSecrets(folder: DataFolder): { password: string; key: string } {
  if (!existsSync(folder.passwordFile) && !hasData(folder)) {
    writePrivately(folder.passwordFile, `${randomBytes(32).toString('base64url')}\n`);
  }
  const password = readIfThere(folder.passwordFile)?.trim();
  if (password === undefined || !/^[\w-]{43}$/.test(password)) {
    throw wrongPassword(folder, password === undefined ? 'is missing or cannot be read' : 'is damaged');
  }
  let key = readIfThere(folder.keyFile)?.trim();
  if (key === undefined || !/^[\w+/=]{64,1000}$/.test(key)) {
    key = randomBytes(96).toString('base64');
    writePrivately(folder.keyFile, `${key}\n`);
  }
  chmodSync(folder.passwordFile, 0o600);
  chmodSync(folder.keyFile, 0o600);
  return { password, key };
}

/** Where the mongod of a folder listens that a running program has open, and its password; null where that is not told. */
export function readRunning(folder: DataFolder): { port: number; password: string } | null {
  const port = readState(folder)?.port;
  const password = readIfThere(folder.passwordFile)?.trim();
  return port === undefined || port === null || !password ? null : { port, password };
}

/** The error for a password file that does not fit the data; `fault` completes "The file ...". */
export function wrongPassword(folder: DataFolder, fault: string): EmbeddedDatabaseError {
  return new EmbeddedDatabaseError(
    `The file ${folder.passwordFile} ${fault}, so the database in ${folder.dbPath} cannot be opened. Put the file back ` +
      `from a backup; or, to begin with an empty database, move ${folder.root} away.`,
  );
}

function hasData(folder: DataFolder): boolean {
  return existsSync(join(folder.dbPath, 'WiredTiger'));
}

function readState(folder: DataFolder): ServerState | null {
  try {
    const state: unknown = JSON.parse(readFileSync(folder.stateFile, 'utf8'));
    if (typeof state !== 'object' || state === null || !('mongodb' in state) || !('port' in state)) return null;
    const { mongodb, port } = state;
    return typeof mongodb === 'string' ? { mongodb, port: Number.isInteger(port) ? (port as number) : null } : null;
  } catch {
    // Missing or damaged: mongod itself still refuses data of another version.
    return null;
  }
}

function writeState(folder: DataFolder, state: ServerState): void {
  const draft = `${folder.stateFile}.draft`;
  writeFileSync(draft, `${JSON.stringify(state)}\n`);
  renameSync(draft, folder.stateFile);
}

function writePrivately(path: string, text: string): void {
  const draft = `${path}.draft`;
  writeFileSync(draft, text, { mode: 0o600, flush: true });
  chmodSync(draft, 0o600);
  renameSync(draft, path);
}

function readIfThere(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}
