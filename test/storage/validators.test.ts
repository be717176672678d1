import mongoose from 'mongoose';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { defineCollection } from '../../src/storage/collection.ts';
import { createCollections } from '../../src/storage/create-collections.ts';
import { boolean, date, listOf, nullable, number, object, oneOf, optional, text } from '../../src/storage/fields.ts';
import { testDeployment } from '../support/domain.ts';
import { ownDatabase } from '../support/mongod.ts';

const boats = defineCollection('testBoats', 'tenant', {
  name: text,
  kind: oneOf('kayak', 'canoe'),
  seats: number,
  sold: boolean,
  soldAt: nullable(date),
  ports: listOf(text),
  owner: nullable(object({ name: text })),
  remark: optional(text),
});
const good = {
  orgId: 'acme',
  name: 'Ada',
  kind: 'kayak',
  seats: 1,
  sold: false,
  soldAt: null,
  ports: [],
  owner: { name: 'Joan' },
};

const deployment = testDeployment(ownDatabase());
let client: mongoose.mongo.MongoClient;
let sent: string[] = [];
let serial = 0;

beforeAll(async () => {
  client = await new mongoose.mongo.MongoClient(deployment.uri, { monitorCommands: true }).connect();
  client.on('commandStarted', ({ commandName }) => sent.push(commandName));
});
afterAll(() => client.close());

/** As somebody else would write who shares the database. */
const stored = () => client.db().collection<Record<string, unknown> & { _id: string }>(boats.name);
const insert = (more: object) => stored().insertOne({ _id: `boat-${++serial}`, ...good, ...more });
const refused = { code: 121 };
const fail = (message: string) => {
  throw new Error(message);
};

it('the database takes what is declared', async () => {
  await insert({});
  await insert({ soldAt: new Date(), owner: null, remark: 'x', ports: ['Kiel'], seats: 2.5 });
});

it('it takes fields and values that only another version knows', async () => {
  await insert({ kind: 'raft', mast: { height: 3 }, owner: { name: 'Joan', age: 30 } });
});

it.each<[string, object]>([
  ['a wrong type', { seats: '1' }],
  ['a null that is not declared', { name: null }],
  ['a wrong element', { ports: [1] }],
  ['a missing field of an object', { owner: {} }],
  ['no organization', { orgId: null }],
])('it refuses %s, of whoever writes', async (_title, more) => {
  await expect(insert(more)).rejects.toMatchObject(refused);
});

it('it refuses a missing field, and a change to a wrong type', async () => {
  const { name: _, ...nameless } = good;
  await expect(stored().insertOne({ _id: 'nameless', ...nameless })).rejects.toMatchObject(refused);
  await insert({ _id: 'changed' });
  await expect(stored().updateOne({ _id: 'changed' }, { $set: { sold: 'yes' } })).rejects.toMatchObject(refused);
});

it('a row that an earlier version stored may stay, and may be changed', async () => {
  await stored().insertOne({ _id: 'old', orgId: 'acme', seats: 3 }, { bypassDocumentValidation: true });
  expect(await stored().updateOne({ _id: 'old' }, { $set: { seats: 4 } })).toMatchObject({ modifiedCount: 1 });
});

it('what is the same at the next start is left alone', async () => {
  sent = [];
  await createCollections(client.db(), fail);
  expect(sent.filter((name) => name === 'collMod' || name === 'create')).toEqual([]);
  expect(sent).toContain('listCollections');
});

it('what differs is set again, by several nodes at once', async () => {
  const validator = { $jsonSchema: { required: ['mast'] } };
  await client.db().command({ collMod: boats.name, validator, validationLevel: 'strict' });
  await expect(insert({})).rejects.toMatchObject(refused);
  await Promise.all([1, 2, 3].map(() => createCollections(client.db(), fail)));
  await insert({});
});

it('several nodes that find no collection make it once', async () => {
  await stored().drop();
  await Promise.all([1, 2, 3].map(() => createCollections(client.db(), fail)));
  await insert({});
  await expect(insert({ seats: 'x' })).rejects.toMatchObject(refused);
});
