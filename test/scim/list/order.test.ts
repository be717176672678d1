/**
 * Lists of random people in the order of every kind of attribute, held against a model: whole, by index and by cursor, and
 * what cursors and indexes do at their ends and while people come and go.
 */
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Json, JsonObject } from '../../../src/json.ts';
import { builtInSchemaDirectory, loadSchemas } from '../../../src/scim/schema/load.ts';
import { testDeployment } from '../../support/domain.ts';
import { clientOf, created, newTenant, newToken, type ScimClient, scimApp, userBody } from '../../support/scim-door.ts';
import { byCodePoints, folded, instant, kept, walk } from '../filter/filter-model.ts';
import { ENTERPRISE, SPECIMEN, userBodies } from '../filter/generated.ts';

testDeployment();

const schemas = loadSchemas([builtInSchemaDirectory, fileURLToPath(new URL('../filter/schemas', import.meta.url))]);
const server = scimApp({ schemas }).listen(0, '127.0.0.1').unref();
let scim: ScimClient;
let people: JsonObject[] = [];

beforeAll(async () => {
  const { orgId } = await newTenant();
  scim = clientOf(await newToken(orgId), server);
  const [bodies = []] = fc.sample(userBodies, { numRuns: 1, seed: 20_240_503 });
  for (const body of bodies.slice(0, 45)) {
    const { id, meta } = await created(scim.post('/Users', body));
    people.push({ active: true, ...kept(body), id, meta: meta as JsonObject });
  }
  people = people.map((person) => ({ ...person, externalId: person.externalId || null }));
}, 60_000);

type Kind = 'text' | 'exact' | 'number' | 'boolean' | 'time';

/** Where a person stands: the value of the primary element, else of the first that has one. */
function standing(person: JsonObject, steps: readonly string[]): Json | undefined {
  const [name = '', ...rest] = steps;
  const value = person[name];
  if (name.startsWith('urn:'))
    return typeof value === 'object' && value !== null ? standing(value as JsonObject, rest) : undefined;
  const elements = Array.isArray(value) ? value : [value];
  const isPrimary = (element: Json | undefined) => (element as JsonObject | null | undefined)?.primary === true;
  const inOrder = [...elements.filter(isPrimary), ...elements.filter((element) => !isPrimary(element))];
  return inOrder.flatMap((element) => walk(element, rest))[0];
}

function compared(kind: Kind, a: Json, b: Json): number {
  if (kind === 'time') return instant(String(a)) - instant(String(b));
  if (kind === 'text' || kind === 'exact') {
    const fold = (value: Json) => [...(kind === 'text' ? folded(String(value)) : String(value))];
    return byCodePoints(fold(a), fold(b));
  }
  return Number(a) - Number(b);
}

/** Who has no value comes last when ascending, first when descending; who stands alike, by id. */
function ordered(kind: Kind, steps: readonly string[], direction: 1 | -1): string[] {
  const rows = people.map((person) => ({ id: String(person.id), value: standing(person, steps) }));
  rows.sort((a, b) => {
    const missing = Number(a.value === undefined) - Number(b.value === undefined);
    const difference =
      missing || (a.value === undefined || b.value === undefined ? 0 : compared(kind, a.value, b.value));
    return difference * direction || (a.id < b.id ? -1 : 1);
  });
  return rows.map(({ id }) => id);
}

async function list(query: string): Promise<JsonObject> {
  const { status, body } = await scim.get(`/Users?attributes=id&${query}`);
  expect(status, JSON.stringify(body)).toBe(200);
  return body;
}
const idsOf = (body: JsonObject) => ((body.Resources ?? []) as JsonObject[]).map(({ id }) => String(id));

describe.each<[string, Kind, string[]]>([
  ['userName', 'text', ['userName']],
  ['externalId', 'exact', ['externalId']],
  ['meta.created', 'time', ['meta', 'created']],
  ['title', 'text', ['title']],
  ['name.familyName', 'text', ['name', 'familyName']],
  ['emails', 'text', ['emails', 'value']],
  ['emails.type', 'text', ['emails', 'type']],
  ['roles.display', 'text', ['roles', 'display']],
  ['roles.primary', 'boolean', ['roles', 'primary']],
  [`${ENTERPRISE}:department`, 'text', [ENTERPRISE, 'department']],
  [`${ENTERPRISE}:manager`, 'exact', [ENTERPRISE, 'manager', 'value']],
  [`${SPECIMEN}:pieces`, 'number', [SPECIMEN, 'pieces']],
  [`${SPECIMEN}:ratio`, 'number', [SPECIMEN, 'ratio']],
  [`${SPECIMEN}:checked`, 'boolean', [SPECIMEN, 'checked']],
  [`${SPECIMEN}:seenAt`, 'time', [SPECIMEN, 'seenAt']],
  [`${SPECIMEN}:link`, 'exact', [SPECIMEN, 'link']],
  [`${SPECIMEN}:sizes`, 'number', [SPECIMEN, 'sizes']],
  [`${SPECIMEN}:visits`, 'time', [SPECIMEN, 'visits']],
  [`${SPECIMEN}:origin.place`, 'text', [SPECIMEN, 'origin', 'place']],
  [`${SPECIMEN}:origin.at`, 'time', [SPECIMEN, 'origin', 'at']],
  [`${SPECIMEN}:parts`, 'text', [SPECIMEN, 'parts', 'value']],
  [`${SPECIMEN}:parts.weight`, 'number', [SPECIMEN, 'parts', 'weight']],
  [`${SPECIMEN}:parts.labels`, 'text', [SPECIMEN, 'parts', 'labels']],
])('in the order of %s', (sortBy, kind, steps) => {
  it.each(['ascending', 'descending'] as const)('%s, whole and page by page', async (sortOrder) => {
    const expected = ordered(kind, steps, sortOrder === 'ascending' ? 1 : -1);
    const order = `sortBy=${encodeURIComponent(sortBy)}&sortOrder=${sortOrder}`;
    expect(idsOf(await list(`${order}&count=1000`))).toEqual(expected);
    const byIndex: string[] = [];
    for (let startIndex = 1; startIndex <= people.length; startIndex += 11)
      byIndex.push(...idsOf(await list(`${order}&count=11&startIndex=${startIndex}`)));
    expect(byIndex).toEqual(expected);
    const byCursor: string[] = [];
    for (let cursor: Json | undefined = ''; cursor !== undefined; ) {
      const page: JsonObject = await list(`${order}&count=11&cursor=${cursor}`);
      byCursor.push(...idsOf(page));
      cursor = page.nextCursor;
    }
    expect(byCursor).toEqual(expected);
  });
});

describe('paging by index', () => {
  it.each<[string, number, number, number]>([
    ['startIndex=1&count=1', 1, 0, 1],
    ['startIndex=0&count=2', 1, 0, 2],
    ['startIndex=-7&count=2', 1, 0, 2],
    ['startIndex=44&count=2', 44, 43, 45],
    ['startIndex=45&count=2', 45, 44, 45],
    ['startIndex=46&count=2', 46, 45, 45],
    ['startIndex=1000000&count=2', 1_000_000, 45, 45],
    ['count=44', 1, 0, 44],
    ['count=45', 1, 0, 45],
    ['count=46', 1, 0, 45],
    ['count=1001', 1, 0, 45],
    ['count=0', 1, 0, 0],
    ['count=-1', 1, 0, 0],
    ['startIndex=3&count=0', 3, 0, 0],
    ['filter=userName pr&startIndex=45&count=1', 45, 44, 45],
    ['filter=userName pr&startIndex=46&count=1', 46, 45, 45],
    ['filter=userName pr&count=0', 1, 0, 0],
  ])('%s', async (query, startIndex, from, to) => {
    const body = await list(query);
    expect(body).toMatchObject({ totalResults: 45, startIndex, itemsPerPage: to - from });
    expect(idsOf(body)).toEqual(people.slice(from, to).map(({ id }) => id));
    const [, , ...parts] = ['', '', ...query.split('&').map((part) => part.split('='))];
    const search = Object.fromEntries(parts.map(([name, value]) => [name, name === 'filter' ? value : Number(value)]));
    const { body: same } = await scim.post('/Users/.search', { ...search, attributes: ['id'] });
    expect(same).toEqual(body);
  });
});

describe('paging by cursor', () => {
  it('neither skips nor repeats who was there throughout, while people come and go', async () => {
    const tenant = await newTenant();
    const ids: string[] = [];
    for (let at = 0; at < 20; at += 1) ids.push((await created(tenant.scim.post('/Users', userBody(`u${at}`)))).id);
    const gone = new Set<string>();
    const seen: string[] = [];
    let round = 0;
    for (let cursor: string | undefined = ''; cursor !== undefined; round += 1) {
      const { body } = await tenant.scim.get(`/Users?attributes=id&count=3&cursor=${cursor}`);
      seen.push(...idsOf(body));
      cursor = body.nextCursor;
      // One behind the cursor, one before it, the very last of the page; and somebody new, who may be seen or not.
      for (const id of [ids[round], ids[19 - round], seen.at(-1)]) {
        if (id === undefined || gone.has(id) || (await tenant.scim.delete(`/Users/${id}`)).status !== 204) continue;
        gone.add(id);
      }
      if (round < 5) await created(tenant.scim.post('/Users', userBody(`new${round}`)));
    }
    const stayed = ids.filter((id) => !gone.has(id));
    expect(stayed.length).toBeGreaterThan(2);
    expect(seen.filter((id) => stayed.includes(id))).toEqual(stayed);
    expect(new Set(seen).size).toBe(seen.length);
  });

  it('is for the list that it was made for, its order and its filter included', async () => {
    const first = 'filter=userName pr&sortBy=title&sortOrder=ascending&count=5';
    const { nextCursor } = await list(`${first}&cursor=`);
    const ask = (query: string) => scim.get(`/Users?cursor=${nextCursor}&${query}`);
    expect((await ask(first)).status).toBe(200);
    // The size of the page and what it shows may change.
    expect((await ask(`${first.replace('count=5', 'count=9')}&attributes=title`)).body.itemsPerPage).toBe(9);
    for (const query of [
      first.replace('userName pr', 'id pr'),
      first.replace('filter=userName pr&', ''),
      first.replace('sortBy=title', 'sortBy=nickName'),
      first.replace('&sortBy=title', ''),
      first.replace('ascending', 'descending'),
      `${first}&startIndex=1`,
    ])
      expect([query, (await ask(query)).body.scimType]).toEqual([query, 'invalidCursor']);
  });

  it.each([
    ['0', 'invalidCount'],
    ['-1', 'invalidCount'],
    ['ten', 'invalidCount'],
    ['1.5', 'invalidCount'],
    ['1&count=2', 'invalidCount'],
  ])('with count=%s is refused as %s', async (count, scimType) => {
    const { status, body } = await scim.get(`/Users?cursor=&count=${count}`);
    expect([status, body.scimType]).toEqual([400, scimType]);
  });

  it.each(['x', 'x.y', '.', 'WzFd.AAAA', '%00', 'a'.repeat(9_000), '__proto__', '{"$gt":""}'])(
    'with the cursor %.20s is refused',
    async (cursor) => {
      const { status, body } = await scim.get(`/Users?cursor=${encodeURIComponent(cursor)}`);
      expect([status, body.scimType]).toEqual([400, cursor.length > 8_192 ? 'invalidValue' : 'invalidCursor']);
    },
  );
});
