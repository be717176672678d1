/** The home page is looked at all day: what it counts comes from indexes, whatever else is in the organization. */
import mongoose from 'mongoose';
import { beforeAll, expect, it } from 'vitest';
import {
  countGroups,
  countHeldChanges,
  countLocked,
  countPeople,
  overridesEndingSoon,
  summarizeProvisioning,
  summarizeSignIn,
} from '../../../../src/domain/administration/statistics/summarize-organization.ts';
import { createUser } from '../../../../src/domain/directory/create-user.ts';
import { recordScimRequests } from '../../../../src/domain/model/scim-request.ts';
import { bucketsOf, countByBucket } from '../../../../src/domain/model/scim-request-counts.ts';
import { createGroup } from '../../../support/create-group.ts';
import { context, named, newOrganization, person, testDeployment } from '../../../support/domain.ts';
import { manyUsers } from '../../../support/many-users.ts';
import { ownDatabase } from '../../../support/mongod.ts';
import { collectionOf, profiled } from '../../../support/profiler.ts';

testDeployment(ownDatabase());

let orgId = '';
const to = new Date();
const from = new Date(to.getTime() - 86_400_000);

beforeAll(async () => {
  ({ orgId } = await newOrganization());
  const { _id } = await createUser(context, orgId, person('ada@acme.test'));
  await manyUsers(mongoose.connection.collection('members'), _id, 2_000);
  await createGroup(context, orgId, named('Book club'), [_id]);
  const row = { orgId, expiresAt: new Date(to.getTime() + 1e9), requestId: 'r', tokenId: 't', tokenName: 'Okta' };
  const what = { method: 'GET', path: '/', resourceType: null, targetId: null, scimType: null, detail: null };
  await recordScimRequests(
    Array.from({ length: 2_000 }, (_, n) => ({
      ...row,
      ...what,
      at: new Date(from.getTime() + n * 1_000),
      operation: n === 1_900 ? ('patch' as const) : ('list' as const),
      status: 200,
      durationMs: 1,
      body: null,
      ignored: [],
    })),
  );
});

const series = () => countByBucket(orgId, bucketsOf({ from, to }, 'hour'), 'hour');

it.each([
  ['people', () => countPeople(orgId)],
  ['locked people', () => countLocked(orgId)],
  ['groups', () => countGroups(orgId)],
  ['held changes', () => countHeldChanges(orgId)],
  ['overrides that end', () => overridesEndingSoon(orgId)],
  ['provisioning', () => summarizeProvisioning(orgId)],
  ['sign-in', () => summarizeSignIn(orgId, { deploymentSignIn: true })],
  ['the series', series],
])('%s: by an index, and reading hardly a row', async (_, count) => {
  await count();
  const entries = await profiled(count);
  expect(entries.filter(({ planSummary }) => planSummary?.includes('COLLSCAN')).map(collectionOf)).toEqual([]);
  for (const entry of entries)
    expect(entry.docsExamined ?? 0, `${collectionOf(entry)} ${entry.planSummary}`).toBeLessThan(5);
});
