/** The data of earlier releases, as their own servers stored it, under two servers of this one that are started at once. */
import mongoose from 'mongoose';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { listOrganizations } from '../../src/domain/administration/organizations/list-organizations.ts';
import { signIn } from '../../src/domain/entry/sign-in/sign-in.ts';
import { accounts } from '../../src/domain/model/account.ts';
import { connect, disconnect } from '../../src/storage/connection.ts';
import { schemaVersion } from '../../src/storage/data-version.ts';
import { system } from '../../src/storage/tenant.ts';
import { runCommand } from '../cli/set-up.ts';
import { faultsOf } from '../domain/invariants.ts';
import { claimsOf, context, policy } from '../support/domain.ts';
import { ownDatabase } from '../support/mongod.ts';
import { beginUsher, emptyFolder, runUsher, type Usher, until } from '../support/usher.ts';
import { claimer, expectAnswersKept, expectSecretsKept } from './kept.ts';
import { dataOf, releases, storeRelease } from './release-data.ts';

vi.setConfig({ testTimeout: 60_000 });

describe.each(releases)('the data of %s', (release) => {
  const data = dataOf(release);
  const { uri } = ownDatabase();
  const env = { ...data.env, MONGODB_URI: uri };
  const secrets = { token: data.secrets.scimTokens.Acme as string, apiKey: data.secrets.apiKeys.deployment as string };
  let nodes: readonly Usher[];
  let client: mongoose.mongo.MongoClient;

  beforeAll(async () => {
    await storeRelease(data, uri);
    client = await mongoose.mongo.MongoClient.connect(uri);
    nodes = await Promise.all([1, 2].map(() => runUsher({ env, ...secrets })));
  });
  afterAll(async () => {
    await Promise.all(nodes?.map((node) => node.stop()) ?? []);
    await client?.close();
  });

  const deployment = () => client.db().collection('deployment').findOne({});
  const at = (index: number) => nodes[index] as Usher;

  it('is brought to this version once, and no document is lost', async () => {
    expect(data.about.schemaVersion).toBeLessThan(schemaVersion);
    expect(await deployment()).toMatchObject({ schemaVersion });
    const said = at(0).output() + at(1).output();
    expect(said).toMatch(new RegExp(`data from version ${data.about.schemaVersion} to ${schemaVersion}`));
    for (const [name, { documents }] of Object.entries(data.collections)) {
      // What is over by now, the database removes.
      if (['leases', 'rateLimits', 'signInTransactions'].includes(name)) continue;
      const ids = documents.map(({ _id }) => _id);
      expect(
        await client
          .db()
          .collection(name)
          .countDocuments({ _id: { $in: ids as never[] } }),
        name,
      ).toBe(ids.length);
    }
    const told = await client.db().collection('events').find({ type: 'user.updated', 'after.claimedEmail': claimer });
    expect((await told.toArray()).length).toBeLessThanOrEqual(1);
  });

  it('answers at both what it answered before: people, groups, roles and why everybody has them', async () => {
    await expectAnswersKept(data, at(0));
    await expectAnswersKept(data, at(1));
  });

  it('keeps tokens, keys and sessions, and those that were revoked stay so', async () => {
    await expectSecretsKept(data, at(0));
    await expectSecretsKept(data, at(1));
  });

  it('has no index any more that removes sessions before that is told', async () => {
    const indexes = await client.db().collection('sessions').indexes();
    expect(indexes.filter(({ expireAfterSeconds }) => expireAfterSeconds !== undefined)).toEqual([]);
  });

  it('is whole in the eyes of the commands: audit verify, access rebuild, doctor, backup', async () => {
    const { OAUTH_ISSUER_URL, OAUTH_CLIENT_ID, OAUTH_CLIENT_SECRET, ...rest } = data.env;
    const settings = { ...rest, AUTH_TYPE: 'basic', MONGODB_URI: uri };
    const run = async (...args: string[]) => runCommand(args, settings);
    const { output: verified, code } = await run('audit', 'verify');
    expect(verified).toMatch(/^organization \w+: \d+ events hold/m);
    expect(code, verified).toBe(0);
    const { output: rebuilt } = await run('access', 'rebuild', '--check');
    expect(rebuilt.match(/drift = 0/g)).toHaveLength(2);
    expect(rebuilt).not.toMatch(/were not read|nobody has proven/);
    const { output: doctor } = await run('doctor');
    expect(doctor).toMatch(/^ok +database: all indexes are there$/m);
    expect(doctor).toMatch(/^ok +database: all validators are there$/m);
    expect(doctor).toMatch(/^ok +stored secrets: all open/m);
    expect(doctor).not.toMatch(/^\w+ +database: .*data version/m);
    const file = `${emptyFolder()}/usher.backup`;
    expect(await run('backup', file)).toMatchObject({ code: 0 });
  });

  it('knows who signs in, and all that is derived follows', async () => {
    const issuer = data.env.OAUTH_ISSUER_URL as string;
    await connect(uri);
    try {
      const jo = await system('sign-in').find(accounts, { emailKey: 'jo@acme.example' });
      const claims = claimsOf('jo@acme.example', { issuer, subject: 'sub-jo' });
      expect(jo).toHaveLength(1);
      expect(await signIn(context, claims, policy)).toMatchObject({ accountId: jo[0]?._id });
      for (const { organization } of await listOrganizations({ kind: 'deployment' }))
        expect(await faultsOf(organization._id)).toEqual([]);
    } finally {
      await disconnect();
    }
  });
});

describe('data of a newer release', () => {
  const data = dataOf(releases[0] as string);
  const { uri } = ownDatabase();
  const env = { ...data.env, MONGODB_URI: uri };
  let client: mongoose.mongo.MongoClient;
  beforeAll(async () => {
    await storeRelease(data, uri);
    client = await mongoose.mongo.MongoClient.connect(uri);
  });
  afterAll(() => client?.close());

  const newer = (version: object) => client.db().collection('deployment').updateOne({}, { $set: version });
  const stored = async () => ({
    deployment: await client.db().collection('deployment').findOne({}),
    shape: await client.db().listCollections().toArray(),
  });

  it('that is not for this one, or does not say so, is refused with what to do, and nothing is changed', async () => {
    const told =
      /its data is of a newer Usher \(data version 99; this one reads up to \d+\): start that version or a newer one\. To go back/;
    await newer({ schemaVersion: 99 });
    const before = await stored();
    const usher = await beginUsher({ env });
    expect(await usher.ended).toBe(1);
    expect(usher.output()).toMatch(told);
    expect(await stored()).toEqual(before);

    await newer({ runsFrom: 98 });
    const asked = await stored();
    expect(await runCommand(['access', 'rebuild'], env)).toMatchObject({
      code: 1,
      output: expect.stringMatching(told),
    });
    expect((await runCommand(['doctor'], env)).output).toMatch(/^fault +database: its data is of a newer Usher/m);
    expect(await stored()).toEqual(asked);
  });

  it('that this one may still run on is served, and stays what it is', async () => {
    await newer({ schemaVersion: 99, runsFrom: schemaVersion });
    const usher = await runUsher({ env });
    expect(await usher.api('/organizations')).toMatchObject({ items: [{}, {}] });
    await until(() => usher.output().includes('ready'));
    expect(await usher.stop()).toBe(0);
    expect((await stored()).deployment).toMatchObject({ schemaVersion: 99, runsFrom: schemaVersion });
  });
});
