/** A server of the release before and one of this beside each other, as in an upgrade from one to the next: RELEASE is the folder of the one before, built, NAME its data. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { patchOp, scimUrns } from '../../src/cli/identity-provider/identity-provider.ts';
import { runCommand } from '../cli/set-up.ts';
import { ownDatabase } from '../support/mongod.ts';
import { runUsher, type Usher, until } from '../support/usher.ts';
import { expectAnswersKept, expectSecretsKept } from './kept.ts';
import { dataOf, storeRelease } from './release-data.ts';

const { RELEASE = '', NAME = '' } = process.env;
const data = dataOf(NAME);
const { uri } = ownDatabase();
const env = { ...data.env, MONGODB_URI: uri };
const secrets = { token: data.secrets.scimTokens.Acme as string, apiKey: data.secrets.apiKeys.deployment as string };
let before: Usher;
let now: Usher;

beforeAll(async () => {
  await storeRelease(data, uri);
  before = await runUsher({ release: RELEASE, env, ...secrets });
  now = await runUsher({ env, ...secrets });
});
afterAll(() => Promise.all([before?.stop(), now?.stop()]));

const newUser = async (at: Usher, userName: string) => {
  const { status, body } = await at.scim('POST', '/Users', { schemas: [scimUrns.user], userName });
  expect(status, JSON.stringify(body)).toBe(201);
  return body.id;
};
const roleOf = async (at: Usher, org: string, id: string) =>
  (await at.api<{ organizationRole: string | null }>(`/organizations/${org}/members/${id}`)).organizationRole;
const commandSays = async (...args: string[]) => {
  const { code, output } = await runCommand(args, env);
  expect(code, output).toBe(0);
  return output;
};

it('both serve what was there, and what either writes', async () => {
  await expectAnswersKept(data, now);
  await expectSecretsKept(data, now);
  await expectSecretsKept(data, before);
  const members: string[] = [];
  for (let n = 0; n < 10; n += 1)
    for (const [at, name] of [
      [before, 'before'],
      [now, 'now'],
    ] as const)
      members.push(await newUser(at, `${name}-${n}@beside.example`));
  const displayName = 'Beside Organization User:Workspace 1:Workspace Viewer';
  const value = members.map((id) => ({ value: id }));
  const made = await before.scim('POST', '/Groups', { schemas: [scimUrns.group], displayName, members: value });
  expect(made.status).toBe(201);
  for (const at of [now, before]) {
    expect((await at.scim('GET', `/Groups/${made.body.id}`)).body.members).toHaveLength(members.length);
    const removal = patchOp({ op: 'remove', path: `members[value eq "${members.pop()}"]` });
    expect((await at.scim('PATCH', `/Groups/${made.body.id}`, removal)).status).toBeLessThan(300);
  }
  for (const at of [before, now]) {
    expect((await at.scim('GET', `/Groups/${made.body.id}`)).body.members).toHaveLength(18);
    expect((await at.scim('GET', '/Users?filter=userName co "beside"&count=0')).body.totalResults).toBe(20);
  }
  expect(await commandSays('audit', 'verify')).toMatch(/events hold/);
  expect(await commandSays('access', 'rebuild', '--check')).not.toMatch(/drift = [1-9]/);
});

it('roles that the one before writes are read by the other within minutes', async () => {
  const [{ id: org }] = (await now.api<{ items: [{ id: string }] }>('/organizations')).items;
  await now.api(`/organizations/${org}/scim/settings`, { method: 'PATCH', body: { rolesEnabled: true } });
  const id = await newUser(now, 'named@beside.example');
  const add = patchOp({ op: 'add', path: 'roles', value: [{ value: 'Organization Viewer' }] });
  expect((await before.scim('PATCH', `/Users/${id}`, add)).status).toBe(200);
  await until(async () => (await roleOf(now, org, id)) === 'Organization Viewer');
});

it('the one before starts again on the data, and this one after it makes whole what that has changed', async () => {
  await before.stop();
  before = await runUsher({ release: RELEASE, env, ...secrets });
  await newUser(before, 'again@beside.example');
  await expectSecretsKept(data, before);
  await before.stop();
  await now.stop();
  now = await runUsher({ env, ...secrets });
  const { output } = await runCommand(['doctor'], env);
  expect(output).toMatch(/^ok +database: all validators are there$/m);
  expect(output).toMatch(/^ok +database: all indexes are there$/m);
  expect(await commandSays('access', 'rebuild', '--check')).not.toMatch(/drift = [1-9]/);
}, 120_000);
