/** `usher backup` and `usher restore` as operators run them: beside a server at work, on another machine, killed midway. */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import mongoose from 'mongoose';
import { beforeAll, describe, expect, inject, it, onTestFinished } from 'vitest';
import { schemaVersion } from '../../src/storage/data-version.ts';
import { manyUsers } from '../support/many-users.ts';
import { ownDatabase } from '../support/mongod.ts';
import { beginUsher, type Environment, emptyFolder, runProgram, runUsher, until } from '../support/usher.ts';
import { runCommand, testServer } from './set-up.ts';

const userSchema = 'urn:ietf:params:scim:schemas:core:2.0:User';
const groupSchema = 'urn:ietf:params:scim:schemas:core:2.0:Group';

async function databaseAt(uri: string): Promise<mongoose.mongo.Db> {
  const client = await mongoose.mongo.MongoClient.connect(uri);
  onTestFinished(() => client.close());
  return client.db();
}

/** Each collection that has documents, each document as its bytes. */
async function bytesIn(db: mongoose.mongo.Db, leaveOut: readonly string[] = ['sessions']) {
  const names = (await db.listCollections().toArray())
    .map(({ name }) => name)
    .filter((name) => !leaveOut.includes(name));
  const all: Record<string, string[]> = {};
  for (const name of names.sort()) {
    const found = (await db.collection(name).find({}, { raw: true }).toArray()) as unknown as Buffer[];
    if (found.length > 0) all[name] = found.map((bytes) => Buffer.from(bytes).toString('base64')).sort();
  }
  return all;
}

async function shapeOf(db: mongoose.mongo.Db) {
  const found = await db.listCollections<{ name: string; options: Record<string, unknown> }>().toArray();
  const shapes = await Promise.all(
    found.map(async ({ name, options }) => {
      const indexes = (await db.collection(name).indexes()).map(({ v, ...index }) => index);
      const { validationAction, ...own } = options;
      return [name, { options: own, indexes: indexes.sort((a, b) => `${a.name}`.localeCompare(`${b.name}`)) }] as const;
    }),
  );
  return Object.fromEntries(shapes);
}

/** Runs the command to an end that it must reach. */
async function command(args: readonly string[], env: Environment, cwd?: string) {
  const { code, output } = await runCommand(args, env, cwd);
  expect(code, output).toBe(0);
  return output;
}

const jsonIn = (output: string) => JSON.parse(output.trim().split('\n').at(-1) ?? '') as Record<string, unknown>;

describe('a backup beside a server at work', () => {
  const source = ownDatabase();
  const { usher, uri } = testServer(source);
  const file = join(emptyFolder(), 'usher.backup');
  const numbers = {
    int: 1,
    long: mongoose.mongo.Long.fromNumber(1),
    double: new mongoose.mongo.Double(1),
    minus: -0.0,
  };
  let orgId = '';

  beforeAll(async () => {
    orgId = (await usher().api<{ items: [{ id: string }] }>('/organizations')).items[0].id;
    const ids: { value: string }[] = [];
    for (let n = 0; n < 40; n += 1) {
      const { body } = await usher().scim('POST', '/Users', { schemas: [userSchema], userName: `u${n}@acme.test` });
      ids.push({ value: body.id });
    }
    await usher().scim('POST', '/Groups', { schemas: [groupSchema], displayName: 'Engineers', members: ids });
    const client = await mongoose.mongo.MongoClient.connect(uri);
    await client
      .db()
      .collection('oddities')
      .insertOne({
        ...numbers,
        decimal: mongoose.mongo.Decimal128.fromString('1.10'),
        at: new Date(0),
        stamp: new mongoose.mongo.Timestamp({ t: 7, i: 9 }),
        bytes: new mongoose.mongo.Binary(Buffer.from([1, 2, 3]), 4),
        pattern: /a.b/i,
        nothing: null,
        nested: { list: [{}, [], [mongoose.mongo.Long.MAX_VALUE]] },
      });
    await client.close();
  });

  it('holds one moment of it while it goes on, and comes back whole elsewhere', async () => {
    const counts = await beside(async () => jsonIn(await command(['backup', file, '--json'], { MONGODB_URI: uri })));
    expect(counts).toMatchObject({ file, schemaVersion, collections: { deployment: 1, groups: 1, oddities: 1 } });

    const target = ownDatabaseNow();
    const output = await command(['restore', file, '--yes'], { MONGODB_URI: target });
    expect(output).toMatch(/^members: \d+$/m);
    expect(output).toMatch(/^Restored .*: [\d,]+ documents of \d+ collections, .* Everybody signs in again\.$/m);
    const db = await databaseAt(target);
    const stored = Object.fromEntries(
      Object.entries(await bytesIn(db)).map(([name, documents]) => [name, documents.length]),
    );
    const told = Object.entries(counts.collections as Record<string, number>).filter(
      ([name, count]) => count > 0 && name !== 'sessions',
    );
    expect(stored).toEqual(Object.fromEntries(told));
    const verified = await command(['audit', 'verify'], { MONGODB_URI: target });
    expect(verified).toMatch(new RegExp(`^organization ${orgId}: \\d+ events hold`, 'm'));
    expect(await command(['access', 'rebuild', '--check'], { MONGODB_URI: target })).toContain('drift = 0');
    const copy = await runUsher({ env: { MONGODB_URI: target }, token: usher().token });
    const { body } = await copy.scim('GET', '/Groups?filter=displayName eq "Engineers"');
    expect(body.Resources[0]?.members).toHaveLength(40);
    await copy.stop();
  });

  it('comes back byte by byte, with the indexes and validators that a start makes', async () => {
    await usher().stop();
    const at = { MONGODB_URI: uri };
    await command(['backup', file, '--overwrite'], at);
    const target = ownDatabaseNow();
    await command(['restore', file, '--yes'], { MONGODB_URI: target });
    const [from, to] = [await databaseAt(uri), await databaseAt(target)];
    expect(await bytesIn(to)).toEqual(await bytesIn(from));
    // Two libraries make indexes of their own at a start.
    const { rateLimits, sessions, ...shape } = await shapeOf(from);
    const { rateLimits: _, sessions: __, ...restored } = await shapeOf(to);
    expect(restored).toEqual(shape);
  });

  it('is refused with what to do, and changes nothing, where it does not belong', async () => {
    const other = ownDatabaseNow();
    const running = await runUsher({ env: { MONGODB_URI: other } });
    const db = await databaseAt(other);
    const refused = async (args: string[], message: RegExp) => {
      const { code, output } = await runCommand(args, { MONGODB_URI: other });
      expect(output).toMatch(message);
      expect(output).not.toMatch(/\n\s+at /);
      expect(code).toBe(1);
    };
    await refused(
      ['restore', file, '--yes', '--replace'],
      /^Usher is working with this database \(\d+ connections\): stop/,
    );
    await running.stop();
    const before = await bytesIn(db, []);
    await refused(['restore', file, '--yes'], /^There is data in this database already\. .* add --replace/m);
    await refused(['restore', file], /^Restore .*\? Add --yes where nobody can be asked\.$/m);
    await refused(['backup', file], /is there already\. Choose another name, or add --overwrite\./);
    await refused(['backup', '/nowhere/usher.backup'], /^\/nowhere\/usher\.backup cannot be written/m);
    const changed = (from: string, to: string) => {
      const copy = join(emptyFolder(), 'changed.backup');
      const content = gunzipSync(readFileSync(file)).toString('latin1').replace(from, to);
      writeFileSync(copy, gzipSync(Buffer.from(content, 'latin1')));
      return copy;
    };
    const newer = changed(`"schemaVersion":${schemaVersion}`, '"schemaVersion":9');
    await refused(
      ['restore', newer, '--yes', '--replace'],
      /is of a newer Usher \(.*data version 9; .*use that version/,
    );
    const ofAnotherKey = changed('"encryptionKey":"deployment"', '"encryptionKey":"anotherkey"');
    await refused(
      ['restore', ofAnotherKey, '--yes'],
      /^Note: the secrets in this backup are encrypted with an ENCRYPTION_KEY, and none is set: Usher will not start/m,
    );
    const damaged = changed('u7@acme.test', 'u8@acme.test');
    await refused(['restore', damaged, '--yes', '--replace'], /is damaged \(what is in it of /);
    expect(await bytesIn(db, [])).toEqual(before);
    await command(['restore', file, '--yes', '--replace'], { MONGODB_URI: other });
    expect(await bytesIn(db)).toEqual(await bytesIn(await databaseAt(uri)));
  });

  /** Does `work` while people and groups come and change. */
  async function beside<T>(work: () => Promise<T>): Promise<T> {
    let ended = false;
    const writing = (async () => {
      for (let n = 0; !ended; n += 1)
        await usher().scim('POST', '/Users', { schemas: [userSchema], userName: `later${n}@acme.test` });
    })();
    const result = await work().finally(() => {
      ended = true;
    });
    await writing;
    return result;
  }
});

describe('50,000 users', () => {
  const source = ownDatabase();
  const file = join(emptyFolder(), 'many.backup');

  beforeAll(async () => {
    const usher = await runUsher({ env: { MONGODB_URI: source.uri } });
    const { body } = await usher.scim('POST', '/Users', { schemas: [userSchema], userName: 'ada@acme.test' });
    await usher.stop();
    const client = await mongoose.mongo.MongoClient.connect(source.uri);
    await manyUsers(client.db().collection('members'), body.id, 50_000);
    await client.close();
  });

  it('are backed up and restored in little memory; killed midway, nothing serves the half, and the next restore is whole', async () => {
    const small = { NODE_OPTIONS: '--max-old-space-size=160' };
    await command(['backup', file], { MONGODB_URI: source.uri, ...small });
    expect(existsSync(`${file}.part`)).toBe(false);
    const target = ownDatabaseNow();
    const db = await databaseAt(target);
    const first = runProgram(['cli/usher.js', 'restore', file, '--yes'], { env: { MONGODB_URI: target } });
    await until(async () => (await db.collection('members').estimatedDocumentCount()) > 2_000);
    first.child.kill('SIGKILL');
    await first.ended;
    expect(await db.collection('restoring').countDocuments()).toBe(1);
    const start = await beginUsher({ env: { MONGODB_URI: target } });
    expect(await start.ended).toBe(1);
    expect(start.output()).toContain('Let usher restore end, or run it again');
    const copy = join(emptyFolder(), 'half.backup');
    expect((await runCommand(['backup', copy], { MONGODB_URI: target })).output).toContain('run it again');
    expect(existsSync(copy)).toBe(false);

    await command(['restore', file, '--yes'], { MONGODB_URI: target, ...small });
    expect(await db.collection('members').countDocuments()).toBeGreaterThan(50_000);
    expect(await db.listCollections({ name: 'restoring' }).toArray()).toEqual([]);
    expect(await bytesIn(db)).toEqual(await bytesIn(await databaseAt(source.uri)));
  });
});

it('an embedded database is backed up while it runs, and restored into an empty folder, as on another machine', async () => {
  const usher = await runUsher();
  await usher.scim('POST', '/Users', { schemas: [userSchema], userName: 'ada@acme.test' });
  await command(['backup', 'usher.backup'], {}, usher.cwd);
  const inUse = await runCommand(['restore', 'usher.backup', '--yes', '--replace'], {}, usher.cwd);
  expect(inUse.output).toMatch(/Usher is working with this database/);
  const cwd = emptyFolder();
  await command(['restore', join(usher.cwd, 'usher.backup'), '--yes'], {}, cwd);
  const copy = await runUsher({ cwd, token: usher.token });
  const { body } = await copy.scim('GET', '/Users?filter=userName eq "ada@acme.test"');
  expect(body.totalResults).toBe(1);
});

/** As `ownDatabase`, in the midst of a test. */
function ownDatabaseNow(): string {
  const uri = new URL(inject('mongodbUri'));
  uri.pathname = `${inject('databasePrefix')}`;
  uri.pathname += `_${Math.random().toString(36).slice(2, 8)}`;
  onTestFinished(async () => {
    const client = await mongoose.mongo.MongoClient.connect(uri.href);
    await client.db().dropDatabase();
    await client.close();
  });
  return uri.href;
}
