import { Worker } from 'node:worker_threads';
import { describe, expect, it } from 'vitest';
import { sealWaiting } from '../../../src/domain/audit/seal.ts';
import { verifyChain } from '../../../src/domain/audit/verify.ts';
import { createUser } from '../../../src/domain/directory/create-user.ts';
import { type EventDocument, events, type SealedEvent } from '../../../src/domain/model/event.ts';
import { findHead } from '../../../src/domain/model/head.ts';
import { operate } from '../../../src/domain/operation/operate.ts';
import { mongoClient } from '../../../src/storage/connection.ts';
import { tenant } from '../../../src/storage/tenant.ts';
import { context, newOrganization, person, testDeployment } from '../../support/domain.ts';
import { ownDatabase } from '../../support/mongod.ts';
import { collectionOf, profiled } from '../../support/profiler.ts';

const { uri } = testDeployment(ownDatabase());

/** One operation that changes nothing but tells of it `count` times. */
function happen(orgId: string, count: number, more: Partial<EventDocument['subject']> = {}): Promise<void> {
  return operate(orgId, context, {
    load: async () => null,
    decide: (_, draft) => {
      for (let n = 0; n < count; n += 1) draft.event({ type: 'user.updated', subject: { memberId: `m${n}`, ...more } });
    },
  });
}

const sealed = async (orgId: string) =>
  (await tenant(orgId).find(events, { seq: { $gt: 0 } }, { sort: { seq: 1 } })) as SealedEvent[];

async function numbersOf(orgId: string): Promise<(number | null)[]> {
  return (await tenant(orgId).find(events, {}, { sort: { seq: 1 } })).map(({ seq }) => seq);
}

const planted = (orgId: string): EventDocument => ({
  _id: 'planted',
  orgId,
  seq: null,
  type: 'user.updated',
  at: new Date(),
  actor: { type: 'system', id: null },
  subject: {},
  before: null,
  after: null,
  requestId: null,
  operationId: 'planted',
});

const upTo = (count: number) => Array.from({ length: count }, (_, index) => index + 1);

/** Other instances of the product, which seal as fast as they can until they are stopped. */
async function sealingElsewhere(count: number, leaseMs: number) {
  const code = `
    import { parentPort } from 'node:worker_threads';
    import { connect } from '${new URL('../../../dist/storage/connection.js', import.meta.url)}';
    import { sealWaiting } from '${new URL('../../../dist/domain/audit/seal.js', import.meta.url)}';
    await connect(${JSON.stringify(uri)});
    parentPort.postMessage('ready');
    for (;;) await sealWaiting(${leaseMs}).catch(() => {});
  `;
  const start = async () => {
    const worker = new Worker(new URL(`data:text/javascript,${encodeURIComponent(code)}`));
    await new Promise((resolve, reject) => worker.once('message', resolve).once('error', reject));
    return worker;
  };
  return Promise.all(Array.from({ length: count }, start));
}

/** The database would keep what the killed processes have left open for a minute; whatever else runs is over sooner. */
async function endAbandonedTransactions(): Promise<void> {
  const admin = mongoClient().db('admin');
  const open = async (seconds: number) => {
    const filter = { type: 'idleSession', 'transaction.timeOpenMicros': { $gte: seconds * 1_000_000 } };
    const pipeline = [{ $currentOp: { idleSessions: true } }, { $match: filter }];
    return (await admin.aggregate(pipeline, { readConcern: { level: 'local' } }).toArray()).map(({ lsid }) => lsid.id);
  };
  const suspects = new Set((await open(0)).map(String));
  const undecided = async () => {
    const old = new Set((await open(8)).map(String));
    return (await open(0)).map(String).filter((id) => suspects.has(id) && !old.has(id));
  };
  await expect.poll(undecided, { timeout: 30_000 }).toEqual([]);
  const ids = (await open(8)).filter((id) => suspects.has(String(id)));
  if (ids.length > 0) await admin.command({ killSessions: ids.map((id) => ({ id })) });
}

describe('the sealer', () => {
  it('numbers the events of each organization without gaps, in the order of what happened to a member', async () => {
    const one = await newOrganization();
    const other = await newOrganization();
    const ada = await createUser(context, one.orgId, person('ada@acme.test'));
    await createUser(context, other.orgId, person('bob@acme.test'));
    await sealWaiting();
    await happen(one.orgId, 3, { memberId: ada._id });
    await sealWaiting();
    for (const { orgId } of [one, other]) {
      const rows = await sealed(orgId);
      expect(rows.map(({ seq }) => seq)).toEqual(upTo(rows.length));
      expect((await findHead(orgId))?.seq).toBe(rows.length);
      expect(await verifyChain(orgId)).toMatchObject({ verified: rows.length, broken: null });
    }
    const types = (await sealed(one.orgId))
      .filter(({ subject }) => subject.memberId === ada._id)
      .map(({ type }) => type);
    expect(types[0]).toBe('user.created');
    expect(types.slice(-3)).toEqual(['user.updated', 'user.updated', 'user.updated']);
  });

  it('takes them in the order of the database, whatever ids and clocks of processes say', async () => {
    const { orgId } = await newOrganization();
    await sealWaiting();
    const before = (await sealed(orgId)).length;
    await happen(orgId, 1, { memberId: 'first' });
    await happen(orgId, 1, { memberId: 'second' });
    // As if another process, whose clock is behind, had written the second one.
    const raw = mongoClient().db().collection<EventDocument>('events');
    const second = await raw.findOneAndDelete({ orgId, 'subject.memberId': 'second' });
    if (second) await raw.insertOne({ ...second, _id: '000000000000000000000000', at: new Date(0) });
    await sealWaiting();
    expect((await sealed(orgId)).slice(before).map(({ subject }) => subject.memberId)).toEqual(['first', 'second']);
  });

  it('gives what commits later a later number, although it was begun before', async () => {
    const { orgId } = await newOrganization();
    await sealWaiting();
    const before = (await sealed(orgId)).length;
    const session = mongoClient().startSession();
    session.startTransaction();
    const slow = { ...planted(orgId), _id: 'slow', subject: { memberId: 'slow' } };
    await mongoClient().db().collection<EventDocument>('events').insertOne(slow, { session });
    await happen(orgId, 1, { memberId: 'fast' });
    await sealWaiting();
    await session.commitTransaction();
    await session.endSession();
    await sealWaiting();
    expect((await sealed(orgId)).slice(before).map(({ subject }) => subject.memberId)).toEqual(['fast', 'slow']);
    expect((await verifyChain(orgId)).broken).toBeNull();
  });

  it('leaves nothing of a batch whose transaction does not end', async () => {
    const { orgId } = await newOrganization();
    await sealWaiting();
    const head = await findHead(orgId);
    const written = (await numbersOf(orgId)).length;
    await happen(orgId, 5);
    const untouched = async () => {
      expect((await numbersOf(orgId)).slice(0, 5)).toEqual([null, null, null, null, null]);
      expect(await findHead(orgId)).toEqual(head);
    };
    const db = mongoClient().db();
    // The third event of the batch meets a row that has its number already.
    await db.collection<EventDocument>('events').insertOne({ ...planted(orgId), seq: written + 3 });
    await expect(sealWaiting(1)).rejects.toThrow('usher audit verify');
    await untouched();
    await db.collection<EventDocument>('events').deleteOne({ _id: 'planted' });
    await sealWaiting(1);
    expect(await numbersOf(orgId)).toEqual(upTo(written + 5));
  });

  it('seals 10,000 events in batches, reading each once, and looks for work without reading what is sealed', async () => {
    const { orgId } = await newOrganization();
    for (let n = 0; n < 10; n += 1) await happen(orgId, 990);
    // All but the 9,900 updates of single events.
    const only = { $or: [{ op: { $ne: 'update' } }, { ns: /auditHeads$/ }] };
    const entries = await profiled(() => sealWaiting(), only);
    expect((await findHead(orgId))?.seq).toBeGreaterThan(9_900);
    expect(entries.filter((entry) => collectionOf(entry) === 'auditHeads' && entry.op === 'update')).toHaveLength(9);
    const examined = entries.map((entry) => (collectionOf(entry) === 'events' ? (entry.docsExamined ?? 0) : 0));
    // Once to see who has some, once to seal them.
    expect(examined.reduce((sum, count) => sum + count, 0)).toBeLessThan(25_000);
    const raw = mongoClient().db().collection('events');
    const plan = await raw.find({ seq: null }).explain('executionStats');
    expect(plan.executionStats.totalDocsExamined).toBeLessThan(50);
  }, 60_000);

  it('makes no gap, double or fork when several processes seal at once and are killed at any moment', async () => {
    const { orgId } = await newOrganization();
    let written = (await numbersOf(orgId)).length;
    for (let round = 0; round < 3; round += 1) {
      const others = await sealingElsewhere(2, 1);
      for (let n = 0; n < 15; n += 1) {
        await Promise.all([happen(orgId, 40), sealWaiting(1)]);
        written += 40;
      }
      await Promise.all(others.map((worker) => worker.terminate()));
    }
    const numbers = async () => {
      await sealWaiting(1);
      return numbersOf(orgId);
    };
    await endAbandonedTransactions();
    await expect.poll(numbers, { timeout: 90_000 }).toEqual(upTo(written));
    expect(await verifyChain(orgId)).toMatchObject({ verified: written, broken: null });
  }, 180_000);
});
