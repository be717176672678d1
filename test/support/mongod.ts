/** The database of a test file: on the mongod of the run, under a name of its own. */
import { randomBytes } from 'node:crypto';
import mongoose from 'mongoose';
import { afterAll, inject } from 'vitest';

/**
 * Call at the top of a test file or `describe`: an empty database of its own on the mongod of the run (see
 * global-setup.ts), dropped after the last test.
 */
export function testDatabase(): { uri: string; name: string } {
  const name = `test_${randomBytes(8).toString('hex')}`;
  const uri = withDatabase(inject('mongodbUri'), name);
  afterAll(async () => {
    const client = await new mongoose.mongo.MongoClient(uri).connect();
    try {
      await client.db(name).dropDatabase();
    } finally {
      await client.close();
    }
  });
  return { uri, name };
}

/** The same server, another default database; who signs in stays the same. */
function withDatabase(uri: string, name: string): string {
  const parts = /^(mongodb(?:\+srv)?:\/\/[^/?]+)(?:\/([^?]*))?(?:\?(.*))?$/.exec(uri);
  if (parts === null) throw new Error(`This is no MongoDB connection string: ${uri}`);
  const [, server = '', database = '', query = ''] = parts;
  const options = new URLSearchParams(query);
  if (server.includes('@') && !options.has('authSource')) options.set('authSource', database || 'admin');
  return `${server}/${name}?${options}`;
}
