import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';

const read = (name: string) => readFileSync(new URL(`../../${name}`, import.meta.url), 'utf8');

it('the image gets every file that its build needs', () => {
  const allowed = read('.dockerignore')
    .split('\n')
    .filter((line) => line.startsWith('!'))
    .map((line) => line.slice(1));
  const { build } = JSON.parse(read('package.json')).scripts as { build: string };
  const projects = build.match(/tsconfig[\w.]*\.json/g) ?? [];
  const bases = projects.map((name) => (JSON.parse(read(name)) as { extends: string }).extends.replace('./', ''));
  expect(projects).not.toEqual([]);
  expect(allowed).toEqual(
    expect.arrayContaining([
      ...projects,
      ...bases,
      'package.json',
      'package-lock.json',
      'src',
      'docs',
      '*.md',
      'docker',
    ]),
  );
});
