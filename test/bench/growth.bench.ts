/**
 * The same requests while the organization grows, and beside 1,000 other organizations: p50 of each, and how it stands to
 * the smallest size. `GROWTH=1000,10000,100000,1000000 npm run bench -- -t growth` for the sizes of the design.
 */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { manyUsers } from '../support/many-users.ts';
import { quick } from './compare.ts';
import { type Call, clientOf, load } from './load.ts';
import { reportTable } from './report.ts';
import { userBody, userName } from './seed.ts';
import { lagOf, testSides, usageOf } from './sides.ts';

const sizes = (process.env.GROWTH ?? (quick ? '500,1000' : '1000,10000,100000')).split(',').map(Number);
const organizations = Number(process.env.ORGANIZATIONS ?? (quick ? 10 : 1_000));
const requests = quick ? 20 : 200;
const sides = testSides();
const ids: string[] = [];
const smallest = new Map<string, number>();
const table: Record<string, Record<string, string>> = {};
let templateId = '';
let groupId = '';
let first: string[] = [];
afterAll(() => reportTable('growth', table));

type Stored = { _id: string; name?: string; orgId?: string; total?: number };
const stored = (name: string) => sides().usher.db.collection<Stored>(name);

beforeAll(async () => {
  const { usher } = sides();
  templateId = (await usher.scim('POST', '/Users', JSON.parse(userBody('template@acme.test')))).body.id;
  first = (await grow(Math.min(...sizes))).slice(0, 100);
  const displayName = 'Organization User:Workspace 1:Workspace Viewer';
  groupId = (await usher.scim('POST', '/Groups', { displayName, members: first.slice(1).map((value) => ({ value })) }))
    .body.id;
}, 600_000);

/** As many more as are missing, with the total that lists tell. */
async function grow(size: number): Promise<readonly string[]> {
  const { orgId } = sides().usher;
  const missing = size - ids.length;
  if (missing <= 0) return ids;
  const made = await manyUsers(stored('members'), templateId, missing, ids.length);
  for (const id of made) ids.push(id);
  await stored('counters').updateOne({ orgId, name: 'users' }, { $inc: { total: missing } });
  return ids;
}

const get = (path: string): Call => ({ method: 'GET', path: `/scim/v2${path}` });
const patch = (path: string, ...Operations: object[]): Call => ({
  method: 'PATCH',
  path: `/scim/v2${path}`,
  body: JSON.stringify({ schemas: ['urn:ietf:params:scim:api:messages:2.0:PatchOp'], Operations }),
});
const filter = (name: string) => get(`/Users?filter=${encodeURIComponent(`userName eq "${name}"`)}`);
const place = (n: number) => (n * 7_919) % ids.length;
const pick = (n: number) => ids[place(n)] ?? '';

/** So that nothing is created twice. */
const run = () => Math.random().toString(36).slice(2);

const scenarios: Readonly<Record<string, (n: number) => Call>> = {
  get: (n) => get(`/Users/${pick(n)}`),
  'filter, hit': (n) => filter(userName(place(n))),
  'filter, miss': (n) => filter(`nobody-${n}@acme.test`),
  'list of 100, first': () => get('/Users?count=100'),
  create: (n) => ({ method: 'POST', path: '/scim/v2/Users', body: userBody(`new-${run()}-${n}@acme.test`) }),
  'PATCH active': (n) => patch(`/Users/${pick(n)}`, { op: 'replace', value: { active: n % 2 === 0 } }),
  PUT: (n) => ({
    method: 'PUT',
    path: `/scim/v2/Users/${pick(n)}`,
    body: userBody(userName(place(n)), { title: `${n}` }),
  }),
  'a member comes and goes': (n) =>
    n % 2 === 0
      ? patch(`/Groups/${groupId}`, { op: 'add', path: 'members', value: [{ value: first[0] }] })
      : patch(`/Groups/${groupId}`, { op: 'remove', path: `members[value eq "${first[0]}"]` }),
  'create group': (n) => ({
    method: 'POST',
    path: '/scim/v2/Groups',
    body: JSON.stringify({ displayName: `Team ${run()} ${n}`, members: [{ value: pick(n) }] }),
  }),
};

function note(scenario: string, size: string, p50: number): void {
  const least = smallest.get(scenario) ?? p50;
  smallest.set(scenario, least);
  table[scenario] = { ...table[scenario], [size]: `${p50.toFixed(1)} (${(p50 / least).toFixed(2)}x)` };
}

async function measure(size: string): Promise<void> {
  const { usher } = sides();
  for (const [name, call] of Object.entries(scenarios)) {
    await load(usher.client, call, { concurrency: 1, requests: requests / 5 });
    const { errors, p50 } = await load(usher.client, call, { concurrency: 1, requests, from: requests });
    expect(errors, name).toEqual({});
    note(name, size, p50);
  }
}

/** Page by page, by index and by cursor in turns, so that both meet the same moods of the machine. */
async function readAll(size: string): Promise<void> {
  const { usher } = sides();
  const count = 1_000;
  const seconds = { index: 0, cursor: 0 };
  const seen = { index: 0, cursor: 0 };
  const last: Record<'index' | 'cursor', number> = { index: 0, cursor: 0 };
  let [startIndex, cursor]: [number, string | null] = [1, ''];
  const page = async (way: 'index' | 'cursor', query: string) => {
    const begun = performance.now();
    const { status, text } = await usher.client.call(get(`/Users?count=${count}&${query}`));
    last[way] = performance.now() - begun;
    seconds[way] += last[way] / 1_000;
    expect(status).toBe(200);
    const body = JSON.parse(text) as { Resources?: unknown[]; nextCursor?: string };
    seen[way] += body.Resources?.length ?? 0;
    return body;
  };
  while (cursor !== null) {
    const byIndex = await page('index', `startIndex=${startIndex}`);
    startIndex += byIndex.Resources?.length ?? 0;
    cursor = (await page('cursor', `cursor=${encodeURIComponent(cursor)}`)).nextCursor ?? null;
  }
  expect(seen.index).toBe(seen.cursor);
  const ratio = (seconds.index / seconds.cursor).toFixed(2);
  table['all, by pages of 1,000'] = {
    ...table['all, by pages of 1,000'],
    [size]: `${seconds.index.toFixed(1)} s by index, ${seconds.cursor.toFixed(1)} s by cursor (${ratio}x)`,
  };
}

function noteMemory(size: string, lagMs: number): void {
  table['peak MB'] = { ...table['peak MB'], [size]: `${usageOf(sides().usher.pid)?.rssMb ?? 0}` };
  table['event loop late at most, ms'] = { ...table['event loop late at most, ms'], [size]: lagMs.toFixed(0) };
}

describe('growth', { timeout: 3_600_000 }, () => {
  it.each(sizes)('to %i users in the organization', async (size) => {
    await grow(size);
    const { usher } = sides();
    await lagOf(usher);
    await measure(String(size));
    const deep = (n: number) => get(`/Users?count=100&startIndex=${Math.floor(ids.length * 0.9) - n * 100}`);
    const { p50 } = await load(usher.client, deep, { concurrency: 1, requests: Math.min(requests, 5) });
    note('list of 100, deep, page after page backwards', String(size), p50);
    await readAll(String(size));
    noteMemory(String(size), await lagOf(usher));
    const { indexSizes, size: bytes } = await usher.db.command({ collStats: 'members' });
    const mb = (value: unknown) => `${Math.round(Number(value) / 1_048_576)} MB`;
    const all = Object.values(indexSizes as Record<string, number>).reduce((sum, one) => sum + one, 0);
    table['members, data and indexes'] = {
      ...table['members, data and indexes'],
      [size]: `${mb(bytes)} and ${mb(all)}`,
    };
  });

  it(`beside ${organizations} other organizations`, async () => {
    const { usher } = sides();
    const template = await stored('members').findOne({ _id: templateId });
    const tokens: { token: string; orgId: string }[] = [];
    const one = async (n: number) => {
      const { id } = await usher.api<{ id: string }>('/organizations', { method: 'POST', body: { name: `Org ${n}` } });
      const body = { description: 'bench', scopes: ['read', 'write'] };
      const { token } = await usher.api<{ token: string }>(`/organizations/${id}/scim/tokens`, {
        method: 'POST',
        body,
      });
      tokens.push({ token, orgId: id });
    };
    for (let n = 0; n < organizations; n += 8)
      await Promise.all(Array.from({ length: Math.min(8, organizations - n) }, (_, i) => one(n + i)));
    const made = tokens.flatMap(({ orgId }) =>
      Array.from({ length: 100 }, (_, n) => ({ ...template, _id: randomId(), orgId, ...named(n) })),
    );
    for (let from = 0; from < made.length; from += 5_000)
      await stored('members').insertMany(made.slice(from, from + 5_000) as unknown as Stored[], { ordered: false });
    const size = `beside ${organizations} organizations`;
    await measure(size);
    const everywhere = clientOf(usher.url);
    const anyOf = (n: number): Call => {
      const at = (n * 131) % made.length;
      const headers = { authorization: `Bearer ${tokens[Math.floor(at / 100)]?.token}` };
      return { ...get(`/Users/${made[at]?._id}`), headers };
    };
    const { errors, p50 } = await load(everywhere, anyOf, { concurrency: 1, requests });
    expect(errors).toEqual({});
    note('get', 'in another one each time', p50);
    noteMemory(size, await lagOf(usher));
    await everywhere.close();
  });
});

const randomId = () => crypto.randomUUID().replaceAll('-', '').slice(0, 24);

function named(n: number): object {
  const userName = `member-${n}@acme.test`;
  return { userName, userNameKey: userName, name: userName, nameKey: userName };
}
