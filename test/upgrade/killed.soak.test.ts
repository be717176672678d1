/** The first start on the data of an earlier release, killed at one write after the other until one comes through. */
import { type ChildProcess, spawn } from 'node:child_process';
import mongoose from 'mongoose';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { schemaVersion } from '../../src/storage/data-version.ts';
import { findMongod } from '../../src/storage/embedded/find-mongod.ts';
import { runCommand } from '../cli/set-up.ts';
import { freePort } from '../support/ports.ts';
import { beginUsher, emptyFolder, runUsher, until } from '../support/usher.ts';
import { expectAnswersKept, expectSecretsKept } from './kept.ts';
import { dataOf, releases, storeRelease } from './release-data.ts';

let mongod: ChildProcess;
let client: mongoose.mongo.MongoClient;
let address = '';

/** One that can be told to hold a command of a client. What a killed process had begun lets go of its rows after a second. */
beforeAll(async () => {
  const { path } = await findMongod({ report: () => {} });
  const port = await freePort();
  const folder = emptyFolder();
  const settings = [
    'enableTestCommands=1',
    'transactionLifetimeLimitSeconds=1',
    'diagnosticDataCollectionEnabled=false',
  ];
  mongod = spawn(
    path,
    [
      ...['--port', `${port}`, '--bind_ip', '127.0.0.1', '--dbpath', folder, '--replSet', 'kill', '--nounixsocket'],
      ...['--wiredTigerCacheSizeGB', '0.25', '--quiet', '--logpath', `${folder}/log`],
      ...settings.flatMap((setting) => ['--setParameter', setting]),
    ],
    { stdio: 'ignore' },
  );
  address = `mongodb://127.0.0.1:${port}`;
  const direct = await mongoose.mongo.MongoClient.connect(`${address}/?directConnection=true`);
  await direct
    .db('admin')
    .command({ replSetInitiate: { _id: 'kill', members: [{ _id: 0, host: `127.0.0.1:${port}` }] } });
  await until(async () => (await direct.db('admin').command({ hello: 1 })).isWritablePrimary === true);
  client = direct;
});
afterAll(async () => {
  await client?.close();
  const ended = new Promise((done) => mongod.once('exit', done));
  mongod.kill('SIGKILL');
  await ended;
});

it.each(releases)(
  '%s: every start is killed at a later write, and the last one finds all as it was',
  async (release) => {
    const data = dataOf(release);
    const name = release.replaceAll(/\W/g, '-');
    const uri = `${address}/${name}?replicaSet=kill`;
    await storeRelease(data, uri);
    const env = { ...data.env, MONGODB_URI: uri };
    const secrets = {
      token: data.secrets.scimTokens.Acme as string,
      apiKey: data.secrets.apiKeys.deployment as string,
    };
    const versionNow = async () => (await client.db(name).collection('deployment').findOne({}))?.schemaVersion;

    // Each start does some writes more than the one before, so that all come to pass.
    const killedAt: number[] = [];
    for (let writes = 1; (await versionNow()) < schemaVersion; writes += 2) {
      const held = await holdWrite(name, writes);
      const { url, kill9 } = await beginUsher({ env, ...secrets });
      await until(async () => (await held.isReached()) || (await isReady(url)));
      killedAt.push(await versionNow());
      await kill9();
      await held.letGo();
    }
    expect(killedAt).toContain(data.about.schemaVersion);
    // How many there are depends on what of the held writes was done after all.
    expect(killedAt.length).toBeGreaterThan(1);
    const usher = await runUsher({ env, ...secrets });
    await expectAnswersKept(data, usher);
    await expectSecretsKept(data, usher);
    expect(await usher.stop()).toBe(0);
    const { code, output } = await runCommand(['audit', 'verify'], env);
    expect(code, output).toBe(0);
    const rebuilt = await runCommand(['access', 'rebuild', '--check'], env);
    expect(rebuilt.code, rebuilt.output).toBe(0);
  },
);

const isReady = (url: string) =>
  fetch(`${url}/readyz`).then(
    ({ status }) => status === 200,
    () => false,
  );

/** Holds the write after so many others of the processes that use the database, for a moment. */
async function holdWrite(database: string, after: number) {
  const admin = client.db('admin');
  const { count } = await admin.command({
    configureFailPoint: 'failCommand',
    mode: after === 0 ? 'alwaysOn' : { skip: after },
    data: {
      failCommands: ['insert', 'update', 'delete', 'commitTransaction'],
      appName: `usher ${database}`,
      blockConnection: true,
      // What is held when its process is killed is done all the same, later: as when an answer is lost.
      blockTimeMS: 1_500,
    },
  });
  return {
    isReached: () =>
      admin.command({ waitForFailPoint: 'failCommand', timesEntered: Number(count) + 1, maxTimeMS: 100 }).then(
        () => true,
        () => false,
      ),
    letGo: () => admin.command({ configureFailPoint: 'failCommand', mode: 'off' }),
  };
}
