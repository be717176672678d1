/** What can go wrong between an operation and the database, in the words that operations understand. */
import mongoose from 'mongoose';

/** Something that the decision relied on has changed: load and decide again. */
export class CommitStale extends Error {
  constructor(message: string, cause?: unknown) {
    super(message, { cause });
    this.name = 'CommitStale';
  }
}

/** A unique index refused a row: load and decide again, the other row is visible now. */
export class CommitDuplicate extends Error {
  /** The fields of the index, apart from the organization, joined by " and ". */
  readonly fields: string;
  constructor(cause: unknown) {
    super('a unique index refused the row', { cause });
    this.name = 'CommitDuplicate';
    this.fields = indexFieldsOf(cause).join(' and ') || 'id';
  }
}

/** Of a bulk write, only the message names the index: `... index: orgId_1_name_1 dup key: ...`. */
function indexFieldsOf(error: unknown): string[] {
  const index = /index: (\S+) dup key/.exec(error instanceof Error ? error.message : '')?.[1] ?? '';
  return index.split(/_-?1(?:_|$)/).filter((field) => field !== '' && field !== 'orgId' && field !== '_id_');
}

/** The database did not say whether it committed: look the operation up before running it again. */
export class CommitUnknown extends Error {
  constructor(cause: unknown) {
    super('the result of a commit is unknown', { cause });
    this.name = 'CommitUnknown';
  }
}

export function isDuplicateKey(error: unknown): boolean {
  return error instanceof mongoose.mongo.MongoServerError && error.code === 11000;
}

/** Of several inserts that go on after a failure: each that failed was there already. */
export function onlyDuplicates(error: unknown): boolean {
  if (!(error instanceof mongoose.mongo.MongoBulkWriteError)) return false;
  const failures = [error.writeErrors].flat();
  return failures.length > 0 && failures.every(({ code }) => code === 11000);
}

/** Write conflicts and everything else the server or driver calls transient. */
export function isTransient(error: unknown): boolean {
  return (
    error instanceof mongoose.mongo.MongoError &&
    (error.hasErrorLabel('TransientTransactionError') || error.code === 112 || error.code === 251)
  );
}

/** MongoDB's code for a read that took longer than it may. */
const maxTimeExpired = 50;

/** The database is out of reach or too slow: nothing is wrong with the request. */
export function isUnavailable(error: unknown): boolean {
  const { mongo } = mongoose;
  // Node's own, where the driver writes to a connection that has just been closed and does not wrap the error.
  if (error instanceof Error && 'code' in error && (error.code === 'EPIPE' || error.code === 'ECONNRESET')) return true;
  if (error instanceof mongo.MongoServerError && error.code === maxTimeExpired) return true;
  if (error instanceof mongo.MongoNetworkError || error instanceof mongo.MongoServerSelectionError) return true;
  if (error instanceof mongo.MongoWriteConcernError || error instanceof mongo.MongoNotConnectedError) return true;
  if (error instanceof mongo.MongoOperationTimeoutError || error instanceof mongo.MongoTopologyClosedError) return true;
  if (error instanceof mongo.MongoError && error.hasErrorLabel('RetryableWriteError')) return true;
  return (
    error instanceof Error &&
    (error.name === 'MongooseServerSelectionError' ||
      error.name === 'PoolClearedError' ||
      error.name === 'MongoPoolClearedError' ||
      error.name === 'MongoWaitQueueTimeoutError')
  );
}
