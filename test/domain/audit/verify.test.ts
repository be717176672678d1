/** Somebody with the rights of the database tampers with the log; the verifier names the first row that is not as it was. */
import { afterEach, describe, expect, it } from 'vitest';
import { changeOrganization } from '../../../src/domain/administration/settings/organization-settings.ts';
import { cutOldEvents } from '../../../src/domain/audit/retain.ts';
import { sealWaiting } from '../../../src/domain/audit/seal.ts';
import { listChains, verifyChain } from '../../../src/domain/audit/verify.ts';
import { shiftClock } from '../../../src/domain/kernel/clock.ts';
import type { SealedEvent } from '../../../src/domain/model/event.ts';
import { events } from '../../../src/domain/model/event.ts';
import { findHead, type HeadDocument } from '../../../src/domain/model/head.ts';
import { operate } from '../../../src/domain/operation/operate.ts';
import { mongoClient } from '../../../src/storage/connection.ts';
import { tenant } from '../../../src/storage/tenant.ts';
import { context, newOrganization, testDeployment } from '../../support/domain.ts';
import { runProgram } from '../../support/usher.ts';

const { uri } = testDeployment();
afterEach(() => shiftClock(0));

const rows = () => mongoClient().db().collection<SealedEvent>('events');
const heads = () => mongoClient().db().collection<HeadDocument>('auditHeads');

function happen(orgId: string, count: number): Promise<void> {
  return operate(orgId, context, {
    load: async () => null,
    decide: (_, draft) => {
      for (let n = 0; n < count; n += 1)
        draft.event({
          type: 'user.updated',
          subject: { memberId: `m${n}` },
          before: { name: 'a' },
          after: { name: 'b' },
        });
    },
  });
}

/** An organization with ten sealed events. */
async function chainOfTen(): Promise<string> {
  const { orgId } = await newOrganization();
  await happen(orgId, 10 - (await tenant(orgId).count(events, {})));
  await sealWaiting();
  expect(await verifyChain(orgId)).toMatchObject({ verified: 10, broken: null });
  return orgId;
}

async function renumber(orgId: string, from: number, to: number): Promise<void> {
  await rows().updateOne({ orgId, seq: from }, { $set: { seq: to } });
}

const tampering: readonly [string, (orgId: string) => Promise<unknown>, number, RegExp][] = [
  ['an altered row', (orgId) => rows().updateOne({ orgId, seq: 6 }, { $set: { 'after.name': 'c' } }), 6, /altered/],
  ['another actor', (orgId) => rows().updateOne({ orgId, seq: 3 }, { $set: { 'actor.id': 'x' } }), 3, /altered/],
  ['another time', (orgId) => rows().updateOne({ orgId, seq: 3 }, { $set: { at: new Date(0) } }), 3, /altered/],
  [
    'a field taken away',
    (orgId) => rows().updateOne({ orgId, seq: 7 }, { $unset: { before: 1 } }, { bypassDocumentValidation: true }),
    7,
    /altered/,
  ],
  ['a deleted row', (orgId) => rows().deleteOne({ orgId, seq: 4 }), 4, /removed/],
  ['a deleted first row', (orgId) => rows().deleteOne({ orgId, seq: 1 }), 1, /removed/],
  ['deleted last rows', (orgId) => rows().deleteMany({ orgId, seq: { $gt: 8 } }), 9, /removed/],
  [
    'a deleted row, the later ones moved up',
    async (orgId) => {
      await rows().deleteOne({ orgId, seq: 4 });
      for (let seq = 5; seq <= 10; seq += 1) await renumber(orgId, seq, seq - 1);
    },
    4,
    /does not hold/,
  ],
  [
    'an inserted row, the later ones moved down',
    async (orgId) => {
      for (let seq = 10; seq >= 5; seq -= 1) await renumber(orgId, seq, seq + 1);
      const copy = await rows().findOne({ orgId, seq: 2 });
      if (copy) await rows().insertOne({ ...copy, _id: 'inserted', seq: 5 });
    },
    5,
    /altered|does not hold/,
  ],
  [
    'a row inserted behind the head',
    async (orgId) => {
      const copy = await rows().findOne({ orgId, seq: 10 });
      if (copy) await rows().insertOne({ ...copy, _id: `${copy._id}-11`, seq: 11 });
    },
    11,
    /behind the head/,
  ],
  [
    'two rows reordered',
    async (orgId) => {
      await renumber(orgId, 5, 99);
      await renumber(orgId, 6, 5);
      await renumber(orgId, 99, 6);
    },
    5,
    /does not hold/,
  ],
  [
    'last rows and their head taken away',
    async (orgId) => {
      const last = await rows().findOne({ orgId, seq: 8 });
      await rows().deleteMany({ orgId, seq: { $gt: 8 } });
      await heads().updateOne({ _id: orgId }, { $set: { seq: 8, link: last?.link ?? '' } });
    },
    0,
    /head of the chain was altered/,
  ],
  [
    'a beginning taken away, as if by retention',
    async (orgId) => {
      const last = await rows().findOne({ orgId, seq: 2 });
      await rows().deleteMany({ orgId, seq: { $lte: 2 } });
      await heads().updateOne({ _id: orgId }, { $set: { cutSeq: 2, cutLink: last?.link ?? '' } });
    },
    2,
    /head of the chain was altered/,
  ],
  ['the head deleted', (orgId) => heads().deleteOne({ _id: orgId }), 1, /behind the head/],
];

describe('[84] the verifier names', () => {
  it.each(tampering)('%s', async (_what, tamper, seq, reason) => {
    const orgId = await chainOfTen();
    await tamper(orgId);
    expect((await verifyChain(orgId)).broken).toEqual({ seq, reason: expect.stringMatching(reason) });
  });

  it('a chain that is whole, but another one than the log told of', async () => {
    const orgId = await chainOfTen();
    const { seq, link } = (await findHead(orgId)) as HeadDocument;
    await happen(orgId, 2);
    await sealWaiting();
    expect((await verifyChain(orgId, { seq, link })).broken).toBeNull();
    expect((await verifyChain(orgId, { seq, link: '0'.repeat(64) })).broken?.seq).toBe(10);
    expect((await verifyChain(orgId, { seq: 99, link })).broken?.seq).toBe(13);
  });

  it('the row by its number on the command line, and ends with 1', async () => {
    const orgId = await chainOfTen();
    const verify = async (...args: string[]) => {
      const program = runProgram(['cli/usher.js', 'audit', 'verify', ...args], { env: { MONGODB_URI: uri } });
      return [await program.ended, program.output()] as const;
    };
    const whole = await verify('--organization', orgId);
    expect(whole).toEqual([0, expect.stringContaining(`organization ${orgId}: 10 events hold; head 10:`)]);
    const head = /head (\S+)/.exec(whole[1])?.[1] ?? '';
    expect((await verify('--organization', orgId, '--head', head))[0]).toBe(0);
    await rows().updateOne({ orgId, seq: 6 }, { $set: { 'after.name': 'c' } });
    const [code, output] = await verify();
    expect(code).toBe(1);
    expect(output).toContain(
      `organization ${orgId}: BROKEN at event 6. The event was altered. 5 events before it hold.`,
    );
    expect(output.trim().split('\n')).toHaveLength((await listChains()).length);
    expect(await verify('--organization', 'nobody')).toEqual([1, 'There is no organization "nobody".\n']);
  }, 30_000);
});

describe('retention', () => {
  const dayMs = 86_400_000;

  it('cuts what is older off, and what is left verifies and goes on', async () => {
    const orgId = await chainOfTen();
    await changeOrganization(context, orgId, { auditRetentionDays: 30 }, { kind: 'deployment' });
    await sealWaiting();
    expect(await cutOldEvents()).toBe(false);
    expect(await verifyChain(orgId)).toMatchObject({ verified: 11, broken: null });
    shiftClock(31 * dayMs);
    await happen(orgId, 3);
    await sealWaiting();
    await cutOldEvents();
    expect((await tenant(orgId).find(events, {}, { sort: { seq: 1 } })).map(({ seq }) => seq)).toEqual([12, 13, 14]);
    expect(await verifyChain(orgId)).toMatchObject({ verified: 3, broken: null });
    await rows().deleteOne({ orgId, seq: 12 });
    expect((await verifyChain(orgId)).broken?.seq).toBe(12);
  });

  it('that was killed between the two steps is completed by the next one', async () => {
    const orgId = await chainOfTen();
    await changeOrganization(context, orgId, { auditRetentionDays: 30 }, { kind: 'deployment' });
    await sealWaiting();
    const before = await rows()
      .find({ orgId, seq: { $lte: 5 } })
      .toArray();
    shiftClock(31 * dayMs);
    await happen(orgId, 1);
    await sealWaiting();
    await cutOldEvents();
    await rows().insertMany(before);
    expect(await verifyChain(orgId)).toMatchObject({ verified: 1, broken: null });
    await cutOldEvents();
    expect(await tenant(orgId).count(events, {})).toBe(1);
  });

  it('cuts nothing where events are kept for ever', async () => {
    const orgId = await chainOfTen();
    shiftClock(10_000 * dayMs);
    await cutOldEvents();
    expect(await verifyChain(orgId)).toMatchObject({ verified: 10, broken: null });
  });
});
