/** What `npm pack` puts into the file that an operator installs, and what a program has of it that imports `usher/client`. */
import { execFile, spawn } from 'node:child_process';
import { cp, mkdir, readFile, symlink, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { signIn, startForeignProvider } from '../server/foreign-provider.ts';
import { testDatabase } from '../support/mongod.ts';
import { openBrowser } from '../support/oidc-browser.ts';
import { freePort } from '../support/ports.ts';
import { emptyFolder, runUsher, type Usher, until } from '../support/usher.ts';

const run = promisify(execFile);
const database = testDatabase();
let files: string[] = [];
/** Of an application that has installed the packed file. */
let folder: string;

beforeAll(async () => {
  folder = emptyFolder();
  const pack = ['pack', '--json', '--ignore-scripts', '--pack-destination', folder];
  const { stdout } = await run('npm', pack, { maxBuffer: 16_777_216 });
  const [packed] = JSON.parse(stdout) as [{ filename: string; files: { path: string }[] }];
  files = packed.files.map(({ path }) => path);
  const installed = join(folder, 'node_modules/usher');
  await mkdir(installed, { recursive: true });
  await run('tar', ['-xzf', join(folder, packed.filename), '-C', installed, '--strip-components', '1']);
  // What it depends on is what is installed here.
  await symlink(resolve('node_modules'), join(installed, 'node_modules'));
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
  const client = ['client/client.js', 'client/client.d.ts', 'client/api-types.d.ts'];
  expect(files).toEqual(expect.arrayContaining([...needed, ...[...built, ...client].map((name) => `dist/${name}`)]));
});

it('and no source, test, setting or data', () => {
  const expected = /^(LICENSE|README\.md|package\.json|scripts\/prepare\.mjs|scim-schemas\/[\w-]+\.json|dist\/.+)$/;
  expect(files.filter((path) => !expected.test(path))).toEqual([]);
  const types = /^dist\/client\/.+\.d\.ts$/;
  expect(
    files.filter((path) => /(^|\/)(\.env(?!\.example$)|\.tsbuildinfo)|\.tsx?$/.test(path) && !types.test(path)),
  ).toEqual([]);
});

it('the bill of materials names every package that comes with it, with licence and checksum', async () => {
  const { stdout } = await run('npm', ['run', '--silent', 'sbom'], { maxBuffer: 67_108_864 });
  const { bomFormat, metadata, components } = JSON.parse(stdout) as BillOfMaterials;
  const { version, dependencies } = JSON.parse(await readFile('package.json', 'utf8')) as Manifest;
  expect([bomFormat, metadata.component.purl]).toEqual(['CycloneDX', `pkg:npm/usher@${version}`]);
  const shipped = components.filter(({ properties }) => !properties.some(({ name }) => name.endsWith(':development')));
  expect(shipped.map(({ purl }) => purl.replace(/^pkg:npm\/|@[^@]*$/g, '').replace('%40', '@'))).toEqual(
    expect.arrayContaining(Object.keys(dependencies)),
  );
  // Old ones tell their licence in its text only (licences.unit.test.ts).
  const untold = shipped.filter(({ licenses, hashes }) => !licenses || !hashes).map(({ purl }) => purl);
  expect(untold.filter((purl) => !/\/(pause|passport-strategy)@/.test(purl))).toEqual([]);
});

type Manifest = { readonly version: string; readonly dependencies: object };
type Component = {
  readonly purl: string;
  readonly properties: readonly { readonly name: string }[];
  readonly licenses?: readonly unknown[];
  readonly hashes?: readonly unknown[];
};
type BillOfMaterials = {
  readonly bomFormat: string;
  readonly metadata: { readonly component: { readonly purl: string } };
  readonly components: readonly Component[];
};

const program = `
import { type Schemas, UsherError, usher, verifyWebhook } from 'usher/client';

const api = usher({ url: 'https://usher.example', key: 'usher_key_...', timeout: 5_000 });
const path = { org: 'o' };
const verdict: Schemas['Verdict'] = await api.check({ organization: 'o', account: 'a', permission: 'members:read' });
const made = await api.post('/organizations/{org}/workspaces', { path, body: { name: 'Research' } });
const gone: undefined = await api.delete('/organizations/{org}/workspaces/{ws}', { path: { org: 'o', ws: made.id } });
for await (const { status } of api.list('/organizations/{org}/members', { path, query: { status: 'active' } }))
  console.log(status satisfies Schemas['Member']['status'], verdict.allowed, gone);
const csv: string = await api.get('/organizations/{org}/member-export', { path });
const message = verifyWebhook({ secret: csv, headers: new Headers(), body: '' });
if (message.type === 'webhook.test') console.log(message.data.webhookId);
else console.log(message.data.seq);
if (made instanceof UsherError) console.log(made.code);
await api.get('/organizations');

// @ts-expect-error nobody is named
await api.check({ organization: 'o', permission: 'members:read' });
// @ts-expect-error two are named
await api.check({ organization: 'o', permission: 'members:read', account: 'a', member: 'm' });
// @ts-expect-error there is no such path
await api.get('/organisations');
// @ts-expect-error it has no such method
await api.post('/permissions');
// @ts-expect-error the path needs an organization
await api.get('/organizations/{org}/members');
// @ts-expect-error there is no such status
await api.get('/organizations/{org}/members', { path, query: { status: 'asleep' } });
// @ts-expect-error the body lacks its name
await api.post('/organizations/{org}/workspaces', { path, body: {} });
// @ts-expect-error this is no list
api.list('/organizations/{org}', { path });
// @ts-expect-error the answer has no such field
console.log(verdict.permitted);
`;

describe('a program with usher/client', () => {
  beforeAll(async () => {
    await writeFile(join(folder, 'package.json'), JSON.stringify({ type: 'module' }));
    await writeFile(join(folder, 'program.ts'), program);
    await cp('docs/examples/reports.mjs', join(folder, 'reports.mjs'));
    await symlink(resolve('node_modules/@types'), join(folder, 'node_modules/@types'));
  });

  it.each([
    ['nodenext', 'nodenext'],
    ['esnext', 'bundler'],
  ])('is held to the API by the compiler: module %s, resolution %s', async (module, moduleResolution) => {
    const checks = { strict: true, noEmit: true, allowJs: true, checkJs: true, exactOptionalPropertyTypes: true };
    const compilerOptions = { target: 'es2023', types: ['node'], module, moduleResolution, ...checks };
    const project = join(folder, `${moduleResolution}.json`);
    await writeFile(project, JSON.stringify({ compilerOptions, files: ['program.ts', 'reports.mjs'] }));
    const { stdout } = await run('node_modules/.bin/tsc', ['-p', project]).catch((error: { stdout: string }) => error);
    expect(stdout).toBe('');
  });
});

describe('the example application', () => {
  const secrets: { webhook?: string } = {};
  const boss = { sub: 'boss', email: 'boss@acme.test' };
  const ada = { sub: 'ada', email: 'ada@acme.test' };
  let provider: Awaited<ReturnType<typeof startForeignProvider>>;
  let server: Usher;
  let address: string;
  let account: string;
  let memberPath: string;
  let output = '';
  const stops: (() => void)[] = [];

  type Me = { account: { id: string }; organizations: { id: string; memberId: string }[] };
  const accountOf = async (sub: string): Promise<Me> => {
    const browser = openBrowser();
    await signIn(browser, `${server.url}/auth/login`, sub);
    return JSON.parse((await browser.visit(`${server.url}/api/v1/me`)).text) as Me;
  };

  beforeAll(async () => {
    const [port, ownPort] = [await freePort(), await freePort()];
    provider = await startForeignProvider([`http://localhost:${port}`]);
    for (const person of [boss, ada]) provider.add(person);
    const env = { MONGODB_URI: database.uri, OUTBOUND_ALLOWED_HOSTS: '127.0.0.1', INITIAL_ORG_ADMIN_EMAIL: boss.email };
    server = await runUsher({ port, env: { ...provider.env, ...env } });
    await accountOf(boss.sub);
    const me = await accountOf(ada.sub);
    const [{ id: org, memberId } = { id: '', memberId: '' }] = me.organizations;
    account = me.account.id;
    const at = `/organizations/${org}`;
    const { items } = await server.api<{ items: { id: string }[] }>(`${at}/workspaces`);
    const workspace = items[0]?.id ?? '';
    memberPath = `${at}/workspaces/${workspace}/members/${memberId}/override`;
    address = `http://127.0.0.1:${ownPort}`;
    const body = { url: `${address}/usher`, events: ['*'] };
    secrets.webhook = (await server.api<{ secret: string }>(`${at}/webhooks`, { method: 'POST', body })).secret;
    const settings = {
      USHER_URL: server.url,
      USHER_KEY: server.apiKey,
      USHER_WEBHOOK_SECRET: secrets.webhook,
      ORGANIZATION: org,
      WORKSPACE: workspace,
      PORT: String(ownPort),
    };
    const child = spawn(process.execPath, ['reports.mjs'], { cwd: folder, env: settings });
    stops.push(() => child.kill());
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (part) => (output += part));
    await until(() => output.includes('The reports are open.'));
  });
  afterAll(async () => {
    for (const stop of stops) stop();
    await server?.stop();
    await provider?.stop();
  });

  const open = async (headers = {}) => {
    const response = await fetch(address, { headers });
    return { status: response.status, text: await response.text() };
  };

  it('shows its page to whom Usher lets, and turns everybody else away', async () => {
    expect(await open()).toMatchObject({ status: 401 });
    const { status, text } = await open({ 'x-usher-account': account });
    expect([status, text]).toEqual([200, expect.stringContaining('Workspace Editor')]);
    expect(await open({ 'x-usher-account': 'nobody' })).toMatchObject({ status: 403 });
  });

  it('hears by a webhook that somebody has lost the role, and asks anew', async () => {
    expect(await open({ 'x-usher-account': account })).toMatchObject({ status: 200 });
    await server.api(memberPath, { method: 'PUT', body: { effect: 'deny' } });
    await until(() => output.includes('membership.changed'));
    expect(await open({ 'x-usher-account': account })).toMatchObject({ status: 403 });
    await server.api(memberPath, { method: 'DELETE' });
    await until(() => output.split('membership.changed').length === 3);
    expect(await open({ 'x-usher-account': account })).toMatchObject({ status: 200 });
  });

  it('believes no webhook that Usher has not signed', async () => {
    const headers = { 'webhook-id': 'msg_1', 'webhook-timestamp': '1', 'webhook-signature': 'v1,AAAA' };
    expect((await fetch(`${address}/usher`, { method: 'POST', headers, body: '{}' })).status).toBe(401);
  });

  it('lets nobody in while Usher is away', async () => {
    await server.stop();
    const { status } = await open({ 'x-usher-account': 'somebody-else' });
    expect(status).toBe(503);
  });
});
