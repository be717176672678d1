/**
 * The commands of the guides for operators, run as they stand there, in their order, against a running server. Only what is
 * another in each deployment is replaced: addresses, keys, ids, folders.
 */
import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { promisify } from 'node:util';
import { beforeAll, describe, expect, it, vi } from 'vitest';
import { ownDatabase } from '../support/mongod.ts';
import { freePort } from '../support/ports.ts';
import { emptyFolder, runUsher, type Usher } from '../support/usher.ts';

vi.setConfig({ testTimeout: 120_000 });

const bash = promisify(execFile);
const cli = resolve('dist/cli/usher.js');
const key = 'the-key-of-the-guides-0123456789-0123456';

/** What an operator reads off an answer: `idOf Research < answer`. */
const prelude = `set -e -o pipefail
usher() { '${process.execPath}' '${cli}' "$@"; }
ask() { curl -fsS "$USHER$1" -H "Authorization: Bearer $KEY"; }
first() { '${process.execPath}' -e '
  const { items } = JSON.parse(require("node:fs").readFileSync(0, "utf8"));
  const wanted = process.argv[1] ?? "";
  process.stdout.write(items.find((item) => JSON.stringify(item).includes(wanted)).id);' -- "$@"; }
`;

describe('the commands of the guides', () => {
  const [source, ...targets] = [ownDatabase(), ownDatabase(), ownDatabase(), ownDatabase()];
  const backups = emptyFolder();
  let usher: Usher;
  let metricsPort = 0;

  beforeAll(async () => {
    metricsPort = await freePort();
    const env = { MONGODB_URI: source.uri, ENCRYPTION_KEY: key, METRICS_PORT: String(metricsPort) };
    usher = await runUsher({ env });
    const user = { schemas: ['urn:ietf:params:scim:schemas:core:2.0:User'], userName: 'ada@acme.test' };
    expect((await usher.scim('POST', '/Users', user)).status).toBe(201);
  }, 60_000);

  /**
   * Runs all blocks of a page, of which each must succeed.
   * @param here what is written there, and what it is here; each must be there, or the page has changed
   */
  async function run(page: string, here: readonly (readonly [written: string, here: string])[] = [], env = {}) {
    const text = readFileSync(`docs/${page}`, 'utf8');
    const blocks = [...text.matchAll(/^( *)```sh\n([\s\S]*?)^\1```/gm)]
      .map(([, indent = '', block = '']) => block.replaceAll(new RegExp(`^${indent}`, 'gm'), ''))
      .filter((block) => !block.startsWith('mongodump'));
    let script = blocks.join('\n');
    for (const [written, inPlace] of here) {
      expect(script).toContain(written);
      script = script.replaceAll(written, inPlace);
    }
    script = script.replaceAll('/backups/', `${backups}/`).replaceAll('http://localhost:3000', usher.url);
    const [{ id: org = '' } = {}] = (await usher.api<{ items: { id: string }[] }>('/organizations')).items;
    const options = {
      cwd: emptyFolder(),
      env: {
        PATH: process.env.PATH,
        MONGODB_URI: source.uri,
        ENCRYPTION_KEY: key,
        PUBLIC_URL: usher.url,
        USHER: usher.url,
        USHER_URL: usher.url,
        USHER_API_KEY: usher.apiKey,
        KEY: usher.apiKey,
        ORG: org,
        ...env,
      },
    };
    const { stdout } = await bash('bash', ['-c', `${prelude}${script}`], options);
    return stdout;
  }

  const keys = () =>
    [
      ['KEY=...', `KEY=${usher.apiKey}`],
      ['ORG=...', 'ORG=$(ask /api/v1/organizations | first)'],
    ] as const;

  it('troubleshooting.md', async () => {
    const said = await run('troubleshooting.md', [
      ...keys(),
      ['MEMBER=...', 'MEMBER=$(ask "/api/v1/organizations/$ORG/members?q=ada" | first)'],
    ]);
    expect(said).toMatch(/^ok +database: all indexes are there$/m);
    expect(said).toContain('"userName":"ada@acme.test"');
    expect(said).toContain('drift = 0');
  });

  it('scaling.md', async () => {
    const said = await run('scaling.md', [['127.0.0.1:9464', `127.0.0.1:${metricsPort}`]]);
    for (const name of ['requests_waiting', 'database_pool_waits_total', 'sealing_lag_seconds'])
      expect(said).toMatch(new RegExp(`^usher_${name}\\b`, 'm'));
    expect(said).toMatch(/^nodejs_eventloop_lag_p99_seconds /m);
  });

  it('hardening.md', async () => {
    const said = await run('hardening.md', [['https://usher.example', usher.url]]);
    expect(said).toMatch(/^content-security-policy: /im);
    expect(said).toMatch(/^404$/m);
  });

  it.each(['access-guard.md', 'setup-link.md'])('%s', async (page) => {
    expect(JSON.parse(await run(page))).toHaveProperty('id');
  });

  it('cli.md', async () => {
    await usher.api('/organizations', { method: 'POST', body: { name: 'Acme' } });
    const said = await run('cli.md', [['revoke ID', 'revoke "$(usher key list --json | first Nightly)"']]);
    expect(said).toMatch(/^usher_scim_\S+$/m);
  });

  it('moving.md', async () => {
    const said = await run('moving.md', [
      ...keys(),
      ['WORKSPACE=...', 'WORKSPACE=$(ask "/api/v1/organizations/$ORG/workspaces" | first Research)'],
      ['MEMBER=...', 'MEMBER=$(ask "/api/v1/organizations/$ORG/members?source=invitation" | first grace)'],
      ['SCIM_TOKEN=...', `SCIM_TOKEN=${usher.token}`],
      ['usher restore', `export MONGODB_URI='${targets[0]?.uri}'\nusher restore`],
    ]);
    expect(said).toContain('workspace Research');
    expect(said).toContain('"outcome":"invited"');
    expect(said).toContain('nothing to do');
  });

  it('backup.md', async () => {
    const said = await run('backup.md', [['usher restore', `export MONGODB_URI='${targets[1]?.uri}'\nusher restore`]]);
    expect(said).toContain('Restored');
    expect(said).toContain('drift = 0');
  });

  it('key-rotation.md', async () => {
    const [backup, restored] = [`usher backup '${backups}/before'`, `MONGODB_URI='${targets[2]?.uri}'`];
    // Of a copy, whose key is lost.
    const said = await run('key-rotation.md', [
      [
        'usher lost-key',
        `${backup}\nexport ${restored}\nusher restore '${backups}/before' --yes\nexport ENCRYPTION_KEY=${key}-2\nusher lost-key`,
      ],
    ]);
    expect(said).toContain('given up');
  });
});
