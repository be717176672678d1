/**
 * What the database's own validators cost: each write of members, with all indexes of theirs, in turn with and without,
 * so that both meet the same moments of the machine. Prints the medians and their ratio.
 */
import mongoose from 'mongoose';
import { beforeAll, expect, it } from 'vitest';
import { createUser } from '../../src/domain/directory/create-user.ts';
import { members } from '../../src/domain/model/member.ts';
import { newId, validatorOf } from '../../src/storage/collection.ts';
import { context, newOrganization, person, testDeployment } from '../support/domain.ts';
import { ownDatabase } from '../support/mongod.ts';

type Row = Record<string, unknown> & { _id: string };
type Write = (collection: mongoose.mongo.Collection<Row>, turn: number) => Promise<unknown>;

testDeployment(ownDatabase(), { validates: false });

const [plain, checked] = ['benchPlain', 'benchChecked'];
const ids = Array.from({ length: 1_000 }, newId);
let template: Row;

const named = (name: string) => mongoose.connection.db?.collection<Row>(name) as mongoose.mongo.Collection<Row>;
const row = (_id = newId()): Row => ({ ...template, _id, userNameKey: _id });

beforeAll(async () => {
  const { orgId } = await newOrganization();
  const { _id } = await createUser(context, orgId, person('ada@acme.test'));
  template = (await named(members.name).findOne({ _id })) as Row;
  const indexes = (await named(members.name).indexes()).filter(({ name }) => name !== '_id_');
  await mongoose.connection.createCollection(plain);
  await mongoose.connection.createCollection(checked, { validator: validatorOf(members.name) });
  for (const name of [plain, checked]) {
    await named(name).createIndexes(indexes.map(({ v: _, ...index }) => index as mongoose.mongo.IndexDescription));
    await named(name).insertMany(ids.map(row));
  }
});

it.each<[string, number, Write]>([
  ['one member is inserted', 1_500, (collection) => collection.insertOne(row())],
  ['1,000 members are inserted at once', 60, (collection) => collection.insertMany(ids.map(() => row()))],
  [
    'one field of a member is changed',
    1_500,
    (collection, turn) => collection.updateOne({ _id: ids[turn % ids.length] ?? '' }, { $set: { version: turn } }),
  ],
])('%s', { timeout: 300_000 }, async (title, turns, write) => {
  const took: [name: string, ms: number[]][] = [
    [plain, []],
    [checked, []],
  ];
  for (let turn = 0; turn < turns; turn += 1) {
    // Who goes first changes.
    took.reverse();
    for (const [name, ms] of took) {
      const begun = performance.now();
      await write(named(name), turn);
      ms.push(performance.now() - begun);
    }
  }
  const median = (name: string) => took.find(([own]) => own === name)?.[1].sort((a, b) => a - b)[turns / 2] ?? 0;
  const [without, by] = [median(plain), median(checked)];
  console.info(
    `${title}: ${without.toFixed(3)} ms, with its validator ${by.toFixed(3)} ms: ${(by / without).toFixed(2)}`,
  );
  expect(await named(checked).countDocuments()).toBe(await named(plain).countDocuments());
});
