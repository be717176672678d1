/** A mongod that outlived its supervisor still holds the data: it is shut down before another one starts. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { identify } from './process-identity.ts';

const CLEAN_STOP_MS = 60_000;
const KILLED_MS = 5_000;

/**
 * Waits until no mongod of an earlier run uses `dbPath` any more, asking it to shut down. Only call while holding the lock
 * of the folder. The process id comes from mongod's own lock file, and the process must be a mongod on this very folder:
 * the id may mean something else by now. Throws when it does not go even when killed.
 */
export async function settleOrphan(dbPath: string, note: (line: string) => void): Promise<void> {
  const pid = lockedBy(dbPath);
  if (pid === null || !isMongodOn(pid, dbPath)) return;
  note(`mongod of an earlier run (process ${pid}) still holds the data; shutting it down`);
  signal(pid, 'SIGTERM');
  if (await gone(pid, dbPath, CLEAN_STOP_MS)) return;
  note(`mongod of an earlier run (process ${pid}) does not shut down; killing it, its journal keeps the data`);
  signal(pid, 'SIGKILL');
  if (await gone(pid, dbPath, KILLED_MS)) return;
  throw new Error(`the mongod of an earlier run, process ${pid}, cannot be ended`);
}

/** mongod writes its process id into `mongod.lock` and empties the file when it stops cleanly. */
function lockedBy(dbPath: string): number | null {
  try {
    const pid = Number.parseInt(readFileSync(join(dbPath, 'mongod.lock'), 'utf8'), 10);
    return pid > 1 ? pid : null;
  } catch {
    return null;
  }
}

function isMongodOn(pid: number, dbPath: string): boolean {
  return identify(pid)?.command.includes(`--dbpath ${dbPath} --replSet `) ?? false;
}

function signal(pid: number, name: 'SIGTERM' | 'SIGKILL'): void {
  try {
    process.kill(pid, name);
  } catch {
    // Gone in the meantime, or not ours to signal: then waiting tells.
  }
}

async function gone(pid: number, dbPath: string, patience: number): Promise<boolean> {
  const end = Date.now() + patience;
  while (isMongodOn(pid, dbPath)) {
    if (Date.now() > end) return false;
    await pause(20);
  }
  return true;
}
