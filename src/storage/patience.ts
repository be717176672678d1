/**
 * How long whoever sent a request waits. The limits of the driver, of locks and of other servers are for each step and add
 * up: a paused server, a new choice of server, the end of the transaction, the next in the queue. So a request has one deadline
 * (R1) for all that it waits for, whatever it asks and however often it asks again.
 */
import { AsyncLocalStorage } from 'node:async_hooks';
import { DatabaseSilent } from './database-errors.ts';

/** With what an answer takes besides, the client has it within 10 s. */
const patienceMs = 8_000;

type Deadline = {
  at: number;
  /** Is told how many milliseconds the processor was at work for the request. */
  readonly spend: (ms: number) => void;
};

const requests = new AsyncLocalStorage<Deadline>();

/** Runs what answers one request, with all that it calls. Work without a request, outside of this, waits as long as it takes. */
export function withPatience(run: () => void, spend: (ms: number) => void = () => {}, cameAt = Date.now()): void {
  const deadline = { at: cameAt + patienceMs, spend };
  goOn(deadline);
  requests.run(deadline, run);
}

/** Whose request the processor is at work for, and since when. */
let present: Deadline | null = null;
let since = 0;

/** From an answer to the next question: all that follows at once is done before anything else comes, `rest` last. */
function goOn(deadline: Deadline): void {
  const at = performance.now();
  if (present === null) process.nextTick(rest);
  else present.spend(at - since);
  present = deadline;
  since = at;
}

function rest(): void {
  present?.spend(performance.now() - since);
  present = null;
}

/** Runs what several requests wait for, each by itself with `patiently`. */
export function withoutPatience(run: () => void): void {
  requests.exit(run);
}

/** How long this request may still wait, in milliseconds, and not longer than `most`. */
export function timeLeft(most: number): number {
  const deadline = requests.getStore();
  return deadline ? Math.max(0, Math.min(most, deadline.at - Date.now())) : most;
}

/**
 * The next part of long work has the time of a whole request: an operation of a Bulk, a part of a large group or of a long answer. Its
 * client knows how much it has asked for; nothing else calls this.
 */
export function beginPart(): void {
  const deadline = requests.getStore();
  if (deadline) deadline.at = Date.now() + patienceMs;
}

/** Waits for what the client is still to send: that is the client's time, and none of ours. */
export async function atLeisure<T>(sent: Promise<T>): Promise<T> {
  const deadline = requests.getStore();
  const begun = Date.now();
  try {
    return await sent;
  } finally {
    if (deadline) {
      deadline.at += Date.now() - begun;
      goOn(deadline);
    }
  }
}

type Waiting = { readonly deadline: Deadline; readonly giveUp: () => void };

/** Who waits, looked through by one timer for all: most have their answer within a millisecond. */
const waiting = new Set<Waiting>();
const lookEveryMs = 100;
let timer: NodeJS.Timeout | undefined;

function look(): void {
  const at = Date.now();
  for (const { deadline, giveUp } of waiting) if (deadline.at <= at) giveUp();
  if (waiting.size > 0) return;
  clearInterval(timer);
  timer = undefined;
}

/**
 * Waits for what the database was asked, until the request's deadline. What is given up may still happen, as with every write
 * that nobody confirmed.
 * @throws DatabaseSilent, else what `asked` rejects with
 */
export function patiently<T>(asked: Promise<T>): Promise<T> {
  const deadline = requests.getStore();
  if (!deadline) return asked;
  timer ??= setInterval(look, lookEveryMs);
  return new Promise((resolve, reject) => {
    const own: Waiting = {
      deadline,
      giveUp: () => {
        waiting.delete(own);
        reject(new DatabaseSilent());
      },
    };
    waiting.add(own);
    asked.then(
      (answer) => {
        waiting.delete(own);
        goOn(deadline);
        resolve(answer);
      },
      (error: unknown) => {
        waiting.delete(own);
        reject(error);
      },
    );
  });
}
