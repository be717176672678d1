/**
 * One group of very many members, written and read over HTTP at a server of its own, whose memory is watched: it stays
 * under 512 MB throughout (R7). 10,000 members in a test run; `LARGE_GROUP=100000 npx vitest run
 * test/bench/large-group.soak.test.ts` for the size that the design names.
 */
import { readFileSync } from 'node:fs';
import mongoose from 'mongoose';
import { expect, it } from 'vitest';
import { manyUsers } from '../support/many-users.ts';
import { testDatabase } from '../support/mongod.ts';
import { runUsher, type Usher } from '../support/usher.ts';

const size = Number(process.env.LARGE_GROUP ?? 10_000);
const chunkSize = 5_000;
const limitMb = 512;
/** What Node allows itself in a container of this size; with much memory around it collects garbage later. */
const heapOfContainer = `--max-old-space-size=${limitMb / 2}`;
const { uri, name } = testDatabase();

/** The largest resident set of a process since it was last asked, in MB; asked from outside, ten times a second. */
function watchMemory(pid: number) {
  let peak = 0;
  const timer = setInterval(() => {
    const kilobytes = Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0);
    peak = Math.max(peak, kilobytes / 1_024);
  }, 100);
  return {
    take: () => {
      const value = Math.round(peak);
      peak = 0;
      return value;
    },
    stop: () => clearInterval(timer),
  };
}

/** Users in the database directly: what is measured is the group. */
async function populate(usher: Usher): Promise<string[]> {
  const { body } = await usher.scim('POST', '/Users', { userName: 'user-0@acme.test' });
  const client = await new mongoose.mongo.MongoClient(uri).connect();
  try {
    const copies = await manyUsers(client.db(name).collection('members'), body.id, size - 1);
    return [body.id, ...copies].sort();
  } finally {
    await client.close();
  }
}

it('a group of very many members is written and read in little memory', { timeout: 1_800_000 }, async () => {
  const usher = await runUsher({ env: { MONGODB_URI: uri, NODE_OPTIONS: heapOfContainer } });
  const ids = await populate(usher);
  const memory = watchMemory(usher.child.pid as number);
  const rows: { step: string; seconds: number; megabytes: number }[] = [];
  const step = async <T>(what: string, run: () => Promise<T>): Promise<T> => {
    const started = performance.now();
    const result = await run().catch((error: unknown) => {
      throw new Error(`${what} failed; the server says:\n${usher.output().slice(-2_000)}`, { cause: error });
    });
    rows.push({ step: what, seconds: Math.round((performance.now() - started) / 100) / 10, megabytes: memory.take() });
    return result;
  };
  const chunks = Array.from({ length: Math.ceil(size / chunkSize) }, (_, n) =>
    ids.slice(n * chunkSize, (n + 1) * chunkSize).map((value) => ({ value })),
  );
  const displayName = 'Organization User:Workspace 1:Workspace Viewer';
  const patch = (Operations: object[]) => usher.scim('PATCH', `/Groups/${groupId}`, { Operations });
  const [first = [], ...rest] = chunks;

  const { body } = await step('POST, the first chunk', () =>
    usher.scim('POST', '/Groups', { displayName, members: first }),
  );
  const groupId = body.id;
  await step('PATCH add, the rest', async () => {
    for (const value of rest) expect((await patch([{ op: 'add', path: 'members', value }])).status).toBe(204);
  });
  const read = await step('GET with all members', () => usher.scim('GET', `/Groups/${groupId}`));
  expect((read.body.members as unknown as { value: string }[]).map(({ value }) => value)).toEqual(ids);
  await step('GET by eight at once', () =>
    Promise.all(Array.from({ length: 8 }, () => usher.scim('GET', `/Groups/${groupId}`))),
  );
  const alone = await step('GET without members', () =>
    usher.scim('GET', `/Groups/${groupId}?excludedAttributes=members`),
  );
  expect(alone.body).not.toHaveProperty('members');
  const last = ids.at(-1);
  for (const filter of [`id eq "${groupId}" and members eq "${last}"`, `members.value eq "${last}"`]) {
    const query = `/Groups?excludedAttributes=members&filter=${encodeURIComponent(filter)}`;
    expect((await step(`filter ${filter.slice(0, 8)}…`, () => usher.scim('GET', query))).body.totalResults).toBe(1);
  }
  const ofGroup = `/Users?count=10&filter=${encodeURIComponent(`groups.value eq "${groupId}"`)}`;
  expect((await step('users of the group', () => usher.scim('GET', ofGroup))).body.totalResults).toBe(size);
  await step('PATCH one in and out', async () => {
    await patch([{ op: 'remove', path: `members[value eq "${last}"]` }]);
    await patch([{ op: 'add', path: 'members', value: [{ value: last }] }]);
  });
  await step('PATCH remove, half of them', async () => {
    for (const value of chunks.slice(0, Math.ceil(chunks.length / 2)))
      expect((await patch([{ op: 'remove', path: 'members', value }])).status).toBe(204);
  });
  await step('DELETE', async () => expect((await usher.scim('DELETE', `/Groups/${groupId}`)).status).toBe(204));
  memory.stop();
  console.table(rows);
  const peak = Math.max(...rows.map(({ megabytes }) => megabytes));
  console.log(`${size} members: at most ${peak} MB resident, of ${limitMb} allowed`);
  expect(peak).toBeLessThan(limitMb);
});
