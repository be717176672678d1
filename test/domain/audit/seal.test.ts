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

testDeployment(ownDatabase());

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

  it('seals 3,000 events in batches, reading each once, and looks for work without reading what is sealed', async () => {
    const { orgId } = await newOrganization();
    for (let n = 0; n < 3; n += 1) await happen(orgId, 990);
    // All but the 2,970 updates of single events.
    const only = { $or: [{ op: { $ne: 'update' } }, { ns: /auditHeads$/ }] };
    const entries = await profiled(() => sealWaiting(), only);
    expect((await findHead(orgId))?.seq).toBeGreaterThan(2_970);
    expect(entries.filter((entry) => collectionOf(entry) === 'auditHeads' && entry.op === 'update')).toHaveLength(2);
    const examined = entries.map((entry) => (collectionOf(entry) === 'events' ? (entry.docsExamined ?? 0) : 0));
    // Once to see who has some, once to seal them.
    expect(examined.reduce((sum, count) => sum + count, 0)).toBeLessThan(7_500);
    const raw = mongoClient().db().collection('events');
    const plan = await raw.find({ seq: null }).explain('executionStats');
    expect(plan.executionStats.totalDocsExamined).toBeLessThan(50);
  }, 60_000);
});
