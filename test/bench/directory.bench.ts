/** What the directory's writes cost, each beside a baseline of the same run. `npm run bench` prints the ratios. */
import mongoose from 'mongoose';
import { beforeAll, bench, describe } from 'vitest';
import { changeGroup } from '../../src/domain/directory/change-group.ts';
import { createGroup } from '../../src/domain/directory/create-group.ts';
import { createUser } from '../../src/domain/directory/create-user.ts';
import { context, named, newOrganization, person, testDeployment } from '../support/domain.ts';

testDeployment(undefined, { validates: false });

let orgId = '';
let passerBy = '';
const groups: Record<string, string> = {};
let serial = 0;

async function newUser(): Promise<string> {
  serial += 1;
  return (await createUser(context, orgId, person(`u${serial}@acme.test`)))._id;
}

beforeAll(async () => {
  ({ orgId } = await newOrganization());
  const crowd: string[] = [];
  while (crowd.length < 5_000) crowd.push(...(await Promise.all(Array.from({ length: 50 }, newUser))));
  passerBy = await newUser();
  for (const size of [10, 5_000]) {
    const group = await createGroup(
      context,
      orgId,
      named(`${size} Organization User:Workspace 1:Workspace Viewer`),
      crowd.slice(0, size),
    );
    groups[size] = group._id;
  }
}, 300_000);

async function comeAndGo(groupId: string): Promise<void> {
  await changeGroup(context, orgId, groupId, { members: [{ kind: 'add', values: [passerBy] }] });
  await changeGroup(context, orgId, groupId, { members: [{ kind: 'remove', values: [passerBy] }] });
}

describe('one member comes and goes', () => {
  bench('in a group of 10', () => comeAndGo(groups[10] ?? ''), { iterations: 50 });
  bench('in a group of 5,000', () => comeAndGo(groups[5_000] ?? ''), { iterations: 50 });
});

describe('a new user, 16 at once', () => {
  const sixteen = <T>(one: () => Promise<T>) => Promise.all(Array.from({ length: 16 }, one));
  bench('one bare majority write each', async () => {
    const bare = mongoose.connection.collection('bare');
    await sixteen(() => bare.insertOne({ name: 'x'.repeat(500) }, { writeConcern: { w: 'majority' } }));
  });
  bench('the whole operation: look-ups, rules, transaction, events', async () => {
    await sixteen(newUser);
  });
});
