import { wakeWorkers } from '../kernel/workers.ts';

/** The name of the worker that seals. */
export const sealer = 'seal';

/** What is committed meanwhile is sealed together: at once after a quiet moment, and under load not at every tenth of a second. */
const gatherMs = 100;
const betweenMs = 400;

let planned = false;
let last = Number.NEGATIVE_INFINITY;

/** Tells the sealer of this process, if it has one, that there are new events. */
export function sealSoon(): void {
  if (planned) return;
  planned = true;
  const wake = () => {
    planned = false;
    last = performance.now();
    wakeWorkers(sealer);
  };
  setTimeout(wake, Math.max(gatherMs, last + betweenMs - performance.now())).unref();
}
