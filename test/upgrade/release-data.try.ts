/**
 * Makes the data of a release that `data/` keeps, by its own server: RELEASE is its folder, built, and NAME what it is kept as.
 * docs/testing.md tells how. People come as Okta, as Entra ID and by signing in; whatever an organization can have is there.
 */
import { writeFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import mongoose from 'mongoose';
import { expect, it } from 'vitest';
import { entra } from '../../src/cli/identity-provider/entra.ts';
import { type DirectoryPerson, patchOp } from '../../src/cli/identity-provider/identity-provider.ts';
import { okta } from '../../src/cli/identity-provider/okta.ts';
import { type ScimClient, scimClient } from '../../src/cli/identity-provider/scim-client.ts';
import type { Json, JsonObject } from '../../src/json.ts';
import { logIn, startForeignProvider } from '../server/foreign-provider.ts';
import { ownDatabase } from '../support/mongod.ts';
import { type Browser, openBrowser } from '../support/oidc-browser.ts';
import { freePort } from '../support/ports.ts';
import { runUsher, until } from '../support/usher.ts';
import { fileOfRelease, type ReleaseData } from './release-data.ts';

const { RELEASE = '', NAME = '', COMMIT = '' } = process.env;
const database = ownDatabase();
const boss = 'boss@acme.example';
const password = 'seven grey herons at dawn';

it('the data of a release', async () => {
  const port = await freePort();
  const provider = await startForeignProvider([`http://localhost:${port}`]);
  const env = {
    ...provider.env,
    BASIC_AUTH_ENABLED: 'true',
    ENCRYPTION_KEY: 'the-encryption-key-of-a-release-that-was',
    INITIAL_ORG_NAME: 'Acme',
    INITIAL_ORG_ADMIN_EMAIL: boss,
    INITIAL_ORG_ADMIN_PASSWORD: password,
    OUTBOUND_ALLOWED_HOSTS: '127.0.0.1',
  };
  const usher = await runUsher({ release: RELEASE, port, env: { ...env, MONGODB_URI: database.uri } });

  const call = async (method: string, path: string, body?: object): Promise<JsonObject & { id: string }> => {
    const response = await fetch(`${usher.url}/api/v1${path}`, {
      method,
      headers: { authorization: `Bearer ${usher.apiKey}`, ...(body ? { 'content-type': 'application/json' } : {}) },
      ...(body ? { body: JSON.stringify(body) } : {}),
    });
    const text = await response.text();
    if (!response.ok) throw new Error(`${method} ${path} was answered ${response.status}: ${text}`);
    return text === '' ? { id: '' } : JSON.parse(text);
  };
  const rowsOf = async (path: string) => ((await call('GET', path)).items ?? []) as (JsonObject & { id: string })[];
  const idOf = async (path: string, field: string, value: string) =>
    (await rowsOf(path)).find((row) => row[field] === value)?.id ?? '';

  // Acme, by Okta.
  const acme = await idOf('/organizations', 'name', 'Acme');
  const asOkta = okta({ put: false });
  const client = scimClient(usher.scimUrl, usher.token, asOkta);
  const [ada, bob, cy, dee, eve] = await pushAll(asOkta.pushPerson, client, 'okta', [
    ...['ada', 'bob', 'cy', 'dee', 'eve'].map((name) => personOf(name, 'acme.example')),
  ]);
  const push = (displayName: string, ...ids: string[]) =>
    asOkta.pushGroup(client, { externalId: displayName, displayName }, ids);
  await push('Acme Organization Admins', ada as string);
  const viewers = await push('Acme Organization User:Workspace 1:Workspace Viewer', bob as string, cy as string);
  await push('Acme Organization User:Research:Workspace Editor', cy as string);
  await push('Everybody at Acme', ada as string, bob as string, cy as string);
  const gone = await push('Acme Organization User:Workspace 1:Workspace Admin', bob as string);
  await client.send('PATCH', `/Groups/${viewers}`, {
    body: patchOp({
      op: 'add',
      path: 'members',
      value: [{ value: await push('Contractors', dee as string), type: 'Group' }],
    }),
    expected: [200, 204],
  });
  await asOkta.deleteGroup(client, gone);
  await asOkta.setActive(client, eve as string, false);
  await client.send('DELETE', `/Users/${await asOkta.pushPerson(client, personOf('leaver', 'acme.example'))}`, {
    expected: [204],
  });
  const workspaces = `/organizations/${acme}/workspaces`;
  const one = await idOf(workspaces, 'name', 'Workspace 1');
  const { id: research } = await call('POST', workspaces, { name: 'Research' });
  const reader = await call('POST', `/organizations/${acme}/roles`, { name: 'Reader', basedOn: 'Workspace Viewer' });
  await call('POST', `/organizations/${acme}/scim/mappings`, {
    group: { displayName: 'Everybody at Acme' },
    targets: [{ workspaceId: research, workspaceRole: 'Reader' }],
  });
  await call('POST', `/organizations/${acme}/scim/mappings`, {
    group: { displayName: 'Those to come' },
    targets: [{ workspaceId: one, workspaceRole: 'Workspace Viewer' }],
  });
  const override = (role: object) => ({ effect: 'allow', reason: 'for the audit', expiresAt: null, ...role });
  await call('PUT', `${workspaces}/${research}/members/${bob}/override`, override({ role: 'Workspace Admin' }));
  await call('PUT', `${workspaces}/${one}/members/${cy}/override`, { effect: 'deny', reason: 'left', expiresAt: null });
  await call('POST', `/organizations/${acme}/webhooks`, { url: 'https://127.0.0.1:9/hook', events: ['user.*'] });
  await call('POST', `/organizations/${acme}/invitations`, {
    invitations: [
      { email: 'guest@elsewhere.example', workspaces: [{ workspaceId: one, role: 'Workspace Viewer' }] },
      { email: 'invited@elsewhere.example', organizationRole: 'Organization Viewer' },
    ],
  });

  // Globex, by Entra ID.
  const { id: globex } = await call('POST', '/organizations', { name: 'Globex', workspaceName: 'Lab' });
  const token = await call('POST', `/organizations/${globex}/scim/tokens`, { description: 'Entra' });
  const asEntra = entra({ compliant: false });
  const there = scimClient(usher.scimUrl, token.token as string, asEntra);
  const [fay, gus, hal] = await pushAll(asEntra.pushPerson, there, 'entra', [
    ...['fay', 'gus', 'hal'].map((name) => personOf(name, 'globex.example')),
  ]);
  const lab = { externalId: 'lab', displayName: 'Globex Organization User:Lab:Workspace Admin' };
  await asEntra.pushGroup(there, lab, [fay as string, gus as string]);
  await asEntra.setManager?.(there, fay as string, gus as string);
  const nameRole = (id: string, value: Json) =>
    there.send('PATCH', `/Users/${id}`, {
      body: patchOp({ op: 'Add', path: 'roles', value }),
      expected: [200, 204],
    });
  const appRole = JSON.stringify({ id: '18d1', value: 'OrganizationViewer', displayName: 'Organization Viewer' });
  await nameRole(hal as string, [{ primary: 'False', type: 'WindowsAzureActiveDirectoryRole', value: appRole }]);
  await nameRole(gus as string, [{ value: 'Organization Viewer' }]);
  await call('POST', `/organizations/${globex}/sso-connections`, {
    ...{ name: 'Globex SSO', issuer: provider.issuer, clientId: 'globex', clientSecret: 'a secret of Globex' },
  });
  await call('POST', `/organizations/${globex}/domains`, { name: 'globex.example' });

  // People come in.
  const people = [
    { sub: 'okta-bob', email: 'bob@acme.example' },
    { sub: 'sub-jo', email: 'jo@acme.example' },
  ];
  const invited = { sub: 'sub-invited', email: 'invited@elsewhere.example' };
  const unproven = { sub: 'sub-claimer', email: 'claimer@acme.example', emailVerified: false };
  const sessions: Record<string, string> = {};
  const apiKeys: Record<string, string> = { deployment: usher.apiKey };
  for (const person of [...people, invited, unproven]) {
    provider.add(person);
    const browser = openBrowser();
    const back = await logIn(browser, `${usher.url}/auth/login?connection=default`, person.sub);
    const { status, url: arrived, text } = await browser.visit(back);
    if (status !== 200) throw new Error(`${person.email} was answered ${status} at ${arrived}: ${text}`);
    sessions[person.email] = cookieOf(browser, usher.url);
    Object.assign(apiKeys, await personalKey(browser, usher.url, person.email));
  }
  const browser = openBrowser();
  const form = await browser.visit(`${usher.url}/auth/login`);
  const headers = { origin: usher.url, 'content-type': 'application/x-www-form-urlencoded' };
  const body = new URLSearchParams({ email: boss, password, returnTo: '/' }).toString();
  expect(form.text).toContain('name="password"');
  await browser.send(`${usher.url}/auth/login/basic`, { method: 'POST', headers, body });
  sessions[boss] = cookieOf(browser, usher.url);
  Object.assign(apiKeys, await personalKey(browser, usher.url, boss));
  apiKeys['service of Acme'] = (
    await call('POST', `/organizations/${acme}/service-keys`, { description: 'a program', scopes: ['read', 'write'] })
  ).token as string;
  const revoked = await call('POST', `/organizations/${acme}/scim/tokens`, { description: 'of before' });
  await call('DELETE', `/organizations/${acme}/scim/tokens/${revoked.id}`);
  expect(reader.id).toBeTruthy();

  await until(async () => (await unsealed(database.uri)) === 0);
  const answers = await answersOf(call, rowsOf);
  expect(await usher.stop()).toBe(0);
  await provider.stop();
  const data: ReleaseData = {
    about: { release: NAME, commit: COMMIT, schemaVersion: await versionOf(database.uri) },
    takenAt: new Date(),
    env: { ...env, OAUTH_CLIENT_SECRET: provider.env.OAUTH_CLIENT_SECRET as string },
    secrets: {
      scimTokens: { Acme: usher.token, Globex: token.token as string, revoked: revoked.token as string },
      apiKeys,
      sessions,
    },
    answers,
    collections: await dump(database.uri),
  };
  const text = mongoose.mongo.BSON.EJSON.stringify(data, undefined, 1);
  writeFileSync(fileOfRelease(NAME), gzipSync(text, { level: 9 }));
});

function personOf(name: string, domain: string): DirectoryPerson {
  const familyName = `${name.toUpperCase()}son`;
  const words = { givenName: name, familyName, title: 'Engineer', department: 'R&D' };
  return { externalId: `okta-${name}`, email: `${name}@${domain}`, ...words, active: true };
}

async function pushAll(
  pushPerson: (client: ScimClient, person: DirectoryPerson) => Promise<string>,
  client: ScimClient,
  prefix: string,
  people: readonly DirectoryPerson[],
): Promise<string[]> {
  const ids: string[] = [];
  for (const person of people)
    ids.push(await pushPerson(client, { ...person, externalId: person.externalId.replace('okta', prefix) }));
  return ids;
}

function cookieOf(browser: Browser, url: string): string {
  const value = browser.cookies(url).get('usher')?.value;
  if (value === undefined) throw new Error('nobody is signed in');
  return `usher=${value}`;
}

/** Later releases give one only to whom the provider says that they have just shown who they are; this one does not say. */
async function personalKey(browser: Browser, url: string, name: string): Promise<Record<string, string>> {
  const me = JSON.parse((await browser.send(`${url}/api/v1/me`)).text) as { csrfToken: string };
  const { text, status } = await browser.send(`${url}/api/v1/me/api-keys`, {
    method: 'POST',
    headers: { origin: url, 'x-csrf-token': me.csrfToken, 'content-type': 'application/json' },
    body: JSON.stringify({ description: 'mine', scopes: ['read', 'write'] }),
  });
  if (status !== 201 && status !== 401) throw new Error(`a key was answered ${status}: ${text}`);
  return status === 201 ? { [name]: (JSON.parse(text) as { token: string }).token } : {};
}

const lists = [
  'members',
  'workspaces',
  'roles',
  'invitations',
  'overrides',
  'service-keys',
  'webhooks',
  'sso-connections',
];
const more = ['scim/groups', 'scim/tokens', 'scim/mappings', 'domains'];

async function answersOf(
  call: (method: string, path: string) => Promise<JsonObject>,
  rowsOf: (path: string) => Promise<(JsonObject & { id: string })[]>,
): Promise<Record<string, Json>> {
  const paths = ['/organizations'];
  for (const { id } of await rowsOf('/organizations')) {
    const base = `/organizations/${id}`;
    paths.push(...[...lists, ...more].map((name) => `${base}/${name}?limit=500`));
    paths.push(`${base}/scim/settings`, `${base}/sso-settings`, `${base}/audit-events/verification`);
    for (const { id: member } of await rowsOf(`${base}/members?limit=500`))
      paths.push(`${base}/members/${member}`, `${base}/members/${member}/access`);
  }
  const answers: Record<string, Json> = {};
  for (const path of paths) answers[path] = await call('GET', path);
  return answers;
}

async function withDatabase<T>(uri: string, use: (db: mongoose.mongo.Db) => Promise<T>): Promise<T> {
  const client = await mongoose.mongo.MongoClient.connect(uri);
  try {
    return await use(client.db());
  } finally {
    await client.close();
  }
}

const unsealed = (uri: string) => withDatabase(uri, (db) => db.collection('events').countDocuments({ seq: null }));

const versionOf = (uri: string) =>
  withDatabase(uri, async (db) => Number((await db.collection('deployment').findOne({}))?.schemaVersion));

function dump(uri: string): Promise<ReleaseData['collections']> {
  return withDatabase(uri, async (db) => {
    const found = (await db.listCollections<{ name: string; options: JsonObject }>().toArray()).sort((a, b) =>
      a.name < b.name ? -1 : 1,
    );
    const all = await Promise.all(
      found.map(async ({ name, options }) => {
        const indexes = (await db.collection(name).indexes()).filter((index) => index.name !== '_id_');
        const documents = await db.collection(name).find({}).sort({ _id: 1 }).toArray();
        return [name, { options, indexes: indexes.map(({ v, ...index }) => index), documents }] as const;
      }),
    );
    return Object.fromEntries(all);
  });
}
