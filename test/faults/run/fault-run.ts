/** One run: a directory's day under faults, from a seed that plays it again. */
import { setTimeout as pause } from 'node:timers/promises';
import mongoose from 'mongoose';
import { startApps } from './apps.ts';
import { losses } from './check.ts';
import { startClient, type Tally } from './client.ts';
import { type FaultName, faults } from './faults.ts';
import { startReplicaSet } from './replica-set.ts';
import { administer, type History, push, signIn, type Work } from './work.ts';

export type Plan = {
  readonly seed: number;
  readonly faults: readonly FaultName[];
  /** Writers of the directory that are at work at once. */
  readonly workers: number;
  /** Until another primary is chosen, in ms: 10,000 at most who run MongoDB. Everything goes on the sooner where it is less. */
  readonly electionMs: number;
  /** A fault of the product, which the checker must find: a file of `preload/`, or an index that is gone. */
  readonly planted?: 'first-node-is-enough.mjs' | 'no-transactions.mjs' | 'no unique index';
};

export type Outcome = {
  readonly lost: readonly string[];
  readonly tally: Tally;
  readonly history: History;
  /** For each fault, how long nobody could write, in ms; null: it could not be made to happen here. */
  readonly silences: readonly { readonly fault: FaultName; readonly silentMs: number | null }[];
};

export async function faultRun({ seed, faults: names, workers, electionMs, planted }: Plan): Promise<Outcome> {
  const random = seeded(seed);
  const set = await startReplicaSet(electionMs);
  try {
    const apps = await startApps(set.uri, planted?.endsWith('.mjs') ? planted : undefined);
    if (planted === 'first-node-is-enough.mjs') for (const app of apps.all) app.plant();
    if (planted === 'no unique index') await dropUniqueNames(set.uri);
    const client = startClient(apps, seeded(seed + 1));
    const history: History = {
      people: new Map(),
      made: new Map(),
      titles: new Map(),
      groups: new Map(),
      workspaces: new Set(),
      overrides: new Map(),
      acknowledged: 0,
      signIns: 0,
    };
    const work: Work = { history, client, apps };
    let over = false;
    const isOver = () => over;
    const everybody = Promise.allSettled([
      ...Array.from({ length: workers }, (_, worker) => push(work, worker, seeded(seed + 10 + worker), isOver)),
      administer(work, seeded(seed + 2), isOver),
      signIn(work, isOver),
    ]);
    const silences: { fault: FaultName; silentMs: number | null }[] = [];
    await pause(2_000);
    for (const fault of names) {
      const begun = Date.now();
      const happened = await faults[fault]({ set, apps, random });
      await set.healed();
      await pause(500 + random() * 2_000);
      silences.push({ fault, silentMs: happened === false ? null : longestSilence(client.tally.writtenAt, begun) });
    }
    over = true;
    client.undisturbed();
    const failed = (await everybody).find(({ status }) => status === 'rejected');
    // With a fault of the product somebody may ask for ever; what was acknowledged before is held against what is there.
    if (failed?.status === 'rejected' && !planted) throw failed.reason;
    // What has to be finished is finished by those who are there.
    await settled(set.uri);
    await Promise.all(apps.all.map((app) => app.end()));
    return { lost: await losses(set.uri, history), tally: client.tally, history, silences };
  } finally {
    await set.stop();
  }
}

/** The longest time between two acknowledged writes since then. */
function longestSilence(writtenAt: readonly number[], since: number): number {
  const times = [since, ...writtenAt.filter((at) => at >= since), Date.now()];
  return Math.max(...times.slice(1).map((at, n) => at - (times[n] as number)));
}

async function withDatabase<T>(uri: string, run: (database: mongoose.mongo.Db) => Promise<T>): Promise<T> {
  const client = await new mongoose.mongo.MongoClient(uri).connect();
  try {
    return await run(client.db());
  } finally {
    await client.close();
  }
}

const dropUniqueNames = (uri: string) =>
  withDatabase(uri, async (database) => {
    const indexes = await database.collection('members').indexes();
    const ofNames = indexes.find(({ unique, key }) => unique && 'userNameKey' in key);
    await database.collection('members').dropIndex(String(ofNames?.name));
  });

/** No job is left running, and every event is sealed. */
const settled = (uri: string) =>
  withDatabase(uri, async (database) => {
    const left = async () =>
      (await database.collection('jobs').countDocuments({ status: 'running' })) +
      (await database.collection('events').countDocuments({ seq: null }));
    while ((await left()) > 0) await pause(100);
  });

/** The same numbers for the same seed (mulberry32). */
function seeded(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
