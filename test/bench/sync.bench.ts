/**
 * A first sync, as identity providers do it: each user looked for and created, each group looked for, created and filled
 * in chunks of 100. The limit does the same with bare calls.
 */
import { afterAll, describe, it } from 'vitest';
import { quick } from './compare.ts';
import type { Call, Client } from './load.ts';
import { reportTable } from './report.ts';
import { userBody } from './seed.ts';
import { testSides } from './sides.ts';

const userCount = quick ? 100 : 2_000;
const groupCount = quick ? 4 : 50;
const perGroup = quick ? 50 : 400;
const perPatch = 100;
const sides = testSides();
const table: Record<string, object> = {};
afterAll(() => reportTable('sync', table));

type Directory = {
  readonly find: (kind: 'Users' | 'Groups', name: string) => Call;
  readonly create: (kind: 'Users' | 'Groups', name: string) => Call;
  readonly add: (groupId: string, memberIds: readonly string[]) => readonly Call[];
};

const usher: Directory = {
  find: (kind, name) => ({
    method: 'GET',
    path: `/scim/v2/${kind}?filter=${encodeURIComponent(`${kind === 'Users' ? 'userName' : 'displayName'} eq "${name}"`)}`,
  }),
  create: (kind, name) => ({
    method: 'POST',
    path: `/scim/v2/${kind}`,
    body: kind === 'Users' ? userBody(name) : JSON.stringify({ displayName: name }),
  }),
  add: (groupId, memberIds) => [
    {
      method: 'PATCH',
      path: `/scim/v2/Groups/${groupId}`,
      body: JSON.stringify({
        Operations: [{ op: 'add', path: 'members', value: memberIds.map((value) => ({ value })) }],
      }),
    },
  ],
};

/** One call a member would be unfair to the server: a chunk is one call here too. */
const limit: Directory = {
  find: (kind, name) => ({
    method: 'GET',
    path: kind === 'Users' ? `/users?userName=${encodeURIComponent(name)}` : `/groups/${encodeURIComponent(name)}`,
  }),
  create: (kind, name) => ({
    method: 'POST',
    path: kind === 'Users' ? '/users' : '/groups',
    body: kind === 'Users' ? userBody(name) : JSON.stringify({ displayName: name }),
  }),
  add: (groupId, memberIds) => [{ method: 'POST', path: '/groups', body: JSON.stringify({ groupId, memberIds }) }],
};

/** @returns its seconds */
async function sync(client: Client, directory: Directory, run: string, concurrency: number): Promise<number> {
  const started = performance.now();
  const ids: string[] = [];
  const work = async (count: number, one: (n: number) => Promise<void>) => {
    let next = 0;
    const worker = async () => {
      while (next < count) {
        const n = next;
        next += 1;
        await one(n);
      }
    };
    await Promise.all(Array.from({ length: concurrency }, worker));
  };
  const good = async (call: Call) => {
    const answer = await client.call(call);
    if (answer.status >= 400) throw new Error(`${call.method} ${call.path}: ${answer.status} ${answer.text}`);
    return answer.text === '' ? null : JSON.parse(answer.text);
  };
  await work(userCount, async (n) => {
    const name = `sync-${run}-${n}@acme.test`;
    await good(directory.find('Users', name));
    const made = await good(directory.create('Users', name));
    ids[n] = made.id ?? made.insertedId;
  });
  await work(groupCount, async (n) => {
    const name = `Sync ${run} ${n} Organization User:Workspace 1:Workspace Viewer`;
    await good(directory.find('Groups', name));
    const made = await good(directory.create('Groups', name));
    const members = Array.from({ length: perGroup }, (_, i) => ids[(n * 31 + i) % userCount] ?? '');
    for (let from = 0; from < perGroup; from += perPatch)
      for (const call of directory.add(made.id ?? made.insertedId, members.slice(from, from + perPatch)))
        await good(call);
  });
  return (performance.now() - started) / 1_000;
}

describe('a first sync', { timeout: 1_200_000 }, () => {
  it.each([
    { concurrency: 1, goal: 2.2 },
    { concurrency: 8, goal: 1.6 },
  ])(`of ${userCount} users and ${groupCount} groups, $concurrency at once`, async ({ concurrency, goal }) => {
    const times: { limit: number; usher: number }[] = [];
    for (let round = 0; round < (quick ? 1 : 3); round += 1) {
      const run = `${concurrency}-${round}-${Date.now()}`;
      times.push({
        limit: await sync(sides().limit.client, limit, run, concurrency),
        usher: await sync(sides().usher.client, usher, run, concurrency),
      });
    }
    const middle = times.toSorted((a, b) => a.usher / a.limit - b.usher / b.limit)[Math.floor(times.length / 2)];
    if (!middle) throw new Error('no round');
    table[`first sync, ${concurrency} at once`] = {
      seconds: middle.usher.toFixed(1),
      'of the limit': middle.limit.toFixed(1),
      times: (middle.usher / middle.limit).toFixed(2),
      goal,
    };
  });
});
