/**
 * What the database's own validators cost, each write beside the same one without. The rows are members as SCIM makes
 * them, with all indexes of theirs. `npm run bench` prints the ratios.
 */
import mongoose from 'mongoose';
import { beforeAll, bench, describe } from 'vitest';
import { createUser } from '../../src/domain/directory/create-user.ts';
import { members } from '../../src/domain/model/member.ts';
import { newId, validatorOf } from '../../src/storage/collection.ts';
import { context, newOrganization, person, testDeployment } from '../support/domain.ts';

type Row = Record<string, unknown> & { _id: string };

testDeployment(undefined, { validates: false });

let template: Row;
const ids: string[] = [];

const named = (name: string) => mongoose.connection.collection<Row>(name);
const row = (): Row => {
  const _id = newId();
  return { ...template, _id, userNameKey: _id };
};

beforeAll(async () => {
  const { orgId } = await newOrganization();
  const { _id } = await createUser(context, orgId, person('ada@acme.test'));
  template = (await named('members').findOne({ _id })) as Row;
  const indexes = (await named('members').indexes()).map(({ v: _, name: __, ...index }) => index);
  for (const name of ['benchPlain', 'benchChecked']) {
    await mongoose.connection.createCollection(
      name,
      name === 'benchChecked' ? { validator: validatorOf(members.name) } : {},
    );
    await named(name).createIndexes(indexes.filter(({ key }) => !('_id' in key && Object.keys(key).length === 1)));
  }
  for (let at = 0; at < 1_000; at += 1) ids.push(newId());
  for (const name of ['benchPlain', 'benchChecked'])
    await named(name).insertMany(ids.map((_id) => ({ ...template, _id, userNameKey: _id })));
});

const sorts = [
  ['without a validator', 'benchPlain'],
  ['with its validator', 'benchChecked'],
] as const;

describe('one member is inserted', () => {
  for (const [title, name] of sorts)
    bench(title, async () => void (await named(name).insertOne(row())), { time: 5_000 });
});

describe('1,000 members are inserted at once', () => {
  const rows = () => Array.from({ length: 1_000 }, row);
  for (const [title, name] of sorts)
    bench(title, async () => void (await named(name).insertMany(rows())), { time: 10_000 });
});

describe('one field of a member is changed', () => {
  let serial = 0;
  for (const [title, name] of sorts)
    bench(
      title,
      async () => {
        serial += 1;
        await named(name).updateOne({ _id: ids[serial % ids.length] ?? '' }, { $set: { version: serial } });
      },
      { time: 5_000 },
    );
});
