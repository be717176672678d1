/** What goes wrong: each fault by its name, with how it is mended. */
import { setTimeout as pause } from 'node:timers/promises';
import type { App, Apps } from './apps.ts';
import type { Node, ReplicaSet } from './replica-set.ts';

export type Surroundings = { readonly set: ReplicaSet; readonly apps: Apps; readonly random: () => number };

/** Resolves when it is over and mended. `false`: this machine does not let it happen. */
type Fault = (surroundings: Surroundings) => Promise<unknown>;

const between = (random: () => number, fromMs: number, toMs: number) => pause(fromMs + random() * (toMs - fromMs));
const anyOf = <T>(list: readonly T[], random: () => number): T => list[Math.floor(random() * list.length)] as T;
const anyApp = ({ apps, random }: Surroundings): App => anyOf(apps.all, random);

export const faults = {
  'a process of ours is killed': async (around) => {
    const app = anyApp(around);
    await app.kill9();
    await between(around.random, 100, 2_000);
    await app.start();
  },
  'a process of ours is restarted as operators do': async (around) => {
    const app = anyApp(around);
    const code = await app.end();
    if (code !== 0) throw new Error(`it ended with ${code}`);
    await app.start();
  },
  'a process of ours stands still': async (around) => {
    const app = anyApp(around);
    app.pause();
    await between(around.random, 1_000, 5_000);
    app.resume();
  },
  'the clock of a process is two minutes ahead': async (around) => {
    const app = anyApp(around);
    await app.end();
    await app.start({ clockAheadMs: 120_000 });
    await between(around.random, 2_000, 4_000);
    await app.end();
    await app.start();
  },
  'the primary is killed': async ({ set, random }) => {
    const primary = await set.primary();
    await primary.kill9();
    await between(random, 1_000, 14_000);
    await primary.start();
  },
  'the primary stands still': async ({ set, random }) => {
    const primary = await set.primary();
    primary.pause();
    await between(random, 2_000, 20_000);
    primary.resume();
  },
  'a secondary is killed': async ({ set, random }) => {
    const secondary = anyOf(await set.secondaries(), random);
    await secondary.kill9();
    await between(random, 1_000, 4_000);
    await secondary.start();
  },
  'the primary steps down': ({ set }) => set.stepDown(),
  'the connections are cut when commits have been answered': async ({ set, random }) => {
    const { wire } = await set.primary();
    wire.cutAfterCommits(4);
    await between(random, 1_000, 3_000);
    wire.cutAfterCommits(0);
  },
  'the connections are cut': async ({ set, random }) => {
    const { wire } = await set.primary();
    for (let times = 0; times < 5; times += 1) {
      wire.cut();
      await between(random, 50, 400);
    }
  },
  /** What only the primary has seen, nobody may have been told. */
  'the primary alone goes on, and is then killed': async ({ set, random }) => {
    const primary = await set.primary();
    const others = set.nodes.filter((node) => node !== primary);
    for (const other of others) other.pause();
    await between(random, 1_000, 3_000);
    await primary.kill9();
    for (const other of others) other.resume();
    await set.primary();
    await between(random, 500, 1_500);
    await primary.start();
  },
  'the disk of a secondary is full': async ({ set, random }) =>
    diskFull(anyOf(await set.secondaries(), random), random),
  'the disk of the primary is full': async ({ set, random }) => diskFull(await set.primary(), random),
} satisfies Record<string, Fault>;

async function diskFull(node: Node, random: () => number): Promise<boolean> {
  if (!node.fillDisk()) return false;
  await between(random, 2_000, 5_000);
  // A mongod without room ends by itself, or is ended here.
  await node.kill9();
  node.freeDisk();
  await node.start();
  return true;
}

export type FaultName = keyof typeof faults;
