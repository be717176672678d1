/** `usher apply` and `usher export`, against a running server. */
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join, resolve } from 'node:path';
import mongoose from 'mongoose';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { z } from 'zod';
import { describePlan } from '../../src/cli/declarative/carry-out.ts';
import { exportFile } from '../../src/cli/declarative/export.ts';
import { setUpFile } from '../../src/cli/declarative/file/schema.ts';
import { createUser } from '../../src/domain/directory/create-user.ts';
import { signIn } from '../../src/domain/entry/sign-in/sign-in.ts';
import { connect, disconnect } from '../../src/storage/connection.ts';
import { claimsOf, context, person, policy, setOrganizationRole } from '../support/domain.ts';
import { freePort } from '../support/ports.ts';
import { applyTo, fileOf, planOf, runCommand, testServer, watched } from './set-up.ts';

vi.setConfig({ testTimeout: 60_000 });

const docs = resolve(import.meta.dirname, '../../docs');
const { usher, api, uri } = testServer();
// For people who come in at a provider, which no file can do.
beforeAll(() => connect(uri));
afterAll(disconnect);
const secret = 'the-client-secret-of-acme';
const nothing = '= nothing to do';

/** An organization for one test, beside the default one. */
let counter = 0;
function newName(): string {
  counter += 1;
  return `Organization ${counter}`;
}

const file = (name: string, rest = '') => `apiVersion: usher/v1\norganizations:\n  - name: ${name}\n${indented(rest)}`;
const indented = (text: string) => text.replaceAll(/^(?=.)/gm, '    ');

type Named = { readonly id: string; readonly name: string };
async function idOf(name: string): Promise<string> {
  const found = (await api().list<Named>('/organizations')).filter((organization) => organization.name === name);
  expect(found).toHaveLength(1);
  return (found[0] as Named).id;
}

async function namesIn(name: string, list: string): Promise<string[]> {
  return (await api().list<Named>(`/organizations/${await idOf(name)}${list}`)).map((item) => item.name);
}

describe('the example of the documentation', () => {
  const [, example = ''] = /```yaml\n([\s\S]*?)```/.exec(readFileSync(join(docs, 'declarative.md'), 'utf8')) ?? [];
  const run = (...args: string[]) =>
    runCommand(['apply', '-f', fileOf(example), ...args], {
      USHER_URL: usher().url,
      BOOTSTRAP_API_KEY: usher().apiKey,
      ACME_OIDC_SECRET: secret,
    });

  it('is planned, and nothing changes in a dry run', async () => {
    const before = await exportFile(api());
    const planned = await run('--dry-run');
    expect(planned.code).toBe(0);
    expect(planned.output).toContain('~ organization Default: name Default -> Acme');
    expect(planned.output).toContain('+ workspace Research');
    expect(planned.output).toContain('+ role Reviewer: description Reads, and exports reports, rank 300');
    expect(planned.output).toContain('+ SSO connection Acme Okta: issuer https://acme.okta.example');
    expect((await run('--dry-run', '--detailed-exitcode')).code).toBe(2);
    expect(await exportFile(api())).toBe(before);
  });

  it('is not applied without a terminal to ask at, unless --yes says so', async () => {
    const { code, output } = await run();
    expect(code).toBe(1);
    expect(output).toContain('Nothing was changed: there is no terminal to ask at');
    expect(await exportFile(api())).not.toContain('Research');
  });

  it('is applied, and applied again it writes nothing', async () => {
    const first = await run('--yes');
    expect(first.output).toMatch(/\d+ changes made/);
    expect(first.output).toMatch(/acme\.example is not verified yet: add the TXT record "usher-verification=/);
    expect(first.code).toBe(0);
    const again = await run('--yes');
    expect(again.output).toContain(nothing);
    expect(again.code).toBe(0);
    const seen = watched(api());
    expect(await applyTo(seen, example, { environment: {} })).toBe(nothing);
    expect(seen.writes).toEqual([]);
  });

  it('is exported without its secret, and the export changes nothing where it came from', async () => {
    const { code, output } = await runCommand(['export'], { USHER_URL: usher().url, USHER_API_KEY: usher().apiKey });
    expect(code).toBe(0);
    expect(output).not.toContain(secret);
    expect(output).toContain(`clientSecret: \${ACME_ACME_OKTA_CLIENT_SECRET}`);
    expect(output).toContain('group: Data Science');
    const seen = watched(api());
    expect(await applyTo(seen, output)).toBe(nothing);
    expect(seen.writes).toEqual([]);
  });

  it('comes from the standard input too', () => {
    const { stdout, stderr, status } = spawnSync(
      process.execPath,
      [resolve(docs, '../dist/cli/usher.js'), 'apply', '-f', '-', '--yes'],
      { input: example, env: { USHER_URL: usher().url, USHER_API_KEY: usher().apiKey }, encoding: 'utf8' },
    );
    expect(stderr).toBe('');
    expect(stdout).toContain(nothing);
    expect(status).toBe(0);
  });

  it('never shows the secret', async () => {
    for (const args of [['--dry-run'], ['--yes'], ['--yes', '--send-secrets']]) {
      const { output } = await run(...args);
      expect(output).not.toContain(secret);
    }
  });

  it('is described by the JSON Schema for editors', async () => {
    const schema = `${JSON.stringify(z.toJSONSchema(setUpFile, { io: 'input' }), null, 2)}\n`;
    await expect(schema).toMatchFileSnapshot(join(docs, 'usher.schema.json'));
  });
});

describe('a plan', () => {
  it('says what a field was and what it becomes, and leaves what the file does not say', async () => {
    const name = newName();
    const roles = (rank: number, more = '') =>
      file(name, `roles:\n  - name: Reviewer\n    rank: ${rank}\n    permissions: [workspace:read${more}]\n`);
    await applyTo(api(), roles(300).replace('rank: 300', 'rank: 300\n        description: Reads'));
    expect(await applyTo(api(), roles(320, ', workspace:write'))).toContain(
      '~ role Reviewer: rank 300 -> 320, permissions + workspace:write',
    );
    expect(await exportFile(api(), name)).toContain('description: Reads');
    expect(describePlan(await planOf(api(), file(name)))).toBe(nothing);
  });

  it('makes a connection that signs with a key without any secret, and exports it so', async () => {
    const name = newName();
    const lines = [
      'name: Acme',
      'issuer: https://idp.example',
      'clientId: usher',
      'clientAuthentication: private_key_jwt',
    ];
    const text = file(name, `ssoConnections:\n  - ${lines.join('\n    ')}\n`);
    expect(await applyTo(api(), text)).toContain('+ SSO connection Acme');
    const exported = await exportFile(api(), name);
    expect(exported).toContain('clientAuthentication: private_key_jwt');
    expect(exported).not.toContain('clientSecret');
    expect(describePlan(await planOf(api(), exported))).toBe(nothing);
  });

  it('lets people in by the own provider only, once an administrator has come in by it, and exports that', async () => {
    const name = newName();
    const lines = ['name: Acme', 'issuer: https://idp.example', 'clientId: usher', `clientSecret: \${SECRET}`];
    const connection = `ssoConnections:\n  - ${lines.join('\n    ')}\n`;
    const text = file(name, `${connection}ssoOnly: true\n`);
    const given = { environment: { SECRET: secret } };
    await expect(applyTo(api(), text, given)).rejects.toThrow('Nothing shows yet that');
    expect(await exportFile(api(), name)).not.toContain('ssoOnly');
    const orgId = await idOf(name);
    const [own] = await api().list<Named>(`/organizations/${orgId}/sso-connections`);
    const { _id: memberId } = await createUser(context, orgId, person('ada', { externalId: 'sub-ada' }));
    const claims = claimsOf('ada@acme.test', { connectionId: own?.id ?? '', subject: 'sub-ada', emailTrusted: false });
    expect(await signIn(context, claims, policy)).toMatchObject({ outcome: 'signed-in' });
    await setOrganizationRole(context, orgId, memberId, 'Organization Admin');
    expect(await applyTo(api(), text, given)).toContain('~ only by the own identity provider: off -> on');
    expect(await exportFile(api(), name)).toContain('ssoOnly: true');
    expect(describePlan(await planOf(api(), text, given))).toBe(nothing);
    expect(await applyTo(api(), file(name, 'ssoOnly: false\n'))).toContain('on -> off');
  });

  it('takes the first workspace for a new organization, so that there is no other', async () => {
    const name = newName();
    expect(await applyTo(api(), file(name, 'workspaces: [Research, Sales]\n'))).toMatch(/\+ workspace Research\n/);
    expect(await namesIn(name, '/workspaces')).toEqual(['Research', 'Sales']);
  });

  it('swaps ranks, and makes way for a new role in the place of a pruned one', async () => {
    const name = newName();
    const roles = (ranks: Record<string, number>) =>
      file(
        name,
        `roles:\n${Object.entries(ranks)
          .map(([role, rank]) => `  - {name: ${role}, rank: ${rank}}\n`)
          .join('')}`,
      );
    const ranks = async () => {
      const all = await api().list<Named & { rank: number; builtIn: boolean }>(
        `/organizations/${await idOf(name)}/roles`,
      );
      return Object.fromEntries(all.filter(({ builtIn }) => !builtIn).map((role) => [role.name, role.rank]));
    };
    await applyTo(api(), roles({ A: 300, B: 310, C: 320 }));
    expect(await applyTo(api(), roles({ A: 310, B: 320, C: 300 }))).toContain('for now, to make way');
    expect(await ranks()).toEqual({ A: 310, B: 320, C: 300 });
    await applyTo(api(), roles({ D: 310, B: 300 }), { prune: true });
    expect(await ranks()).toEqual({ D: 310, B: 300 });
    expect(describePlan(await planOf(api(), roles({ D: 310, B: 300 })))).toBe(nothing);
  });

  it('takes a permission out of the roles before it goes, and gives it after it is declared', async () => {
    const name = newName();
    const both = (permission: string) =>
      file(
        name,
        `applicationPermissions:\n  - name: ${permission}\nroles:\n  - {name: A, permissions: ['${permission}']}\n`,
      );
    await applyTo(api(), both('reports:export'));
    await applyTo(api(), both('reports:print'), { prune: true });
    expect(await namesIn(name, '/application-permissions')).toEqual(['reports:print']);
  });

  it('makes another organization the default one', async () => {
    const name = newName();
    const [before] = (await api().list<Named & { isDefault: boolean }>('/organizations')).filter(
      ({ isDefault }) => isDefault,
    );
    const old = `  - name: ${before?.name}\n`;
    expect(await applyTo(api(), file(name, 'default: true\n') + old)).toContain(`~ default organization: ${name}`);
    expect(await applyTo(api(), file(before?.name as string, 'default: true\n'))).toContain('~ default organization');
    expect(await exportFile(api())).toMatch(new RegExp(`- name: ${before?.name}\\n +default: true`));
  });
});

describe('pruning', () => {
  const full =
    'workspaces: [Research, Sales]\nroles:\n  - {name: Reviewer, rank: 300}\n' +
    'mappings:\n  - {group: Data, workspaces: {Sales: Reviewer}}\n  - {group: Ops, organizationRole: Organization User}\n';

  it('deletes only when asked, and only kinds that the file speaks of', async () => {
    const name = newName();
    await applyTo(api(), file(name, full));
    const less = file(name, 'mappings:\n  - {group: ops, organizationRole: Organization User}\n');
    expect(describePlan(await planOf(api(), less))).toBe(nothing);
    expect(await applyTo(api(), less, { prune: true })).toBe(
      `Organization ${name}\n  - mapping of group Data, with what it gave\n\n0 to add, 0 to change, 1 to delete`,
    );
    expect(await namesIn(name, '/workspaces')).toEqual(['Research', 'Sales']);
    expect(await namesIn(name, '/roles')).toContain('Reviewer');
  });

  it('deletes users before what they use', async () => {
    const name = newName();
    await applyTo(api(), file(name, full));
    await applyTo(api(), file(name, 'workspaces: [Research]\nroles: []\nmappings: []\n'), { prune: true });
    expect(await exportFile(api(), name)).not.toMatch(/Sales|Reviewer|Data/);
  });

  it('does not leave what is mapped in a workspace that goes', async () => {
    const name = newName();
    await applyTo(api(), file(name, full));
    const yaml = file(
      name,
      'workspaces: [Research]\nmappings:\n  - {group: Data, workspaces: {Sales: Workspace Viewer}}\n',
    );
    await expect(planOf(api(), yaml, { prune: true })).rejects.toThrow(
      /usher\.yaml:6:\d+: There is no workspace "Sales" in the file or in the organization; there are Research\./,
    );
  });

  it('deletes organizations that no file names, when asked for that, but never the default or a personal one', async () => {
    const [kept, gone, own] = [newName(), newName(), newName()];
    for (const name of [kept, gone, own]) await applyTo(api(), file(name));
    await makePersonal(await idOf(own));
    const everything = await exportFile(api());
    const yaml = everything.replace(new RegExp(`  - name: ${gone}\n(?:    .*\n)*`), '');
    expect(describePlan(await planOf(api(), yaml, { prune: true }))).toBe(nothing);
    const only = `Organization ${gone}\n  - organization ${gone}, with everything in it\n\n0 to add, 0 to change, 1 to delete`;
    expect(await applyTo(api(), yaml, { pruneOrganizations: true })).toBe(only);
    const left = (await api().list<Named & { isDefault: boolean }>('/organizations')).map(({ name }) => name);
    expect(left).toContain(own);
    expect(left).not.toContain(gone);
    const plan = describePlan(await planOf(api(), file(kept), { pruneOrganizations: true }));
    const [byDefault] = (await api().list<Named & { isDefault: boolean }>('/organizations')).filter(
      (one) => one.isDefault,
    );
    expect(plan).not.toContain(`organization ${byDefault?.name},`);
    expect(plan).not.toContain(`organization ${own},`);
  });
});

/** A personal organization, without the person's sign-in that makes one. */
async function makePersonal(id: string): Promise<void> {
  const client = await new mongoose.mongo.MongoClient(uri).connect();
  try {
    const { modifiedCount } = await client
      .db()
      .collection<{ _id: string }>('organizations')
      .updateOne({ _id: id }, { $set: { kind: 'personal' } });
    expect(modifiedCount).toBe(1);
  } finally {
    await client.close();
  }
}

describe('personal organizations', () => {
  it('are left alone: a file means a shared one of the name, and the export has none', async () => {
    const name = newName();
    await applyTo(api(), file(name));
    await makePersonal(await idOf(name));
    expect(await exportFile(api())).not.toContain(`name: ${name}\n`);
    expect(await applyTo(api(), file(name, 'workspaces: [Research]\n'))).toContain(`+ organization ${name}`);
    const both = (await api().list<Named & { kind: string }>('/organizations')).filter((one) => one.name === name);
    expect(both.map(({ kind }) => kind).toSorted()).toEqual(['personal', 'shared']);
  });
});

describe('secrets', () => {
  const connection = (more: string) =>
    `ssoConnections:\n  - name: Okta\n    issuer: https://idp.acme.example\n    clientId: usher\n${more}`;

  it('are named by the place of the variable that is missing, and nothing is changed', async () => {
    const name = newName();
    const yaml = file(name, connection(`    clientSecret: \${NOT_THERE}\n`));
    await expect(planOf(api(), yaml)).rejects.toThrow(/usher\.yaml:8:23: The variable NOT_THERE is not set/);
    expect((await api().list<Named>('/organizations')).map((one) => one.name)).not.toContain(name);
  });

  it('are asked for where a connection is new', async () => {
    await expect(planOf(api(), file(newName(), connection('')))).rejects.toThrow(
      /usher\.yaml:5:9: The connection "Okta" needs its client secret: write clientSecret: \$\{/,
    );
  });

  it.each(['clientSecret: s3cret-in-the-file', 'clientSecret: {value: s3cret-in-the-file}', 'clientSecret: ""'])(
    'do not stand in the file (%s)',
    async (line) => {
      const failed = planOf(api(), file(newName(), connection(`    ${line}\n`))).catch((error: Error) => error.message);
      expect(await failed).toMatch(/usher\.yaml:8:23: .*Secrets do not belong in the file: write \$\{NAME\}/);
      expect(await failed).not.toContain('s3cret');
    },
  );

  it('are sent with another issuer, and again when asked, and not else', async () => {
    const name = newName();
    const yaml = file(name, connection('    clientSecret: {fromEnv: OKTA}\n'));
    const environment = { OKTA: secret };
    await applyTo(api(), yaml, { environment });
    expect(await applyTo(api(), yaml)).toBe(nothing);
    expect(await applyTo(api(), yaml, { environment, sendSecrets: true })).toContain(
      '~ SSO connection Okta: client secret from the environment',
    );
    const moved = yaml.replace('idp.acme', 'idp2.acme');
    await expect(planOf(api(), moved)).rejects.toThrow('The variable OKTA is not set');
    expect(await applyTo(api(), moved, { environment })).toContain(
      'issuer https://idp.acme.example -> https://idp2.acme.example, client secret from the environment',
    );
  });
});

describe('a run that is cut short', () => {
  it('says what was done and where it stopped, and a second run goes on from there', async () => {
    const name = newName();
    const yaml = file(
      name,
      'workspaces: [Research, Sales]\nroles:\n  - {name: Reviewer, rank: 300}\nmappings:\n  - {group: Data, workspaces: {Sales: Reviewer}}\n',
    );
    for (let made = 0; ; made += 1) {
      const cut = watched(api(), 1);
      const outcome = await applyTo(cut, yaml).catch((error: Error) => error.message);
      if (outcome === nothing || !outcome.startsWith('Stopped')) break;
      expect(outcome).toMatch(
        /^Stopped after \d of \d changes, in organization .* at\n {2}\+ .*\nthe connection is down\n/,
      );
      expect(cut.writes).toHaveLength(1);
      expect(made).toBeLessThan(10);
    }
    expect(await applyTo(api(), yaml)).toBe(nothing);
    expect(await namesIn(name, '/workspaces')).toEqual(['Research', 'Sales']);
  });

  it('tells what the server refused', async () => {
    const name = newName();
    await applyTo(api(), file(name, 'workspaces: [Research]\n'));
    const yaml = file(name, 'applicationPermissions:\n  - name: workspace:own\n');
    await expect(applyTo(api(), yaml)).rejects.toThrow(
      /^Stopped after 0 of 1 changes, in organization .* at\n {2}\+ application permission workspace:own\nPUT .* was answered 400 reserved_permission: /,
    );
  });
});

describe('faults', () => {
  it('are told all at once with their lines, and nothing is asked of the server', async () => {
    const yaml = [
      'apiVersion: usher/v2',
      'organizations:',
      '  - name: Acme',
      '    workspaces: [Research, Research, 2024]',
      '    rolls: []',
      '    roles:',
      '      - name: Reviewer',
      '        rank: high',
      '      - name: Reviewer',
      '        colour: red',
      '    ssoConnections:',
      `      - {name: Okta, issuer: "ftp://x", clientId: "\${CLIENT_ID}"}`,
      '  - workspaces: [A]',
    ].join('\n');
    const { code, output } = await runCommand(['apply', '-f', 'usher.yaml', '--yes'], {}, folderWith(yaml));
    expect(code).toBe(1);
    const lines = output.trim().split('\n');
    expect(lines).toEqual(
      [
        /^There are 10 faults:$/,
        /^usher\.yaml:1:13: apiVersion: Write apiVersion: usher\/v1\.$/,
        /^usher\.yaml:4:38: organizations\[0\]\.workspaces\[2\]: Write a text, in quotes/,
        /^usher\.yaml:8:15: organizations\[0\]\.roles\[0\]\.rank: Write a whole number\.$/,
        /^usher\.yaml:10:9: Unknown key "colour": remove it\.$/,
        /^usher\.yaml:12:30: organizations\[0\]\.ssoConnections\[0\]\.issuer: /,
        /^usher\.yaml:5:5: Unknown key "rolls": remove it\.$/,
        /^usher\.yaml:13:5: organizations\[1\]: Say which one it is: give it a name, or default: true\.$/,
        /^usher\.yaml:4:28: The workspace "Research" is declared twice\.$/,
        /^usher\.yaml:9:15: The role "Reviewer" is declared twice\.$/,
        /^usher\.yaml:12:51: Only clientSecret is read from the environment/,
      ].map((pattern) => expect.stringMatching(pattern)),
    );
  });

  it.each<[string, string, RegExp]>([
    ['no YAML', 'organizations: [', /^.*usher\.yaml:1:\d+: .*Flow sequence/],
    ['a key twice', 'apiVersion: usher/v1\napiVersion: usher/v1\n', /^.*usher\.yaml:2:1: Map keys must be unique/],
    ['nothing', '', /^.*usher\.yaml:1:1: .*expected object/],
    ['several documents', 'a: 1\n---\nb: 2\n', /usher\.yaml:2:1: Here a second document begins/],
    ['an alias to nothing', 'organizations: *none\n', /usher\.yaml:1:16: There is no anchor &none/],
  ])('are told of a file with %s', async (_, yaml, message) => {
    await expect(planOf(api(), yaml)).rejects.toThrow(message);
  });

  it('name references to what is not there, with their lines', async () => {
    const rest =
      'workspaces: [Research]\nmappings:\n  - group: Data\n    workspaces:\n      Reserch: Workspace Viewer\n      Research: Reviewer\n  - group: Empty\nssoSettings:\n  workspaces: [Sales]\n  workspaceRole: Boss\n';
    const failed = await planOf(api(), file(newName(), rest)).catch((error: Error) => error.message);
    expect(failed).toMatch(/usher\.yaml:8:20: There is no workspace "Reserch" .*there are Research\.\n/);
    expect(failed).toMatch(/usher\.yaml:9:21: There is no role "Reviewer" .*Workspace Admin/);
    expect(failed).toMatch(/usher\.yaml:10:9: The mapping of "Empty" gives nothing/);
    expect(failed).toMatch(/usher\.yaml:12:20: There is no workspace "Sales"/);
    expect(failed).toMatch(/usher\.yaml:13:22: There is no role "Boss"/);
  });

  it('refuse ranks that are taken, and permissions that nobody declared', async () => {
    const name = newName();
    await applyTo(api(), file(name, 'roles:\n  - {name: Old, rank: 300}\n'));
    const roles =
      'roles:\n  - {name: A, rank: 300}\n  - {name: B, rank: 500}\n  - {name: C, rank: 7, permissions: ["x:y"]}\n';
    const failed = await planOf(api(), file(name, roles)).catch((error: Error) => error.message);
    expect(failed).toMatch(/:5:\d+: The rank 300 of "A" is that of "Old"/);
    expect(failed).toMatch(/:6:\d+: The rank 500 of "B" is that of "Workspace Editor"/);
    expect(failed).toMatch(/:7:\d+: There is no permission "x:y"/);
  });

  it('refuse one organization in two entries, and two default ones', async () => {
    const other = fileOf(file('Twice', 'default: true\n'), 'other.yaml');
    const yaml = `${file('Twice')}  - {name: Thrice, default: true}\n`;
    const { output } = await runCommand(['apply', '-f', other, '-f', fileOf(yaml)], { USHER_API_KEY: usher().apiKey });
    expect(output).toMatch(/usher\.yaml:3:11: The organization "Twice" is declared at .*other\.yaml:3:5 already\./);
    expect(output).toMatch(/usher\.yaml:4:29: .*other\.yaml:4:14 is the default one already\./);
  });

  it('refuse a name that two organizations have', async () => {
    const name = newName();
    await api().call('POST', '/organizations', { name });
    await api().call('POST', '/organizations', { name });
    await expect(planOf(api(), file(name))).rejects.toThrow(
      new RegExp(`usher\\.yaml:3:11: There are 2 organizations named "${name}" \\(`),
    );
    await expect(exportFile(api(), name)).rejects.toThrow(`There are several organizations named "${name}"`);
    const twins = (await api().list<Named>('/organizations')).filter((one) => one.name === name);
    for (const { id } of twins) await api().call('DELETE', `/organizations/${id}`);
  });

  it.each<[string, () => Promise<string>, object, RegExp]>([
    [
      'a wrong key',
      async () => usher().url,
      { USHER_API_KEY: 'wrong' },
      /GET \/organizations\?limit=500 was answered 401 unauthenticated/,
    ],
    ['no key', async () => usher().url, {}, /There is no API key: set USHER_API_KEY/],
    [
      'a server that is down',
      async () => `http://localhost:${await freePort()}`,
      { USHER_API_KEY: 'x' },
      /Usher does not answer at http:\/\/localhost:\d+ \(ECONNREFUSED\)/,
    ],
    ['no address', async () => 'usher', { USHER_API_KEY: 'x' }, /The address of Usher is no URL/],
    [
      'another server',
      anotherServer,
      { USHER_API_KEY: 'x' },
      /was answered 301 at .*It sends on to https:\/\/elsewhere\.example/,
    ],
  ])('tell in one line of %s', async (_, url, env, message) => {
    const { code, output } = await runCommand(['apply', '-f', fileOf(file('X'))], { USHER_URL: await url(), ...env });
    expect(code).toBe(1);
    expect(output).toMatch(message);
    expect(output.trim().split('\n')).toHaveLength(1);
  });

  it('of the command line change nothing: a misspelt option, no file, a file that is not there', async () => {
    const env = { USHER_URL: usher().url, USHER_API_KEY: usher().apiKey };
    const name = newName();
    const misspelt = await runCommand(['apply', '-f', fileOf(file(name)), '--yes', '--dryrun'], env);
    expect(misspelt).toMatchObject({ code: 2, output: expect.stringContaining("Unknown option '--dryrun'") });
    expect((await runCommand(['apply', '--yes'], env)).output).toContain('usher apply -f usher.yaml');
    expect((await runCommand(['apply', '-f', 'none.yaml'], env)).output).toContain('none.yaml cannot be read (ENOENT)');
    expect((await runCommand(['export', '--organization', name], env)).output).toContain(
      `There is no organization "${name}"`,
    );
  });
});

function folderWith(yaml: string): string {
  return resolve(fileOf(yaml), '..');
}

/** Sends everybody on to another address, as a proxy does that speaks https only. */
async function anotherServer(): Promise<string> {
  const server = createServer((_request, response) => {
    response.writeHead(301, { location: 'https://elsewhere.example/' }).end();
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  server.unref();
  return `http://localhost:${(server.address() as AddressInfo).port}`;
}
