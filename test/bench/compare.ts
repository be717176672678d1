/** One scenario on both sides by turns, and what came of it. */
import { expect } from 'vitest';
import { type Call, type Figures, load } from './load.ts';
import { commandsOf, lagOf, type Side, type Sides, usageOf } from './sides.ts';

/** What is quick says whether it works; only the long one says how fast. */
export const quick = process.env.BENCH === 'quick';
const rounds = quick ? 1 : 3;
const roundMs = quick ? 150 : Number(process.env.BENCH_MS ?? 3_000);

export type Row = {
  readonly scenario: string;
  readonly concurrency: number;
  readonly opsPerSecond: number;
  readonly limitOpsPerSecond: number;
  /** Of the limit's requests per second. */
  readonly fraction: number;
  readonly goal: number | null;
  /** Milliseconds. */
  readonly p50: number;
  readonly p99: number;
  readonly cpuMs: number;
  readonly commands: number;
  /** The most so far. */
  readonly rssMb: number;
  /** The longest that the event loop was late in these rounds, in milliseconds. */
  readonly lagMs: number;
};

type Round = Figures & { readonly cpuMs: number; readonly commands: number };

const serials = new WeakMap<object, number>();

/** The number of the next request goes on where the last round of this side ended. */
async function round(side: Side, next: (n: number) => Call, concurrency: number, ms: number): Promise<Round> {
  const from = serials.get(side) ?? 0;
  const [cpu, commands] = [usageOf(side.pid)?.cpuMs ?? 0, await commandsOf(side)];
  const figures = await load(side.client, next, { concurrency, ms, from });
  serials.set(side, from + figures.requests);
  return {
    ...figures,
    cpuMs: ((usageOf(side.pid)?.cpuMs ?? 0) - cpu) / figures.requests,
    commands: ((await commandsOf(side)) - commands) / figures.requests,
  };
}

export type Scenario = {
  readonly name: string;
  readonly usher: (n: number) => Call;
  readonly limit: (n: number) => Call;
  /** Fractions of the limit that are to be passed, by the number of requests at once. */
  readonly goals: Readonly<Record<number, number | null>>;
};

/** Limit and Usher by turns, so that both meet the same moods of the machine; the median round counts. */
export async function compare(sides: Sides, { name, usher, limit, goals }: Scenario): Promise<Row[]> {
  const rows: Row[] = [];
  for (const [atOnce, goal] of Object.entries(goals)) {
    const concurrency = Number(atOnce);
    if (quick && concurrency > 16) continue;
    const pairs: { usher: Round; limit: Round }[] = [];
    await round(sides.usher, usher, concurrency, roundMs / 3);
    await round(sides.limit, limit, concurrency, roundMs / 3);
    await lagOf(sides.usher);
    for (let n = 0; n < rounds; n += 1)
      pairs.push({
        limit: await round(sides.limit, limit, concurrency, roundMs),
        usher: await round(sides.usher, usher, concurrency, roundMs),
      });
    for (const pair of pairs) {
      expect(pair.limit.errors).toEqual({});
      expect(pair.usher.errors).toEqual({});
    }
    const middle = medianBy(pairs, (pair) => pair.usher.opsPerSecond / pair.limit.opsPerSecond);
    rows.push({
      scenario: name,
      concurrency,
      opsPerSecond: middle.usher.opsPerSecond,
      limitOpsPerSecond: middle.limit.opsPerSecond,
      fraction: middle.usher.opsPerSecond / middle.limit.opsPerSecond,
      goal,
      p50: middle.usher.p50,
      p99: middle.usher.p99,
      cpuMs: middle.usher.cpuMs,
      commands: middle.usher.commands,
      rssMb: usageOf(sides.usher.pid)?.rssMb ?? 0,
      lagMs: await lagOf(sides.usher),
    });
  }
  return rows;
}

function medianBy<T>(all: readonly T[], value: (one: T) => number): T {
  const sorted = all.toSorted((one, other) => value(one) - value(other));
  return sorted[Math.floor(sorted.length / 2)] as T;
}
