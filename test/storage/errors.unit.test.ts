/** What the driver throws when a database goes away, made by its own classes, as each way to fail wraps it. */
import mongoose from 'mongoose';
import { describe, expect, it } from 'vitest';
import { asDomainError } from '../../src/domain/kernel/domain-error.ts';
import { CommitDuplicate, CommitStale, CommitUnknown, isOutOfReach } from '../../src/storage/database-errors.ts';

const { mongo } = mongoose;
const refused = () => new mongo.MongoNetworkError('connect ECONNREFUSED 127.0.0.1:27017');
const answered = (code: number, errorLabels?: string[]) =>
  new mongo.MongoServerError({ code, errmsg: `code ${code}`, ...(errorLabels ? { errorLabels } : {}) });
const labelled = <E extends InstanceType<typeof mongo.MongoError>>(error: E, label: string): E => {
  error.addErrorLabel(label);
  return error;
};
type BulkOf = ConstructorParameters<typeof mongo.MongoBulkWriteError>;
const inBulk = (error: unknown) => new mongo.MongoBulkWriteError(error as BulkOf[0], {} as BulkOf[1]);
const writeConcern = (code: number) => ({ code, errmsg: 'waiting for replication timed out' });
const inMongoose = (error: Error) => Object.assign(new mongoose.Error('the operation failed'), { cause: error });
const unreachable = new mongo.MongoServerSelectionError('Server selection timed out after 5000 ms', {
  error: refused(),
} as never);
const inClientBulk = (error: Error) =>
  Object.assign(new mongo.MongoClientBulkWriteError({ message: 'Mongo client bulk write encountered an error' }), {
    cause: error,
  });
/** Not exported by the driver. */
const named = (name: string) =>
  Object.defineProperty(new mongo.MongoDriverError('the pool is closed', {}), 'name', { value: name });

const serverCodes = [
  6, 7, 50, 64, 89, 91, 133, 134, 189, 202, 237, 262, 290, 365, 9001, 10058, 10107, 11600, 11601, 11602, 13435, 13436,
];

describe('[107] a database that goes away is 503, whoever tells it', () => {
  it.each<[string, unknown]>([
    ['a refused connection', refused()],
    ['a silent one', new mongo.MongoNetworkTimeoutError('connection timed out')],
    ['no server that can be chosen', unreachable],
    ['a client that was never connected', new mongo.MongoNotConnectedError('Client must be connected')],
    ['a closed client', new mongo.MongoClientClosedError()],
    ['a closed topology', new mongo.MongoTopologyClosedError()],
    ['a closed server', new mongo.MongoServerClosedError()],
    ['an operation that took too long', new mongo.MongoOperationTimeoutError('Timed out during socket read')],
    ['a session that ended with its client', new mongo.MongoExpiredSessionError()],
    [
      'a write that the majority did not confirm',
      new mongo.MongoWriteConcernError({ ok: 1, writeConcernError: writeConcern(64) }),
    ],
    ['a paused pool', labelled(new mongo.MongoNetworkError('pool was cleared'), 'PoolRequestedRetry')],
    ['a closed pool', named('MongoPoolClosedError')],
    ['no connection that gets free', named('MongoWaitQueueTimeoutError')],
    ['a handshake that failed', labelled(answered(18), 'HandshakeError')],
    ['an overloaded server', answered(462, ['SystemOverloadedError', 'RetryableError'])],
    ['a write that the server wants again', answered(1, ['RetryableWriteError'])],
    ['a connection that closed under the driver', Object.assign(new Error('write EPIPE'), { code: 'EPIPE' })],
    ['a commit that nobody confirmed', new CommitUnknown(refused())],
    ['several attempts to connect', new AggregateError([refused(), refused()])],
    ...serverCodes.map((code): [string, unknown] => [`the server's code ${code}`, answered(code)]),
  ])('%s, alone and in whatever wraps it', (_, error) => {
    const wrapped = error instanceof mongo.MongoError ? [inBulk(error), inMongoose(error), inClientBulk(error)] : [];
    for (const each of [error, ...wrapped, ...wrapped.map(inMongoose)]) {
      expect(isOutOfReach(each)).toBe(true);
      expect(asDomainError(each)).toMatchObject({ code: 'unavailable', reason: 'database_unavailable' });
    }
  });

  it.each<[string, unknown]>([
    ['by a code alone', inBulk({ message: 'not primary', code: 10107 })],
    ['of one of its writes', inBulk({ message: 'interrupted', code: 1, writeErrors: [{ code: 11602 }] })],
    ['by its write concern', Object.assign(inBulk({ message: 'not confirmed' }), { err: writeConcern(64) })],
  ])('a bulk write that tells it %s', (_, error) => {
    expect(asDomainError(error)?.code).toBe('unavailable');
  });

  it.each<[string, unknown]>([
    ['a write conflict', answered(112)],
    ['a transaction that the server has given up', answered(251, ['TransientTransactionError'])],
    ['one of them in a bulk write', inBulk(answered(112, ['TransientTransactionError']))],
    ['a commit that lost a race', new CommitStale('changed meanwhile')],
  ])('%s that nobody tried again is for the client to try again, but no lost database', (_, error) => {
    expect(isOutOfReach(error)).toBe(false);
    expect(asDomainError(error)?.code).toBe('unavailable');
  });

  it.each<[string, unknown]>([
    ['a duplicate', answered(11000)],
    ['one in a bulk write', inBulk({ message: 'E11000', code: 11000, writeErrors: [{ code: 11000 }] })],
    ['a duplicate of the committer', new CommitDuplicate(answered(11000))],
    ['a malformed query', answered(2)],
    ['a mistake of ours', new TypeError('undefined is not a function')],
    [
      'a provider that cannot be reached',
      new TypeError('fetch failed', { cause: Object.assign(new Error(), { code: 'ECONNRESET' }) }),
    ],
    ['what is no error', 'ECONNREFUSED'],
    ['nothing', undefined],
  ])('%s is not', (_, error) => {
    expect(asDomainError(error)).toBeNull();
  });

  it('a chain that bites its own tail comes to an end', () => {
    const error = inMongoose(new Error('outer'));
    error.cause = inMongoose(error);
    expect(isOutOfReach(error)).toBe(false);
  });
});
