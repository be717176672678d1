/** Under which licences the packages stand that Usher runs on or builds into its pages, and what they do at installation. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

type Locked = {
  readonly link?: boolean;
  readonly dev?: boolean;
  readonly license?: string;
  readonly hasInstallScript?: boolean;
  readonly dependencies?: Readonly<Record<string, string>>;
};

const { packages } = JSON.parse(readFileSync('package-lock.json', 'utf8')) as { packages: Record<string, Locked> };
const table = /## In the browser\n([\s\S]*)/.exec(readFileSync('docs/dependencies.md', 'utf8'))?.[1] ?? '';
const rows = table.split('\n').filter((line) => line.startsWith('| `'));
const inPages = rows.flatMap((row) =>
  [...(row.split('|')[1] ?? '').matchAll(/`([^`]+)`/g)].map(([, name = '']) => name),
);

/** These packages, and all that they depend on. */
function withDependencies(names: readonly string[], found = new Set<string>()): Set<string> {
  for (const name of names) {
    const path = `node_modules/${name}`;
    if (found.has(path) || !packages[path] || packages[path].link) continue;
    found.add(path);
    withDependencies(Object.keys(packages[path].dependencies ?? {}), found);
  }
  return found;
}

const atRunTime = Object.entries(packages).flatMap(([path, { dev, link }]) =>
  path.startsWith('node_modules/') && !dev && !link ? [path] : [],
);
const shipped = [...new Set([...atRunTime, ...withDependencies(inPages)])];

/** Those that docs/dependencies.md allows; the last one is that of the typeface. */
const allowed = [
  'MIT',
  'ISC',
  'BSD-2-Clause',
  'BSD-3-Clause',
  'Apache-2.0',
  '0BSD',
  'BlueOak-1.0.0',
  'MIT-0',
  'Unlicense',
  'OFL-1.1',
];
/** Old packages whose text of the licence alone says it. */
const toldByText = new Map([
  ['node_modules/passport-strategy', 'MIT'],
  ['node_modules/pause', 'MIT'],
]);
const allows = (licence: string) =>
  licence
    .replace(/^\(|\)$/g, '')
    .split(' OR ')
    .some((each) => allowed.includes(each));

describe('what Usher ships', () => {
  it('is known: packages at run time, and those of the pages', () => {
    expect(atRunTime.length).toBeGreaterThan(100);
    expect(inPages).toEqual(expect.arrayContaining(['react', 'openapi-react-query', 'swagger-ui-dist']));
  });

  it('stands under licences that ask for no more than their text', () => {
    const others = shipped.flatMap((path) => {
      const licence = packages[path]?.license ?? toldByText.get(path) ?? 'no licence';
      return allows(licence) ? [] : [`${path}: ${licence}`];
    });
    expect(others).toEqual([]);
  });

  it('runs nothing when it is installed', () => {
    expect(shipped.filter((path) => packages[path]?.hasInstallScript)).toEqual([]);
  });
});
