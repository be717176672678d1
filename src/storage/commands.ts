/**
 * Reads and writes as commands of our own: the driver's cursors and bulk writes look at each document by itself, which costs a
 * list of a hundred half of its processor time and a transaction a tenth (`docs/performance.md`). What the driver does better,
 * it does: snapshots, answers of more than one batch, second attempts, batches beyond what one command may hold.
 */
import mongoose from 'mongoose';
import { type Collection, connected, open } from './collection.ts';
import { isOutOfReach } from './database-errors.ts';

type Document = mongoose.mongo.Document;
type Operation = mongoose.mongo.AnyBulkWriteOperation<Document>;
type Session = mongoose.mongo.ClientSession;

export type ReadOptions = {
  readonly projection?: object;
  readonly sort?: object;
  readonly skip?: number;
  readonly limit?: number;
  readonly hint?: object;
  readonly maxTimeMS: number;
};

const readConcern = { level: 'majority' } as const;
/** All that one answer holds: 16 MB. */
const unlimited = 2_147_483_647;

/** The documents of a `find`. */
export function findAll(collection: Collection<unknown>, filter: Document, options: ReadOptions): Promise<Document[]> {
  const { limit } = options;
  const batchSize = limit === undefined ? unlimited : limit + 1;
  return read(collection, { find: collection.name, filter, ...options, batchSize }, () =>
    open(collection)
      .find(filter, options as mongoose.mongo.FindOptions)
      .toArray(),
  );
}

/** The documents of an `aggregate`. */
export function aggregateAll(
  collection: Collection<unknown>,
  pipeline: Document[],
  options: Pick<ReadOptions, 'maxTimeMS'>,
): Promise<Document[]> {
  const cursor = { batchSize: unlimited };
  return read(collection, { aggregate: collection.name, pipeline, ...options, cursor }, () =>
    open(collection).aggregate(pipeline, options).toArray(),
  );
}

async function read(
  { name }: Collection<unknown>,
  command: Document,
  byDriver: () => Promise<Document[]>,
): Promise<Document[]> {
  const db = connected();
  if (!db) return byDriver();
  let cursor: { readonly id: unknown; readonly firstBatch: Document[] };
  try {
    ({ cursor } = await db.command({ ...command, readConcern }));
  } catch (error) {
    if (!isWorthAnother(error)) throw error;
    return byDriver();
  }
  if (cursor.id === 0) return cursor.firstBatch;
  await db.command({ killCursors: name, cursors: [cursor.id] });
  return byDriver();
}

/** A connection that broke, or a server that is not primary any more. Where none was to be had, the wait has been long already. */
function isWorthAnother(error: unknown): boolean {
  const { MongoNetworkError, MongoServerError } = mongoose.mongo;
  return error instanceof MongoNetworkError || (error instanceof MongoServerError && isOutOfReach(error));
}

/**
 * Writes in a transaction.
 * @param ordered one after the other, the first failure ends them; else all are tried
 * @returns how many documents were matched by updates and deleted by deletes
 * @throws MongoServerError with the code of the first write that failed
 */
export async function writeAll(
  collection: Collection<unknown>,
  operations: readonly Operation[],
  { session, ordered }: { readonly session: Session; readonly ordered: boolean },
): Promise<number> {
  const db = connected();
  const inCommands = db && operations.reduce((size, operation) => size + sizeOf(operation), 0) < maxCommandSize;
  if (!inCommands) {
    const result = await open(collection).bulkWrite([...operations], { session, ordered });
    return result.matchedCount + result.deletedCount;
  }
  let found = 0;
  for (const command of commandsOf(collection.name, operations)) {
    const { n, writeErrors } = await db.command({ ...command, ordered }, { session });
    const [failed] = writeErrors ?? [];
    if (failed) throw new mongoose.mongo.MongoServerError({ ...failed, message: failed.errmsg });
    if (!('insert' in command)) found += n;
  }
  return found;
}

/** Writes of one kind that follow each other are one command. */
function commandsOf(name: string, operations: readonly Operation[]): Document[] {
  const commands: Document[] = [];
  let kind = '';
  let last: Document[] = [];
  const add = (wanted: string, list: string, write: Document) => {
    if (wanted !== kind) {
      kind = wanted;
      last = [];
      commands.push({ [wanted]: name, [list]: last });
    }
    last.push(write);
  };
  for (const operation of operations) {
    if ('insertOne' in operation) add('insert', 'documents', operation.insertOne.document);
    else if ('updateOne' in operation) {
      const { filter, update, upsert = false } = operation.updateOne;
      add('update', 'updates', { q: filter, u: update, upsert });
    } else if ('deleteOne' in operation) add('delete', 'deletes', { q: operation.deleteOne.filter, limit: 1 });
    else if ('deleteMany' in operation) add('delete', 'deletes', { q: operation.deleteMany.filter, limit: 0 });
    else throw new Error(`no command for ${Object.keys(operation)}`);
  }
  return commands;
}

/** A command may have 16 MB. What is reckoned below is never less than what is sent. */
const maxCommandSize = 15_000_000;

/** At most so many bytes, without serializing: a character of a text has up to three. */
function sizeOf(value: unknown): number {
  if (typeof value === 'string') return 8 + 3 * value.length;
  if (typeof value !== 'object' || value === null || value instanceof Date) return 16;
  if (ArrayBuffer.isView(value)) return 16 + value.byteLength;
  let size = 16;
  if (Array.isArray(value)) for (const each of value) size += 8 + sizeOf(each);
  else for (const key in value) size += 4 + 3 * key.length + sizeOf((value as Readonly<Record<string, unknown>>)[key]);
  return size;
}
