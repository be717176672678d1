/** `usher doctor`, beside a running server and where things are missing. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import mongoose from 'mongoose';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { markOf } from '../../src/domain/administration/keys/encryption-key.ts';
import { secretBoxOf } from '../../src/domain/model/secret-box.ts';
import { ownDatabase } from '../support/mongod.ts';
import { freePort } from '../support/ports.ts';
import { startMailServer } from '../support/smtp-server.ts';
import { type Environment, runUsher } from '../support/usher.ts';
import { runCommand, testServer } from './set-up.ts';

vi.setConfig({ testTimeout: 60_000 });

type Finding = { check: string; level: 'ok' | 'warning' | 'fault'; message: string };

async function diagnose(env: Environment) {
  const { code, output } = await runCommand(['doctor', '--json'], env);
  const { ok, findings } = JSON.parse(output) as { ok: boolean; findings: Finding[] };
  return { code, ok, output, lines: findings.map(({ level, check, message }) => `${level} ${check}: ${message}`) };
}

/** A provider as far as discovery goes, whose clock is this much off. */
async function provider(clockOffSeconds = 0, path = ''): Promise<string> {
  const server = createServer((_request, response) => {
    response.setHeader('Date', new Date(Date.now() - clockOffSeconds * 1_000).toUTCString());
    response.end(JSON.stringify({ issuer: origin() + path }));
  });
  const origin = () => `http://localhost:${(server.address() as AddressInfo).port}`;
  await new Promise<void>((done) => server.listen(0, 'localhost', done));
  onTestFinished(() => void server.close());
  return origin();
}

const oauth = (issuer: string) => ({
  OAUTH_ISSUER_URL: issuer,
  OAUTH_CLIENT_ID: 'usher',
  OAUTH_CLIENT_SECRET: 'secret-of-the-client',
});

describe('usher doctor beside a server', () => {
  const own = { ENCRYPTION_KEY: 'the-key-of-the-server-0123456789-0123456' };
  const { usher, uri } = testServer(ownDatabase(), own);

  it('finds all well, line by line, and exits with 0', async () => {
    const mail = await startMailServer();
    onTestFinished(() => mail.stop());
    const issuer = await provider();
    const env = {
      ...own,
      MONGODB_URI: uri,
      PUBLIC_URL: usher().url,
      SMTP_URL: mail.url,
      MAIL_FROM: 'usher@acme.example',
      ...oauth(issuer),
    };
    const { code, output } = await runCommand(['doctor'], env);
    expect(output).not.toMatch(/^(warning|fault)/m);
    expect(output).toMatch(/^ok +configuration: has no faults$/m);
    expect(output).toMatch(/^ok +database: MongoDB \d+\.\S+ answers, with transactions$/m);
    expect(output).toMatch(/^ok +database: all indexes are there$/m);
    expect(output).toMatch(/^ok +database: all validators are there$/m);
    expect(output).toMatch(/^ok +stored secrets: all open with ENCRYPTION_KEY$/m);
    expect(output).toContain(`sign-in: the provider answers at ${issuer}\n`);
    expect(output).toContain(`to register at the provider is ${usher().url}/auth/callback/default\n`);
    expect(output).toMatch(/^ok +mail: the mail server answers/m);
    expect(output).toContain(`PUBLIC_URL: ${usher().url} answers\n`);
    expect(code).toBe(0);
  });

  it('finds stored secrets that another ENCRYPTION_KEY sealed, and an index that is gone, and mends nothing', async () => {
    const { items } = await usher().api<{ items: { id: string }[] }>('/organizations');
    const webhook = { url: 'https://hooks.acme.example/', description: 'Hook', events: ['*'] };
    await usher().api(`/organizations/${items[0]?.id}/webhooks`, { method: 'POST', body: webhook });
    const client = await mongoose.mongo.MongoClient.connect(uri);
    onTestFinished(() => client.close());
    const webhooks = client.db().collection('webhooks');
    const before = await webhooks.indexes();
    await webhooks.dropIndexes();
    onTestFinished(
      async () => void (await webhooks.createIndexes(before.map(({ name, key }) => ({ name, key })) as never)),
    );
    const secret = 'another-key-of-32-characters-or-more-0123';
    const { code, ok, lines, output } = await diagnose({
      MONGODB_URI: uri,
      PUBLIC_URL: usher().url,
      ENCRYPTION_KEY: secret,
    });
    expect(lines).toContainEqual(
      expect.stringMatching(/^fault stored secrets: secrets of webhooks do not open: set the ENC/),
    );
    expect(lines).toContainEqual(expect.stringMatching(/^fault database: indexes are missing \(webhooks\./));
    expect([code, ok]).toEqual([1, false]);
    expect(output).not.toContain(secret);
    expect(await webhooks.indexes()).toHaveLength(1);

    // As if the server had been started with that key, and the webhook's secret is still under the one before.
    const { sealed, mark } = { sealed: secretBoxOf(secret).seal('whsec_a'), mark: markOf(secret) };
    await webhooks.updateMany({}, { $set: { secret: sealed } });
    await client
      .db()
      .collection<{ _id: string }>('deployment')
      .updateOne({}, { $set: { encryptionKey: mark } });
    const next = 'the-next-key-of-32-characters-or-more-012345';
    const saidOf = async (env: Environment) =>
      (await diagnose({ MONGODB_URI: uri, PUBLIC_URL: usher().url, ...env })).lines.filter((line) =>
        line.includes('stored secrets'),
      );
    expect(await saidOf({ ENCRYPTION_KEY: next })).toEqual([
      expect.stringMatching(/^fault .*: secrets of webhooks do not open/),
      expect.stringMatching(/^fault .*: Usher does not start with this ENCRYPTION_KEY/),
    ]);
    expect(await saidOf({ ENCRYPTION_KEY: next, ENCRYPTION_KEY_PREVIOUS: secret })).toEqual([
      expect.stringMatching(/^warning .*: 1 are encrypted with an earlier key: start Usher/),
    ]);
    expect(await saidOf({ ENCRYPTION_KEY: secret, ENCRYPTION_KEY_PREVIOUS: next })).toEqual([
      expect.stringMatching(/^ok .*: all open with ENCRYPTION_KEY: ENCRYPTION_KEY_PREVIOUS may go/),
    ]);
  });
});

describe('usher doctor where things are missing', () => {
  it('tells each fault of the configuration as a finding', async () => {
    const { code, lines } = await diagnose({ PORT: 'x', HOST: 'a b', BOOTSTRAP_API_KEY: 'secret-of-short' });
    expect(code).toBe(1);
    expect(lines).toContainEqual(expect.stringMatching(/^fault configuration: PORT=/));
    expect(lines).toContainEqual(expect.stringMatching(/^fault configuration: BOOTSTRAP_API_KEY/));
    expect(lines.join()).not.toContain('secret-of-short');
  });

  it('names what does not answer, without a password or secret, and what to do', async () => {
    const port = await freePort();
    const { code, lines, output } = await diagnose({
      MONGODB_URI: `mongodb://usher:secret-of-mongodb@127.0.0.1:${port}/usher?serverSelectionTimeoutMS=300`,
      SMTP_URL: `smtp://usher:secret-of-mail@127.0.0.1:${port}`,
      MAIL_FROM: 'usher@acme.example',
      PUBLIC_URL: `http://localhost:${port}`,
      ...oauth(`http://localhost:${port}`),
    });
    expect(code).toBe(1);
    expect(lines).toContainEqual(expect.stringMatching(/^fault database: .* check its address/));
    expect(lines).toContainEqual(
      expect.stringMatching(/^fault sign-in: the provider does not answer at .* \(ECONNREFUSED\)/),
    );
    expect(lines).toContainEqual(expect.stringMatching(/^fault mail: the mail server cannot be used/));
    expect(lines).toContainEqual(
      expect.stringMatching(/^warning PUBLIC_URL: .* does not answer from here \(ECONNREFUSED\)/),
    );
    expect(output).not.toContain('secret-of');
  });

  it('finds an issuer that is written otherwise, and a clock that is off', async () => {
    const issuer = await provider(600, '/');
    const { code, lines } = await diagnose(oauth(issuer));
    expect(lines).toContain(
      `fault sign-in: the provider calls itself ${issuer}/: set OAUTH_ISSUER_URL to exactly that`,
    );
    expect(lines).toContainEqual(
      expect.stringMatching(/^warning sign-in: the clock of this machine is \d{3} seconds off/),
    );
    expect(code).toBe(1);
  });

  it('warns of a proxy that is in front and not trusted, and makes no database to look at', async () => {
    const issuer = await provider();
    const PUBLIC_URL = `https://localhost:${await freePort()}`;
    const { code, lines } = await diagnose({ ...oauth(issuer), PUBLIC_URL });
    expect(lines).toContainEqual(
      expect.stringMatching(/^warning TRUSTED_PROXIES: is not set, but PUBLIC_URL has https/),
    );
    expect(lines).toContainEqual(expect.stringMatching(/^ok database: there is none in .* yet/));
    expect(lines).toContainEqual(expect.stringMatching(/^(ok|warning) DATA_DIR: \d+ MB are free/));
    expect(code).toBe(0);
  });
});

it('usher doctor looks at the embedded database of a server that runs, and says so when it does not', async () => {
  const usher = await runUsher();
  const inFolder = async () => (await runCommand(['doctor'], { PUBLIC_URL: usher.url }, usher.cwd)).output;
  expect(await inFolder()).toMatch(/^ok +database: all indexes are there$/m);
  await usher.stop();
  expect(await inFolder()).toMatch(/^warning +database: the embedded one in \S+ is not running/m);
});
