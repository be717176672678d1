/** One transaction of the committer: change sets as bulk writes, asserted ones apart from the rest. */
import mongoose from 'mongoose';
import { type ChangeSet, incrementKey, type Values, type Write } from './change-set.ts';
import type { Collection } from './collection.ts';
import { writeAll } from './commands.ts';
import { CommitDuplicate, CommitStale, CommitUnknown, isDuplicateKey, isTransient } from './database-errors.ts';
import { checkChangeSets } from './validate.ts';

/**
 * Applies change sets in one transaction, all or nothing, and waits for the majority.
 * @throws CommitStale, CommitDuplicate, CommitUnknown
 */
export async function runTransaction(changeSets: ChangeSet[]): Promise<void> {
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

/**
 * Each collection gets a bulk of asserted deletes and one of asserted updates, whose counts must match, and one of the rest.
 * Deletes go first: what they set free another row of the same change may take.
 */
async function applyAll(changeSets: ChangeSet[], session: mongoose.mongo.ClientSession): Promise<void> {
  const deletes = new Map<string, { collection: Collection<unknown>; operations: Operation[]; expected: number }>();
  const asserted: typeof deletes = new Map();
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
        const bulk = bulkOf(write.kind === 'delete' ? deletes : asserted, write.collection, { expected: 0 });
        bulk.operations.push(assertedOperation(write, orgId));
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
      const bulk = bulkOf(asserted, write.collection, { expected: 0 });
      bulk.operations.push({ updateOne: { filter, update } });
      bulk.expected += 1;
    } else {
      const $setOnInsert = write.setOnInsert ?? {};
      bulkOf(free, write.collection, {}).operations.push({
        updateOne: { filter, update: { ...update, $setOnInsert }, upsert: true },
      });
    }
  }
  await checkChangeSets(changeSets);
  for (const { collection, operations, expected } of [...deletes.values(), ...asserted.values()]) {
    const found = await writeAll(collection, operations, { session, ordered: false });
    if (found !== expected) throw new CommitStale(`${collection.name} changed meanwhile`);
  }
  for (const { collection, operations } of free.values())
    await writeAll(collection, operations, { session, ordered: true });
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

function assertedOperation(write: Extract<Write, { kind: 'update' | 'delete' }>, orgId: string | null): Operation {
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

/** The tenant scope on the way in: rows of a tenant collection carry the change set's organization. */
function scoped<T extends Values>(collection: Collection<unknown>, orgId: string | null, values: T): Values {
  if (collection.scope === 'system') return values;
  const own = orgId ?? values.orgId;
  if (typeof own !== 'string') throw new Error(`tenant scope: ${collection.name} is written without an organization`);
  if (values.orgId !== undefined && values.orgId !== own)
    throw new Error('tenant scope: the row belongs to another organization');
  return { ...values, orgId: own };
}

function sum(a: Record<string, number>, b: Record<string, number>): Record<string, number> {
  const total = { ...a };
  for (const [key, by] of Object.entries(b)) total[key] = (total[key] ?? 0) + by;
  return total;
}
