/** What the image holds: the steps of its Dockerfile after the build, taken here, leave a server that runs and writes nothing. */
import { spawn, spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { ownDatabase } from '../support/mongod.ts';
import { freePort } from '../support/ports.ts';
import { until } from '../support/usher.ts';

const root = new URL('../../', import.meta.url).pathname;
const database = ownDatabase();
const folder = mkdtempSync(join(tmpdir(), 'usher-image-'));
afterAll(() => rmSync(folder, { recursive: true }));

const filesOf = (...path: string[]) =>
  readdirSync(join(folder, ...path), { recursive: true, encoding: 'utf8' }).filter((name) =>
    statSync(join(folder, ...path, name)).isFile(),
  );
const usher = (...args: string[]) => [join(folder, 'dist/cli/usher.js'), ...args] as const;

beforeAll(async () => {
  const inputs = [
    'package.json',
    'package-lock.json',
    'LICENSE',
    'scripts',
    'src',
    'docs',
    'docker',
    'dist',
    'scim-schemas',
  ];
  const besides = readdirSync(root).filter((name) => /^tsconfig.*\.json$|\.md$/.test(name));
  for (const name of [...inputs, ...besides]) cpSync(join(root, name), join(folder, name), { recursive: true });
  // Links are enough of packages, as these are only taken away; npm writes its own list anew.
  mkdirSync(join(folder, 'node_modules'));
  spawnSync('cp', ['-al', `${join(root, 'node_modules')}/.`, join(folder, 'node_modules')]);
  rmSync(join(folder, 'node_modules/.package-lock.json'), { force: true });
  rmSync(join(folder, 'node_modules/.cache'), { recursive: true, force: true });
  const dockerfile = readFileSync(join(root, 'docker/Dockerfile'), 'utf8').replaceAll(/^ *#.*\n/gm, '');
  const [, steps = ''] = /^RUN npm run build && ([\s\S]*?[^\\])$/m.exec(dockerfile) ?? [];
  expect(steps).toContain('npm prune');
  const shell = steps.replace('rm dist/.tsbuildinfo', 'rm -f dist/.tsbuildinfo');
  const { status, stderr } = spawnSync('sh', ['-ec', shell], { cwd: folder, encoding: 'utf8' });
  if (status !== 0) throw new Error(stderr);
}, 120_000);

it('has what was built, and of packages what runs, with their licences', () => {
  expect(readdirSync(folder).sort()).toEqual(['LICENSE', 'dist', 'node_modules', 'package.json', 'scim-schemas']);
  const { devDependencies } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as {
    devDependencies: Record<string, string>;
  };
  const packages = readdirSync(join(folder, 'node_modules'));
  expect(packages).toContain('express');
  expect(packages.filter((name) => name in devDependencies)).toEqual([]);
  const files = filesOf('node_modules');
  expect(files.filter((name) => /\.(map|[cm]?ts)$/.test(name))).toEqual([]);
  expect(files.filter((name) => /licen[cs]e/i.test(name)).length).toBeGreaterThan(150);
  // 43 MB on 30 November 2026. What makes it much more is to be noticed.
  const bytes = files.reduce((sum, name) => sum + statSync(join(folder, 'node_modules', name)).size, 0);
  expect(bytes / 1e6).toBeLessThan(60);
});

it('serves, answers the probes, ends by SIGTERM, and has written nothing', async () => {
  const before = filesOf();
  const [port, metricsPort] = [await freePort(), await freePort()];
  const env = {
    PATH: process.env.PATH,
    NODE_ENV: 'production',
    HOST: '127.0.0.1',
    PORT: String(port),
    METRICS_PORT: String(metricsPort),
    PUBLIC_URL: 'https://usher.example.com',
    AUTH_TYPE: 'basic',
    MONGODB_URI: database.uri,
  };
  const shown = spawnSync(process.execPath, usher('config'), { cwd: folder, env, encoding: 'utf8' });
  expect([shown.status, shown.stdout]).toEqual([0, expect.stringContaining('https://usher.example.com')]);

  const child = spawn(process.execPath, usher('start'), { cwd: folder, env, stdio: ['ignore', 'pipe', 'pipe'] });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (output += chunk));
  const ended = new Promise<number | NodeJS.Signals | null>((done) => {
    child.once('close', (code, signal) => done(code ?? signal));
  });
  try {
    const ask = (path: string, at = port) => fetch(`http://127.0.0.1:${at}${path}`, { redirect: 'manual' });
    await until(async () => {
      if (child.exitCode !== null) throw new Error(output);
      return ask('/readyz').then(
        ({ ok }) => ok,
        () => false,
      );
    });
    for (const path of ['/livez', '/api/v1/openapi.json', '/docs', '/auth/login'])
      expect([path, (await ask(path)).status]).toEqual([path, expect.toSatisfy((status) => status < 400)]);
    expect((await ask('/metrics', metricsPort)).status).toBe(200);
    child.kill('SIGTERM');
    expect(await ended).toBe(0);
  } finally {
    child.kill('SIGKILL');
  }
  expect(filesOf()).toEqual(before);
});
