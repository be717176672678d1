import { chmodSync, existsSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createServer, type Socket } from 'node:net';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { EmbeddedDatabaseError } from '../../../src/storage/embedded/error.ts';
import { identify } from '../../../src/storage/embedded/process-identity.ts';
import { type EmbeddedDatabase, startEmbedded } from '../../../src/storage/embedded/start.ts';
import { dataFolder, kill9, mongodPid, parentOf, startApp, storedNumbers, until, withClient } from './processes.ts';

// Each test starts mongod several times.
vi.setConfig({ testTimeout: 300_000 });

const lines: string[] = [];

async function start(dataDir: string): Promise<EmbeddedDatabase> {
  const database = await startEmbedded({ dataDir, report: (line) => lines.push(line) });
  onTestFinished(() => database.stop());
  return database;
}

async function refusal(dataDir: string): Promise<string> {
  const error = await start(dataDir).then(
    () => expect.unreachable('it started'),
    (thrown: unknown) => thrown,
  );
  expect(error).toBeInstanceOf(EmbeddedDatabaseError);
  return (error as Error).message;
}

function store(uri: string, _id: number): Promise<unknown> {
  return withClient(uri, (client) =>
    client
      .db()
      .collection<{ _id: number }>('numbers')
      .insertOne({ _id }, { writeConcern: { w: 'majority' } }),
  );
}

describe('the embedded database', () => {
  it('keeps data, address and password over a restart, and has transactions', async () => {
    const dataDir = dataFolder();
    const first = await start(dataDir);
    await withClient(first.uri, (client) =>
      client.withSession((session) =>
        session.withTransaction(() =>
          client.db().collection<{ _id: number }>('numbers').insertOne({ _id: 1 }, { session }),
        ),
      ),
    );
    const pid = mongodPid(dataDir);
    await first.stop();
    expect(identify(pid)).toBeNull();

    const second = await start(dataDir);
    expect(second.uri).toBe(first.uri);
    expect(await storedNumbers(second.uri)).toEqual([1]);
  });

  it('lets nobody read without the password, and keeps the password to its owner', async () => {
    const dataDir = dataFolder();
    const { uri, port } = await start(dataDir);
    await store(uri, 1);
    await withClient(`mongodb://127.0.0.1:${port}/usher?directConnection=true`, async (client) => {
      await expect(client.db().collection('numbers').findOne()).rejects.toThrow(/authentication/);
    });
    for (const file of ['password', 'keyfile']) {
      expect(statSync(join(dataDir, 'mongodb', file)).mode & 0o777).toBe(0o600);
    }
  });

  it.each<[string, (connection: Socket) => void]>([
    ['hangs up', (connection) => connection.destroy()],
    ['never answers', () => {}],
  ])('takes another port when a stranger listens on its own that %s', async (_, treat) => {
    const dataDir = dataFolder();
    const first = await start(dataDir);
    await store(first.uri, 1);
    await first.stop();
    const connections: Socket[] = [];
    const stranger = createServer((connection) => {
      connections.push(connection.on('error', () => {}));
      treat(connection);
    }).listen(first.port, '127.0.0.1');
    onTestFinished(() => {
      stranger.close();
      for (const connection of connections) connection.destroy();
    });
    await until(() => stranger.listening);

    const second = await start(dataDir);
    expect(second.port).not.toBe(first.port);
    await store(second.uri, 2);
    expect(await storedNumbers(second.uri)).toEqual([1, 2]);
  });

  it('is not a reason for the program to go on, and stops when the program ends without stopping it', async () => {
    const dataDir = dataFolder();
    const { child, uri } = await startApp(dataDir, 'leave');
    const pid = mongodPid(dataDir);
    await until(() => child.exitCode !== null);
    expect(child.exitCode).toBe(0);
    await until(() => identify(pid) === null);
    // Emptied by a clean shutdown only.
    expect(readFileSync(join(dataDir, 'mongodb', 'db', 'mongod.lock'), 'utf8')).toBe('');
    expect((await start(dataDir)).uri).toBe(uri);
  });
});

it('stops cleanly when the process group of the program is ended', async () => {
  const dataDir = dataFolder();
  const app = await startApp(dataDir);
  const pid = mongodPid(dataDir);
  process.kill(-(app.child.pid ?? Number.NaN), 'SIGTERM');
  await until(() => identify(pid) === null);
  expect(readFileSync(join(dataDir, 'mongodb', 'db', 'mongod.lock'), 'utf8')).toBe('');
  const { uri } = await start(dataDir);
  expect(await storedNumbers(uri)).toEqual(expect.arrayContaining(app.numbers));
});

describe('after a kill -9', () => {
  it('of the program mongod stops, and the next start has everything that was acknowledged', async () => {
    const dataDir = dataFolder();
    const app = await startApp(dataDir);
    await until(() => app.numbers.length >= 100);
    await kill9(app.child.pid ?? 0);
    const { uri } = await start(dataDir);
    expect(await storedNumbers(uri)).toEqual(expect.arrayContaining(app.numbers));
  });

  it('of mongod it comes back on the same port with the data', async () => {
    const dataDir = dataFolder();
    const { uri } = await start(dataDir);
    await store(uri, 1);
    const pid = mongodPid(dataDir);
    await kill9(pid);
    await until(() =>
      storedNumbers(uri).then(
        (stored) => stored.length === 1,
        () => false,
      ),
    );
    await store(uri, 2);
    expect(mongodPid(dataDir)).not.toBe(pid);
    expect(lines.some((line) => /mongod died \(ended by SIGKILL/.test(line))).toBe(true);
  });

  it('of the supervisor another one takes over on the same port with the data', async () => {
    const dataDir = dataFolder();
    const { uri } = await start(dataDir);
    await store(uri, 1);
    const orphan = mongodPid(dataDir);
    const supervisor = parentOf(orphan);
    expect(supervisor).not.toBe(process.pid);
    await kill9(supervisor);
    await until(() => identify(orphan) === null);
    await until(() =>
      storedNumbers(uri).then(
        (stored) => stored.length === 1,
        () => false,
      ),
    );
    expect(parentOf(mongodPid(dataDir))).not.toBe(supervisor);
  });

  it('of program and supervisor the next start shuts the orphaned mongod down and has the data', async () => {
    const dataDir = dataFolder();
    const app = await startApp(dataDir);
    await until(() => app.numbers.length >= 20);
    const orphan = mongodPid(dataDir);
    // The program first: it would replace the supervisor. Stopped, the supervisor cannot act on that.
    const supervisor = parentOf(orphan);
    process.kill(supervisor, 'SIGSTOP');
    await kill9(app.child.pid ?? 0);
    await kill9(supervisor);
    expect(identify(orphan)).not.toBeNull();

    const { uri } = await start(dataDir);
    expect(identify(orphan)).toBeNull();
    expect(await storedNumbers(uri)).toEqual(expect.arrayContaining(app.numbers));
  });

  it('of all three the data is there', async () => {
    const dataDir = dataFolder();
    const app = await startApp(dataDir);
    await until(() => app.numbers.length >= 20);
    const mongod = mongodPid(dataDir);
    const supervisor = parentOf(mongod);
    process.kill(supervisor, 'SIGSTOP');
    await kill9(app.child.pid ?? 0);
    process.kill(mongod, 'SIGKILL');
    await kill9(supervisor);
    await until(() => identify(mongod) === null);
    const { uri } = await start(dataDir);
    expect(await storedNumbers(uri)).toEqual(expect.arrayContaining(app.numbers));
  });
});

describe('a start is refused', () => {
  it('while another process uses the folder, which it names; and works once that is gone', async () => {
    const dataDir = dataFolder();
    const app = await startApp(dataDir, 'idle');
    expect(await refusal(dataDir)).toContain(`in use by process ${app.child.pid}.`);
    await kill9(app.child.pid ?? 0);
    await start(dataDir);
    expect(await refusal(dataDir)).toContain(`in use by process ${process.pid} (this one)`);
  });

  it('for all but one of several processes that start at the same time', async () => {
    const dataDir = dataFolder();
    const starts = await Promise.allSettled(Array.from({ length: 4 }, () => startApp(dataDir, 'idle')));
    expect(starts.filter((outcome) => outcome.status === 'fulfilled')).toHaveLength(1);
  });

  it('for data of another major version, and the data stays as it is', async () => {
    const dataDir = dataFolder();
    const first = await start(dataDir);
    await store(first.uri, 1);
    await first.stop();
    const stateFile = join(dataDir, 'mongodb', 'server.json');
    const state = readFileSync(stateFile, 'utf8');
    writeFileSync(stateFile, state.replace(/"mongodb":"[^"]+"/, '"mongodb":"5.0"'));
    expect(await refusal(dataDir)).toMatch(
      /was written by MongoDB 5\.0, but the mongod found is .*MONGOMS_SYSTEM_BINARY/,
    );
    writeFileSync(stateFile, state);
    expect(await storedNumbers((await start(dataDir)).uri)).toEqual([1]);
  });

  it.each([
    ['missing', undefined, /password is missing .* Put the file back from a backup; or, .* move .* away/],
    ['damaged', 'secret', /password is damaged/],
    ['that of another database', 'A'.repeat(43), /password holds another password than the database/],
  ])('when the password file is %s', async (_, content, message) => {
    const dataDir = dataFolder();
    const first = await start(dataDir);
    await first.stop();
    const file = join(dataDir, 'mongodb', 'password');
    if (content === undefined) rmSync(file);
    else writeFileSync(file, content);
    expect(await refusal(dataDir)).toMatch(message);
    expect(existsSync(join(dataDir, 'mongodb', 'db', 'WiredTiger'))).toBe(true);
  });

  it('when mongod does not come up, with its reason; and the folder is free again', async () => {
    const dataDir = dataFolder();
    const broken = join(dataDir, 'mongod');
    writeFileSync(broken, '#!/bin/sh\n[ "$1" = --version ] && echo "db version v7.0.1" && exit\nexit 14\n', {
      mode: 0o755,
    });
    const attempt = () =>
      startEmbedded({ dataDir, report: () => {}, env: { ...process.env, MONGOMS_SYSTEM_BINARY: broken } });
    await expect(attempt()).rejects.toThrow(/did not start: exit code 14.*mongod\.log/);
    await expect(attempt()).rejects.toThrow(/did not start: exit code 14/);
    await start(dataDir);
  });

  it('when the data folder cannot be made', async () => {
    const dataDir = join(dataFolder(), 'file');
    writeFileSync(dataDir, '');
    expect(await refusal(dataDir)).toMatch(/cannot be written .* set DATA_DIR/);
  });

  it.skipIf(process.getuid?.() === 0)('when the data folder cannot be written', async () => {
    const dataDir = dataFolder();
    chmodSync(dataDir, 0o500);
    onTestFinished(() => chmodSync(dataDir, 0o700));
    expect(await refusal(dataDir)).toMatch(/cannot be written .* set DATA_DIR/);
  });
});
