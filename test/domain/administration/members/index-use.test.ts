/** Few among many: whom a filter of the members finds is found by an index, reading hardly more than what is shown. */
import mongoose from 'mongoose';
import { beforeAll, expect, it } from 'vitest';
import { countPeopleOf } from '../../../../src/domain/access/count-access.ts';
import { listMembers, type MemberFilter } from '../../../../src/domain/administration/members/list-members.ts';
import { listPerhapsOne } from '../../../../src/domain/administration/members/perhaps-one.ts';
import { createWorkspace } from '../../../../src/domain/administration/organizations/change-workspaces.ts';
import { countFlows } from '../../../../src/domain/administration/statistics/count-flows.ts';
import { createUser } from '../../../../src/domain/directory/create-user.ts';
import { newId } from '../../../../src/storage/collection.ts';
import { createGroup } from '../../../support/create-group.ts';
import { context, named, newOrganization, person, testDeployment } from '../../../support/domain.ts';
import { manyUsers } from '../../../support/many-users.ts';
import { ownDatabase } from '../../../support/mongod.ts';
import { collectionOf, profiled } from '../../../support/profiler.ts';

testDeployment(ownDatabase());

const crowd = 2_000;
const few = ['ada', 'bob', 'cyd'];
let orgId = '';
let workspaceId = '';

/** All are in the first workspace by a group; these few are in the second one, and everybody else has signed in. */
beforeAll(async () => {
  const made = await newOrganization();
  ({ orgId } = made);
  ({ _id: workspaceId } = await createWorkspace(context, orgId, 'Research'));
  const people = mongoose.connection.collection<{ _id: string }>('members');
  const rows = mongoose.connection.collection<{ _id: string }>('memberships');
  const first = await createUser(context, orgId, person('first@acme.test'));
  await createGroup(context, orgId, named('Organization User:Workspace 1:Workspace Viewer'), [first._id]);
  const others = await manyUsers(people, first._id, crowd);
  const membership = await rows.findOne({ memberId: first._id } as object);
  await rows.insertMany(others.map((memberId) => ({ ...membership, _id: newId(), memberId })) as never[]);
  const link = others.map((_id) => ({ updateOne: { filter: { _id }, update: { $set: { accountId: `a-${_id}` } } } }));
  await people.bulkWrite([
    ...link,
    { updateOne: { filter: { _id: first._id }, update: { $set: { accountId: 'a' } } } },
  ]);
  const ids: string[] = [];
  for (const name of few) ids.push((await createUser(context, orgId, person(`${name}@acme.test`)))._id);
  await createGroup(context, orgId, named('Organization User:Research:Workspace Editor'), ids);
  const claimed = { $set: { claimedEmail: 'x@acme.test', claimedEmailKey: 'x@acme.test' } };
  await people.updateMany({ _id: { $in: ids } }, claimed);
  await people.updateMany({ _id: { $in: ids } }, { $set: { lock: { at: new Date(), reason: 'test' } } });
}, 120_000);

const list = (filter: MemberFilter) =>
  listMembers(orgId, filter, { sort: 'name', after: null, limit: 51 }, { withTotal: true });

it.each<[string, () => MemberFilter]>([
  ['a workspace', () => ({ workspaceId })],
  ['a workspace and a source', () => ({ workspaceId, source: 'scim-group' })],
  ['being locked', () => ({ locked: true })],
  ['never having signed in', () => ({ signedIn: false })],
  ['an address that nobody has proven', () => ({ emailVerified: false })],
])('by %s', async (_, filter) => {
  expect((await list(filter())).total).toBe(few.length);
  const entries = await profiled(() => list(filter()));
  expect(entries.filter(({ planSummary }) => planSummary?.includes('COLLSCAN')).map(collectionOf)).toEqual([]);
  for (const entry of entries)
    expect(entry.docsExamined ?? 0, `${collectionOf(entry)} ${entry.planSummary}`).toBeLessThan(30);
});

it('who is perhaps one person with somebody is found by indexes, whether there is anybody or not', async () => {
  const newcomer = { scimManaged: false, groupIds: [] };
  const people = mongoose.connection.collection<{ _id: string }>('members');
  await people.updateOne({ orgId, userNameKey: 'ada@acme.test' }, { $set: newcomer });
  for (const [userNameKey, found] of [
    ['ada@acme.test', few.length - 1],
    ['first@acme.test', 0],
  ] as const) {
    const member = await people.findOne({ orgId, userNameKey });
    expect(await listPerhapsOne(orgId, member?._id ?? '')).toHaveLength(found);
    const entries = await profiled(() => listPerhapsOne(orgId, member?._id ?? ''));
    for (const entry of entries)
      expect(entry.docsExamined ?? 0, `${collectionOf(entry)} ${entry.planSummary}`).toBeLessThan(30);
  }
});

it.each(['name', '-name', 'createdAt'] as const)('by a text, read once in the order of %s', async (sort) => {
  const page = { sort, after: null, limit: 51 };
  const entries = await profiled(() => listMembers(orgId, { q: 'cyd@' }, page, { withTotal: true }));
  const reading = entries.filter((entry) => collectionOf(entry) === 'members');
  // The rows, and how many there are.
  expect(reading.map(({ op }) => op).toSorted()).toEqual(['command', 'query']);
  for (const { planSummary, fromMultiPlanner, docsExamined } of reading) {
    expect({ planSummary, fromMultiPlanner }).toEqual({ planSummary: expect.stringMatching(/^IXSCAN/) });
    expect(docsExamined).toBeLessThanOrEqual(crowd + 1 + few.length);
  }
});

it('by a source that most have, read from the index alone', async () => {
  const filter = { source: 'scim-group' as const };
  expect((await list(filter)).total).toBe(crowd + 1 + few.length);
  const entries = await profiled(() => list(filter));
  const [found] = entries.filter((entry) => entry.op === 'command' && collectionOf(entry) === 'memberships');
  expect(found).toMatchObject({ planSummary: expect.stringContaining('source: 1'), docsExamined: 0 });
});

it('the people of workspaces are counted in the index alone', async () => {
  const entries = await profiled(() => countPeopleOf(orgId, [workspaceId]));
  const counting = entries.filter((entry) => collectionOf(entry) === 'memberships');
  expect(counting.map(({ docsExamined, keysExamined }) => [docsExamined, (keysExamined ?? 0) < 10])).toEqual([
    [0, true],
  ]);
});

it('what people have access by is counted in the index alone, and no grant is read', async () => {
  const { flows } = await countFlows(orgId);
  expect(flows.map(({ people }) => people).sort()).toEqual([crowd + 1, few.length].sort());
  const entries = await profiled(() => countFlows(orgId));
  const counting = entries.filter((entry) => ['memberships', 'grants'].includes(collectionOf(entry) ?? ''));
  expect(counting.map(({ docsExamined }) => docsExamined)).toEqual(counting.map(() => 0));
});
