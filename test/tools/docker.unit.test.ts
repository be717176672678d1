import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

const read = (name: string) => readFileSync(new URL(`../../${name}`, import.meta.url), 'utf8');
const { version, scripts } = JSON.parse(read('package.json')) as { version: string; scripts: { build: string } };
const dockerfile = read('docker/Dockerfile');

describe('the image', () => {
  const allowed = read('.dockerignore')
    .split('\n')
    .filter((line) => line.startsWith('!'))
    .map((line) => line.slice(1));

  it('gets every file that its build needs', () => {
    const projects = scripts.build.match(/tsconfig[\w.]*\.json/g) ?? [];
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

  it('gets every file that its instructions name', () => {
    const copied = [...dockerfile.matchAll(/^COPY (?!--from)(.+) \S+$/gm)].flatMap(([, names = '']) =>
      names.split(' '),
    );
    expect(copied).toContain('package.json');
    const missing = copied.filter((name) => !name.startsWith('tsconfig') && !allowed.includes(name));
    expect(missing).toEqual([]);
    const local = Object.values(JSON.parse(read('package.json')).devDependencies as Record<string, string>)
      .filter((source) => source.startsWith('file:'))
      .map((source) => source.slice('file:'.length));
    expect(copied).toEqual(expect.arrayContaining(local));
  });

  it('says its version, starts on the Node that it was built with, and not as root', () => {
    const versions = [...dockerfile.matchAll(/image\.version="(.*)"/g)].map(([, label]) => label);
    expect(versions).toEqual([version, version]);
    expect(dockerfile.match(/^FROM node:.*/gm)).toEqual(['FROM node:24-bookworm-slim AS build']);
    expect(dockerfile.match(/^COPY --from=build \/usr\/local\/bin\/node .*/gm)).toHaveLength(2);
    expect(dockerfile.match(/^USER .*/gm)).toEqual(['USER 1000:1000', 'USER 1000:1000']);
  });
});

it('a set of values for the chart is there for each snapshot', () => {
  const sets = readdirSync(new URL('../../docker/helm/usher/ci', import.meta.url));
  const snapshots = readdirSync(new URL('helm-sets', import.meta.url));
  expect(snapshots.map((name) => name.replace('.yaml', '-values.yaml')).sort()).toEqual(sets.sort());
});
