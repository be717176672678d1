import { readFileSync } from 'node:fs';
import { describe, expect, it, vi } from 'vitest';
import { entra } from '../../src/cli/identity-provider/entra.ts';
import { okta } from '../../src/cli/identity-provider/okta.ts';
import { readOptions } from '../../src/cli/simulate/options.ts';
import { describePlan } from '../../src/cli/simulate/report.ts';
import { type SimulationOptions, type SimulationReport, simulate } from '../../src/cli/simulate/simulate.ts';
import type { JsonObject } from '../../src/json.ts';
import { freePort } from '../support/ports.ts';
import { runProgram, until } from '../support/usher.ts';
import { runCommand } from './set-up.ts';
import { playAtUsher } from './simulate-at-usher.ts';
import { type Fault, type SmallServer, smallScimServer, token } from './small-scim-server.ts';

vi.setConfig({ testTimeout: 240_000 });

playAtUsher([
  ['okta', '', 20, 2],
  ['okta --put', '', 10, 1],
  ['entra', '', 20, 2],
  ['entra', '?aadOptscim062020', 10, 1],
]);

const vendors = { okta: okta({ put: false }), entra: entra({ compliant: false }) };

async function play(server: SmallServer, vendor: keyof typeof vendors, more: Partial<SimulationOptions> = {}) {
  return simulate({
    idp: vendors[vendor],
    base: server.base,
    token,
    users: 40,
    groups: 4,
    prefix: 'sim',
    domain: 'acme.test',
    speed: 10_000_000,
    retries: 3,
    keep: false,
    stopped: new AbortController().signal,
    onRow: () => {},
    ...more,
  });
}

/** Phase -> number, of the phases where it is not 0. */
const counts = ({ phases }: SimulationReport, column: 'failed' | 'retries') =>
  Object.fromEntries(phases.flatMap((row) => (row[column] > 0 ? [[row.phase, row[column]]] : [])));

const isDeactivation = ({ method, path, body }: Parameters<Fault>[0]) =>
  method === 'PATCH' &&
  path === '/Users' &&
  JSON.stringify(body)
    .toLowerCase()
    .match(/"active":false|"false"/) !== null;

/** Answers so the first time that the request is of this kind. */
function once(is: (request: Parameters<Fault>[0]) => boolean, answer: ReturnType<Fault>): Fault {
  let done = false;
  return (request) => {
    if (done || !is(request)) return undefined;
    done = true;
    return answer;
  };
}
const creates = ({ method, path }: Parameters<Fault>[0]) => method === 'POST' && path === '/Users';

describe('at a server that is not Usher', () => {
  it.each(['okta', 'entra'] as const)('%s: nothing fails and nothing is left', async (vendor) => {
    const server = await smallScimServer();
    expect(await play(server, vendor)).toMatchObject({ ok: true, failures: [], notes: [] });
    expect([...server.resources]).toEqual([]);
  });

  it('okta fills a group in chunks of 100', async () => {
    const chunks: number[] = [];
    const server = await smallScimServer(({ method, path, body }) => {
      const [operation] = (body.Operations ?? []) as { op: string; path?: string; value: [] }[];
      if (method === 'PATCH' && path === '/Groups' && operation?.op === 'add') chunks.push(operation.value.length);
      return undefined;
    });
    expect(await play(server, 'okta', { users: 222, groups: 1 })).toMatchObject({ ok: true });
    expect(chunks.slice(0, 3)).toEqual([100, 100, 10]);
  });

  it('is told to wait by 429: it waits as long as Retry-After says, and nothing fails', async () => {
    const server = await smallScimServer(once(creates, { status: 429, headers: { 'Retry-After': '1' } }));
    const started = performance.now();
    const report = await play(server, 'okta', { users: 5, groups: 0 });
    expect(performance.now() - started).toBeGreaterThanOrEqual(1_000);
    expect([report.ok, counts(report, 'retries')]).toEqual([true, { 'initial sync': 1 }]);
  });

  it.each<[string, ReturnType<Fault>]>([
    ['500', { status: 500, body: { detail: 'out of order' } }],
    ['nothing in time', 'silence'],
  ])('a first answer of %s is tried again', async (_, answer) => {
    const server = await smallScimServer(once(creates, answer));
    const idp = { ...vendors.entra, timeoutMs: 300 };
    const report = await play(server, 'entra', { users: 5, groups: 0, idp });
    expect([report.ok, counts(report, 'retries')]).toEqual([true, { 'initial sync': 1 }]);
  });

  it('a lost answer makes no twin: the next try finds what the first one made', async () => {
    let lost = false;
    const server = await smallScimServer((request, { answer }) => {
      if (lost || !creates(request)) return undefined;
      lost = true;
      answer(request);
      return { status: 502 };
    });
    expect(await play(server, 'okta', { users: 5, groups: 0 })).toMatchObject({ ok: true });
    expect(server.resources.size).toBe(0);
  });

  it.each<[string, keyof typeof vendors, Fault, Readonly<Record<string, number>>, object]>([
    [
      'answers 500 for one user, always',
      'okta',
      ({ body }) =>
        body.userName === 'sim-0007@acme.test' ? { status: 500, body: { detail: 'no sevens' } } : undefined,
      { 'initial sync': 1 },
      { subject: 'sim-0007@acme.test', request: 'POST /Users', expected: '201', got: '500 no sevens' },
    ],
    [
      'loses the deactivation, and says that all is well',
      'okta',
      (request, { answer }) => (isDeactivation(request) ? answer({ ...request, method: 'GET' }) : undefined),
      { deactivation: 4 },
      { expected: 'active false', got: 'active true' },
    ],
    [
      'loses the deactivation, and says that all is well',
      'entra',
      (request, { answer }) => (isDeactivation(request) ? answer({ ...request, method: 'GET' }) : undefined),
      { deactivation: 4 },
      { expected: 'active false', got: 'active true' },
    ],
    [
      'answers each page of an import with the first one',
      'okta',
      ({ query }) => {
        if (!query.has('filter')) query.delete('startIndex');
        return undefined;
      },
      { import: 1 },
      {
        request: 'GET /Users?startIndex=1&count=100 and the pages after it',
        got: '200 resources, of ours 30 missing (101), 100 more than once (1)',
      },
    ],
    [
      'counts in strings',
      'okta',
      (request, { answer }) => {
        if (request.method !== 'GET' || request.id !== null) return undefined;
        const { status, body } = answer(request);
        return { status, body: { ...body, totalResults: String(body?.totalResults) } };
      },
      { 'test connection': 1 },
      { expected: 'totalResults as a number', got: '"0"' },
    ],
    [
      'does not remove members by a list of values',
      'entra',
      ({ path, body }) =>
        path === '/Groups' && JSON.stringify(body).includes('"Remove"') ? { status: 204 } : undefined,
      { 'changes of members': 4 },
      { request: expect.stringMatching(/^GET \/Groups\/\d+$/), got: expect.stringMatching(/^1 too many \(\d+\)$/) },
    ],
    [
      'shows members that were excluded',
      'entra',
      ({ query }) => {
        query.delete('excludedAttributes');
        return undefined;
      },
      { 'group push': 4 },
      { expected: 'the group without its members' },
    ],
    [
      'hides who is inactive from filters',
      'okta',
      (request, { answer }) => {
        if (!request.query.get('filter')?.startsWith('userName')) return undefined;
        const { status, body } = answer(request);
        const shown = ((body?.Resources ?? []) as JsonObject[]).filter(({ active }) => active);
        return { status, body: { ...body, Resources: shown, totalResults: shown.length } };
      },
      { reactivation: 4 },
      { request: 'POST /Users', expected: '201', got: '409 is there' },
    ],
    [
      'makes a twin when a creation is repeated',
      'entra',
      (request, { answer, resources }) => {
        if (!creates(request)) return undefined;
        const there = [...resources.values()].some(({ userName }) => userName === request.body.userName);
        return answer(
          there ? { ...request, body: { ...request.body, userName: `${request.body.userName}2` } } : request,
        );
      },
      { 'repeated requests': 4 },
      { request: 'POST /Users of somebody who is there', expected: '409' },
    ],
    [
      'deletes nobody',
      'entra',
      ({ method, path }) => (method === 'DELETE' && path === '/Users' ? { status: 204 } : undefined),
      // Two who are still there, one of them in a group.
      { deletion: 3 },
      { expected: '404', got: '200' },
    ],
  ])('a server that %s is found out (%s)', async (what, vendor, fault, failed, first) => {
    const server = await smallScimServer(fault);
    // More than one page of an import.
    const report = await play(server, vendor, { users: 'import' in failed ? 130 : 40 });
    expect(counts(report, 'failed')).toEqual(failed);
    expect(report.failures[0]).toMatchObject({ phase: Object.keys(failed)[0], ...first });
    expect(report.ok).toBe(false);
    if (what !== 'deletes nobody') expect([...server.resources.keys()]).toEqual([]);
  });

  it.each(['okta', 'entra'] as const)('a server that ignores filters loses nobody by it (%s)', async (vendor) => {
    const server = await smallScimServer(({ query }) => {
      query.delete('filter');
      return undefined;
    });
    const foreign = { id: '99', userName: 'boss@acme.test', active: true };
    server.resources.set('/Users/99', { ...foreign });
    const report = await play(server, vendor);
    expect(counts(report, 'failed')).toEqual({ 'test connection': 1 });
    expect(report.notes).toContain('Nothing was made.');
    expect([...server.resources]).toEqual([['/Users/99', foreign]]);
  });

  it('a server that lets nobody delete users keeps them deactivated, which is no failure', async () => {
    const server = await smallScimServer(({ method, path }) =>
      method === 'DELETE' && path === '/Users' ? { status: 405 } : undefined,
    );
    const report = await play(server, 'okta', { users: 6, groups: 1 });
    expect(report).toMatchObject({ ok: true, notes: ['The server deletes no users: 6 are left deactivated.'] });
    expect([...server.resources.values()].map(({ active }) => active)).toEqual(Array(6).fill(false));
  });

  it('attributes that the server does not keep are told, and are no failure', async () => {
    const server = await smallScimServer((request, { answer }) => {
      if (!creates(request) && request.method !== 'PUT') return undefined;
      const { title: _, ...body } = request.body;
      return answer({ ...request, body });
    });
    const report = await play(server, 'okta', { users: 4, groups: 0 });
    expect(report.ok).toBe(true);
    expect(report.notes).toEqual([expect.stringMatching(/^The server does not keep title \(\d+ times\)\.$/)]);
  });

  it('--keep leaves everything, and says under which names', async () => {
    const server = await smallScimServer();
    const report = await play(server, 'okta', { users: 4, groups: 1, keep: true });
    expect(report).toMatchObject({ ok: true, notes: ['Everything is left where it is: the names begin with sim.'] });
    expect(server.resources.size).toBe(4);
  });
});

describe('the command', () => {
  it('warns of a token that would go over the network unencrypted', () => {
    const plan = (base: string) => describePlan(readOptions('okta', ['--base', base, '--token', 'x'], {}).simulation);
    expect(plan('http://app.example/scim/v2')).toContain('unencrypted');
    for (const base of ['https://app.example/scim/v2', 'http://localhost:3000/scim/v2', 'http://127.0.0.1/scim'])
      expect(plan(base)).not.toContain('unencrypted');
  });

  const small = async (...more: string[]) => {
    const server = await smallScimServer();
    return ['simulate', 'okta', '--base', server.base, '--users', '4', '--groups', '1', ...more];
  };

  it('says what it will do, then a row for each phase, and exits with 0', async () => {
    const { code, output } = await runCommand(await small(), { SCIM_TOKEN: token });
    expect(output).toMatch(
      /^Plays Okta at http:\/\/127\.0\.0\.1:\d+\/scim\.\nUsers it makes: 4, scim-check-[0-9a-f]{8}-0001@/,
    );
    expect(output).toMatch(
      /\nphase +requests +p50 ms +p95 ms +retries +failed\ntest connection +3 +[\d.]+ +[\d.]+ +0 +0\n/,
    );
    expect(output).toMatch(/\n\d+ requests: everything is as the directory says\.\n$/);
    expect(code).toBe(0);
  });

  it('tells request, expected and got of what failed, and exits with 1', async () => {
    const fault: Fault = ({ body }) =>
      body.title ? { status: 400, body: { scimType: 'invalidValue', detail: 'no titles' } } : undefined;
    const { base } = await smallScimServer(fault);
    const { code, output } = await runCommand(['simulate', 'okta', '--base', base, '--users', '12'], {
      SCIM_TOKEN: token,
    });
    expect(output).toMatch(
      /\n12 failed:\n {2}initial sync, scim-check-\S+@example\.com\n {4}POST \/Users\n {4}expected 201\n {4}got 400 invalidValue no titles\n/,
    );
    expect(output).toMatch(/ and 2 more \(--json has all\)\n\d+ requests: not everything went well\.\n$/);
    expect(code).toBe(1);
  });

  it('cleans up when it is stopped', async () => {
    const server = await smallScimServer();
    const program = runProgram(['cli/usher.js', 'simulate', 'okta', '--base', server.base, '--users', '5000'], {
      env: { SCIM_TOKEN: token },
    });
    await until(() => server.resources.size > 50);
    program.child.kill('SIGINT');
    expect(await program.ended).toBe(1);
    expect(program.output()).toContain('It was stopped before its end.');
    expect([...server.resources]).toEqual([]);
  });

  it('keeps a token that is given as an option off the list of processes', async () => {
    const server = await smallScimServer((_, { resources }) => (resources.size > 3 ? 'silence' : undefined));
    const args = ['simulate', 'okta', '--base', server.base, '--token', token] as const;
    const program = runProgram(['cli/usher.js', ...args]);
    await until(() => server.resources.size > 3);
    const shown = readFileSync(`/proc/${program.child.pid}/cmdline`, 'utf8');
    expect(shown).toContain('usher simulate');
    expect(shown).not.toContain(token);
    program.child.kill('SIGKILL');
    await program.ended;
  });

  const local = ['--base', 'http://localhost', '--token', 'x'];
  it.each<[string, string[], RegExp]>([
    ['no base', ['--token', 'x'], /^Say which SCIM server: --base https/],
    ['a base that is no URL', ['--base', 'localhost', '--token', 'x'], /^--base localhost is no URL/],
    ['a base with a password', ['--base', 'http://a:b@localhost'], /^--base has a user name or password/],
    ['no token', ['--base', 'http://localhost/scim'], /^There is no token: set SCIM_TOKEN, or give --token\.$/],
    ['a token that no header takes', ['--base', 'http://localhost', '--token', 'ü'], /cannot be sent in a header/],
    ['no number', [...local, '--users', 'ten'], /^--users ten is no whole number from 1 to 100000/],
    ['nobody', [...local, '--users', '0'], /^--users 0 is no whole number/],
    ['a strange prefix', [...local, '--prefix', 'a b'], /^--prefix a b: only letters/],
    ['a misspelt option', [...local, '--kepe'], /^Unknown option '--kepe'/],
    ["another vendor's option", [...local, '--put'], /^Unknown option '--put'/],
  ])('refuses %s in a sentence', (_, args, message) => {
    expect(() => readOptions('entra', args, {})).toThrow(message);
  });

  it('refuses what makes no sense before anything is sent, and exits with 2', async () => {
    const { code, output } = await runCommand(['simulate', 'entra', ...local, '--kepe']);
    expect([code, output.split('\n')[0]]).toEqual([2, expect.stringMatching(/^Unknown option '--kepe'/)]);
    expect(output).not.toMatch(/\n\s+at /);
  });

  it('says that nothing answers, that the token is wrong, or that this is no SCIM server, and makes nothing', async () => {
    const server = await smallScimServer();
    const at = (base: string, SCIM_TOKEN = token) => runCommand(['simulate', 'okta', '--base', base], { SCIM_TOKEN });
    const nothing = await at(`http://127.0.0.1:${await freePort()}/scim`);
    const refused = await at(server.base, 'another');
    const lost = await at(server.base.replace(/scim$/, 'scim/v2'));
    expect([nothing.code, refused.code, lost.code]).toEqual([1, 1, 1]);
    expect(nothing.output).toMatch(/Nothing answers there: .*\n[\s\S]*got no answer \(ECONNREFUSED\)/);
    expect(refused.output).toMatch(/The token is refused: .*\nNothing was made\./);
    expect(lost.output).toMatch(/Is this the SCIM base URL\?/);
    expect(server.resources.size).toBe(0);
  });
});
