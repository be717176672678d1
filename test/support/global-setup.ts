/** One mongod for the whole run, from the same resolver as the product; ended with the run, also when that is killed. */
import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import mongoose from 'mongoose';
import type { TestProject } from 'vitest/node';
import { startEmbedded } from '../../src/storage/embedded/start.ts';

declare module 'vitest' {
  export interface ProvidedContext {
    mongodbUri: string;
    /** The databases of this run begin with it. */
    databasePrefix: string;
  }
}

const PREFIX = 'usher-test-';

/** Provides `mongodbUri`: TEST_MONGODB_URI when that is set (a replica set), a fresh mongod otherwise. */
export async function setup(project: TestProject): Promise<(() => Promise<void>) | undefined> {
  buildSupervisor();
  const databasePrefix = `test_${process.pid}`;
  project.provide('databasePrefix', databasePrefix);
  const given = process.env.TEST_MONGODB_URI;
  if (given) {
    project.provide('mongodbUri', given);
    return () => dropDatabases(given, databasePrefix);
  }
  removeLeftovers();
  const dataDir = mkdtempSync(join(tmpdir(), `${PREFIX}${process.pid}-`));
  const lines: string[] = [];
  const database = await startEmbedded({
    dataDir,
    report: (line) => {
      lines.push(line);
      if (!line.startsWith('Database binary: mongod ')) console.log(line);
    },
  });
  // What is measured is what operators get.
  if (project.name !== 'bench') await doNotWaitForTheDisk(database.uri);
  project.provide('mongodbUri', database.uri);
  return async () => {
    await database.stop();
    rmSync(dataDir, { recursive: true, force: true });
  };
}

/** `npm test` builds first; a single test file run by hand may find the compiled supervisor missing or outdated. */
function buildSupervisor(): void {
  const newest = (folder: string) =>
    Math.max(...readdirSync(folder).map((name) => statSync(join(folder, name)).mtimeMs));
  const compiled = 'dist/storage/embedded';
  if (existsSync(join(compiled, 'supervisor.js')) && newest(compiled) >= newest('src/storage/embedded')) return;
  try {
    execFileSync(process.execPath, ['node_modules/typescript/bin/tsc', '-p', 'tsconfig.build.json'], {
      stdio: 'ignore',
    });
  } catch {
    // Type errors elsewhere do not keep the supervisor from being written; whether it was is seen when it is started.
  }
}

/** A run that was killed could not remove its data. */
function removeLeftovers(): void {
  for (const name of readdirSync(tmpdir())) {
    const pid = new RegExp(`^${PREFIX}(\\d+)-`).exec(name)?.[1];
    if (pid !== undefined && !runs(Number(pid))) rmSync(join(tmpdir(), name), { recursive: true, force: true });
  }
}

function runs(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}

async function dropDatabases(uri: string, prefix: string): Promise<void> {
  const client = await new mongoose.mongo.MongoClient(uri).connect();
  try {
    const { databases } = await client.db('admin').admin().listDatabases({ nameOnly: true });
    const own = databases.filter(({ name }) => name.startsWith(`${prefix}_`));
    await Promise.all(own.map(({ name }) => client.db(name).dropDatabase()));
  } finally {
    await client.close();
  }
}

/** What tests write need not survive a power cut: `w: majority` is answered from memory. */
async function doNotWaitForTheDisk(uri: string): Promise<void> {
  const client = await new mongoose.mongo.MongoClient(uri).connect();
  try {
    const { config } = await client.db('admin').command({ replSetGetConfig: 1 });
    const relaxed = { ...config, version: config.version + 1, writeConcernMajorityJournalDefault: false };
    await client.db('admin').command({ replSetReconfig: relaxed });
  } finally {
    await client.close();
  }
}
