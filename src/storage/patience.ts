/**
 * How long whoever sent a request waits for a database that says nothing. The driver's own limits are for each step of each
 * operation and add up: a paused server, a new choice of server, the end of the transaction, the next in the queue. So
 * what a request waits for is bounded as a whole (R1), whatever it asks and however often it asks again.
 */
import { AsyncLocalStorage } from 'node:async_hooks';
import { DatabaseSilent, isOutOfReach } from './database-errors.ts';

/** With what an answer takes besides, the client has it within 10 s. */
const patienceMs = 8_000;

/** Since when this request has had no answer of the database; null while it does not wait. */
const requests = new AsyncLocalStorage<{ silentSince: number | null }>();

/** Runs what answers one request, with all that it calls. Work without a request, outside of this, waits as long as it takes. */
export function withPatience(run: () => void): void {
  requests.run({ silentSince: null }, run);
}

/** Runs what several requests wait for, each by itself with `patiently`. */
export function withoutPatience(run: () => void): void {
  requests.exit(run);
}

type Waiting = { readonly request: { readonly silentSince: number | null }; readonly giveUp: () => void };

/** Who waits, looked through by one timer for all: most have their answer within a millisecond. */
const waiting = new Set<Waiting>();
const lookEveryMs = 100;
let timer: NodeJS.Timeout | undefined;

function look(): void {
  const latest = Date.now() - patienceMs;
  for (const { request, giveUp } of waiting)
    if (request.silentSince !== null && request.silentSince <= latest) giveUp();
  if (waiting.size > 0) return;
  clearInterval(timer);
  timer = undefined;
}

/**
 * Waits for what the database was asked, and not longer than its request may wait in all: the time runs from the last
 * answer that the request got. What is given up may still happen, as with every write that nobody confirmed.
 * @throws DatabaseSilent, else what `asked` rejects with
 */
export function patiently<T>(asked: Promise<T>): Promise<T> {
  const request = requests.getStore();
  if (!request) return asked;
  request.silentSince ??= Date.now();
  timer ??= setInterval(look, lookEveryMs);
  return new Promise((resolve, reject) => {
    const own: Waiting = { request, giveUp: () => settle(reject, new DatabaseSilent()) };
    waiting.add(own);
    asked.then(
      (answer) => {
        request.silentSince = null;
        settle(resolve, answer);
      },
      (error: unknown) => {
        if (!isOutOfReach(error)) request.silentSince = null;
        settle(reject, error);
      },
    );
    function settle<V>(by: (value: V) => void, value: V): void {
      waiting.delete(own);
      by(value);
    }
  });
}
