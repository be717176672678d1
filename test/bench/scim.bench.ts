/**
 * What bulk requests and large groups cost over HTTP, each beside a baseline of the same run. `npm run bench` prints the
 * ratios, within a few minutes. `BENCH_GROUP` is the size of the large group, 10,000 unless given (the contract speaks
 * of 100,000), `BENCH_USERS` how many users are created, 250 unless given.
 */
import mongoose from 'mongoose';
import { beforeAll, bench, describe } from 'vitest';
import type { JsonObject } from '../../src/json.ts';
import { testDeployment } from '../support/domain.ts';
import { manyUsers } from '../support/many-users.ts';
import { created, groupBody, newTenant, patchOp, type Tenant, userBody } from '../support/scim-door.ts';

testDeployment();

const large = Number(process.env.BENCH_GROUP ?? 10_000);
const newUsers = Number(process.env.BENCH_USERS ?? 250);
let at: Tenant;
let crowd: string[] = [];
let small = '';
let huge = '';
let passerBy = '';
let serial = 0;

const inChunks = (ids: readonly string[]) =>
  Array.from({ length: Math.ceil(ids.length / 5_000) }, (_, n) => ids.slice(n * 5_000, (n + 1) * 5_000));

beforeAll(async () => {
  at = await newTenant();
  const { id } = await created(at.scim.post('/Users', userBody('template@acme.test')));
  crowd = await manyUsers(mongoose.connection.collection('members'), id, large);
  passerBy = (await created(at.scim.post('/Users', userBody('passer-by@acme.test')))).id;
  const role = 'Organization User:Workspace 1:Workspace Viewer';
  small = (await created(at.scim.post('/Groups', groupBody(`Small ${role}`, crowd.slice(0, 10))))).id;
  const [first = [], ...rest] = inChunks(crowd);
  huge = (await created(at.scim.post('/Groups?attributes=id', groupBody(`Huge ${role}`, first)))).id;
  for (const chunk of rest) await add(huge, chunk);
}, 1_800_000);

async function patch(groupId: string, operation: JsonObject): Promise<void> {
  const answer = await at.scim.patch(`/Groups/${groupId}`, patchOp(operation));
  if (answer.status !== 204) throw new Error(answer.text);
}

const add = (groupId: string, ids: readonly string[]) =>
  patch(groupId, { op: 'add', path: 'members', value: ids.map((value) => ({ value })) });

async function comeAndGo(groupId: string): Promise<void> {
  await add(groupId, [passerBy]);
  await patch(groupId, { op: 'remove', path: `members[value eq "${passerBy}"]` });
}

const users = (count: number) =>
  Array.from({ length: count }, () => {
    serial += 1;
    return userBody(`u${serial}@acme.test`);
  });

async function bulk(Operations: readonly JsonObject[]): Promise<void> {
  const { body } = await at.scim.post('/Bulk', { Operations: [...Operations] });
  const failed = body.Operations.find(({ status }: { status: string }) => Number(status) >= 400);
  if (failed) throw new Error(JSON.stringify(failed));
}

const postOf = (data: JsonObject): JsonObject => ({
  method: 'POST',
  path: '/Users',
  bulkId: String(data.userName),
  data,
});
/** Each run takes seconds. */
const few = { iterations: 2, time: 0, warmupIterations: 0, warmupTime: 0 };

describe(`one member comes and goes, over HTTP`, () => {
  bench('in a group of 10', () => comeAndGo(small), { iterations: 20, time: 0 });
  bench(`in a group of ${large.toLocaleString('en')}`, () => comeAndGo(huge), { iterations: 20, time: 0 });
});

describe(`${newUsers.toLocaleString('en')} new users`, () => {
  bench(
    'one request each, one after the other',
    async () => {
      for (const user of users(newUsers)) await created(at.scim.post('/Users', user));
    },
    few,
  );
  bench('one bulk request', () => bulk(users(newUsers).map(postOf)), few);
});

describe('a new group', () => {
  const post = async (members: readonly string[]) => {
    serial += 1;
    await created(at.scim.post('/Groups?attributes=id', groupBody(`Group ${serial}`, members)));
  };
  bench(
    'with 10 members, 20 times',
    async () => {
      for (let n = 0; n < 20; n += 1) await post(crowd.slice(n * 10, n * 10 + 10));
    },
    few,
  );
  bench('with 1,000 members', () => post(crowd.slice(0, 1_000)), few);
  bench('with 10,000 members', () => post(crowd.slice(0, 10_000)), { ...few, iterations: 1 });
});
