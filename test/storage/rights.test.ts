import { expect, it, onTestFinished } from 'vitest';
import { defineCollection } from '../../src/storage/collection.ts';
import { connect, disconnect } from '../../src/storage/connection.ts';
import { startEmbedded } from '../../src/storage/embedded/start.ts';
import { text } from '../../src/storage/fields.ts';
import { inspectDatabase } from '../../src/storage/inspect.ts';
import { dataFolder, withClient } from './embedded/processes.ts';

const lorries = defineCollection('testLorries', 'tenant', { name: text });

type Role = 'read' | 'readWrite' | 'dbAdmin';

/** A mongod that asks for passwords; `as` makes a user with roles on the database `usher` and gives its address. */
async function guardedDatabase() {
  const database = await startEmbedded({ dataDir: dataFolder(), report: () => {} });
  onTestFinished(() => database.stop());
  const address = new URL(database.uri);
  address.pathname = '/usher';
  const as = async (user: string, roles: Role[]) => {
    const given = roles.map((role) => ({ role, db: 'usher' }));
    await withClient(address.href, (client) =>
      client.db().command({ createUser: user, pwd: 'secret of the tests', roles: given }),
    );
    const own = new URL(address.href);
    own.username = user;
    own.password = 'secret of the tests';
    own.searchParams.set('authSource', 'usher');
    return own.href;
  };
  return { address: address.href, as };
}

async function warningsOfStart(uri: string): Promise<string[]> {
  const warnings: string[] = [];
  await connect(uri, { warn: (message) => warnings.push(message) });
  await disconnect();
  return warnings;
}

it('a user with readWrite alone makes the collections with their validators, and is told of those that it may not bring up to date', async () => {
  const { address, as } = await guardedDatabase();
  const writer = await as('writer', ['readWrite']);
  const stored = () =>
    withClient(address, async (client) => (await client.db().listCollections({ name: lorries.name }).toArray())[0]);

  expect(await warningsOfStart(writer)).toEqual([]);
  const made = await stored();
  expect(made).toMatchObject({ options: { validator: { $jsonSchema: {} }, validationLevel: 'moderate' } });

  await withClient(address, (client) => client.db().command({ collMod: lorries.name, validator: {} }));
  expect(await warningsOfStart(writer)).toEqual([
    "The database's user may not run collMod, so these collections keep the validators that they have: testLorries. Usher works without; grant it dbAdmin to set them.",
  ]);
  expect(await stored()).not.toMatchObject({ options: { validator: { $jsonSchema: {} } } });

  expect(await warningsOfStart(await as('admin', ['readWrite', 'dbAdmin']))).toEqual([]);
  expect(await stored()).toMatchObject(made ?? {});
});

it('a look at a database tells what its user may not do, and makes nothing', async () => {
  const { address, as } = await guardedDatabase();
  const look = (uri: string) =>
    inspectDatabase(uri, async ({ denied, collections, hasTransactions }) => ({
      denied,
      collections,
      hasTransactions,
    }));
  const found = { collections: 0, hasTransactions: true };
  expect(await look(await as('admin', ['readWrite', 'dbAdmin']))).toEqual({ ...found, denied: [] });
  expect(await look(await as('writer', ['readWrite']))).toEqual({ ...found, denied: ['collMod'] });
  const denied = ['insert', 'update', 'remove', 'createCollection', 'createIndex', 'collMod'];
  expect(await look(await as('reader', ['read']))).toEqual({ ...found, denied });
  const made = await withClient(address, (client) => client.db().listCollections().toArray());
  expect(made).toEqual([]);
});
