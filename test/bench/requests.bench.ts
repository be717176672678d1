/**
 * What each request of an identity provider costs, as a fraction of the limit (docs/performance.md). `npm run bench` runs
 * all, `npm run bench -- -t 'create user'` one, `npm run bench:quick` all of them for a moment.
 */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { compare, quick, type Row, type Scenario } from './compare.ts';
import type { Call } from './load.ts';
import { report } from './report.ts';
import { seedGroup, seedUsers, userBody, userName } from './seed.ts';
import { production, testSides } from './sides.ts';

const size = quick ? 2_000 : Number(process.env.BENCH_USERS ?? 10_000);
const groupSizes = quick ? [10, 1_000] : (process.env.BENCH_GROUPS ?? '10,1000,10000,50000').split(',').map(Number);
const sides = testSides();
const rows: Row[] = [];
let ids: string[] = [];
const groupOf = new Map<number, string>();
let passersBy: string[] = [];

beforeAll(async () => {
  const largest = Math.max(...groupSizes);
  ids = await seedUsers(sides(), Math.max(size, largest));
  // 64 of their own, whom no group has: requests at once never meet on one person.
  passersBy = await newPeople(64);
}, 1_800_000);
afterAll(() => report('requests', rows));

async function newPeople(count: number): Promise<string[]> {
  const made = Array.from({ length: count }, (_, n) =>
    sides().usher.scim('POST', '/Users', JSON.parse(userBody(`passer-by-${n}@acme.test`))),
  );
  return (await Promise.all(made)).map(({ body }) => body.id);
}

const pick = (n: number) => ids[(n * 7_919) % ids.length] ?? '';
const nameOf = (n: number) => userName((n * 7_919) % ids.length);
const get = (path: string): Call => ({ method: 'GET', path });
const patch = (path: string, ...Operations: object[]): Call => ({
  method: 'PATCH',
  path,
  body: JSON.stringify({ schemas: ['urn:ietf:params:scim:api:messages:2.0:PatchOp'], Operations }),
});
const filter = (name: string) => `/scim/v2/Users?filter=${encodeURIComponent(`userName eq "${name}"`)}`;
const unknown = (n: number) => `nobody-${n}@acme.test`;
/** Off and on again, so that each request changes something. Both sides have it for themselves. */
const switches = { usher: new Map<string, boolean>(), limit: new Map<string, boolean>() };
function turned(side: keyof typeof switches, id: string): boolean {
  const active = !(switches[side].get(id) ?? true);
  switches[side].set(id, active);
  return active;
}
const run = Math.random().toString(36).slice(2, 8);
const newName = (side: string) => (n: number) => `${side}-${run}-${n}@acme.test`;

/** To and fro within the last tenth. */
const deep = (n: number) => Math.floor(ids.length * 0.9) + ((n * 7_919) % Math.floor(ids.length / 10)) - 100;

const scenarios: readonly Scenario[] = [
  {
    name: 'get user',
    usher: (n) => get(`/scim/v2/Users/${pick(n)}`),
    limit: (n) => get(`/users/${pick(n)}`),
    goals: { 1: 0.6, 16: 0.55 },
  },
  {
    name: 'filter userName, hit',
    usher: (n) => get(filter(nameOf(n))),
    limit: (n) => get(`/users?userName=${nameOf(n)}`),
    goals: { 1: 0.6, 16: 0.5 },
  },
  {
    name: 'filter userName, miss',
    usher: (n) => get(filter(unknown(n))),
    limit: (n) => get(`/users?userName=${unknown(n)}`),
    goals: { 1: 0.65, 16: 0.55 },
  },
  {
    name: 'list 100, first page',
    usher: () => get('/scim/v2/Users?count=100'),
    limit: () => get('/users'),
    goals: { 1: 0.5, 16: 0.5 },
  },
  {
    name: 'list 100, deep by index',
    usher: (n) => get(`/scim/v2/Users?count=100&startIndex=${deep(n)}`),
    limit: (n) => get(`/users?after=${ids[deep(n)]}`),
    goals: { 1: 0.5, 16: 0.5 },
  },
  {
    name: 'create user',
    usher: (n) => ({ method: 'POST', path: '/scim/v2/Users', body: userBody(newName('usher')(n)) }),
    limit: (n) => ({ method: 'POST', path: '/users', body: userBody(newName('limit')(n)) }),
    goals: { 1: 0.4, 16: 0.9, 64: 1.5 },
  },
  {
    name: 'PATCH active, as Okta sends it',
    usher: (n) => patch(`/scim/v2/Users/${pick(n)}`, { op: 'replace', value: { active: turned('usher', pick(n)) } }),
    limit: (n) => patch(`/users/${pick(n)}`, { active: turned('limit', pick(n)) }),
    goals: { 1: 0.4, 16: 0.55, 64: 0.8 },
  },
  {
    name: 'PATCH active, as Entra ID sends it',
    usher: (n) =>
      patch(`/scim/v2/Users/${pick(n)}`, {
        op: 'Replace',
        path: 'active',
        value: turned('usher', pick(n)) ? 'True' : 'False',
      }),
    limit: (n) => patch(`/users/${pick(n)}`, { active: turned('limit', pick(n)) }),
    goals: { 1: 0.4, 16: 0.55, 64: 0.8 },
  },
  {
    name: 'PUT user',
    usher: (n) => ({ method: 'PUT', path: `/scim/v2/Users/${pick(n)}`, body: userBody(nameOf(n), { title: `${n}` }) }),
    limit: (n) => ({ method: 'PUT', path: `/users/${pick(n)}`, body: userBody(nameOf(n), { title: `${n}` }) }),
    goals: { 1: 0.4, 16: 0.5, 64: 0.7 },
  },
  {
    name: 'create group of 10',
    usher: (n) => ({ method: 'POST', path: '/scim/v2/Groups', body: groupBody(`usher ${run} ${n}`, n) }),
    limit: (n) => ({ method: 'POST', path: '/groups', body: groupBody(`limit ${run} ${n}`, n) }),
    goals: { 1: 0.4, 16: 0.8, 64: 1.2 },
  },
];

function groupBody(displayName: string, n: number): string {
  const members = Array.from({ length: 10 }, (_, i) => ({ value: pick(n * 10 + i) }));
  return JSON.stringify({ schemas: ['urn:ietf:params:scim:schemas:core:2.0:Group'], displayName, members });
}

it.each(scenarios)('$name', { timeout: 600_000 }, async (scenario) => {
  rows.push(...(await compare(sides(), scenario)));
});

it('list 100, deep by cursor', { timeout: 600_000 }, async () => {
  const { usher } = sides();
  const pages: string[] = [];
  for (let cursor = ''; pages.length < ids.length / 100; ) {
    pages.push(cursor);
    const { body } = await usher.scim('GET', `/Users?count=100&cursor=${encodeURIComponent(cursor)}`);
    if (typeof body.nextCursor !== 'string') break;
    cursor = body.nextCursor;
  }
  const last = pages.slice(-10);
  rows.push(
    ...(await compare(sides(), {
      name: 'list 100, deep by cursor',
      usher: (n) => get(`/scim/v2/Users?count=100&cursor=${encodeURIComponent(last[n % last.length] ?? '')}`),
      limit: (n) => get(`/users?after=${ids[deep(n)]}`),
      goals: { 1: 0.5, 16: 0.5 },
    })),
  );
});

describe('people in groups', () => {
  beforeAll(async () => {
    for (const count of groupSizes) groupOf.set(count, await seedGroup(sides(), `Of ${count}`, ids.slice(0, count)));
  }, 1_800_000);

  /** The first hundred are in all of the groups. */
  const few = 100;
  const inGroups = groupSizes.filter((count) => count >= few).length;
  const one = (n: number) => ids[(n * 7_919) % few] ?? '';
  /** Others than those of whom `check` is asked. */
  const other = (n: number) => ids[few + ((n * 7_919) % few)] ?? '';

  it.each<Scenario>([
    {
      name: `get user, in ${inGroups} groups`,
      usher: (n) => get(`/scim/v2/Users/${one(n)}`),
      limit: (n) => get(`/users/${one(n)}`),
      goals: { 1: null, 16: null },
    },
    {
      name: `list 100, each in ${inGroups} groups`,
      usher: () => get('/scim/v2/Users?count=100'),
      limit: () => get('/users'),
      goals: { 1: null, 16: null },
    },
    {
      name: `PATCH active, in ${inGroups} groups`,
      usher: (n) =>
        patch(`/scim/v2/Users/${other(n)}`, { op: 'replace', value: { active: turned('usher', other(n)) } }),
      limit: (n) => patch(`/users/${other(n)}`, { active: turned('limit', other(n)) }),
      goals: { 1: null, 16: null },
    },
  ])('$name', { timeout: 600_000 }, async (scenario) => {
    rows.push(...(await compare(sides(), scenario)));
  });

  it.each(groupSizes)('a member comes and goes in a group of %i', { timeout: 600_000 }, async (count) => {
    const groupId = groupOf.get(count) ?? '';
    const of = (n: number) => passersBy[Math.floor(n / 2) % passersBy.length] ?? '';
    rows.push(
      ...(await compare(sides(), {
        name: `member comes and goes, group of ${count}`,
        usher: (n) =>
          n % 2 === 0
            ? patch(`/scim/v2/Groups/${groupId}`, { op: 'add', path: 'members', value: [{ value: of(n) }] })
            : patch(`/scim/v2/Groups/${groupId}`, { op: 'remove', path: `members[value eq "${of(n)}"]` }),
        limit: (n) => ({ method: n % 2 === 0 ? 'PUT' : 'DELETE', path: `/groups/${groupId}/${of(n)}` }),
        goals: { 1: 0.2, 16: 0.3 },
      })),
    );
  });

  it.each(groupSizes)('a group of %i is read, with its members and without', { timeout: 600_000 }, async (count) => {
    const groupId = groupOf.get(count) ?? '';
    rows.push(
      ...(await compare(sides(), {
        name: `get group of ${count} with members`,
        usher: () => get(`/scim/v2/Groups/${groupId}`),
        limit: () => get(`/groups/${groupId}?members`),
        goals: { 1: count >= 50_000 ? 0.77 : null },
      })),
      ...(await compare(sides(), {
        name: `get group of ${count} without members`,
        usher: () => get(`/scim/v2/Groups/${groupId}?excludedAttributes=members`),
        limit: () => get(`/groups/${groupId}`),
        goals: { 1: null, 16: null },
      })),
    );
  });
});

it('sign-in and forward-auth', { timeout: 600_000 }, async () => {
  const { usher } = sides();
  const origin = production.PUBLIC_URL;
  const form = new URLSearchParams({
    email: production.INITIAL_ORG_ADMIN_EMAIL,
    password: production.INITIAL_ORG_ADMIN_PASSWORD,
  });
  const signIn: Call = {
    method: 'POST',
    path: '/auth/login/basic',
    body: form.toString(),
    headers: { authorization: '', origin, 'content-type': 'application/x-www-form-urlencoded' },
  };
  const answer = await fetch(`${usher.url}${signIn.path}`, {
    method: 'POST',
    body: form,
    headers: { origin },
    redirect: 'manual',
  });
  expect(answer.status).toBe(303);
  const cookie = answer.headers
    .getSetCookie()
    .map((line) => line.split(';')[0])
    .join('; ');
  const me = (await (await fetch(`${usher.url}/api/v1/me`, { headers: { cookie } })).json()) as { csrfToken: string };
  const key = await fetch(`${usher.url}/api/v1/me/api-keys`, {
    method: 'POST',
    headers: { cookie, origin, 'x-csrf-token': me.csrfToken, 'content-type': 'application/json' },
    body: JSON.stringify({ description: 'bench', scopes: ['read'] }),
  });
  const { token } = (await key.json()) as { token: string };
  const limit = (n: number) => get(`/users/${pick(n)}`);
  rows.push(
    // Most of it is argon2, which takes what it takes on purpose. More than ten at once of one account are put off.
    ...(await compare(sides(), {
      name: 'sign-in by password',
      usher: () => signIn,
      limit,
      goals: { 1: null, 8: null },
    })),
    ...(await compare(sides(), {
      name: '/auth/verify, by a personal key',
      usher: () => ({ ...get('/auth/verify'), headers: { authorization: `Bearer ${token}` } }),
      limit,
      goals: { 1: 0.5, 16: 0.5 },
    })),
  );
});

it('check, by a service key', { timeout: 600_000 }, async () => {
  const { usher } = sides();
  const members = ids.slice(0, Math.min(...groupSizes));
  // A no takes longer, and others have switched people off.
  const on = { op: 'replace', value: { active: true } };
  for (const id of members) await usher.client.call(patch(`/scim/v2/Users/${id}`, on));
  const { items } = await usher.api<{ items: { id: string }[] }>(`/organizations/${usher.orgId}/workspaces`);
  const { token } = await usher.api<{ token: string }>(`/organizations/${usher.orgId}/service-keys`, {
    method: 'POST',
    body: { description: 'bench', scopes: ['read'] },
  });
  const question = `workspace=${items[0]?.id}&permission=workspace:read`;
  const of = (n: number) => members[n % members.length];
  rows.push(
    ...(await compare(sides(), {
      name: 'check',
      usher: (n) => ({
        ...get(`/api/v1/organizations/${usher.orgId}/check?member=${of(n)}&${question}`),
        headers: { authorization: `Bearer ${token}` },
      }),
      limit: (n) => get(`/users/${of(n)}`),
      goals: { 1: 0.5, 16: 0.5 },
    })),
  );
});
