/** What `npm pack` puts into the file that an operator installs. */
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { beforeAll, expect, it } from 'vitest';

const run = promisify(execFile);
let files: string[] = [];

beforeAll(async () => {
  const { stdout } = await run('npm', ['pack', '--dry-run', '--json', '--ignore-scripts'], { maxBuffer: 16_777_216 });
  files = (JSON.parse(stdout) as [{ files: { path: string }[] }])[0].files.map(({ path }) => path);
});

it('the packed file holds what runs, the pages, the schemas and the licence', () => {
  const needed = ['LICENSE', 'README.md', 'package.json', 'scripts/prepare.mjs', 'scim-schemas/user.json'];
  const built = [
    'main.js',
    'cli/usher.js',
    'storage/embedded/supervisor.js',
    'console/site/app/index.html',
    'guide/site/index.html',
  ];
  expect(files).toEqual(expect.arrayContaining([...needed, ...built.map((name) => `dist/${name}`)]));
});

it('and no source, test, setting or data', () => {
  const expected = /^(LICENSE|README\.md|package\.json|scripts\/prepare\.mjs|scim-schemas\/[\w-]+\.json|dist\/.+)$/;
  expect(files.filter((path) => !expected.test(path))).toEqual([]);
  expect(files.filter((path) => /(^|\/)(\.env(?!\.example$)|\.tsbuildinfo)|\.tsx?$/.test(path))).toEqual([]);
});
