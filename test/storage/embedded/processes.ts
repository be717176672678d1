/** The processes around an embedded database, as seen from outside. */
import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import mongoose from 'mongoose';
import { onTestFinished } from 'vitest';
import { identify } from '../../../src/storage/embedded/process-identity.ts';

/** A new data folder with a blank in its name and longer than a Unix socket's path can be; removed after the test. */
export function dataFolder(): string {
  const base = mkdtempSync(join(tmpdir(), 'usher embedded '));
  onTestFinished(() => rmSync(base, { recursive: true, force: true, maxRetries: 5 }));
  const folder = join(base, 'a rather long name '.repeat(6).trim());
  mkdirSync(folder);
  return folder;
}

export function mongodPid(dataDir: string): number {
  return Number.parseInt(readFileSync(join(dataDir, 'mongodb', 'db', 'mongod.lock'), 'utf8'), 10);
}

export function parentOf(pid: number): number {
  if (process.platform !== 'linux')
    return Number(execFileSync('ps', ['-o', 'ppid=', '-p', String(pid)], { encoding: 'utf8' }));
  return Number(/^PPid:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]);
}

/** Kills at once and waits until the process is gone. */
export async function kill9(pid: number): Promise<void> {
  process.kill(pid, 'SIGKILL');
  await until(() => identify(pid) === null);
}

/** Looks again and again until the condition holds; the time limit is the test's. */
export async function until(condition: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await condition())) await new Promise((resolve) => setTimeout(resolve, 20));
}

/** Starts app.mjs; promises it once the database is up. `numbers` are those acknowledged so far. */
export async function startApp(dataDir: string, mode = ''): Promise<App> {
  const child = spawn(process.execPath, [fileURLToPath(new URL('app.mjs', import.meta.url)), dataDir, mode], {
    // Leads a process group, like a program started from a shell.
    detached: true,
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  onTestFinished(() => void child.kill('SIGKILL'));
  const numbers: number[] = [];
  const lines: string[] = [];
  const uri = await new Promise<string>((resolve, reject) => {
    child.once('exit', () => reject(new Error('the program ended before the database was up')));
    createInterface({ input: child.stdout }).on('line', (text) => {
      const said = JSON.parse(text);
      if (said.uri) resolve(said.uri);
      if (said.line) lines.push(said.line);
      if (said.number !== undefined) numbers.push(said.number);
    });
  });
  return { child, uri, numbers, lines };
}

export type App = { child: ChildProcess; uri: string; numbers: number[]; lines: string[] };

/** Runs the work with a client that is closed afterwards. */
export async function withClient<T>(
  uri: string,
  work: (client: InstanceType<typeof mongoose.mongo.MongoClient>) => Promise<T>,
): Promise<T> {
  const client = new mongoose.mongo.MongoClient(uri, { serverSelectionTimeoutMS: 10_000 });
  try {
    return await work(client);
  } finally {
    await client.close();
  }
}

/** The numbers that app.mjs has stored, in order. */
export function storedNumbers(uri: string): Promise<number[]> {
  return withClient(uri, async (client) => {
    const rows = await client.db().collection<{ _id: number }>('numbers').find().sort({ _id: 1 }).toArray();
    return rows.map((row) => row._id);
  });
}
