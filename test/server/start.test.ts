/** How it starts and ends, as operators see it: the compiled program in an empty folder. */
import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { createServer, request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { beforeAll, describe, expect, it, onTestFinished, vi } from 'vitest';
import { ownDatabase } from '../support/mongod.ts';
import { openBrowser, signInAs } from '../support/oidc-browser.ts';
import { freePort } from '../support/ports.ts';
import {
  beginUsher,
  databasesIn,
  type Environment,
  emptyFolder,
  runUsher,
  type Usher,
  until,
} from '../support/usher.ts';

// Most tests start the whole program, some of them with a database.
vi.setConfig({ testTimeout: 60_000 });

const bash = promisify(execFile);
const ready = 'Usher is ready after';
const stackLine = /\n\s+at /;

/** The variables of a configured server; the provider is not asked for anything here. */
const configured: Environment = {
  OAUTH_ISSUER_URL: 'http://127.0.0.1:9',
  OAUTH_CLIENT_ID: 'usher',
  OAUTH_CLIENT_SECRET: 'the secret of the client',
};

/** Starts what must not start: its output and exit code. */
async function refusal(env: Environment, cwd = emptyFolder()): Promise<{ output: string; code: unknown }> {
  const usher = await beginUsher({ env, cwd });
  const code = await usher.ended;
  return { output: usher.output(), code };
}

async function organizationsBy({ url }: Usher, key: string): Promise<{ name: string }[]> {
  const answer = await fetch(`${url}/api/v1/organizations`, { headers: { authorization: `Bearer ${key}` } });
  return answer.ok ? ((await answer.json()) as { items: { name: string }[] }).items : [];
}

describe('evaluation mode, in an empty folder', () => {
  const cwd = emptyFolder();
  let usher: Usher;
  beforeAll(async () => {
    usher = await runUsher({ cwd });
    await until(() => usher.output().includes('Ctrl-C stops it'));
  });

  const printed = (label: string) => new RegExp(`^ *${label} +(\\S+)`, 'm').exec(usher.output())?.[1] ?? '';
  const curl = () => /^ *(curl .*)$/m.exec(usher.output())?.[1] ?? '';

  it('prints where to sign in, the SCIM base URL, a token and an API key that work, a curl and where the data lies', async () => {
    expect(printed('Sign in')).toBe(usher.url);
    expect(printed('SCIM base URL')).toBe(usher.scimUrl);
    expect(printed('Guide')).toBe(`${usher.url}/guide`);
    expect(printed('Data')).toBe(join(cwd, 'data'));
    const authorization = `Bearer ${printed('SCIM token')}`;
    expect((await fetch(`${usher.scimUrl}/Users`, { headers: { authorization } })).status).toBe(200);
    expect((await organizationsBy(usher, printed('API key'))).map(({ name }) => name)).toEqual(['Default']);
    expect(curl()).toContain(`${usher.scimUrl}/Users`);
  });

  it('answers a reverse proxy that asks about a visitor who is not signed in', async () => {
    const answer = await fetch(`${usher.url}/auth/verify`);
    expect([answer.status, await answer.text(), answer.headers.get('cache-control')]).toEqual([401, '', 'no-store']);
  });

  it('answers 201 to the printed curl, run literally', async () => {
    const { stdout } = await bash('bash', ['-c', curl()]);
    expect(stdout).toMatch(/^HTTP\/1\.1 201 /);
    expect(stdout).toContain('"userName":"lin@acme.example"');
  });

  it('signs a demo person in without a password, the first one as Organization Admin', async () => {
    const browser = openBrowser();
    expect((await signInAs(browser, `${usher.url}/auth/login`, 'demo-ada')).url).toBe(`${usher.url}/`);
    const me = await browser.send(`${usher.url}/api/v1/me`);
    expect(JSON.parse(me.text).organizations).toEqual([expect.objectContaining({ role: 'Organization Admin' })]);
  });

  it('refuses a second start in the same folder, and names the process that has it', async () => {
    const { output, code } = await refusal({}, cwd);
    expect(output).toContain(`in use by process ${usher.child.pid}. Stop that one first, or set DATA_DIR`);
    expect(output).not.toMatch(stackLine);
    expect(code).toBe(1);
    expect((await usher.scim('GET', '/Users')).status).toBe(200);
  });

  it('keeps everything over a restart: people, sessions, tokens and who the demo people are', async () => {
    const before = (await usher.scim('GET', '/Users')).body;
    const oldToken = printed('SCIM token');
    const browser = openBrowser();
    await signInAs(browser, `${usher.url}/auth/login`, 'demo-grace');
    const meBefore = await browser.send(`${usher.url}/api/v1/me`);
    expect(await usher.stop()).toBe(0);
    await until(() => databasesIn(cwd).length === 0);

    const { token, apiKey } = usher;
    usher = await runUsher({ cwd, token, apiKey, port: Number(new URL(usher.url).port) });
    await until(() => usher.output().includes('Ctrl-C stops it'));
    expect(printed('SCIM token')).not.toBe(oldToken);
    const authorization = `Bearer ${oldToken}`;
    const after = await fetch(`${usher.scimUrl}/Users`, { headers: { authorization } });
    expect(await after.json()).toMatchObject({ totalResults: before.totalResults + 1 });
    expect((await browser.send(`${usher.url}/api/v1/me`)).text).toBe(meBefore.text);
    const again = openBrowser();
    await signInAs(again, `${usher.url}/auth/login`, 'demo-grace');
    const me = await again.send(`${usher.url}/api/v1/me`);
    expect(JSON.parse(me.text).account).toEqual(JSON.parse(meBefore.text).account);
  });

  it('stops on SIGTERM with exit code 0, and its database with it', async () => {
    expect(await usher.stop()).toBe(0);
    await until(() => databasesIn(cwd).length === 0);
  });
});

/** What configured servers share where no test needs an empty database; it has no Organization Admin. */
const database = ownDatabase();
const onDatabase: Environment = { ...configured, MONGODB_URI: database.uri };

describe('a configured server', () => {
  let usher: Usher;
  beforeAll(async () => {
    usher = await runUsher({ env: onDatabase });
    await until(() => usher.output().includes(ready));
  });

  it('says how to get an Organization Admin as long as there is none, and prints no secrets', async () => {
    expect(usher.output()).toContain('set INITIAL_ORG_ADMIN_EMAIL to your email address');
    expect(usher.output()).toContain(`SCIM base URL ${usher.scimUrl}`);
    for (const secret of [usher.token, usher.apiKey, 'the secret of the client', database.uri])
      expect(usher.output()).not.toContain(secret);
  });

  it('starts while the identity provider is down, and says so to whoever signs in', async () => {
    const page = await openBrowser().visit(`${usher.url}/auth/login`);
    expect(page.status).toBe(502);
    expect(page.text).toContain('Your identity provider cannot be reached');
  });

  it('says nothing of metrics that are off', () => {
    expect(usher.output()).not.toContain('metrics');
  });

  it('ends with 0 by SIGTERM also in the moment after the start', async () => {
    const { token, apiKey } = usher;
    const early = await beginUsher({ token, apiKey, env: onDatabase });
    await until(() => early.output().includes(ready));
    expect(await early.stop(), early.output()).toBe(0);
  });

  it('writes the provisioning log to its end when it ends', async () => {
    const { token, apiKey } = usher;
    const ending = await runUsher({ token, apiKey, env: onDatabase });
    expect((await ending.scim('GET', '/Users?filter=userName eq "last"')).status).toBe(200);
    expect(await ending.stop()).toBe(0);
    const { items } = await usher.api<{ items: { id: string }[] }>('/organizations');
    const log = await usher.api<{ items: { path: string }[] }>(`/organizations/${items[0]?.id}/scim/requests`);
    expect(log.items.map(({ path }) => path)).toContain('/scim/v2/Users?filter=userName eq "last"');
  });

  it('lets a request in flight come to its end by SIGTERM, then exits with 0', async () => {
    const body = JSON.stringify({
      schemas: ['urn:ietf:params:scim:schemas:core:2.0:User'],
      userName: 'late@acme.test',
    });
    const half = request(`${usher.scimUrl}/Users`, {
      method: 'POST',
      headers: {
        authorization: `Bearer ${usher.token}`,
        'content-type': 'application/scim+json',
        'content-length': Buffer.byteLength(body),
        expect: '100-continue',
      },
    });
    const answered = new Promise<number | undefined>((done, fail) => {
      half.once('response', (response) => done(response.resume().statusCode)).once('error', fail);
    });
    await new Promise((done) => half.once('continue', done).flushHeaders());
    half.write(body.slice(0, 10));
    usher.child.kill('SIGTERM');
    await until(() =>
      fetch(`${usher.url}/livez`).then(
        () => false,
        () => true,
      ),
    );
    half.end(body.slice(10));
    expect(await answered).toBe(201);
    expect(await usher.ended).toBe(0);
  });
});

describe('a start stops with a message', () => {
  it('that lists every fault, when sign-in is set half', async () => {
    const { output, code } = await refusal({ OAUTH_CLIENT_ID: 'usher', PORT: 'eighty', OAUTH_SESSION_MAX_SEC: '1' });
    expect(code).toBe(1);
    expect(output).toMatch(/OAUTH_ISSUER_URL, OAUTH_CLIENT_SECRET are not set, but OAUTH_CLIENT_ID/);
    expect(output).toMatch(/PORT/);
    expect(output).toMatch(/OAUTH_SESSION_MAX_SEC/);
    expect(output).not.toMatch(stackLine);
  });

  it.each<[string, Environment, RegExp]>([
    [
      'evaluation in production',
      { NODE_ENV: 'production', PUBLIC_URL: 'https://usher.test' },
      /No sign-in is configured. With NODE_ENV=production set OAUTH_ISSUER_URL/,
    ],
    [
      'a database that is not there',
      { ...configured, MONGODB_URI: 'mongodb://127.0.0.1:9/usher' },
      /Usher could not start: the database that MONGODB_URI names cannot be used: connect ECONNREFUSED 127\.0\.0\.1:9\n/,
    ],
  ])('for %s', async (_, env, message) => {
    const cwd = emptyFolder();
    const { output, code } = await refusal(env, cwd);
    expect(output).toMatch(message);
    expect(output).not.toMatch(stackLine);
    expect(code).toBe(1);
    expect(databasesIn(cwd)).toEqual([]);
  });

  it.each<[string, Environment]>([
    ['with a database of ours', {}],
    ['with the embedded one', { MONGODB_URI: '' }],
  ])('when the port is in use, %s, and nothing is left running', async (_, more) => {
    const port = await freePort();
    const other = createServer().listen(port, '127.0.0.1');
    const cwd = emptyFolder();
    const usher = await beginUsher({ port, cwd, env: { ...onDatabase, ...more } });
    expect(await usher.ended).toBe(1);
    expect(usher.output()).not.toMatch(stackLine);
    expect(usher.output()).toContain(`Usher could not start: port ${port} is in use: set PORT to a free one`);
    await until(() => databasesIn(cwd).length === 0);
    other.close();
  });
});

describe('in production', () => {
  it('whatever is told is a line of the log, and a wrong issuer is told at the start and by /readyz while SCIM goes on', async () => {
    const other = createServer((_request, response) => {
      response.setHeader('content-type', 'application/json');
      response.end(JSON.stringify({ issuer: 'https://another.example' }));
    }).listen(0, '127.0.0.1');
    onTestFinished(() => void other.close());
    await once(other, 'listening');
    const issuer = `http://127.0.0.1:${(other.address() as AddressInfo).port}`;
    const usher = await runUsher({
      env: {
        ...onDatabase,
        NODE_ENV: 'production',
        PUBLIC_URL: 'https://usher.test',
        HOST: '127.0.0.1',
        OAUTH_ISSUER_URL: issuer,
        MAIL_FROM: 'a@b.test',
      },
    });
    const lines = () =>
      usher
        .output()
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line) as { level: string; msg: string });
    await until(() => usher.output().includes(ready) && usher.output().includes('OAUTH_ISSUER_URL cannot be used'));
    expect(lines()).toContainEqual(
      expect.objectContaining({
        level: 'info',
        msg: expect.stringMatching(/^Usher is ready after .*SCIM base URL: /),
      }),
    );
    expect(lines()).toContainEqual(
      expect.objectContaining({ level: 'warn', msg: expect.stringMatching(/^MAIL_FROM has no effect/) }),
    );
    expect(lines()).toContainEqual(
      expect.objectContaining({ level: 'warn', msg: expect.stringContaining(`discovery at ${issuer} failed`) }),
    );
    const health = await fetch(`${usher.url}/readyz`);
    expect([health.status, await health.json()]).toEqual([
      200,
      {
        status: 'ready',
        details: { signIn: expect.stringMatching(/^What answers at OAUTH_ISSUER_URL cannot be used/) },
      },
    ]);
    expect((await usher.scim('GET', '/Users')).status).toBe(200);
  });
});

describe('metrics', () => {
  const statusAt = async (port: number, path: string) => (await fetch(`http://127.0.0.1:${port}${path}`)).status;
  const taken = async (port: number) => {
    const other = createServer().listen(port, '127.0.0.1');
    onTestFinished(() => void other.close());
    await once(other, 'listening');
  };

  it('[106] are at a port of their own, where nothing else is, and not where people come', async () => {
    const port = await freePort();
    const usher = await runUsher({ env: { ...onDatabase, METRICS_PORT: String(port) } });
    const metrics = await fetch(`http://127.0.0.1:${port}/metrics`);
    expect([metrics.status, await metrics.text()]).toEqual([
      200,
      expect.stringMatching(/^usher_unsealed_events \d+$/m),
    ]);
    const own = Number(new URL(usher.url).port);
    for (const path of ['/metrics', '/metrics/', '/Metrics', '//metrics']) expect(await statusAt(own, path)).toBe(404);
    for (const path of ['/', '/livez', '/api/v1/me', '/scim/v2/Users']) expect(await statusAt(port, path)).toBe(404);
    expect(await statusAt(own, '/readyz')).toBe(200);
    expect(await usher.stop()).toBe(0);
    await expect(statusAt(port, '/metrics')).rejects.toThrow();
  });

  it('are left out, with a word to the operator, where the default port is taken', async () => {
    // Somebody else may have it already: then it is taken too.
    const other = createServer().listen(9_464, '127.0.0.1');
    onTestFinished(() => void other.close());
    await once(other, 'listening').catch(() => {});
    const usher = await runUsher({ env: { ...onDatabase, METRICS_PORT: '' } });
    expect(usher.output()).toContain(
      'Note: there are no metrics, since port 9464 is in use: set METRICS_PORT to a free one, or METRICS_PORT=off.',
    );
    expect((await usher.scim('GET', '/Users')).status).toBe(200);
  });

  it('stop the start where a port that was asked for is taken, and nothing is left running', async () => {
    const port = await freePort();
    await taken(port);
    const cwd = emptyFolder();
    const { output, code } = await refusal({ ...configured, METRICS_PORT: String(port) }, cwd);
    expect(output).toContain(`Usher could not start: port ${port} is in use: set METRICS_PORT to a free one`);
    expect(output).not.toMatch(stackLine);
    expect(code).toBe(1);
    await until(() => databasesIn(cwd).length === 0);
  });
});

describe('ENCRYPTION_KEY', () => {
  const database = ownDatabase();
  const env = { ...configured, MONGODB_URI: database.uri };
  const [first, second] = ['first', 'second'].map((name) => name.padEnd(40, '-')) as [string, string];

  it('that is another one stops the start with what to do; beside the one before it starts, and that one may go', async () => {
    const usher = await runUsher({ env: { ...env, ENCRYPTION_KEY: first } });
    const { items } = await usher.api<{ items: { id: string }[] }>('/organizations');
    const webhook = { url: 'https://hooks.acme.example/', description: 'Hook', events: ['*'] };
    await usher.api(`/organizations/${items[0]?.id}/webhooks`, { method: 'POST', body: webhook });
    expect(await usher.stop()).toBe(0);

    const refused = await refusal({ ...env, ENCRYPTION_KEY: second });
    expect(refused.code).toBe(1);
    expect(refused.output).toContain(
      'stored secrets are encrypted with another ENCRYPTION_KEY than the one that is set',
    );
    expect(refused.output).toContain('ENCRYPTION_KEY_PREVIOUS');
    expect(refused.output).not.toMatch(stackLine);

    const both = { ...env, ENCRYPTION_KEY: second, ENCRYPTION_KEY_PREVIOUS: first };
    const { token, apiKey } = usher;
    const rotated = await runUsher({ token, apiKey, env: both });
    await until(() => /1 stored secrets were encrypted .* ENCRYPTION_KEY_PREVIOUS may go/.test(rotated.output()));
    expect(rotated.output()).not.toContain(first);
    expect(await rotated.stop()).toBe(0);
    const after = await runUsher({ token, apiKey, env: { ...env, ENCRYPTION_KEY: second } });
    expect(await after.stop()).toBe(0);
  });
});

describe('[105] a database that was used otherwise', () => {
  const database = ownDatabase();
  const env = { MONGODB_URI: database.uri };

  it('does not start: no token is printed, no demo person comes in; one of evaluation mode starts by a flag', {
    timeout: 180_000,
  }, async () => {
    const evaluated = await runUsher({ env });
    await until(() => evaluated.output().includes('Ctrl-C stops it'));
    const [, key = ''] = /^ *API key +(\S+)/m.exec(evaluated.output()) ?? [];
    expect(await organizationsBy(evaluated, key)).toHaveLength(1);
    expect(await evaluated.stop()).toBe(0);
    const refused = await refusal({ ...env, ...configured });
    expect(refused.code).toBe(1);
    expect(refused.output).toMatch(/Usher could not start: this database has been used in evaluation mode/);
    const real = await runUsher({ env: { ...env, ...configured, ALLOW_EVALUATION_DATA: 'true' } });
    await until(() => real.output().includes(ready));
    expect(real.output()).toContain('The SCIM tokens and API keys that it printed are revoked');
    expect(await organizationsBy(real, key)).toEqual([]);
    expect(await real.stop()).toBe(0);
    const again = await refusal(env);
    expect(again.code).toBe(1);
    expect(again.output).toMatch(/Usher could not start: this database has been used for real/);
    expect(again.output).not.toMatch(/SCIM token|\n\s+at /);
  });
});

describe('several processes', () => {
  const database = ownDatabase();

  it('that start at once on an empty database set up one organization with one workspace', async () => {
    const secrets = { token: 'T'.repeat(40), apiKey: 'K'.repeat(40) };
    const env = { ...configured, MONGODB_URI: database.uri, INITIAL_ORG_ADMIN_EMAIL: 'boss@acme.test' };
    const ushers = await Promise.all([1, 2, 3].map(() => runUsher({ ...secrets, env })));
    await until(() => ushers.every(({ output }) => output().includes(ready)));
    type Page = { items: { id: string; name: string; status?: string }[] };
    for (const { api, scim } of ushers) {
      const { items: organizations } = await api<Page>('/organizations');
      expect(organizations.map(({ name }) => name)).toEqual(['Default']);
      const base = `/organizations/${organizations[0]?.id}`;
      expect((await api<Page>(`${base}/workspaces`)).items.map(({ name }) => name)).toEqual(['Workspace 1']);
      expect((await api<Page>(`${base}/members`)).items.map(({ status }) => status)).toEqual(['pending']);
      expect((await api<Page>(`${base}/scim/tokens`)).items).toHaveLength(1);
      expect((await scim('GET', '/Users')).body).toMatchObject({ totalResults: 0 });
    }
    // Where there is an Organization Admin, or an invitation of one, nobody is told how to get one.
    for (const { output } of ushers) expect(output()).not.toContain('INITIAL_ORG_ADMIN_EMAIL');
    expect(await Promise.all(ushers.map(({ stop }) => stop()))).toEqual([0, 0, 0]);
  });
});
