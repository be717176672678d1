import { Worker } from 'node:worker_threads';
import { expect, it } from 'vitest';
import { sealWaiting } from '../../../src/domain/audit/seal.ts';
import { verifyChain } from '../../../src/domain/audit/verify.ts';
import { events } from '../../../src/domain/model/event.ts';
import { operate } from '../../../src/domain/operation/operate.ts';
import { mongoClient } from '../../../src/storage/connection.ts';
import { tenant } from '../../../src/storage/tenant.ts';
import { context, newOrganization, testDeployment } from '../../support/domain.ts';
import { ownDatabase } from '../../support/mongod.ts';

const { uri } = testDeployment(ownDatabase());

/** One operation that changes nothing but tells of it `count` times. */
function happen(orgId: string, count: number): Promise<void> {
  return operate(orgId, context, {
    load: async () => null,
    decide: (_, draft) => {
      for (let n = 0; n < count; n += 1) draft.event({ type: 'user.updated', subject: { memberId: `m${n}` } });
    },
  });
}

async function numbersOf(orgId: string): Promise<(number | null)[]> {
  return (await tenant(orgId).find(events, {}, { sort: { seq: 1 } })).map(({ seq }) => seq);
}

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

it('the sealer makes no gap, double or fork when several processes seal at once and are killed at any moment', async () => {
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
});
