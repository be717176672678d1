/**
 * The only code that writes what operations decide. A change set is applied in one transaction, all or nothing; its
 * expected versions are compare-and-set; unique indexes are the judge of duplicates.
 *
 * Group commit: change sets that arrive while a transaction of their organization is in flight are committed together
 * in the next one. Two that touch the same document never share a round, except for increments, which merge.
 */
import { setImmediate as immediate } from 'node:timers/promises';
import { isDeepStrictEqual } from 'node:util';
import { type ChangeSet, incrementKey, type Values, type Write } from './change-set.ts';
import { CommitStale, isOutOfReach } from './database-errors.ts';
import { patiently } from './patience.ts';
import { runTransaction } from './transaction.ts';

const maxBatchWrites = 1_000;

type Pending = { readonly changes: ChangeSet; readonly settle: (error?: unknown) => void; committed: boolean };

const queues = new Map<string, { waiting: Pending[]; running: boolean }>();

/**
 * Commits a change set with majority. Resolves when it is durable.
 * @throws CommitStale when an expected version no longer holds, or the transaction lost a race: load again.
 * @throws CommitDuplicate when a unique index refused a row: load again; it is there now.
 * @throws CommitUnknown when the database did not say whether the transaction was committed.
 * @throws DatabaseSilent when the request waits no longer; what was queued may still be committed.
 */
export function commit(changes: ChangeSet): Promise<void> {
  if (changes.writes.length === 0) return Promise.resolve();
  const key = changes.orgId ?? '';
  const queue = queues.get(key) ?? { waiting: [], running: false };
  queues.set(key, queue);
  const committed = new Promise<void>((resolve, reject) => {
    const settle = (error?: unknown) => (error === undefined ? resolve() : reject(error));
    queue.waiting.push({ changes, settle, committed: false });
    if (!queue.running) void drain(key, queue);
  });
  return patiently(committed);
}

async function drain(key: string, queue: { waiting: Pending[]; running: boolean }): Promise<void> {
  queue.running = true;
  while (queue.waiting.length > 0) {
    // Those whose reads were answered with the first one's come along.
    await immediate();
    const round = takeRound(queue.waiting);
    await commitRound(round);
    tellOvertaken(queue.waiting, round);
  }
  queue.running = false;
  queues.delete(key);
}

/**
 * Takes from the queue, in order, what can share a transaction; the rest waits for the next round. The oldest is always
 * taken, so nobody waits for ever.
 */
function takeRound(waiting: Pending[]): Pending[] {
  const touched = new Map<string, Touch>();
  const round: Pending[] = [];
  let writes = 0;
  for (let i = 0; i < waiting.length; ) {
    const pending = waiting[i] as Pending;
    const touches = [...touchesOf(pending.changes)];
    const size = pending.changes.writes.length;
    const fits =
      round.length === 0 ||
      (writes + size <= maxBatchWrites && touches.every(([key, touch]) => compatible(touched.get(key), touch)));
    if (fits) {
      for (const [key, touch] of touches) touched.set(key, touch);
      writes += size;
      round.push(pending);
      waiting.splice(i, 1);
    } else {
      // What waits keeps its place: later change sets must not overtake it on the same documents.
      for (const [key] of touches) touched.set(key, 'exclusive');
      i += 1;
    }
    if (writes >= maxBatchWrites) break;
  }
  return round;
}

/** How a change set touches a document: alone, or by an increment that merges with equal ones. */
type Touch = 'exclusive' | string;

function touchesOf(changes: ChangeSet): Map<string, Touch> {
  const touches = new Map<string, Touch>();
  for (const write of changes.writes) {
    const key = keyOf(write);
    const touch = write.kind === 'increment' ? incrementKey(write) : 'exclusive';
    touches.set(key, compatible(touches.get(key), touch) ? touch : 'exclusive');
  }
  return touches;
}

function keyOf(write: Write): string {
  return `${write.collection.name}/${touchedBy(write)}`;
}

/** Rows that a filter finds are covered by the revision that the same change set asserts; only equal filters meet. */
function touchedBy(write: Write): string {
  if (write.kind === 'insert') return write.document._id;
  return write.kind === 'delete-all' ? JSON.stringify(write.filter) : write.id;
}

function compatible(present: Touch | undefined, wanted: Touch): boolean {
  return present === undefined || (present !== 'exclusive' && present === wanted);
}

/**
 * Who waits with an expectation that the last round has just made wrong is told so at once: of two hundred changes of one
 * document, all but the first would each be a transaction that fails.
 */
function tellOvertaken(waiting: Pending[], round: readonly Pending[]): void {
  if (waiting.length === 0) return;
  const changed = new Map<string, Values>();
  const note = ({ changes }: Pending) => {
    for (const write of changes.writes)
      if (write.kind === 'update')
        changed.set(keyOf(write), { ...changed.get(keyOf(write)), ...Object(write.update.$set) });
  };
  const isOvertaken = (write: Write) => {
    const now = changed.get(keyOf(write)) ?? {};
    const expect = 'expect' in write ? (write.expect ?? {}) : {};
    return Object.entries(expect).some(([field, value]) => field in now && !isDeepStrictEqual(now[field], value));
  };
  for (const pending of round) if (pending.committed) note(pending);
  for (const pending of [...waiting]) {
    if (pending.changes.writes.some(isOvertaken)) {
      waiting.splice(waiting.indexOf(pending), 1);
      pending.settle(new CommitStale('another change of the same process was faster'));
    } else note(pending); // What comes after it may expect what it makes.
  }
}

/** A round that fails is bisected, so that each change set gets a result of its own; a lost database is one for all. */
async function commitRound(round: Pending[]): Promise<void> {
  try {
    await runTransaction(round.map(({ changes }) => changes));
    for (const pending of round) {
      pending.committed = true;
      pending.settle();
    }
  } catch (error) {
    if (round.length === 1 || isOutOfReach(error instanceof CommitStale ? error.cause : error)) {
      for (const { settle } of round) settle(error);
      return;
    }
    const middle = Math.ceil(round.length / 2);
    await commitRound(round.slice(0, middle));
    await commitRound(round.slice(middle));
  }
}
