/**
 * The filters that identity providers send all day, asked over HTTP among 10,000 users and 2,000 groups: each is answered
 * from an index and reads hardly more than it finds. The plans are those of the very queries that the product sent.
 */
import { fileURLToPath } from 'node:url';
import mongoose from 'mongoose';
import { beforeAll, describe, expect, it } from 'vitest';
import type { JsonObject } from '../../../src/json.ts';
import { declareUniqueAttributes } from '../../../src/scim/schema/indexes.ts';
import { builtInSchemaDirectory, loadSchemas } from '../../../src/scim/schema/load.ts';
import { newId } from '../../../src/storage/collection.ts';
import { testDeployment } from '../../support/domain.ts';
import { ownDatabase } from '../../support/mongod.ts';
import { collectionOf, type Profiled, profiled } from '../../support/profiler.ts';
import {
  clientOf,
  created,
  groupBody,
  newTenant,
  newToken,
  type ScimClient,
  scimApp,
  userBody,
} from '../../support/scim-door.ts';
import { ENTERPRISE } from '../patch/patching.ts';

const PAYROLL = 'urn:example:params:scim:schemas:extension:payroll:2.0:User';
const users = 10_000;
const groups = 2_000;
const inAnHour = new Date(Date.now() + 3_600_000);

const schemas = loadSchemas([builtInSchemaDirectory, fileURLToPath(new URL('schemas', import.meta.url))]);
// Before the connection, as at the start of the product.
declareUniqueAttributes(schemas);
testDeployment(ownDatabase());

const server = scimApp({ schemas }).listen(0, '127.0.0.1').unref();
let scim: ScimClient;
/** The user 4242 and the group 42, and a group that has five users. */
let ada = '';
let club = '';

/** A hundredth of the row is its number; the first is written by the product, the others are copies of it. */
beforeAll(async () => {
  const { orgId } = await newTenant();
  scim = clientOf(await newToken(orgId), server);
  const user = await created(
    scim.post('/Users', {
      ...userBody('user-0@acme.test', { externalId: 'x-0', displayName: 'User 0', title: 'Clerk' }),
      emails: [
        { value: 'user-0@acme.test', type: 'work' },
        { value: 'home-0@acme.test', type: 'home' },
      ],
      [PAYROLL]: { number: 'P-0' },
      [ENTERPRISE]: { department: 'Sales' },
    }),
  );
  const team = await created(scim.post('/Groups', { ...groupBody('Group 0', [user.id]), externalId: 'g-0' }));
  const members = await copies('members', user.id, users);
  const teams = await copies('groups', team.id, groups);
  ada = members[4_242] as string;
  club = teams[42] as string;
  const links = mongoose.connection.collection<{ _id: string }>('groupMembers');
  const link = await links.findOne({});
  const pairs = [
    ...members.slice(4_240, 4_245).map((memberId) => [club, memberId]),
    ...teams.slice(100, 103).map((groupId) => [groupId, ada]),
    ...members.slice(5_000).map((memberId, at) => [teams[200 + (at % 50)], memberId]),
  ];
  await links.insertMany(pairs.map(([groupId, memberId]) => ({ ...link, _id: newId(), groupId, memberId }) as never));
  const people = mongoose.connection.collection<{ _id: string }>('members');
  await people.updateMany({ _id: { $in: members.slice(4_240, 4_245) } }, { $set: { groupIds: [club] } });
  for (const [collection, ids] of [
    ['members', members],
    ['groups', teams],
  ] as const)
    await mongoose.connection
      .collection<{ _id: string }>(collection)
      .updateMany({ _id: { $in: ids.slice(40, 45) } }, { $set: { updatedAt: inAnHour } });
}, 120_000);

/** Writes copies of a row until there are so many; each has its number wherever the row has a 0 after "-" or a space. */
async function copies(collection: string, id: string, size: number): Promise<string[]> {
  const rows = mongoose.connection.collection<{ _id: string }>(collection);
  const row = await rows.findOne({ _id: id });
  const ids = [id, ...Array.from({ length: size - 1 }, () => newId())].sort();
  const others = ids.slice(1);
  for (let from = 0; from < others.length; from += 1_000)
    await rows.insertMany(
      others.slice(from, from + 1_000).map((_id, at) => ({ ...numbered(row, from + at + 1), _id })) as never[],
    );
  return ids;
}

function numbered(value: unknown, number: number): object {
  const change = (part: unknown): unknown => {
    if (typeof part === 'string') return part.replace(/([- ])0/, `$1${number}`);
    if (Array.isArray(part)) return part.map(change);
    if (typeof part !== 'object' || part === null || part instanceof Date) return part;
    return Object.fromEntries(
      Object.entries(part).map(([key, inner]) => [key, key === 'orgId' ? inner : change(inner)]),
    );
  };
  return change(value) as object;
}

/** What the list shows, and how the database read what it is made of. */
async function ask(path: string, filter: string, more = ''): Promise<{ body: JsonObject; reads: Profiled[] }> {
  const url = `${path}?filter=${encodeURIComponent(filter)}${more}`;
  let body: JsonObject = {};
  const entries = await profiled(async () => {
    const answer = await scim.get(url);
    expect(answer.status, answer.text).toBe(200);
    body = answer.body;
  });
  const resources = ['members', 'groups', 'groupMembers', 'groupStripes'];
  const reads = entries.filter((entry) => resources.includes(collectionOf(entry)) && entry.planSummary !== undefined);
  return { body, reads };
}

function expectIndexed(reads: readonly Profiled[]): void {
  expect(reads.length).toBeGreaterThan(0);
  for (const { planSummary = '', docsExamined = 0, nreturned = 0, command } of reads) {
    expect([planSummary, command]).toEqual([expect.stringMatching(/^(IXSCAN|IDHACK|EXPRESS_IXSCAN)/), command]);
    // A read may meet one more than it answers.
    expect([docsExamined - nreturned <= 1, planSummary, docsExamined, nreturned, command]).toContain(true);
  }
}

describe('a filter of 10,000 users', () => {
  const name = 'user-4242@acme.test';
  const soon = new Date(Date.now() + 1_800_000).toISOString();
  it.each<[string, number]>([
    [`userName eq "${name}"`, 1],
    [`userName eq "${name.toUpperCase()}" and active eq true`, 1],
    [`active eq "True" and userName eq "${name}"`, 1],
    [`urn:ietf:params:scim:schemas:core:2.0:User:userName eq "${name}"`, 1],
    ['userName eq "nobody"', 0],
    ['userName sw "user-4242@"', 1],
    ['externalId eq "x-4242"', 1],
    ['externalId eq "x-4242" and active eq true', 1],
    [`externalId eq "x-4242" or userName eq "${name}"`, 1],
    ['id eq "$ada"', 1],
    ['id eq "$ada" and active eq true', 1],
    [`id eq "$ada" and ${ENTERPRISE}:manager eq "nobody"`, 0],
    [`emails.value eq "${name}"`, 1],
    [`emails eq "${name}"`, 1],
    [`emails[type eq "work"].value eq "${name}"`, 1],
    [`emails[type eq "work" and value eq "${name}"]`, 1],
    [`userName eq "${name}" or emails.value eq "${name}"`, 1],
    ['displayName eq "User 4242"', 1],
    ['displayName eq "User 4242" and not (title eq "Boss")', 1],
    ['groups.value eq "$club"', 5],
    ['groups eq "$club" and active eq true', 5],
    ['groups.display eq "GROUP 42"', 5],
    ['groups[display eq "Group 42" and type eq "direct"]', 5],
    ['groups.display eq "nothing"', 0],
    [`${ENTERPRISE}.manager eq "nobody" and userName eq "${name}"`, 0],
    [`meta.lastModified gt "${soon}"`, 5],
    [`meta.lastModified ge "${soon}" and active eq true`, 5],
    [`meta.lastModified gt "${soon}" and meta.lastModified lt "2100-01-01T00:00:00Z"`, 5],
    [`${PAYROLL}:number eq "P-4242"`, 1],
    [`${PAYROLL}:number eq "P-4242" and active eq true`, 1],
  ])('%s reads what it finds', async (template, total) => {
    const filter = template.replace('$ada', ada).replace('$club', club);
    const { body, reads } = await ask('/Users', filter, '&startIndex=1&count=100');
    expect(body.totalResults).toBe(total);
    expectIndexed(reads);
  });

  it('is answered from the index in any order, and page by page', async () => {
    const filter = `meta.lastModified gt "${soon}"`;
    for (const more of ['&sortBy=meta.lastModified', '&sortBy=userName&sortOrder=descending', '&cursor=&count=5']) {
      const { body, reads } = await ask('/Users', filter, more);
      expect(body.totalResults).toBe(5);
      expectIndexed(reads);
    }
  });
});

describe('a filter of 2,000 groups', () => {
  const soon = new Date(Date.now() + 1_800_000).toISOString();
  it.each<[string, number]>([
    ['displayName eq "Group 42"', 1],
    ['displayName eq "GROUP 42" and externalId eq "g-42"', 1],
    ['displayName eq "nothing"', 0],
    ['externalId eq "g-42"', 1],
    ['id eq "$club"', 1],
    ['members.value eq "$ada"', 4],
    ['members eq "$ada"', 4],
    ['members[value eq "$ada"]', 4],
    ['members.value eq "nobody"', 0],
    ['members[value eq "$ada" and type eq "User"]', 4],
    ['members[value eq "$ada" and type eq "Group"]', 0],
    ['members[value eq "$ada" or value eq "nobody"] and displayName eq "Group 42"', 1],
    ['members.value ne "$ada" and displayName eq "Group 42"', 1],
    ['id eq "$club" and members eq "$ada"', 1],
    ['id eq "$club" and members eq "nobody"', 0],
    ['displayName eq "Group 42" and members.value eq "$ada"', 1],
    [`meta.lastModified gt "${soon}"`, 5],
  ])('%s reads what it finds', async (template, total) => {
    const filter = template.replace('$ada', ada).replace('$club', club);
    const { body, reads } = await ask('/Groups', filter, '&excludedAttributes=members');
    expect(body.totalResults).toBe(total);
    expectIndexed(reads);
  });
});

it('groups with members at all are found by jumping from group to group', async () => {
  const { body, reads } = await ask('/Groups', 'members pr', '&excludedAttributes=members&count=1');
  expect(body.totalResults).toBe(55);
  const [jumps] = reads.filter((entry) => collectionOf(entry) === 'groupMembers');
  expect(jumps?.planSummary).toMatch(/^DISTINCT_SCAN/);
  expect(jumps?.keysExamined).toBeLessThan(120);
});

it('a filter without an index walks over everybody, and that is noticed here', async () => {
  const { reads } = await ask('/Users', 'title eq "Boss"');
  expect(() => expectIndexed(reads)).toThrow();
});

it('a page by cursor costs the same at any depth', async () => {
  const page = async (cursor: string) => {
    let body: JsonObject = {};
    const entries = await profiled(async () => {
      body = (await scim.get(`/Users?count=1000&attributes=id&cursor=${cursor}`)).body;
    });
    const [read] = entries.filter((entry) => collectionOf(entry) === 'members' && entry.planSummary !== undefined);
    return { next: String(body.nextCursor ?? ''), examined: read?.docsExamined };
  };
  const first = await page('');
  let last = first;
  for (let at = 0; at < 8; at += 1) last = await page(last.next);
  expect(last.examined).toBe(first.examined);
});
