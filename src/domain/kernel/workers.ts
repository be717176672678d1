/**
 * Background work: what goes on without a request. Each worker looks for work again and again; what it does must be safe
 * to do twice and to stop anywhere, because a process may die and another one may begin the same. The work itself lives
 * beside the concept that it serves.
 */

export type Worker = {
  readonly name: string;
  /** Between two looks for work, when the last one found none. */
  readonly intervalMs: number;
  /** Does what there is to do. Answers true when there may be more at once. Throws what keeps it from working. */
  readonly run: () => Promise<boolean>;
};

/** The longest wait after failures in a row. */
const maxBackOffMs = 30_000;

/** Wakes each worker's sleep in this process; see `wakeWorkers`. */
const sleepers = new Map<string, () => void>();

/**
 * Runs each worker in a loop of its own.
 * @param report gets what a worker threw; the worker goes on, later and later while it keeps failing
 * @returns how to end: resolves when no worker is at work any more
 */
export function startWorkers(
  workers: readonly Worker[],
  report: (worker: string, error: unknown) => void,
): () => Promise<void> {
  const ending = new AbortController();
  const loops = workers.map((worker) => loop(worker, ending.signal, report));
  return async () => {
    ending.abort();
    wakeWorkers(...workers.map(({ name }) => name));
    await Promise.all(loops);
  };
}

/** Lets these workers of this process look for work now instead of at the end of their interval. */
export function wakeWorkers(...names: readonly string[]): void {
  for (const name of names) sleepers.get(name)?.();
}

async function loop(
  { name, intervalMs, run }: Worker,
  ending: AbortSignal,
  report: (worker: string, error: unknown) => void,
): Promise<void> {
  let failures = 0;
  while (!ending.aborted) {
    let more = false;
    try {
      more = await run();
      failures = 0;
    } catch (error) {
      failures += 1;
      report(name, error);
    }
    if (more && !ending.aborted) continue;
    await sleep(name, failures === 0 ? intervalMs : Math.min(maxBackOffMs, intervalMs * 2 ** failures), ending);
  }
}

function sleep(name: string, ms: number, ending: AbortSignal): Promise<void> {
  if (ending.aborted) return Promise.resolve();
  return new Promise((resolve) => {
    const wake = () => {
      clearTimeout(timer);
      sleepers.delete(name);
      resolve();
    };
    const timer = setTimeout(wake, ms);
    sleepers.set(name, wake);
  });
}
