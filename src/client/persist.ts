/** Tries again where that helps, and comes to an end in time. */
import { setTimeout as pause } from 'node:timers/promises';
import { UsherError } from './usher-error.ts';

export type Patience = {
  /** Milliseconds for all of it: every attempt, and the waiting between them. */
  readonly timeout: number;
  /** How often it is tried again at most. */
  readonly retries: number;
};

/**
 * @param attempt safe to be made more than once; ends when its signal does
 * @throws UsherError of the last attempt, or `timeout`; the reason of the caller's own signal as it is
 */
export async function persist<T>(
  attempt: (signal: AbortSignal) => Promise<T>,
  { timeout, retries }: Patience,
  own?: AbortSignal,
): Promise<T> {
  const tooLate = new AbortController();
  const timer = setTimeout(() => tooLate.abort(), timeout);
  const end = performance.now() + timeout;
  const signal = AbortSignal.any([tooLate.signal, ...(own ? [own] : [])]);
  try {
    for (let tried = 0; ; tried += 1) {
      const failure = await attempt(signal).then(
        (value) => ({ value }),
        (error: unknown) => ({ error }),
      );
      if ('value' in failure) return failure.value;
      own?.throwIfAborted();
      if (tooLate.signal.aborted) throw new UsherError('timeout', `Usher did not answer within ${timeout / 1_000} s.`);
      const wait = waitAfter(failure.error, tried);
      if (wait === null || tried >= retries || performance.now() + wait >= end) throw failure.error;
      await pause(wait, undefined, { signal: own }).catch(() => own?.throwIfAborted());
    }
  } finally {
    clearTimeout(timer);
  }
}

const firstWait = 250;

/** Milliseconds; null where another attempt would end alike. */
function waitAfter(error: unknown, tried: number): number | null {
  if (!(error instanceof UsherError) || !passes(error)) return null;
  const wait = error.retryAfter === null ? firstWait * 2 ** tried : error.retryAfter * 1_000;
  // Whoever was turned away at the same moment does not come back at the same moment.
  return wait * (1 + Math.random() / 4);
}

function passes({ code, status }: UsherError): boolean {
  if (code === 'unreachable' || status === 429 || status === 503) return true;
  // Of a proxy that has no Usher behind it for a moment; Usher's own 502 is about a third server.
  return code === 'unexpected_answer' && (status === 502 || status === 504);
}
