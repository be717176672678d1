/**
 * The only code that writes what operations decide. A change set is applied in one transaction, all or nothing; its
 * expected versions are compare-and-set; unique indexes are the judge of duplicates.
 *
 * Group commit: change sets that arrive while a transaction of their organization is in flight are committed together
 * in the next one. Two that touch the same document never share a round, except for increments, which merge.
 */
import mongoose from 'mongoose';
import { type Collection, modelOf } from './collection.ts';
import { CommitDuplicate, CommitStale, CommitUnknown, isDuplicateKey, isTransient, isUnavailable } from './errors.ts';

type Values = Record<string, unknown>;

/** One entry of a change set. `id` is the document's `_id`; `expect` are values it must still have. */
export type Write =
  | { readonly kind: 'insert'; readonly collection: Collection<unknown>; readonly document: { _id: string } & Values }
  | {
      readonly kind: 'update';
      readonly collection: Collection<unknown>;
      readonly id: string;
      readonly expect: Values;
      readonly update: Values;
    }
  | { readonly kind: 'delete'; readonly collection: Collection<unknown>; readonly id: string; readonly expect: Values }
  /** Removes every row that the filter finds; guarded by a revision that the same change set asserts. */
  | { readonly kind: 'delete-all'; readonly collection: Collection<unknown>; readonly filter: Values }
  /** Commutative: several of one document merge into one. With `expect` the row must exist, else it is made. */
  | {
      readonly kind: 'increment';
      readonly collection: Collection<unknown>;
      readonly id: string;
      readonly expect?: Values;
      readonly by: Record<string, number>;
      readonly set?: Values;
      readonly setOnInsert?: Values;
    };

/** What one operation wants written. `orgId` is null for what belongs to no organization. */
export type ChangeSet = {
  readonly operationId: string;
  readonly orgId: string | null;
  readonly writes: readonly Write[];
};

const maxBatchWrites = 1_000;

type Pending = { changes: ChangeSet; settle: (error?: unknown) => void };

const queues = new Map<string, { waiting: Pending[]; running: boolean }>();

/**
 * Commits a change set with majority. Resolves when it is durable.
 * @throws CommitStale when an expected version no longer holds, or the transaction lost a race: load again.
 * @throws CommitDuplicate when a unique index refused a row: load again; it is there now.
 * @throws CommitUnknown when the database did not say whether the transaction was committed.
 */
export function commit(changes: ChangeSet): Promise<void> {
  if (changes.writes.length === 0) return Promise.resolve();
  const key = changes.orgId ?? '';
  const queue = queues.get(key) ?? { waiting: [], running: false };
  queues.set(key, queue);
  return new Promise((resolve, reject) => {
    queue.waiting.push({ changes, settle: (error) => (error === undefined ? resolve() : reject(error)) });
    if (!queue.running) void drain(key, queue);
  });
}

async function drain(key: string, queue: { waiting: Pending[]; running: boolean }): Promise<void> {
  queue.running = true;
  while (queue.waiting.length > 0) await commitRound(takeRound(queue.waiting));
  queue.running = false;
  queues.delete(key);
}

/**
 * Takes from the queue, in order, what can share a transaction; the rest waits for the next round. The oldest is always
 * taken, so nobody waits for ever.
 */
function takeRound(waiting: Pending[]): Pending[] {
  const touched = new Map<string, Claim>();
  const round: Pending[] = [];
  let writes = 0;
  for (let i = 0; i < waiting.length; ) {
    const pending = waiting[i] as Pending;
    const claims = [...claimsOf(pending.changes)];
    const size = pending.changes.writes.length;
    const fits =
      round.length === 0 ||
      (writes + size <= maxBatchWrites && claims.every(([key, claim]) => compatible(touched.get(key), claim)));
    if (fits) {
      for (const [key, claim] of claims) touched.set(key, claim);
      writes += size;
      round.push(pending);
      waiting.splice(i, 1);
    } else {
      // What waits keeps its place: later change sets must not overtake it on the same documents.
      for (const [key] of claims) touched.set(key, 'exclusive');
      i += 1;
    }
    if (writes >= maxBatchWrites) break;
  }
  return round;
}

/** How a change set touches a document: alone, or by an increment that merges with equal ones. */
type Claim = 'exclusive' | string;

function claimsOf(changes: ChangeSet): Map<string, Claim> {
  const claims = new Map<string, Claim>();
  for (const write of changes.writes) {
    const key = `${write.collection.name}/${touchedBy(write)}`;
    const claim = write.kind === 'increment' ? incrementKey(write) : 'exclusive';
    claims.set(key, compatible(claims.get(key), claim) ? claim : 'exclusive');
  }
  return claims;
}

/** Rows that a filter finds are guarded by the revision that the same change set asserts; only equal filters meet. */
function touchedBy(write: Write): string {
  if (write.kind === 'insert') return write.document._id;
  return write.kind === 'delete-all' ? JSON.stringify(write.filter) : write.id;
}

function compatible(present: Claim | undefined, wanted: Claim): boolean {
  return present === undefined || (present !== 'exclusive' && present === wanted);
}

/** Increments merge only when they expect the same of the row and set the same on it. */
function incrementKey(write: Extract<Write, { kind: 'increment' }>): string {
  return JSON.stringify([write.expect ?? null, Object.keys(write.set ?? {})]);
}

/** A round that fails is bisected, so that each change set gets its own verdict; a lost database is one for all. */
async function commitRound(round: Pending[]): Promise<void> {
  try {
    await runTransaction(round.map(({ changes }) => changes));
    for (const { settle } of round) settle();
  } catch (error) {
    if (round.length === 1 || error instanceof CommitUnknown || isUnavailable(error)) {
      for (const { settle } of round) settle(error);
      return;
    }
    const middle = Math.ceil(round.length / 2);
    await commitRound(round.slice(0, middle));
    await commitRound(round.slice(middle));
  }
}

async function runTransaction(changeSets: ChangeSet[]): Promise<void> {
  const session = mongoose.connection.getClient().startSession();
  try {
    session.startTransaction({
      readConcern: { level: 'snapshot' },
      writeConcern: { w: 'majority', wtimeoutMS: 8_000 },
    });
    try {
      await applyAll(changeSets, session);
    } catch (error) {
      await session.abortTransaction().catch(() => {});
      throw classify(error);
    }
    await commitTransaction(session);
  } finally {
    await session.endSession().catch(() => {});
  }
}

/** Commits, asking again while the answer is unknown: committing twice is harmless, not knowing is not. */
async function commitTransaction(session: mongoose.mongo.ClientSession): Promise<void> {
  for (let attempt = 0; ; attempt += 1) {
    try {
      await session.commitTransaction();
      return;
    } catch (error) {
      if (!(error instanceof mongoose.mongo.MongoError)) throw error;
      if (error.hasErrorLabel('UnknownTransactionCommitResult')) {
        if (attempt < 3) continue;
        throw new CommitUnknown(error);
      }
      throw classify(error);
    }
  }
}

function classify(error: unknown): unknown {
  if (isDuplicateKey(error)) return new CommitDuplicate(error);
  if (isTransient(error)) return new CommitStale('the transaction lost a race', error);
  return error;
}

type Operation = mongoose.mongo.AnyBulkWriteOperation<mongoose.mongo.Document>;

/** Each collection gets one bulk of guarded writes, whose counts must match, and one of the rest. */
async function applyAll(changeSets: ChangeSet[], session: mongoose.mongo.ClientSession): Promise<void> {
  const guarded = new Map<string, { collection: Collection<unknown>; operations: Operation[]; expected: number }>();
  const free = new Map<string, { collection: Collection<unknown>; operations: Operation[] }>();
  const increments = new Map<string, Extract<Write, { kind: 'increment' }> & { orgId: string | null }>();
  for (const { orgId, writes } of changeSets) {
    for (const write of writes) {
      if (write.kind === 'increment') {
        // Equal ones merge; another expectation is a write of its own, so that both are checked.
        const key = `${write.collection.name}/${write.id}/${incrementKey(write)}`;
        const merged = increments.get(key);
        increments.set(
          key,
          merged
            ? { ...merged, by: sum(merged.by, write.by), ...(write.set ? { set: write.set } : {}) }
            : { ...write, orgId },
        );
      } else if (write.kind === 'update' || write.kind === 'delete') {
        const bulk = bulkOf(guarded, write.collection, { expected: 0 });
        bulk.operations.push(guardedOperation(write, orgId));
        bulk.expected += 1;
      } else {
        bulkOf(free, write.collection, {}).operations.push(freeOperation(write, orgId));
      }
    }
  }
  for (const write of increments.values()) {
    const filter = scoped(write.collection, write.orgId, { _id: write.id, ...write.expect });
    const update = { $inc: write.by, ...(write.set ? { $set: write.set } : {}) };
    if (write.expect) {
      const bulk = bulkOf(guarded, write.collection, { expected: 0 });
      bulk.operations.push({ updateOne: { filter, update } });
      bulk.expected += 1;
    } else {
      const $setOnInsert = write.setOnInsert ?? {};
      bulkOf(free, write.collection, {}).operations.push({
        updateOne: { filter, update: { ...update, $setOnInsert }, upsert: true },
      });
    }
  }
  for (const { collection, operations, expected } of guarded.values()) {
    const { matchedCount, deletedCount } = await open(collection).bulkWrite(operations, { session, ordered: false });
    if (matchedCount + deletedCount !== expected) throw new CommitStale(`${collection.name} changed meanwhile`);
  }
  for (const { collection, operations } of free.values())
    await open(collection).bulkWrite(operations, { session, ordered: true });
}

function bulkOf<E extends object>(
  bulks: Map<string, { collection: Collection<unknown>; operations: Operation[] } & E>,
  collection: Collection<unknown>,
  extra: E,
): { collection: Collection<unknown>; operations: Operation[] } & E {
  const present = bulks.get(collection.name);
  if (present) return present;
  const bulk = { collection, operations: [], ...extra };
  bulks.set(collection.name, bulk);
  return bulk;
}

function guardedOperation(write: Extract<Write, { kind: 'update' | 'delete' }>, orgId: string | null): Operation {
  const filter = scoped(write.collection, orgId, { _id: write.id, ...write.expect });
  if (write.kind === 'update') scoped(write.collection, orgId, setOf(write.update));
  return write.kind === 'update' ? { updateOne: { filter, update: write.update } } : { deleteOne: { filter } };
}

function setOf({ $set }: Values): Values {
  return ($set ?? {}) as Values;
}

function freeOperation(write: Extract<Write, { kind: 'insert' | 'delete-all' }>, orgId: string | null): Operation {
  if (write.kind === 'delete-all') return { deleteMany: { filter: scoped(write.collection, orgId, write.filter) } };
  return { insertOne: { document: scoped(write.collection, orgId, write.document) } };
}

/** The tenant guard on the way in: rows of a tenant collection carry the change set's organization. */
function scoped<T extends Values>(collection: Collection<unknown>, orgId: string | null, values: T): Values {
  if (collection.scope === 'system') return values;
  const own = orgId ?? values.orgId;
  if (typeof own !== 'string') throw new Error(`tenant guard: ${collection.name} is written without an organization`);
  if (values.orgId !== undefined && values.orgId !== own)
    throw new Error('tenant guard: the row belongs to another organization');
  return { ...values, orgId: own };
}

function sum(a: Record<string, number>, b: Record<string, number>): Record<string, number> {
  const total = { ...a };
  for (const [key, by] of Object.entries(b)) total[key] = (total[key] ?? 0) + by;
  return total;
}

function open(collection: Collection<unknown>): mongoose.mongo.Collection<mongoose.mongo.Document> {
  return modelOf(collection).collection as unknown as mongoose.mongo.Collection<mongoose.mongo.Document>;
}
