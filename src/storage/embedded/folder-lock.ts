/**
 * Lets one process at a time use a data folder, also after any of them was killed.
 *
 * The lock is a row of files `owner.<n>.json`; the highest one counts, and it is stale when its process is gone. Taking
 * over means creating the next number, which only one process can do; nothing that is in use is ever removed, so there is
 * no moment at which two processes both break a stale lock.
 */
import { linkSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { EmbeddedDatabaseError } from './error.ts';
import { identify } from './process-identity.ts';

const NO_LINKS = ['EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS'];

type Owner = Readonly<{ pid: number; started: string } | { released: true }>;

/**
 * Takes the folder for this process; returns what gives it back.
 * Throws EmbeddedDatabaseError "in use by process N" when a running process (this one too) has it.
 */
export function lockFolder(folder: string): () => void {
  const self = { pid: process.pid, started: identify(process.pid)?.started ?? '' };
  for (;;) {
    const [highest = 0, ...lower] = ownerNumbers(folder);
    const owner = readOwner(join(folder, fileOf(highest)));
    if (owner && 'pid' in owner && identify(owner.pid)?.started === owner.started) {
      const who = owner.pid === process.pid ? `process ${owner.pid} (this one)` : `process ${owner.pid}`;
      throw new EmbeddedDatabaseError(
        `The data folder ${folder} is in use by ${who}. Stop that one first, or set DATA_DIR to another folder.`,
      );
    }
    const mine = join(folder, fileOf(highest + 1));
    if (!createWhole(mine, self)) continue;
    if (ownerNumbers(folder)[0] !== highest + 1) {
      rmSync(mine, { force: true });
      continue;
    }
    for (const number of [highest, ...lower]) rmSync(join(folder, fileOf(number)), { force: true });
    return () => replaceWhole(mine, { released: true });
  }
}

/** Whether a running process has the folder. */
export function isInUse(folder: string): boolean {
  const [highest = 0] = ownerNumbers(folder);
  const owner = readOwner(join(folder, fileOf(highest)));
  return owner !== null && 'pid' in owner && identify(owner.pid)?.started === owner.started;
}

function fileOf(number: number): string {
  return `owner.${number}.json`;
}

/** Highest first. */
function ownerNumbers(folder: string): number[] {
  return readdirSync(folder)
    .flatMap((name) => /^owner\.(\d{1,15})\.json$/.exec(name)?.[1] ?? [])
    .map(Number)
    .sort((a, b) => b - a);
}

function readOwner(path: string): Owner | null {
  try {
    return JSON.parse(readFileSync(path, 'utf8')) as Owner;
  } catch {
    return null;
  }
}

/** Creates the file with its content in one step; false when it exists already. */
function createWhole(path: string, owner: Owner): boolean {
  const draft = `${path}.${process.pid}.draft`;
  writeFileSync(draft, JSON.stringify(owner));
  try {
    linkSync(draft, path);
    return true;
  } catch (error) {
    if (codeOf(error) === 'EEXIST') return false;
    if (!NO_LINKS.includes(codeOf(error))) throw error;
    return createDirectly(path, owner);
  } finally {
    rmSync(draft, { force: true });
  }
}

/** The second best, for file systems without hard links: another process may see the file before its content is there. */
function createDirectly(path: string, owner: Owner): boolean {
  try {
    writeFileSync(path, JSON.stringify(owner), { flag: 'wx' });
    return true;
  } catch (error) {
    if (codeOf(error) === 'EEXIST') return false;
    throw error;
  }
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : '';
}

function replaceWhole(path: string, owner: Owner): void {
  const draft = `${path}.${process.pid}.draft`;
  writeFileSync(draft, JSON.stringify(owner));
  renameSync(draft, path);
}
