/** Background work looks every few seconds, at all organizations: what it looks for must come from an index. */
import { expect, it } from 'vitest';
import { expiryWorker } from '../../../src/domain/access/expire-grants.ts';
import { guardWorker } from '../../../src/domain/access/guard/watch.ts';
import { jobWorker } from '../../../src/domain/administration/jobs/run-jobs.ts';
import { purgeWorker } from '../../../src/domain/administration/organizations/purge.ts';
import { retentionWorker } from '../../../src/domain/audit/retain.ts';
import { sealWorker } from '../../../src/domain/audit/seal.ts';
import { createUser } from '../../../src/domain/directory/create-user.ts';
import { expiryNotices } from '../../../src/domain/entry/invitations/notice-expiry.ts';
import { deliveryWorker } from '../../../src/domain/webhooks/deliver.ts';
import { context, newOrganization, person, secretBox, testDeployment } from '../../support/domain.ts';
import { ownDatabase } from '../../support/mongod.ts';
import { collectionOf, profiled } from '../../support/profiler.ts';

testDeployment(ownDatabase());

const workers = [
  jobWorker,
  expiryWorker,
  guardWorker,
  purgeWorker,
  expiryNotices,
  sealWorker(() => {}, []),
  retentionWorker,
  deliveryWorker(() => Promise.reject(new Error('there is nothing to deliver')), secretBox, 'http://localhost:3000'),
];

it.each(workers)('$name finds what is due by an index', async (worker) => {
  const { orgId } = await newOrganization();
  for (const name of ['ada', 'grace']) await createUser(context, orgId, person(`${name}@acme.test`));
  await worker.run();
  const entries = await profiled(() => worker.run());
  const scanned = entries.filter(({ planSummary }) => planSummary?.includes('COLLSCAN'));
  expect(scanned.map(collectionOf)).toEqual([]);
});
