/** The two that are compared, each a process of its own at a database of its own on the same mongod: Usher and the limit. */
import { type ChildProcess, spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import mongoose from 'mongoose';
import { afterAll, beforeAll } from 'vitest';
import type { TestDatabase } from '../support/mongod.ts';
import { ownDatabase } from '../support/mongod.ts';
import { freePort } from '../support/ports.ts';
import { runUsher, type Usher } from '../support/usher.ts';
import { type Client, clientOf } from './load.ts';

export type Side = {
  readonly client: Client;
  readonly pid: number;
  readonly db: mongoose.mongo.Db;
};

export type Sides = {
  readonly usher: Side & Usher & { readonly orgId: string; readonly metricsPort: number; readonly uri: string };
  readonly limit: Side;
};

/** Usher as it is built for production: no second validation of writes, no limit of requests. */
export const production = {
  NODE_ENV: 'production',
  AUTH_TYPE: 'basic',
  BASIC_AUTH_ENABLED: 'true',
  INITIAL_ORG_ADMIN_EMAIL: 'admin@acme.test',
  INITIAL_ORG_ADMIN_PASSWORD: 'a password for the bench only',
  ENCRYPTION_KEY: 'bench'.repeat(8),
  HOST: '127.0.0.1',
  PUBLIC_URL: 'http://localhost:3000',
  SCIM_RATE_LIMIT: '0',
};

/** Call at the top of a bench file. */
export function testSides(environment: Readonly<Record<string, string>> = {}): () => Sides {
  const databases = { usher: ownDatabase(), limit: ownDatabase() };
  const mongo = new mongoose.mongo.MongoClient(databases.usher.uri);
  let sides: Sides | undefined;
  let limit: ChildProcess | undefined;

  beforeAll(async () => {
    await mongo.connect();
    const { port } = await startLimit(databases.limit).then((started) => {
      limit = started.child;
      return started;
    });
    const metricsPort = await freePort();
    const own = { MONGODB_URI: databases.usher.uri, METRICS_PORT: String(metricsPort) };
    const env = { ...production, ...own, ...environment };
    const usher = await runUsher({ env });
    const [organization] = (await usher.api<{ items: { id: string }[] }>('/organizations')).items;
    const headers = { authorization: `Bearer ${usher.token}` };
    sides = {
      usher: {
        ...usher,
        orgId: organization?.id ?? '',
        metricsPort,
        uri: databases.usher.uri,
        client: clientOf(usher.url, headers),
        pid: usher.child.pid ?? 0,
        db: mongo.db(databases.usher.name),
      },
      limit: {
        client: clientOf(`http://127.0.0.1:${port}`),
        pid: limit?.pid ?? 0,
        db: mongo.db(databases.limit.name),
      },
    };
  }, 120_000);

  afterAll(async () => {
    await Promise.all([sides?.usher.client.close(), sides?.limit.client.close(), mongo.close()]);
    limit?.kill();
  });

  return () => {
    if (!sides) throw new Error('The two sides are there when the bench runs, not before.');
    return sides;
  };
}

async function startLimit({ uri }: TestDatabase): Promise<{ child: ChildProcess; port: number }> {
  const child = spawn(process.execPath, [join(import.meta.dirname, 'limit.mjs')], {
    env: { ...process.env, MONGODB_URI: uri, NODE_ENV: 'production' },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const port = await new Promise<number>((done, failed) => {
    child.stdout.once('data', (line: Buffer) => done(Number(line.toString())));
    child.once('exit', (code) => failed(new Error(`the limit ended with ${code}`)));
  });
  return { child, port };
}

/** The longest that the event loop of the server was late since this was asked last, in milliseconds. */
export async function lagOf({ metricsPort }: Pick<Sides['usher'], 'metricsPort'>): Promise<number> {
  const text = await (await fetch(`http://127.0.0.1:${metricsPort}/metrics`)).text();
  return Number(/^nodejs_eventloop_lag_max_seconds (\S+)/m.exec(text)?.[1] ?? 0) * 1_000;
}

/** Milliseconds of processor time that the process has used, and the most memory that was resident, in MB; null where there is no /proc. */
export function usageOf(pid: number): { cpuMs: number; rssMb: number } | null {
  try {
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? [];
    const ticks = Number(fields[11]) + Number(fields[12]);
    const rss = /VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
    return { cpuMs: ticks * 10, rssMb: Math.round(Number(rss) / 1_024) };
  } catch {
    return null;
  }
}

const counted = [
  'find',
  'aggregate',
  'count',
  'getMore',
  'insert',
  'update',
  'delete',
  'findAndModify',
  'bulkWrite',
  'commitTransaction',
] as const;

/** How many commands the database has got so far, commits among them; what the server does by itself stands out in long runs only. */
export async function commandsOf({ db }: Side): Promise<number> {
  const { metrics } = await db.command({ serverStatus: 1 });
  return counted.reduce((sum, name) => sum + Number(metrics.commands[name]?.total ?? 0), 0);
}
