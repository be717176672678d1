/** Runs the phases of a simulation one after the other: a few things at once, what fails in passing again, and a row for each. */
import { setTimeout as pause } from 'node:timers/promises';
import { atOnce } from '../identity-provider/first-sync.ts';
import { ScimFailure } from '../identity-provider/scim-client.ts';

export type PhaseRow = {
  readonly phase: string;
  readonly requests: number;
  readonly p50Ms: number;
  readonly p95Ms: number;
  /** Requests sent again after a 429, and pieces of work done again after no answer or a 5xx. */
  readonly retries: number;
  readonly failed: number;
};
export type Failure = {
  readonly phase: string;
  /** The user name or group name, where it is about one. */
  readonly subject: string | null;
  readonly request: string;
  readonly expected: string;
  readonly got: string;
};

/** A piece of work, about somebody or something that is left alone once it failed. */
export type Task = {
  readonly subject: {
    broken: boolean;
    readonly profile: { readonly email?: string; readonly displayName?: string };
  } | null;
  readonly run: () => Promise<void>;
};

export type Phases = {
  /** All `work` first, then all `checks`, each unless its subject has failed. Nothing once the simulation is stopped. */
  readonly run: (
    phase: string,
    work: readonly Task[],
    checks?: readonly Task[],
    exception?: 'once only' | 'even when stopped',
  ) => Promise<void>;
  readonly rows: readonly PhaseRow[];
  readonly failures: readonly Failure[];
};

/** What the client tells while it works. */
export type Meter = { readonly onRequest: (milliseconds: number) => void; readonly onRetry: () => void };

/**
 * @param options `waitsMs`: how long to wait before each further round of what failed in passing; the last one repeats
 */
export function startPhases(options: {
  readonly waitsMs: readonly number[];
  readonly rounds: number;
  readonly stopped: AbortSignal;
  readonly onRow: (row: PhaseRow) => void;
}): Phases & { readonly meter: Meter } {
  const rows: PhaseRow[] = [];
  const failures: Failure[] = [];
  let times: number[] = [];
  let retries = 0;

  const inRounds = async (phase: string, tasks: readonly Task[], rounds: number, stopped: AbortSignal) => {
    let waiting = tasks.filter(({ subject }) => subject === null || !subject.broken);
    for (let round = 0; waiting.length > 0 && !stopped.aborted; round += 1) {
      const again: Task[] = [];
      const last = round === rounds;
      await severalAtOnce(waiting, stopped, async (task) => {
        const failure = await failureOf(task);
        if (failure?.passing && !last) again.push(task);
        else if (failure) record(phase, task, failure);
      });
      retries += again.length;
      waiting = again;
      const wait = options.waitsMs[Math.min(round, options.waitsMs.length - 1)] ?? 0;
      if (again.length > 0) await pause(wait, undefined, { signal: stopped }).catch(() => {});
    }
  };
  const record = (phase: string, { subject }: Task, { request, expected, got }: ScimFailure) => {
    if (subject) subject.broken = true;
    const name = subject?.profile.email ?? subject?.profile.displayName ?? null;
    failures.push({ phase, subject: name, request, expected, got });
  };

  return {
    rows,
    failures,
    meter: {
      onRequest: (milliseconds) => times.push(milliseconds),
      onRetry: () => {
        retries += 1;
      },
    },
    run: async (phase, work, checks = [], exception) => {
      const stopped = exception === 'even when stopped' ? never : options.stopped;
      const rounds = exception === 'once only' ? 0 : options.rounds;
      if (stopped.aborted || work.length + checks.length === 0) return;
      const failedBefore = failures.length;
      [times, retries] = [[], 0];
      await inRounds(phase, work, rounds, stopped);
      await inRounds(phase, checks, rounds, stopped);
      const sorted = times.toSorted((a, b) => a - b);
      const [p50Ms, p95Ms] = [percentile(sorted, 0.5), percentile(sorted, 0.95)];
      const failed = failures.length - failedBefore;
      const row = { phase, requests: sorted.length, p50Ms, p95Ms, retries, failed };
      rows.push(row);
      options.onRow(row);
    },
  };
}

const never = new AbortController().signal;

async function failureOf({ run }: Task): Promise<ScimFailure | null> {
  try {
    await run();
    return null;
  } catch (error) {
    if (error instanceof ScimFailure) return error;
    throw error;
  }
}

async function severalAtOnce(tasks: readonly Task[], stopped: AbortSignal, work: (task: Task) => Promise<void>) {
  const left = [...tasks];
  const worker = async () => {
    for (let task = left.shift(); task && !stopped.aborted; task = left.shift()) await work(task);
  };
  await Promise.all(Array.from({ length: atOnce }, worker));
}

/** By nearest rank, to a tenth of a millisecond. */
function percentile(sorted: readonly number[], share: number): number {
  return Math.round((sorted[Math.max(0, Math.ceil(sorted.length * share) - 1)] ?? 0) * 10) / 10;
}
