import { execFile } from 'node:child_process';
import { cp, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

/** A file to plant, its text, and the rule that must catch it; null where every rule must be content. */
type Planted = readonly [path: string, text: string, rule: string | null];

const restricted = 'lint/style/noRestrictedImports';
const layers = ['storage', 'domain', 'http', 'scim', 'oidc', 'api', 'cli'];
const doors = ['scim', 'oidc', 'api', 'cli'];
const imports = (source: string) => `import { x } from '${source}';\n\nexport const y = x;\n`;

/** What each layer must not import: whatever stands above it, and the other doors. */
const forbidden: Record<string, readonly string[]> = {
  storage: ['domain', 'http', ...doors],
  domain: ['http', ...doors],
  http: doors,
  ...Object.fromEntries(doors.map((door) => [door, doors.filter((other) => other !== door)])),
};

/** The layers of the domain, each of which knows those before it. */
const domainLayers = [
  'kernel',
  'model',
  'operation',
  'access',
  'entry',
  'directory',
  'administration',
  'audit',
  'webhooks',
];

/** The layers of the console in the browser, each of which knows those before it. */
const consoleLayers = ['lib', 'ui', 'features', 'app'];

/** Package -> the only places that may import it. */
const owners: Record<string, readonly string[]> = {
  mongoose: ['storage'],
  'mongodb-memory-server-core': ['storage/embedded'],
  scimmy: [],
  passport: ['oidc'],
  'openid-client': ['oidc'],
  'oidc-provider': ['oidc'],
};

const web = ['express', 'express-session', 'connect-mongo', 'node:http'];

const planted: readonly Planted[] = [
  ...layers.flatMap((layer) =>
    layers
      .filter((other) => other !== layer)
      .map((other): Planted => {
        const caught = forbidden[layer]?.includes(other);
        return [`src/${layer}/to-${other}.ts`, imports(`../${other}/thing.ts`), caught ? restricted : null];
      }),
  ),
  ...domainLayers.flatMap((layer, at) =>
    domainLayers
      .filter((other) => other !== layer)
      .map((other): Planted => {
        const caught = domainLayers.indexOf(other) > at;
        return [`src/domain/${layer}/to-${other}.ts`, imports(`../${other}/thing.ts`), caught ? restricted : null];
      }),
  ),
  ...domainLayers.map((layer): Planted => [`src/domain/${layer}/to-api.ts`, imports('../../api/thing.ts'), restricted]),
  ['src/domain/model/folder/deep.ts', imports('../../access/grants/thing.ts'), restricted],
  ['src/domain/entry/up-by-type.ts', "import type { X } from '../directory/x.ts';\n\nexport type Y = X;\n", restricted],
  ...['server', 'main', 'start'].flatMap((top) =>
    layers.map((layer): Planted => {
      const caught = layer !== 'cli' || top === 'server';
      return [`src/${layer}/to-${top}.ts`, imports(`../${top}.ts`), caught ? restricted : null];
    }),
  ),
  ...Object.entries(owners).flatMap(([name, places]) =>
    [...layers, 'storage/embedded'].map((layer): Planted => {
      const caught = !places.some((place) => layer === place || layer.startsWith(`${place}/`));
      return [`src/${layer}/package-${name}.ts`, imports(name), caught ? restricted : null];
    }),
  ),
  ...['storage', 'storage/embedded', 'domain'].flatMap((layer) =>
    web.map((name): Planted => [`src/${layer}/web-${name.replace(':', '-')}.ts`, imports(name), restricted]),
  ),
  ['src/domain/access/deep.ts', imports('../../scim/filter/compile.ts'), restricted],
  ['src/domain/access/type-only.ts', "import type { X } from '../../api/x.ts';\n\nexport type Y = X;\n", restricted],
  ['src/domain/access/dynamic.ts', "export const y = () => import('../../oidc/x.ts');\n", restricted],
  ['src/domain/access/sub-path.ts', imports('openid-client/passport'), restricted],
  ['src/scim/schema/coerce.ts', "import * as scimmy from 'scimmy';\n\nexport const y = scimmy;\n", null],
  ['src/scim/schema/other.ts', "import * as scimmy from 'scimmy';\n\nexport const y = scimmy;\n", restricted],
  ['src/json.ts', imports('./domain/thing.ts'), restricted],
  ['src/html.ts', imports('./domain/thing.ts'), restricted],
  ['src/server.ts', imports('mongoose'), restricted],
  ...['storage', ...doors].map(
    (layer): Planted => [`src/console/to-${layer}.ts`, imports(`../${layer}/thing.ts`), restricted],
  ),
  ['src/console/to-http.ts', imports('../http/thing.ts'), null],
  ...consoleLayers.flatMap((layer, at) => [
    [`src/console/${layer}/to-server.ts`, imports('../../http/thing.ts'), restricted] as Planted,
    ...consoleLayers
      .filter((other) => other !== layer)
      .map((other): Planted => {
        const caught = consoleLayers.indexOf(other) > at;
        // Features are folders, each a page.
        const [from, up] = layer === 'features' ? ['features/home', '../..'] : [layer, '..'];
        return [`src/console/${from}/to-${other}.ts`, imports(`${up}/${other}/thing.ts`), caught ? restricted : null];
      }),
  ]),
  ['src/client/to-json.ts', imports('../json.ts'), restricted],
  ['src/client/to-domain.ts', "import type { X } from '../domain/x.ts';\n\nexport type Y = X;\n", restricted],
  ['src/client/to-own.ts', imports('./to-json.ts'), null],
  ['src/console/app/to-router.ts', imports('../router.ts'), restricted],
  ['src/console/app/to-scim-page.ts', "export const y = () => import('../features/scim/scim-page.tsx');\n", null],
  ['src/console/features/people/to-ui.ts', imports('../../ui/button.tsx'), null],
  ['src/console/features/people/to-own.ts', imports('./people.ts'), null],
  ['src/console/features/people/to-other.ts', imports('../groups/groups-page.tsx'), restricted],
  ['src/console/features/people/to-app.ts', imports('../../app/shell.tsx'), restricted],

  [
    'src/domain/cycle-a.ts',
    "import { b } from './cycle-b.ts';\n\nexport const a = () => b;\n",
    'lint/suspicious/noImportCycles',
  ],
  [
    'src/domain/cycle-b.ts',
    "import { a } from './cycle-a.ts';\n\nexport const b = () => a;\n",
    'lint/suspicious/noImportCycles',
  ],
  [
    'src/domain/type-cycle-a.ts',
    "import type { B } from './type-cycle-b.ts';\n\nexport type A = B | null;\n",
    'lint/suspicious/noImportCycles',
  ],
  [
    'src/domain/type-cycle-b.ts',
    "import type { A } from './type-cycle-a.ts';\n\nexport type B = { a: A };\n",
    'lint/suspicious/noImportCycles',
  ],
  [
    'src/domain/extension.ts',
    "import { a } from './cycle-a';\n\nexport const c = a;\n",
    'lint/correctness/useImportExtensions',
  ],
  ['src/domain/undeclared.ts', imports('mongodb'), 'lint/correctness/noUndeclaredDependencies'],
  ['src/domain/test-package.ts', imports('vitest'), 'lint/correctness/noUndeclaredDependencies'],
  [
    'src/domain/floating.ts',
    'const save = async () => 1;\n\nexport const f = () => {\n  save();\n};\n',
    'lint/nursery/noFloatingPromises',
  ],
  [
    'src/domain/await-beside.ts',
    'export const f = async (a: () => Promise<number>) => Promise.all([a(), Number(await a())]);\n',
    'plugin',
  ],
  [
    'src/domain/await-before.ts',
    'export const f = async (a: () => Promise<number>) => {\n  const b = await a();\n  return Promise.all([a(), b]);\n};\n',
    null,
  ],
  [
    'src/domain/barrel.ts',
    "export { a } from './cycle-a.ts';\nexport { b } from './cycle-b.ts';\n",
    'lint/performance/noBarrelFile',
  ],
  ['src/domain/re-export.ts', "export * from './cycle-a.ts';\n", 'lint/performance/noReExportAll'],
  ['src/domain/default.ts', 'export default 1;\n', 'lint/style/noDefaultExport'],
  ['src/domain/enum.ts', 'export enum E {\n  A = 1,\n}\n', 'lint/style/noEnum'],
  [
    'src/domain/long.ts',
    Array.from({ length: 401 }, (_, n) => `export const n${n} = ${n};\n`).join(''),
    'lint/style/noExcessiveLinesPerFile',
  ],
  ['src/domain/non-null.ts', 'export const f = (x: string | null) => x!.length;\n', 'lint/style/noNonNullAssertion'],
  ['src/domain/env.ts', 'export const home = process.env.HOME;\n', 'lint/style/noProcessEnv'],
  ['src/domain/array.ts', 'export type A = Array<string>;\n', 'lint/style/useConsistentArrayType'],
  ['src/domain/camelCase.ts', 'export const a = 1;\n', 'lint/style/useFilenamingConvention'],
  [
    'src/domain/type-import.ts',
    "import { Y } from './access/type-only.ts';\n\nexport type Z = Y;\n",
    'lint/style/useImportType',
  ],
  ['src/domain/throw.ts', "export const f = () => {\n  throw 'no';\n};\n", 'lint/style/useThrowOnlyError'],
  ['src/domain/console.ts', "export const f = () => console.log('x');\n", 'lint/suspicious/noConsole'],
  ['src/domain/any.ts', 'export const f = (x: any) => x;\n', 'lint/suspicious/noExplicitAny'],
];

describe('the linter', () => {
  const checkout = fileURLToPath(new URL('../../', import.meta.url));
  let folder: string;
  let found: ReadonlyMap<string, readonly string[]>;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'usher-layers-'));
    const configuration = ['biome.json', 'scripts/no-await-beside-promises.grit', 'package.json', '.gitignore'];
    for (const file of configuration) await cp(join(checkout, file), join(folder, file));
    for (const [path, text] of planted) {
      await mkdir(join(folder, dirname(path)), { recursive: true });
      await writeFile(join(folder, path), text);
    }
    found = await lint(folder);
  }, 60_000);
  afterAll(() => rm(folder, { recursive: true, force: true }));

  it.each(planted.filter(([, , rule]) => rule !== null))('catches %s', (path, _text, rule) => {
    expect(found.get(path) ?? []).toContain(rule);
  });

  it.each(planted.filter(([, , rule]) => rule === null))('lets %s pass', (path) => {
    expect(found.get(path) ?? []).toEqual([]);
  });
});

/**
 * Folders that import each other in a circle, also by types: no reader can begin with any of them.
 * @param files path -> text
 */
function foldersInCircles(files: ReadonlyMap<string, string>): string[] {
  const into = new Map<string, Set<string>>();
  for (const [path, text] of files)
    for (const [, source = ''] of text.matchAll(/(?:from|import\() ?'(\.[^']+)'/g)) {
      const [from, to] = [dirname(path), dirname(join(dirname(path), source))];
      if (from !== to) into.set(from, (into.get(from) ?? new Set()).add(to));
    }
  const reached = (start: string) => {
    const seen = new Set<string>();
    const visit = (folder: string) => {
      for (const next of into.get(folder) ?? [])
        if (!seen.has(next)) {
          seen.add(next);
          visit(next);
        }
    };
    visit(start);
    return seen;
  };
  return [...into.keys()].filter((folder) => reached(folder).has(folder)).toSorted();
}

describe('folders', () => {
  it.each([
    ['src/domain', 150],
    ['src/api', 50],
  ])('of %s are in no circle', async (name, atLeast) => {
    const top = fileURLToPath(new URL(`../../${name}/`, import.meta.url));
    const paths = (await readdir(top, { recursive: true })).filter((path) => path.endsWith('.ts'));
    const files = new Map(
      await Promise.all(paths.map(async (path) => [path, await readFile(join(top, path), 'utf8')] as const)),
    );
    expect(files.size).toBeGreaterThan(atLeast);
    expect(foldersInCircles(files)).toEqual([]);
  });

  it('would be found in one, however they import', () => {
    const files = new Map([
      ['a/1.ts', "import { x } from '../b/1.ts';\n"],
      ['b/1.ts', "import { y } from './2.ts';\n"],
      ['b/2.ts', "import type { Z } from '../c/1.ts';\n"],
      ['c/1.ts', "const x = await import('../a/1.ts');\n"],
      ['d/1.ts', "import { x } from '../a/1.ts';\n"],
    ]);
    expect(foldersInCircles(files)).toEqual(['a', 'b', 'c']);
  });
});

/** File -> the rules that it breaks, by the checkout's own configuration. */
async function lint(folder: string): Promise<ReadonlyMap<string, readonly string[]>> {
  const require = createRequire(import.meta.url);
  const biome = join(dirname(require.resolve('@biomejs/biome/package.json')), 'bin', 'biome');
  const args = [biome, 'lint', '--reporter=json', '--max-diagnostics=none', '--diagnostic-level=warn', 'src'];
  const report = await new Promise<string>((done) => {
    execFile(process.execPath, args, { cwd: folder, maxBuffer: 64_000_000 }, (_failed, stdout) => done(stdout));
  });
  const { diagnostics } = JSON.parse(report) as { diagnostics: { category: string; location: { path: string } }[] };
  const found = new Map<string, string[]>();
  for (const { category, location } of diagnostics) {
    found.set(location.path, [...(found.get(location.path) ?? []), category]);
  }
  return found;
}
