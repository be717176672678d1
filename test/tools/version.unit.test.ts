import { readdirSync, readFileSync } from 'node:fs';
import { expect, it } from 'vitest';

const read = (file: string) => readFileSync(file, 'utf8');
const { version } = JSON.parse(read('package.json')) as { version: string };

it('a release has one version: the package, its lock file, the chart, the changelog and the guides', () => {
  const lock = JSON.parse(read('package-lock.json')) as { version: string; packages: { '': { version: string } } };
  const chart = [...read('docker/helm/usher/Chart.yaml').matchAll(/^(?:appVersion|version): (\S+)$/gm)];
  const [released] = /(?<=^## \[)\d[^\]]*/m.exec(read('CHANGELOG.md')) ?? [];
  const guides = readdirSync('docs')
    .filter((name) => name.endsWith('.md'))
    .flatMap((name) => [...read(`docs/${name}`).matchAll(/usher[-:](\d+\.\d+\.\d+)/g)]);
  const named = [...chart, ...guides].map(([, each]) => each);
  expect(named.length).toBeGreaterThan(4);
  expect([lock.version, lock.packages[''].version, released, ...named].filter((each) => each !== version)).toEqual([]);
});
