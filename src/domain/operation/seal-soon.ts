import { wakeWorkers } from '../kernel/workers.ts';

/** The name of the worker that seals. */
export const sealer = 'seal';

/** Under load, what is committed meanwhile is sealed together. */
const gatherMs = 100;

let planned = false;

/** Tells the sealer of this process, if it has one, that there are new events. */
export function sealSoon(): void {
  if (planned) return;
  planned = true;
  const wake = () => {
    planned = false;
    wakeWorkers(sealer);
  };
  setTimeout(wake, gatherMs).unref();
}
