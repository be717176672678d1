import { describe, expect, it } from 'vitest';
import { totalOf } from '../../../src/domain/operation/counter.ts';
import type { JsonObject } from '../../../src/json.ts';
import { faultsOf } from '../../domain/invariants.ts';
import { testDeployment } from '../../support/domain.ts';
import {
  created,
  groupBody,
  newTenant,
  patchOp,
  publicUrl,
  type ScimClient,
  stateOf,
  userBody,
} from '../../support/scim-door.ts';

testDeployment();

const BULK = 'urn:ietf:params:scim:api:messages:2.0:BulkRequest';
const manager = (value: string) => ({
  'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User': { manager: { value } },
});

const post = (path: string, bulkId: string | null, data: JsonObject): JsonObject => ({
  method: 'POST',
  path,
  ...(bulkId === null ? {} : { bulkId }),
  data,
});

async function bulk(scim: ScimClient, Operations: readonly JsonObject[], more: JsonObject = {}) {
  const answer = await scim.post('/Bulk', { schemas: [BULK], Operations: [...Operations], ...more });
  expect(answer.status, answer.text).toBe(200);
  expect(answer.body.schemas).toEqual(['urn:ietf:params:scim:api:messages:2.0:BulkResponse']);
  return answer.body.Operations as (JsonObject & { status: string; location: string; response: JsonObject })[];
}

const idAt = (location: string) => location.split('/').at(-1) as string;

describe('a bulk request', () => {
  it('creates, changes and deletes, and tells of each operation what became of it', async () => {
    const { scim, orgId } = await newTenant();
    const old = await created(scim.post('/Users', userBody('old@acme.test')));
    const gone = await created(scim.post('/Users', userBody('gone@acme.test')));
    const outcomes = await bulk(scim, [
      post('/Users', 'new', userBody('new@acme.test')),
      { method: 'PUT', path: `/Users/${old.id}`, data: userBody('old@acme.test', { title: 'Boss' }) },
      { method: 'PATCH', path: `/Users/${old.id}`, data: patchOp({ op: 'add', path: 'nickName', value: 'O' }) },
      { method: 'DELETE', path: `/Users/${gone.id}` },
      { method: 'DELETE', path: '/Users/nobody' },
    ]);
    expect(outcomes.map(({ status }) => status)).toEqual(['201', '200', '200', '204', '404']);
    expect(outcomes[0]).toEqual({
      method: 'POST',
      bulkId: 'new',
      version: 'W/"1-0"',
      location: expect.stringContaining(`${publicUrl}/scim/v2/Users/`),
      status: '201',
    });
    expect(outcomes[4]).toMatchObject({
      method: 'DELETE',
      location: `${publicUrl}/scim/v2/Users/nobody`,
      response: { schemas: ['urn:ietf:params:scim:api:messages:2.0:Error'], status: '404' },
    });
    expect((await scim.get(`/Users/${old.id}`)).body).toMatchObject({ title: 'Boss', nickName: 'O' });
    expect(await totalOf(orgId, 'users')).toBe(2);
  });

  it('resolves references in any order', async () => {
    const { scim, orgId } = await newTenant();
    const outcomes = await bulk(scim, [
      post('/Groups', 'team', groupBody('Team', ['bulkId:ada', 'bulkId:sub'])),
      post('/Users', 'ada', userBody('ada@acme.test', manager('bulkId:bob'))),
      {
        method: 'PATCH',
        path: '/Groups/bulkId:sub',
        data: patchOp({ op: 'add', path: 'members', value: [{ value: 'bulkId:bob' }] }),
      },
      post('/Groups', 'sub', groupBody('Sub')),
      post('/Users', 'bob', userBody('bob@acme.test')),
      {
        method: 'PATCH',
        path: '/Groups/bulkId:team',
        data: patchOp({ op: 'remove', path: 'members[value eq "bulkId:ada"]' }),
      },
    ]);
    expect(outcomes.map(({ status }) => status)).toEqual(['201', '201', '204', '201', '201', '204']);
    const [team, ada, , sub, bob] = outcomes.map(({ location }) => idAt(location)) as [
      string,
      string,
      string,
      string,
      string,
    ];
    const membersOf = async (id: string) =>
      ((await scim.get(`/Groups/${id}`)).body.members ?? []).map(({ value }: { value: string }) => value);
    expect(await membersOf(team)).toEqual([sub]);
    expect(await membersOf(sub)).toEqual([bob]);
    expect((await scim.get(`/Users/${ada}`)).body).toMatchObject(manager(bob));
    expect(await faultsOf(orgId)).toEqual([]);
  });

  it('resolves references that go round in a circle', async () => {
    const { scim } = await newTenant();
    const outcomes = await bulk(scim, [
      post('/Users', 'ada', userBody('ada@acme.test', manager('bulkId:bob'))),
      post('/Users', 'bob', userBody('bob@acme.test', manager('bulkId:cem'))),
      post('/Users', 'cem', userBody('cem@acme.test', manager('bulkId:ada'))),
      post('/Groups', 'team', groupBody('Team', ['bulkId:ada', 'bulkId:cem'])),
    ]);
    expect(outcomes.map(({ status }) => status)).toEqual(['201', '201', '201', '201']);
    const [ada, bob, cem, team] = outcomes.map(({ location }) => idAt(location)) as [string, string, string, string];
    expect((await scim.get(`/Users/${ada}`)).body).toMatchObject(manager(bob));
    expect((await scim.get(`/Users/${bob}`)).body).toMatchObject(manager(cem));
    expect((await scim.get(`/Users/${cem}`)).body).toMatchObject(manager(ada));
    expect((await scim.get(`/Groups/${team}`)).body.members).toHaveLength(2);
  });

  it('completes what goes round in a circle before other operations change or delete it', async () => {
    const { scim } = await newTenant();
    const outcomes = await bulk(scim, [
      post('/Users', 'ada', userBody('ada@acme.test', { title: 'old', ...manager('bulkId:bob') })),
      {
        method: 'PATCH',
        path: '/Users/bulkId:ada',
        data: patchOp({ op: 'replace', path: 'title', value: 'new' }),
      },
      post('/Users', 'bob', userBody('bob@acme.test', manager('bulkId:ada'))),
      post('/Users', 'cem', userBody('cem@acme.test', manager('bulkId:dan'))),
      post('/Users', 'dan', userBody('dan@acme.test', manager('bulkId:cem'))),
      { method: 'DELETE', path: '/Users/bulkId:cem' },
    ]);
    expect(outcomes.map(({ status }) => status)).toEqual(['201', '200', '201', '201', '201', '204']);
    const [ada, , bob] = outcomes.map(({ location }) => idAt(location)) as [string, string, string];
    expect((await scim.get(`/Users/${ada}`)).body).toMatchObject({ title: 'new', ...manager(bob) });
    expect((await scim.get('/Users')).body.totalResults).toBe(3);
  });

  it('says where the resource of a failed operation is, and reads bulkId: in prose as prose', async () => {
    const { scim } = await newTenant();
    const outcomes = await bulk(scim, [
      post('/Users', 'ada', userBody('ada@acme.test', { title: 'see bulkId:bob' })),
      { method: 'PATCH', path: '/Users/bulkId:ada', data: patchOp({ op: 'add', path: 'nickels', value: 'new' }) },
      { method: 'DELETE', path: '/Cars/1' },
    ]);
    expect(outcomes.map(({ status }) => status)).toEqual(['201', '400', '400']);
    expect(outcomes[1]?.location).toBe(outcomes[0]?.location);
    expect(outcomes[2]).not.toHaveProperty('location');
    expect((await scim.get(`/Users/${idAt(outcomes[0]?.location ?? '')}`)).body.title).toBe('see bulkId:bob');
  });

  it('leaves nothing half made where too many errors end it in the middle of a circle', async () => {
    const { scim } = await newTenant();
    const outcomes = await bulk(
      scim,
      [
        post('/Users', 'ada', userBody('ada@acme.test', manager('bulkId:bob'))),
        { method: 'DELETE', path: '/Users/nobody' },
        post('/Users', 'bob', userBody('bob@acme.test', { ...manager('bulkId:ada'), active: 'perhaps' })),
        post('/Users', 'cem', userBody('cem@acme.test')),
      ],
      { failOnErrors: 2 },
    );
    expect(outcomes.map(({ bulkId, status }) => [bulkId, status])).toEqual([
      ['ada', '409'],
      [undefined, '404'],
      ['bob', '400'],
      ['cem', '201'],
    ]);
    expect((await scim.get('/Users')).body.Resources).toMatchObject([{ userName: 'cem@acme.test' }]);
  });

  it('resolves a circle through users and groups', async () => {
    const { scim, orgId } = await newTenant();
    const outcomes = await bulk(scim, [
      post('/Groups', 'outer', groupBody('Outer', ['bulkId:inner', 'bulkId:ada'])),
      post('/Users', 'ada', userBody('ada@acme.test', manager('bulkId:outer'))),
      post('/Groups', 'inner', groupBody('Inner', ['bulkId:ada', 'bulkId:bob'])),
      post('/Users', 'bob', userBody('bob@acme.test', manager('bulkId:inner'))),
    ]);
    expect(outcomes.map(({ status }) => status)).toEqual(['201', '201', '201', '201']);
    const [outer, ada, inner, bob] = outcomes.map(({ location }) => idAt(location)) as [string, string, string, string];
    const membersOf = async (id: string) =>
      (await scim.get(`/Groups/${id}`)).body.members.map(({ value }: { value: string }) => value).sort();
    expect(await membersOf(outer)).toEqual([ada, inner].sort());
    expect(await membersOf(inner)).toEqual([ada, bob].sort());
    expect((await scim.get(`/Users/${ada}`)).body).toMatchObject(manager(outer));
    expect((await scim.get(`/Users/${bob}`)).body).toMatchObject(manager(inner));
    expect(await faultsOf(orgId)).toEqual([]);
  });

  it('has the outcome of one operation after the other, also where many are carried out together', async () => {
    const { scim } = await newTenant();
    const many = Array.from({ length: 40 }, (_, i) => post('/Users', `u${i}`, userBody(`u${i}@acme.test`)));
    const made = await bulk(scim, [...many, post('/Users', 'twin', userBody('U7@acme.test'))]);
    expect(made.map(({ status }) => status)).toEqual([...many.map(() => '201'), '409']);
    expect(made.map(({ bulkId }) => bulkId)).toEqual([...many.map(({ bulkId }) => bulkId), 'twin']);
    const paths = made.slice(0, 40).map(({ location }) => `/Users/${idAt(location)}`);
    const patch = (path: string | undefined, value: JsonObject): JsonObject => ({
      method: 'PATCH',
      path: path ?? '',
      data: patchOp({ op: 'replace', value }),
    });
    const outcomes = await bulk(scim, [
      // A name goes round: each step needs the one before.
      patch(paths[0], { userName: 'tmp@acme.test' }),
      patch(paths[1], { userName: 'u0@acme.test' }),
      patch(paths[0], { userName: 'u1@acme.test' }),
      // The same resource twice, and others between.
      ...paths.slice(2, 20).map((path, i) => patch(path, { title: `T${i}` })),
      patch(paths[2], { title: 'last' }),
      // A name is free once its holder is gone.
      { method: 'DELETE', path: paths[39] ?? '' },
      { method: 'DELETE', path: paths[39] ?? '' },
      post('/Users', null, userBody('u39@acme.test')),
      { method: 'PUT', path: paths[38] ?? '', data: userBody('u38@acme.test', { title: 'P' }) },
      { method: 'PUT', path: paths[37] ?? '', data: userBody('u38@acme.test') },
    ]);
    expect(outcomes.map(({ status }) => status)).toEqual([
      ...Array.from({ length: 22 }, () => '200'),
      '204',
      '404',
      '201',
      '200',
      '409',
    ]);
    const read = async (path: string | undefined) => (await scim.get(path ?? '')).body;
    expect((await read(paths[0])).userName).toBe('u1@acme.test');
    expect((await read(paths[1])).userName).toBe('u0@acme.test');
    expect((await read(paths[2])).title).toBe('last');
    expect((await read(paths[3])).title).toBe('T1');
  });

  it('gives nobody a name that only a later operation sets free', async () => {
    const { scim } = await newTenant();
    const ids: string[] = [];
    for (const name of ['a', 'b', 'c', 'd']) {
      ids.push((await created(scim.post('/Users', userBody(`${name}@acme.test`)))).id);
    }
    const put = (n: number, name: string) => ({
      method: 'PUT',
      path: `/Users/${ids[n]}`,
      data: userBody(`${name}@acme.test`),
    });
    const outcomes = await bulk(scim, [put(0, 'b'), put(1, 'e'), put(2, 'd'), put(3, 'f')]);
    expect(outcomes.map(({ status }) => status)).toEqual(['409', '200', '409', '200']);
  });

  it('[79] of Organization Admins who all go, the last one stays', async () => {
    const { scim } = await newTenant();
    const ids: string[] = [];
    for (const name of ['a', 'b', 'c'])
      ids.push((await created(scim.post('/Users', userBody(`${name}@acme.test`)))).id);
    await created(scim.post('/Groups', groupBody('Acme Organization Admins', ids)));
    const outcomes = await bulk(
      scim,
      ids.map((id) => ({
        method: 'PATCH',
        path: `/Users/${id}`,
        data: patchOp({ op: 'replace', path: 'active', value: false }),
      })),
    );
    expect(outcomes.map(({ status }) => status)).toEqual(['200', '200', '409']);
  });

  it.each([1, 3, 17])('does nothing after error %i, if no more are accepted', async (failOnErrors) => {
    const { scim } = await newTenant();
    const wrong = Array.from({ length: 30 }, (_, i) => ({ method: 'DELETE', path: `/Users/nobody${i}` }));
    const outcomes = await bulk(scim, [post('/Users', null, userBody('a')), ...wrong], { failOnErrors });
    expect(outcomes.map(({ status }) => status)).toEqual(['201', ...wrong.slice(0, failOnErrors).map(() => '404')]);
  });

  it('leaves nothing behind of groups that would contain each other', async () => {
    const { scim } = await newTenant();
    const outcomes = await bulk(scim, [
      post('/Groups', 'a', groupBody('A', ['bulkId:b'])),
      post('/Groups', 'b', groupBody('B', ['bulkId:a'])),
    ]);
    expect(outcomes.map(({ status }) => status)).toEqual(['400', '201']);
    expect((await scim.get('/Groups')).body.Resources).toMatchObject([{ displayName: 'B' }]);
  });

  it('refuses what refers to an operation that failed, or to none', async () => {
    const { scim } = await newTenant();
    await created(scim.post('/Users', userBody('taken@acme.test')));
    const outcomes = await bulk(scim, [
      post('/Users', 'twin', userBody('taken@acme.test')),
      post('/Groups', null, groupBody('Needs the twin', ['bulkId:twin'])),
      post('/Groups', null, groupBody('Needs nobody', ['bulkId:who'])),
    ]);
    expect(outcomes.map(({ status, response }) => [status, response?.scimType])).toEqual([
      ['409', 'uniqueness'],
      ['409', undefined],
      ['400', 'invalidValue'],
    ]);
    expect((await scim.get('/Groups')).body.totalResults).toBe(0);
  });

  it('stops after as many errors as failOnErrors says, and tells only of what it did', async () => {
    const { scim } = await newTenant();
    const wrong = { method: 'DELETE', path: '/Users/nobody' };
    const right = (name: string) => post('/Users', name, userBody(name));
    const outcomes = await bulk(scim, [right('a'), wrong, right('b'), wrong, right('c')], { failOnErrors: 2 });
    expect(outcomes.map(({ status }) => status)).toEqual(['201', '404', '201', '404']);
    expect((await scim.get('/Users')).body.totalResults).toBe(2);
    expect(await bulk(scim, [wrong, wrong, right('d')])).toHaveLength(3);
  });

  it('keeps to the version of an operation, as If-Match does', async () => {
    const { scim } = await newTenant();
    const user = await created(scim.post('/Users', userBody('a@acme.test')));
    const put = (version: string, title: string) => ({
      method: 'PUT',
      path: `/Users/${user.id}`,
      version,
      data: userBody('a@acme.test', { title }),
    });
    const outcomes = await bulk(scim, [put('W/"1-0"', 'first'), put('W/"1-0"', 'second')]);
    expect(outcomes.map(({ status }) => status)).toEqual(['200', '412']);
    expect((await scim.get(`/Users/${user.id}`)).body.title).toBe('first');
  });

  it.each(['/Users', 'Users', '/users/', '/scim/v2/Users'])('understands the path %s', async (path) => {
    const { scim } = await newTenant();
    const [made] = await bulk(scim, [post(path, 'a', userBody('a@acme.test'))]);
    expect(made).toMatchObject({ status: '201', location: expect.stringContaining(`${publicUrl}/scim/v2/Users/`) });
  });

  it.each<[string, JsonObject, string]>([
    ['an unknown method', { method: 'GET', path: '/Users' }, '400'],
    ['an unknown path', { method: 'POST', path: '/Cars', data: {} }, '400'],
    ['a POST to a resource', { method: 'POST', path: '/Users/1', data: {} }, '400'],
    ['a PUT to a collection', { method: 'PUT', path: '/Users', data: {} }, '400'],
    ['no data', { method: 'POST', path: '/Users' }, '400'],
    ['a bulkId that is no text', { method: 'POST', path: '/Users', bulkId: 7, data: {} }, '400'],
  ])('answers %s in the operation, and carries the others out', async (_, wrong, status) => {
    const { scim } = await newTenant();
    const outcomes = await bulk(scim, [wrong, post('/Users', null, userBody('a@acme.test'))]);
    expect(outcomes.map((outcome) => outcome.status)).toEqual([status, '201']);
    expect(outcomes[0]?.response.detail).toContain('Operations[0]');
  });

  it.each<[string, unknown, number]>([
    ['no operations', { Operations: [] }, 400],
    ['operations that are no list', { Operations: {} }, 400],
    ['other schemas', { schemas: ['urn:x'], Operations: [post('/Users', null, userBody('a'))] }, 400],
    ['failOnErrors of 0', { failOnErrors: 0, Operations: [post('/Users', null, userBody('a'))] }, 400],
    ['one bulkId twice', { Operations: [post('/Users', 'a', userBody('a')), post('/Users', 'a', userBody('b'))] }, 400],
    [
      '[33] 1,001 operations',
      { Operations: Array.from({ length: 1_001 }, () => ({ method: 'DELETE', path: '/Users/1' })) },
      413,
    ],
  ])('is refused as a whole with %s', async (_, body, status) => {
    const tenant = await newTenant();
    const before = await stateOf(tenant);
    const answer = await tenant.scim.post('/Bulk', body);
    expect(answer).toMatchObject({ status, body: { status: String(status) } });
    expect(await stateOf(tenant)).toEqual(before);
  });

  it('is refused as a whole over 1 MB, as ServiceProviderConfig says', async () => {
    const tenant = await newTenant();
    const { bulk: limits } = (await tenant.scim.get('/ServiceProviderConfig')).body;
    expect(limits).toEqual({ supported: true, maxOperations: 1_000, maxPayloadSize: 1_048_576 });
    const title = 'x'.repeat(60_000);
    const Operations = Array.from({ length: 18 }, (_, i) => post('/Users', null, userBody(`u${i}`, { title })));
    expect(await tenant.scim.post('/Bulk', { Operations })).toMatchObject({ status: 413, body: { status: '413' } });
    expect((await tenant.scim.get('/Users')).body.totalResults).toBe(0);
  });

  it('[15] reaches nothing of another organization', async () => {
    const [a, b] = [await newTenant(), await newTenant()];
    const theirs = await created(b.scim.post('/Users', userBody('b@acme.test')));
    const before = await stateOf(b);
    const path = `/Users/${theirs.id}`;
    const outcomes = await bulk(a.scim, [
      { method: 'DELETE', path },
      { method: 'PUT', path, data: userBody('mine') },
      { method: 'PATCH', path, data: patchOp({ op: 'replace', path: 'active', value: false }) },
      post('/Groups', null, groupBody('G', [theirs.id])),
    ]);
    expect(outcomes.map(({ status }) => status)).toEqual(['404', '404', '404', '400']);
    expect(await stateOf(b)).toEqual(before);
  });

  it('[8] needs a token that may write', async () => {
    const { scim } = await newTenant({ scopes: ['read'] });
    expect((await scim.post('/Bulk', { Operations: [post('/Users', null, userBody('a'))] })).status).toBe(403);
  });
});
