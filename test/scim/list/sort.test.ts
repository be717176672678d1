import mongoose from 'mongoose';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { foldName } from '../../../src/domain/kernel/fold-name.ts';
import { compileSort } from '../../../src/scim/list/sort.ts';
import { userContent } from '../../../src/scim/schema/content.ts';
import { builtInSchemaDirectory, loadSchemas } from '../../../src/scim/schema/load.ts';
import { testDatabase } from '../../support/mongod.ts';

const { user, group } = loadSchemas([builtInSchemaDirectory]);
const ENTERPRISE = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User';

describe('sortBy', () => {
  const database = testDatabase();
  let client: mongoose.mongo.MongoClient;
  const people = [
    {
      userName: 'b',
      title: 'Z',
      emails: [{ value: 'z@x.org' }, { value: 'A@x.org', primary: true }],
      externalId: 'e2',
    },
    { userName: 'A', emails: [{ value: 'm@x.org', type: 'work' }], active: false, externalId: 'e1' },
    { userName: 'C', title: 'a', [ENTERPRISE]: { department: 'D', manager: { value: 'x', $ref: '../Users/x' } } },
    { userName: 'd', title: 'Z', [ENTERPRISE]: { department: 'c' } },
  ];

  beforeAll(async () => {
    client = await new mongoose.mongo.MongoClient(database.uri).connect();
    const documents = people.map((person, index) => {
      const { resource, search, userName, active, externalId } = userContent(user, person);
      const status = active ? 'active' : 'inactive';
      const createdAt = new Date(2024, 0, 10 - index);
      return { _id: String(index), userNameKey: foldName(userName), externalId, status, createdAt, search, resource };
    });
    await members().insertMany(documents, { bypassDocumentValidation: true });
  });
  afterAll(() => client.close());
  const members = () => client.db(database.name).collection<{ _id: string }>('members');

  async function order(sortBy: string | null, sortOrder: 'ascending' | 'descending') {
    const { set, sort } = compileSort(user, sortBy, sortOrder);
    const found = await members()
      .aggregate([...(set === null ? [] : [{ $set: set }]), { $sort: sort }])
      .toArray();
    return found.map((document) => people[Number(document._id)]?.userName).join(' ');
  }

  it.each<[string | null, string, string]>([
    [null, 'b A C d', 'b A C d'],
    ['id', 'b A C d', 'd C A b'],
    ['userName', 'A b C d', 'd C b A'],
    ['USERNAME', 'A b C d', 'd C b A'],
    ['title', 'C b d A', 'A b d C'],
    ['externalId', 'A b C d', 'C d b A'],
    ['active', 'A b C d', 'b C d A'],
    ['emails', 'b A C d', 'C d A b'],
    ['emails.value', 'b A C d', 'C d A b'],
    ['emails.type', 'A b C d', 'b C d A'],
    [`${ENTERPRISE}:department`, 'd C b A', 'b A C d'],
    [`${ENTERPRISE}:manager`, 'C b A d', 'b A d C'],
    ['meta.created', 'd C A b', 'b A C d'],
  ])('%s: missing values last when ascending, first when descending', async (sortBy, ascending, descending) => {
    expect(await order(sortBy, 'ascending')).toBe(ascending);
    expect(await order(sortBy, 'descending')).toBe(descending);
  });

  it('a reference inside a resource is stored and replaced as it is', async () => {
    const stored = await members().findOne({ _id: '2' });
    expect(stored).toMatchObject({ resource: { [ENTERPRISE]: { manager: { $ref: '../Users/x' } } } });
    const { resource, search } = userContent(user, { ...people[2], title: 'b' });
    await members().updateOne(
      { _id: '2' },
      { $set: { resource: { ...resource, title: 'a' }, search: { ...search, title: 'a' } } },
    );
    const after = await members().findOne({ _id: '2' });
    expect(after).toMatchObject({ resource: { title: 'a', [ENTERPRISE]: { manager: { $ref: '../Users/x' } } } });
  });
});

it.each([
  '__proto__',
  'constructor',
  '$where',
  'nothing',
  'name',
  'groups',
  'password',
  'meta',
  'meta.version',
  'x509Certificates',
])('[28] sortBy %s is refused', (sortBy) => {
  expect(() => compileSort(user, sortBy, 'ascending')).toThrow(
    expect.objectContaining({ status: 400, scimType: 'invalidValue' }),
  );
});

it('groups sort by displayName with the key of the unique index, not by members', () => {
  expect(compileSort(group, 'displayName', 'descending')).toEqual({ set: null, sort: { nameKey: -1, _id: 1 } });
  expect(() => compileSort(group, 'members', 'ascending')).toThrow(/cannot be sorted/);
});
