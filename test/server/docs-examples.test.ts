/** The examples of docs/scim.md, typed as they stand there, are answered as it says. */
import { execFile } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';
import type { Json } from '../../src/json.ts';
import { testDatabase } from '../support/mongod.ts';
import { emptyFolder, runUsher } from '../support/usher.ts';

const bash = promisify(execFile);
const { uri } = testDatabase();
const text = readFileSync('docs/scim.md', 'utf8');

/** Each command with the answer below it, if one is shown. */
const blocks = [...text.matchAll(/```sh\n([\s\S]*?)```(?:\n```json\n([\s\S]*?)```)?/g)].map(([, command, answer]) => ({
  command: command ?? '',
  answer: answer ?? null,
}));

/** Without what is another each time. */
function steady(answer: string): Json {
  const same = answer
    .replaceAll(/http:\/\/localhost:\d+/g, 'http://localhost')
    .replaceAll(/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}|[0-9a-f]{24}/g, 'ID')
    .replaceAll(/\d{4}-\d\d-\d\dT[\d:.]+Z/g, 'TIME')
    .replaceAll(/usher_scim_access_[\w.-]+/g, 'ACCESS TOKEN')
    .replaceAll(/"durationMs":\d+/g, '"durationMs":0');
  return JSON.parse(same) as Json;
}

it('docs/scim.md shows what the server does', { timeout: 120_000 }, async () => {
  const [, plant = ''] = /`plant\.json`:\n\n```json\n([\s\S]*?)```/.exec(text) ?? [];
  const folder = emptyFolder();
  writeFileSync(join(folder, 'plant.json'), plant);
  const usher = await runUsher({ env: { MONGODB_URI: uri, SCIM_SCHEMAS_DIR: folder } });
  const { items } = await usher.api<{ items: { id: string }[] }>('/organizations');
  const [setUp, ...examples] = blocks.filter(({ command }) => !command.includes('usher.js'));
  const env: NodeJS.ProcessEnv = {
    PATH: process.env.PATH,
    ORG: items[0]?.id,
    API_KEY: usher.apiKey,
    TOKEN: usher.token,
  };
  const [, P = ''] = /^P=(\S+)$/m.exec(text) ?? [];
  const functions = (setUp?.command ?? '').replace(/^BASE=.*$/m, '');
  for (const { command, answer } of examples) {
    const script = `${functions}\n${command}`.replaceAll('http://localhost:3000', usher.url);
    const { stdout } = await bash('bash', ['-c', script], { env: { ...env, BASE: usher.scimUrl, P } });
    const got = steady(stdout);
    if (answer === null) expect(got).not.toHaveProperty('status');
    else expect(got).toEqual(steady(answer));
    const { id, clientSecret } = JSON.parse(stdout) as { id: string; clientSecret?: string };
    env.ID ??= id;
    if (clientSecret !== undefined) Object.assign(env, { CLIENT_ID: id, CLIENT_SECRET: clientSecret });
  }
  expect(examples.filter(({ answer }) => answer !== null).length).toBeGreaterThan(6);
});
