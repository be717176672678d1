/** `usher token` and `usher key`, as operators and scripts run them. */
import { spawnSync } from 'node:child_process';
import { resolve } from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import { testDatabase } from '../support/mongod.ts';
import { runCommand, testServer } from './set-up.ts';

vi.setConfig({ testTimeout: 60_000 });

const admin = { email: 'root@acme.example', password: 'correct horse battery' };
const { usher, api } = testServer(testDatabase(), {
  AUTH_TYPE: 'basic',
  INITIAL_ORG_ADMIN_EMAIL: admin.email,
  INITIAL_ORG_ADMIN_PASSWORD: admin.password,
});

type Made = {
  id: string;
  token: string;
  description: string;
  scopes: string[];
  expiresAt: string | null;
  lastUsedAt: string | null;
};
type Organization = { id: string };

const run = (...typed: string[]) => runAs(usher().apiKey, ...typed);
const runAs = (key: string, ...typed: string[]) => runCommand(typed, { USHER_URL: usher().url, USHER_API_KEY: key });

async function made(...typed: string[]): Promise<Made> {
  const { code, output } = await run(...typed, '--json');
  expect(code).toBe(0);
  return JSON.parse(output) as Made;
}

/** The first personal key, which its owner makes in the console. */
async function firstKeyOf({ email, password }: typeof admin): Promise<string> {
  const origin = usher().url;
  const signedIn = await fetch(`${origin}/auth/login/basic`, {
    method: 'POST',
    headers: { origin },
    body: new URLSearchParams({ email, password }),
    redirect: 'manual',
  });
  const cookie = signedIn.headers
    .getSetCookie()
    .map((line) => line.split(';')[0])
    .join('; ');
  const me = (await (await fetch(`${origin}/api/v1/me`, { headers: { cookie } })).json()) as { csrfToken: string };
  const made = await fetch(`${origin}/api/v1/me/api-keys`, {
    method: 'POST',
    headers: { cookie, origin, 'x-csrf-token': me.csrfToken, 'content-type': 'application/json' },
    body: JSON.stringify({ description: 'First' }),
  });
  return ((await made.json()) as Made).token;
}

const scimStatus = async (token: string, method = 'GET') => {
  const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/scim+json' };
  const init = method === 'GET' ? { headers } : { headers, method, body: '{}' };
  return (await fetch(`${usher().scimUrl}/Users`, init)).status;
};

const apiStatus = async (key: string) =>
  (await fetch(`${usher().url}/api/v1/organizations`, { headers: { authorization: `Bearer ${key}` } })).status;

describe('usher token', () => {
  it('makes a token whose secret alone is on the standard output, lists it without, and revokes it', async () => {
    const { stdout, stderr, status } = spawnSync(
      process.execPath,
      [resolve(import.meta.dirname, '../../dist/cli/usher.js'), 'token', 'create', '--description', 'Okta of Acme'],
      { env: { USHER_URL: usher().url, USHER_API_KEY: usher().apiKey }, encoding: 'utf8' },
    );
    expect(status).toBe(0);
    expect(stdout).toMatch(/^usher_scim_\S+\n$/);
    const secret = stdout.trim();
    expect(stderr).toMatch(
      /^SCIM token of organization Default: Okta of Acme \(\w+\), for read and write, until it is revoked\./,
    );
    expect(stderr).not.toContain(secret);
    expect(await scimStatus(secret)).toBe(200);

    const listed = await run('token', 'list');
    expect(listed.output).toMatch(/^ID +SCOPES +ENDS +LAST USED +CREATED +DESCRIPTION$/m);
    const [, id = ''] = /^(\w+) +read,write +never .* Okta of Acme$/m.exec(listed.output) ?? [];
    expect(listed.output).not.toContain(secret);

    expect((await run('token', 'revoke', id)).output).toMatch(/^Nothing was revoked: there is no terminal to ask at\./);
    expect(await scimStatus(secret)).toBe(200);
    const revoked = await run('token', 'revoke', id, '--yes');
    expect(revoked).toEqual({ code: 0, output: `Revoked: SCIM token Okta of Acme (${id}) of organization Default\n` });
    expect(await scimStatus(secret)).toBe(401);
    expect((await run('token', 'list')).output).not.toContain(id);
  });

  it('prints one JSON object and nothing else with --json, with scopes, end and strictness as typed', async () => {
    const token = await made(
      'token',
      'create',
      '--description',
      'Reader',
      '--scopes',
      'read',
      '--expires',
      '2099-01-31',
      '--strict',
    );
    expect(token).toMatchObject({
      description: 'Reader',
      scopes: ['read'],
      expiresAt: '2099-01-31T00:00:00.000Z',
      strict: true,
    });
    expect(await scimStatus(token.token)).toBe(200);
    expect(await scimStatus(token.token, 'POST')).toBe(403);
    const { code, output } = await run('token', 'list', '--json');
    expect(code).toBe(0);
    const { items } = JSON.parse(output) as { items: Made[] };
    const { token: _, lastUsedAt: __, ...rest } = token;
    expect(items.find(({ id }) => id === token.id)).toMatchObject(rest);
    expect(output).not.toContain(token.token);
  });

  it('is of the organization that is named, by name or id', async () => {
    const acme = await api().call<Organization>('POST', '/organizations', { name: 'Acme' });
    const byName = await made('token', 'create', '--description', 'By name', '--organization', 'Acme');
    const byId = await made('token', 'create', '--description', 'By id', '--organization', acme.id);
    const { items } = JSON.parse((await run('token', 'list', '--json', '--organization', 'Acme')).output) as {
      items: Made[];
    };
    expect(items.map(({ id }) => id)).toEqual([byId.id, byName.id]);
    // A token of Acme is none of the default organization's.
    const elsewhere = await run('token', 'revoke', byName.id, '--yes');
    expect(elsewhere).toEqual({ code: 1, output: expect.stringMatching(/was answered 404 .*\n$/) });

    const twin = await api().call<Organization>('POST', '/organizations', { name: 'Acme' });
    const { code, output } = await run('token', 'list', '--organization', 'Acme');
    expect(code).toBe(1);
    expect(output).toMatch(/^There are 2 organizations named Acme: name it by its id, /);
    expect(output).toContain(acme.id);
    expect(output).toContain(twin.id);
    const none = await run('token', 'list', '--organization', 'Nowhere');
    expect(none).toEqual({
      code: 1,
      output: expect.stringMatching(/^There is no organization Nowhere that this key sees: say .*Default \(/),
    });
  });

  it.each<[string, string[], RegExp]>([
    ['no description', ['token', 'create'], /^Add --description: What it is for/],
    [
      'a scope that is none',
      ['token', 'create', '--description', 'x', '--scopes', 'admin'],
      /^--scopes admin: write read/,
    ],
    [
      'an end that is none',
      ['token', 'create', '--description', 'x', '--expires', 'soon'],
      /^--expires soon: write days/,
    ],
    ['a time without its zone', ['key', 'create', '--description', 'x', '--expires', '2099-01-31T12:00'], /^--expires/],
    ['no id', ['token', 'revoke'], /^Add ID: /],
    [
      'a personal key of an organization',
      ['key', 'list', '--personal', '--organization', 'Acme'],
      /^--personal keys belong/,
    ],
    ['an option of the other kind', ['key', 'create', '--description', 'x', '--strict'], /^Unknown option '--strict'/],
  ])('refuses %s with 2', async (_, typed, message) => {
    const { code, output } = await run(...typed);
    expect(output).toMatch(message);
    expect(code).toBe(2);
  });

  it('tells what the server refuses, and prints nothing that could be taken for a token', async () => {
    const { code, output } = await run('token', 'create', '--description', 'Late', '--expires', '2001-01-01', '--json');
    expect(code).toBe(1);
    expect(output).toMatch(/expiresAt.* Here it is --expires\.$/m);
    expect(output).not.toMatch(/usher_scim|^\{/m);
  });
});

describe('usher key', () => {
  it('makes a service key that lasts as long as it was typed, which makes and revokes by itself', async () => {
    const key = await made('key', 'create', '--description', 'Nightly', '--expires', '30d');
    expect(await apiStatus(key.token)).toBe(200);
    const days = (new Date(key.expiresAt ?? 0).getTime() - Date.now()) / 86_400_000;
    expect(Math.round(days)).toBe(30);
    // It sees one organization, its own: nobody needs to name it.
    const own = await runAs(
      key.token,
      'key',
      'create',
      '--description',
      'Handed on',
      '--scopes',
      'read',
      '--expires',
      '29d',
      '--json',
    );
    expect(own.code).toBe(0);
    const handedOn = JSON.parse(own.output) as Made;
    const listed = await runAs(handedOn.token, 'key', 'list');
    expect(listed.output).toMatch(new RegExp(`^${handedOn.id} +read +\\d{4}-.* Handed on$`, 'm'));
    const refused = await runAs(handedOn.token, 'key', 'revoke', key.id, '--yes');
    expect(refused).toEqual({ code: 1, output: expect.stringMatching(/insufficient_scope/) });
    expect((await runAs(key.token, 'key', 'revoke', handedOn.id, '--yes')).code).toBe(0);
    expect(await apiStatus(handedOn.token)).toBe(401);
  });

  it('of a program cannot be personal, and says so', async () => {
    const { code, output } = await run('key', 'create', '--personal', '--description', 'Mine');
    expect(code).toBe(1);
    expect(output).toMatch(/POST \/me\/api-keys was answered 4/);
  });

  it('of a person makes, lists and revokes keys of their own', async () => {
    const first = await firstKeyOf(admin);
    const { code, output } = await runAs(
      first,
      'key',
      'create',
      '--personal',
      '--description',
      'Laptop',
      '--expires',
      '20d',
    );
    expect(code).toBe(0);
    expect(output).toMatch(/^API key of your own: Laptop \(\w+\), for read and write, until \d{4}-/);
    const [secret = ''] = /^usher_key_\S+$/m.exec(output) ?? [];
    expect(await apiStatus(secret)).toBe(200);
    const [, id = ''] = /^(\w+) .* Laptop$/m.exec((await runAs(first, 'key', 'list', '--personal')).output) ?? [];
    const revoked = await runAs(first, 'key', 'revoke', id, '--personal', '--yes');
    expect(revoked).toEqual({ code: 0, output: `Revoked: API key Laptop (${id}) of your own\n` });
    expect(await apiStatus(secret)).toBe(401);
  });
});
