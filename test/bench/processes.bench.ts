/** More than one process over one database: many writers on one group, and what `WORKERS` brings. */
import { afterAll, expect, it } from 'vitest';
import { runUsher } from '../support/usher.ts';
import { quick } from './compare.ts';
import { type Call, type Client, clientOf, load } from './load.ts';
import { reportTable } from './report.ts';
import { seedGroup, seedUsers, userBody } from './seed.ts';
import { production, testSides } from './sides.ts';

const sides = testSides();
const table: Record<string, object> = {};
afterAll(() => reportTable('processes', table));

/** Another process at the same database, with the same secrets. */
async function another(more: Readonly<Record<string, string>>, uri: string): Promise<Client> {
  const { token, apiKey } = sides().usher;
  const usher = await runUsher({ token, apiKey, env: { ...production, MONGODB_URI: uri, ...more } });
  return clientOf(usher.url, { authorization: `Bearer ${token}` });
}

/** Each request to the next of them. */
const inTurns = (clients: readonly Client[]): Client => {
  let turn = 0;
  return {
    call: (call) => {
      turn += 1;
      return (clients[turn % clients.length] as Client).call(call);
    },
    close: async () => undefined,
  };
};

it.each([1, 2])('sixteen writers on one group, at %i processes, lose nothing', { timeout: 600_000 }, async (count) => {
  const { usher, limit } = sides();
  const many = quick ? 200 : 2_000;
  const people = await seedUsers(sides(), many + 10, count * 10_000);
  const groupId = await seedGroup(sides(), `Hot ${count}`, people.slice(0, 10));
  const joining = people.slice(10);
  const clients = count === 1 ? [usher.client] : [usher.client, await another({}, usher.uri)];
  const add = (n: number): Call => ({
    method: 'PATCH',
    path: `/scim/v2/Groups/${groupId}`,
    body: JSON.stringify({ Operations: [{ op: 'add', path: 'members', value: [{ value: joining[n] }] }] }),
  });
  const figures = await load(inTurns(clients), add, { concurrency: 16, requests: joining.length });
  expect(figures.errors).toEqual({});
  const { body } = await usher.scim('GET', `/Groups/${groupId}`);
  expect((body.members as unknown as unknown[]).length).toBe(people.length);
  const bare = await load(limit.client, (n) => ({ method: 'PUT', path: `/groups/${groupId}/new-${n}` }), {
    concurrency: 16,
    requests: joining.length,
  });
  table[`16 writers on one group, ${count} processes`] = {
    'ops/s': Math.round(figures.opsPerSecond),
    'of the limit': Math.round(bare.opsPerSecond),
    'p99 ms': Math.round(figures.p99),
  };
});

it('WORKERS=2 against one process', { timeout: 600_000 }, async () => {
  const { usher } = sides();
  const [id = ''] = await seedUsers(sides(), 1, 90_000);
  const both = { one: usher.client, two: await another({ WORKERS: '2' }, usher.uri) };
  const run = Date.now();
  const calls: Record<string, (n: number) => Call> = {
    get: () => ({ method: 'GET', path: `/scim/v2/Users/${id}` }),
    create: (n) => ({ method: 'POST', path: '/scim/v2/Users', body: userBody(`workers-${run}-${n}@acme.test`) }),
  };
  const ms = quick ? 300 : 4_000;
  let from = 0;
  for (const [name, call] of Object.entries(calls)) {
    const found: Record<string, number> = {};
    for (const side of ['one', 'two', 'one', 'two'] as const) {
      const figures = await load(both[side], call, { concurrency: 16, ms, from });
      from += figures.requests;
      expect(figures.errors).toEqual({});
      found[side] = Math.max(found[side] ?? 0, Math.round(figures.opsPerSecond));
    }
    table[`${name}, 16 at once`] = { 'one process, ops/s': found.one, 'WORKERS=2, ops/s': found.two };
  }
});
