/** What directories send besides what the RFC has, at every way in: POST, PUT, PATCH, Bulk and /Me (S7). */
import { describe, expect, it } from 'vitest';
import { listScimRequests } from '../../../src/domain/model/scim-request.ts';
import type { Json, JsonObject } from '../../../src/json.ts';
import { testDeployment } from '../../support/domain.ts';
import {
  clientOf,
  created,
  GROUP,
  groupBody,
  newTenant,
  newToken,
  patchOp,
  type Tenant,
  USER,
  userBody,
} from '../../support/scim-door.ts';
import { ENTERPRISE } from '../patch/patching.ts';

testDeployment();

const OKTA = 'urn:okta:custom:group:1.0';

/** A member and a group that has her. */
async function populated() {
  const tenant = await newTenant();
  const ada = (await created(tenant.scim.post('/Users', userBody('ada@acme.test')))).id;
  const club = (await created(tenant.scim.post('/Groups', groupBody('Club', [ada])))).id;
  return { ...tenant, ada, club };
}
type Populated = Tenant & { ada: string; club: string };

type Answer = { status: number; scimType: string | undefined };
const bulk = async ({ scim }: Populated, operation: JsonObject): Promise<Answer> => {
  const { body } = await scim.post('/Bulk', { Operations: [operation] });
  const [outcome] = body.Operations;
  return { status: Number(outcome.status), scimType: outcome.response?.scimType };
};
const single = async (request: PromiseLike<{ status: number; body: JsonObject }>): Promise<Answer> => {
  const { status, body } = await request;
  return { status, scimType: body.scimType as string | undefined };
};

/** Every way to write `values` into a resource. */
const ways: Record<string, (world: Populated, on: 'Users' | 'Groups', values: JsonObject) => Promise<Answer>> = {
  POST: ({ scim }, on, values) => single(scim.post(`/${on}`, named(on, 'new', values))),
  PUT: (world, on, values) => single(world.scim.put(pathOf(world, on), named(on, 'same', values))),
  PATCH: (world, on, values) => single(world.scim.patch(pathOf(world, on), patchOp({ op: 'replace', value: values }))),
  'POST in Bulk': (world, on, values) =>
    bulk(world, { method: 'POST', path: `/${on}`, bulkId: 'b', data: named(on, 'new', values) }),
  'PUT in Bulk': (world, on, values) =>
    bulk(world, { method: 'PUT', path: pathOf(world, on), data: named(on, 'same', values) }),
  'PATCH in Bulk': (world, on, values) =>
    bulk(world, { method: 'PATCH', path: pathOf(world, on), data: patchOp({ op: 'add', value: values }) }),
};
const pathOf = ({ ada, club }: Populated, on: 'Users' | 'Groups') =>
  on === 'Users' ? `/Users/${ada}` : `/Groups/${club}`;
const named = (on: 'Users' | 'Groups', which: 'new' | 'same', values: JsonObject): JsonObject =>
  on === 'Users'
    ? { userName: which === 'new' ? 'eve@acme.test' : 'ada@acme.test', ...values }
    : { displayName: which === 'new' ? 'New' : 'Club', ...values };
/** The resource that a way has written. */
async function written({ scim }: Populated, on: 'Users' | 'Groups', way: string): Promise<JsonObject> {
  const { userName, displayName } = named(on, way.startsWith('POST') ? 'new' : 'same', {}) as Record<string, string>;
  const filter = on === 'Users' ? `userName eq "${userName}"` : `displayName eq "${displayName}"`;
  return (await scim.get(`/${on}?filter=${encodeURIComponent(filter)}`)).body.Resources[0];
}

describe.each(Object.keys(ways))('%s', (way) => {
  const write = ways[way] as (typeof ways)[string];

  it.each<[string, JsonObject]>([
    ['profileUrl', { profileUrl: 'javascript:alert(1)' }],
    ['photos', { photos: [{ type: 'photo', value: ' data:text/html,<script>' }] }],
  ])('[103] refuses %s that runs something', async (name, values) => {
    const world = await populated();
    expect(await write(world, 'Users', values)).toEqual({ status: 400, scimType: 'invalidValue' });
    expect((await world.scim.get(`/Users?filter=${name} pr`)).body.totalResults).toBe(0);
  });

  it('ignores schemas that nobody knows, and neither keeps nor shows them', async () => {
    const world = await populated();
    const values = { [OKTA]: { description: 'x' }, 'urn:scim:schemas:core:1.0': { title: 'x' } };
    const user = await write(world, 'Users', { schemas: [USER, OKTA], ...values, title: 'Countess' });
    const group = await write(world, 'Groups', { schemas: [GROUP, OKTA], ...values, externalId: 'g' });
    expect([user.status, group.status]).toEqual(
      way.startsWith('POST') ? [201, 201] : [200, way.startsWith('PUT') ? 200 : 204],
    );
    const [person, team] = [await written(world, 'Users', way), await written(world, 'Groups', way)];
    expect([person.schemas, person.title, team.schemas, team.externalId]).toEqual([[USER], 'Countess', [GROUP], 'g']);
    expect(Object.keys({ ...person, ...team }).filter((key) => key.includes(':'))).toEqual([]);
  });

  it('[40] refuses schemas of which none is the type’s, and understands the old name of the core', async () => {
    const world = await populated();
    for (const schemas of [[OKTA], [GROUP], ['urn:scim:schemas:core:2.0:Group']])
      expect((await write(world, 'Users', { schemas, title: 'x' })).status).toBe(400);
    for (const schemas of ['urn:scim:schemas:core:1.0', ['urn:scim:schemas:core:2.0:User', OKTA]]) {
      const fresh = await populated();
      expect((await write(fresh, 'Users', { schemas, title: 'x' })).status).toBeLessThan(300);
    }
  });

  it.each<[string, (ada: string) => Json]>([
    ['display only', (ada) => [{ value: ada }, { display: 'Bob' }]],
    ['nothing', () => [{}]],
    ['another name for the id', (ada) => [{ id: ada }]],
    ['null', () => [null]],
    ['a value of null', () => [{ value: null }]],
  ])('refuses members of whom one has %s, and removes nobody', async (_what, members) => {
    const world = await populated();
    const answer = await write(world, 'Groups', { members: members(world.ada) });
    expect(answer).toEqual({ status: 400, scimType: 'invalidValue' });
    const { body } = await world.scim.get(`/Groups/${world.club}`);
    expect(body.members.map(({ value }: { value: string }) => value)).toEqual([world.ada]);
  });

  it('drops elements that say nothing, and what nobody knows inside others', async () => {
    const world = await populated();
    const answer = await write(world, 'Users', {
      emails: [
        { type: 'work', primary: true },
        { value: 'ada@home.test', type: 'home', checked: true },
      ],
      phoneNumbers: [{ type: 'work', primary: true }],
      addresses: [{ type: 'work' }, { type: 'home', locality: 'London' }],
    });
    expect(answer.status).toBeLessThan(300);
    const { emails, phoneNumbers, addresses } = await written(world, 'Users', way);
    expect({ emails, phoneNumbers, addresses }).toEqual({
      emails: [{ value: 'ada@home.test', type: 'home' }],
      addresses: [{ type: 'home', locality: 'London' }],
    });
  });

  it('understands a dot after the URN in a key', async () => {
    const world = await populated();
    await write(world, 'Users', { [`${ENTERPRISE}.manager`]: { value: world.ada } });
    expect((await written(world, 'Users', way))[ENTERPRISE]).toEqual({ manager: { value: world.ada } });
  });
});

it('[103] a person cannot give herself such an address either', async () => {
  const { orgId, ada } = await populated();
  const me = clientOf(await newToken(orgId, { memberId: ada }));
  const change = patchOp({ op: 'replace', path: 'profileUrl', value: 'javascript:alert(1)' });
  expect(await single(me.patch('/Me', change))).toEqual({ status: 400, scimType: 'invalidValue' });
  const whole = { userName: 'ada@acme.test', photos: [{ value: 'javascript:alert(1)' }] };
  expect(await single(me.put('/Me', whole))).toEqual({ status: 400, scimType: 'invalidValue' });
  expect((await me.put('/Me', { userName: 'ada@acme.test', profileUrl: 'https://acme.test/ada' })).status).toBe(200);
});

it('what was ignored is in the provisioning log, of all resources of a bulk request together', async () => {
  const { scim, orgId, ada, club } = await populated();
  const stale = { id: 'x', meta: { version: 'W/"0"' }, title: 'T', [OKTA]: { a: 1 } };
  await scim.patch(`/Users/${ada}`, patchOp({ op: 'replace', value: stale }));
  const members = [{ value: ada, displayName: 'Ada' }];
  await scim.post('/Bulk', {
    Operations: [
      { method: 'PUT', path: `/Groups/${club}`, data: { displayName: 'Club', members, shoeSize: 1 } },
      { method: 'PATCH', path: `/Groups/${club}`, data: patchOp({ op: 'add', path: 'members', value: members }) },
    ],
  });
  const rows = () => listScimRequests(orgId, {}, { before: null, limit: 10 });
  await expect.poll(async () => (await rows()).length, { timeout: 5_000 }).toBe(4);
  expect((await rows()).slice(0, 2).map(({ request: { ignored } }) => ignored)).toEqual([
    ['members.displayName', 'shoeSize'],
    [OKTA, 'id', 'meta'],
  ]);
});

it('filters speak of members, groups and meta', async () => {
  const { scim, ada, club } = await populated();
  const bob = (await created(scim.post('/Users', userBody('bob@acme.test')))).id;
  const empty = (await created(scim.post('/Groups', groupBody('Empty')))).id;
  const both = (await created(scim.post('/Groups', groupBody('Both', [ada, bob])))).id;
  const nested = (await created(scim.post('/Groups', groupBody('Nested', [club])))).id;
  const found = async (path: string, filter: string) => {
    const { status, body } = await scim.get(`${path}?filter=${encodeURIComponent(filter)}`);
    expect([status, filter]).toEqual([200, filter]);
    return (body.Resources as { id: string }[]).map(({ id }) => id).sort();
  };
  const groups: [string, string[]][] = [
    ['members pr', [club, both, nested]],
    ['members eq null', [empty]],
    ['not (members pr)', [empty]],
    [`members[value eq "${ada}" and type eq "User"]`, [club, both]],
    [`members[value eq "${ada}" and type eq "Group"]`, []],
    [`members[value eq "${club}" and type eq "group"]`, [nested]],
    ['members[type eq "Group"]', [nested]],
    [`members.value ne "${ada}"`, [empty, both, nested]],
    ['members ne "nobody"', [club, empty, both, nested]],
    [`${GROUP}.members eq "${bob}"`, [both]],
    ['meta pr', [club, empty, both, nested]],
  ];
  for (const [filter, ids] of groups)
    expect([filter, await found('/Groups', filter)]).toEqual([filter, [...ids].sort()]);
  const users: [string, string[]][] = [
    ['groups.display eq "CLUB"', [ada]],
    ['groups.display sw "bo"', [ada, bob]],
    ['groups.display ne "Both"', [ada]],
    ['groups[display eq "Both" and type eq "direct"]', [ada, bob]],
    [`groups[value eq "${club}" and display eq "Both"]`, []],
    ['groups.display pr and meta pr', [ada, bob]],
    [`${USER}.userName eq "bob@acme.test"`, [bob]],
  ];
  for (const [filter, ids] of users) expect([filter, await found('/Users', filter)]).toEqual([filter, [...ids].sort()]);
  // In a search of both, what the one type does not have does not refuse the other.
  const search = await scim.post('/.search', { filter: 'meta pr', count: 0 });
  expect(search.body.totalResults).toBe(6);
});
