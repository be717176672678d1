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

/** The server's codes for a transaction that another one was faster than, or that it has given up. */
const transientCodes = new Set([112, 251]);

/** Write conflicts and everything else the server or driver calls transient. */
export function isTransient(error: unknown): boolean {
  return (
    error instanceof mongoose.mongo.MongoError &&
    (error.hasErrorLabel('TransientTransactionError') || transientCodes.has(Number(error.code)))
  );
}

/** The database does not answer, and the wait for it has been given up. */
export class DatabaseSilent extends Error {
  constructor() {
    super('the database does not answer');
    this.name = 'DatabaseSilent';
  }
}

/** What the driver and mongoose throw when there is no server to talk to, or none that answers in time. */
const lossNames = new Set([
  'MongoNetworkError',
  'MongoNetworkTimeoutError',
  'MongoPoolClearedError',
  'PoolClearedOnNetworkError',
  'MongoPoolClosedError',
  'MongoWaitQueueTimeoutError',
  'MongoServerSelectionError',
  'MongooseServerSelectionError',
  'MongoNotConnectedError',
  'MongoClientClosedError',
  'MongoTopologyClosedError',
  'MongoServerClosedError',
  'MongoStalePrimaryError',
  'MongoExpiredSessionError',
  'MongoOperationTimeoutError',
  'MongoWriteConcernError',
]);

/** How the server or driver marks what is no fault of the request. */
const lossLabels = ['RetryableWriteError', 'PoolRequestedRetry', 'HandshakeError', 'SystemOverloadedError'];

/** The server's codes for: unreachable, no primary any more, shutting down, interrupted, too slow, full. */
const lossCodes = new Set([
  ...[6, 7, 89, 202, 9001],
  ...[10058, 10107, 13435, 13436, 133, 134, 189],
  ...[91, 11600, 11601, 11602, 237, 290],
  ...[24, 50, 64, 262, 365, 14031],
]);

/** Node's own, where the driver writes to a connection that has just been closed and does not wrap the error. */
const socketCodes = new Set<unknown>(['EPIPE', 'ECONNRESET']);

/**
 * The database is out of reach or too slow: nothing is wrong with the request. A bulk write and mongoose wrap such an
 * error in one of their own, so those are looked into.
 */
export function isOutOfReach(error: unknown): boolean {
  if (error instanceof DatabaseSilent || error instanceof CommitUnknown) return true;
  if (error instanceof Error && 'code' in error && socketCodes.has(error.code)) return true;
  return withinDriver(error).some(
    (found) =>
      lossNames.has(String(found.name)) ||
      lossCodes.has(Number(found.code)) ||
      (found instanceof mongoose.mongo.MongoError && lossLabels.some((label) => found.hasErrorLabel(label))),
  );
}

/** The request may be sent again as it is: the database is out of reach, or others were faster for too long. */
export function isUnavailable(error: unknown): boolean {
  return isOutOfReach(error) || error instanceof CommitStale || withinDriver(error).some(isTransient);
}

type Found = { readonly name?: unknown; readonly code?: unknown };

/** The error and all that it wraps, where the driver or mongoose made it; nothing of other libraries' errors. */
function withinDriver(error: unknown, seen: Set<unknown> = new Set()): Found[] {
  const ofDriver =
    error instanceof mongoose.mongo.MongoError ||
    error instanceof mongoose.Error ||
    error instanceof AggregateError ||
    // What a bulk write lists is no error by its class: results of single writes, and of waiting for the majority.
    (seen.size > 0 && typeof error === 'object' && error !== null);
  if (!ofDriver || seen.has(error)) return [];
  seen.add(error);
  const { cause, errorResponse, err, errors, writeErrors } = error as Record<string, unknown>;
  const inner = [cause, errorResponse, err, errors, writeErrors].flat();
  return [error as Found, ...inner.flatMap((each) => withinDriver(each, seen))];
}
