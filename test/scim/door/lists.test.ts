import { describe, expect, it } from 'vitest';
import { changeUser } from '../../../src/domain/directory/change-user.ts';
import { context, testDeployment } from '../../support/domain.ts';
import {
  ACCESS_USER,
  created,
  groupBody,
  newTenant,
  patchOp,
  type ScimClient,
  userBody,
} from '../../support/scim-door.ts';

testDeployment();

const encoded = (filter: string) => `filter=${encodeURIComponent(filter)}`;

/** Users named by a letter each, created in the order of `names`. */
async function people(scim: ScimClient, names: string): Promise<Map<string, string>> {
  const ids = new Map<string, string>();
  for (const [i, name] of [...names].entries()) {
    const more = { ...(i % 2 === 0 ? { title: `T${9 - i}` } : {}), active: name !== 'b' };
    const body = userBody(`${name}@acme.test`, { ...more, externalId: `x-${name}`, displayName: name.toUpperCase() });
    ids.set(name, (await created(scim.post('/Users', body))).id);
  }
  return ids;
}

async function list(scim: ScimClient, query: string, path = '/Users') {
  const { status, body } = await scim.get(`${path}?${query}`);
  expect(status, JSON.stringify(body)).toBe(200);
  const shown = body.Resources.map(
    (row: { userName?: string; displayName?: string }) => row.userName ?? row.displayName,
  );
  return { total: body.totalResults, start: body.startIndex, per: body.itemsPerPage, shown };
}

const of = (names: string) => [...names].map((name) => `${name}@acme.test`);

describe('paging', () => {
  it('goes through all users once, in the order of creation', async () => {
    const { scim } = await newTenant();
    await people(scim, 'cabed');
    expect(await list(scim, '')).toEqual({ total: 5, start: 1, per: 5, shown: of('cabed') });
    expect(await list(scim, 'startIndex=1&count=2')).toEqual({ total: 5, start: 1, per: 2, shown: of('ca') });
    expect(await list(scim, 'startIndex=3&count=2')).toEqual({ total: 5, start: 3, per: 2, shown: of('be') });
    expect(await list(scim, 'startIndex=5&count=2')).toEqual({ total: 5, start: 5, per: 1, shown: of('d') });
    expect(await list(scim, 'startIndex=9&count=2')).toEqual({ total: 5, start: 9, per: 0, shown: [] });
    expect(await list(scim, 'startIndex=-4&count=1')).toEqual({ total: 5, start: 1, per: 1, shown: of('c') });
    expect(await list(scim, 'count=0')).toEqual({ total: 5, start: 1, per: 0, shown: [] });
    expect(await list(scim, 'count=-1')).toMatchObject({ total: 5, shown: [] });
  });

  it('counts filtered lists exactly, on every page', async () => {
    const { scim } = await newTenant();
    await people(scim, 'cabed');
    const some = encoded('userName ne "c@acme.test"');
    expect(await list(scim, `${some}&count=2`)).toMatchObject({ total: 4, shown: of('ab') });
    expect(await list(scim, `${some}&count=2&startIndex=4`)).toMatchObject({ total: 4, shown: of('d') });
    expect(await list(scim, `${some}&count=2&startIndex=7`)).toMatchObject({ total: 4, shown: [] });
    expect(await list(scim, `${some}&count=0`)).toMatchObject({ total: 4, shown: [] });
    expect(await list(scim, encoded('title pr and active eq true'))).toMatchObject({ total: 2, shown: of('cd') });
  });

  it('[45] a count of 1e9 is clamped', async () => {
    const { scim } = await newTenant();
    await people(scim, 'ab');
    expect(await list(scim, 'count=1000000000')).toMatchObject({ total: 2, per: 2 });
    expect(await list(scim, 'count=1e9&startIndex=1e15')).toMatchObject({ total: 2, per: 0 });
  });
});

describe('filters', () => {
  it.each([
    ['userName eq "A@ACME.TEST"', 'a'],
    ['externalId eq "x-b"', 'b'],
    ['externalId eq "X-B"', ''],
    ['active eq false', 'b'],
    ['active eq "False"', 'b'],
    ['not (active eq true)', 'b'],
    ['displayName sw "c"', 'c'],
    ['urn:ietf:params:scim:schemas:core:2.0:User:userName co "A@"', 'a'],
    ['title pr and not (userName eq "b@acme.test")', 'a'],
    ['meta.lastModified gt "2020-01-01T00:00:00Z"', 'abc'],
    ['meta.created lt "2020-01-01T00:00:00Z"', ''],
  ])('%s', async (filter, names) => {
    const { scim } = await newTenant();
    await people(scim, 'bac'); // b has a title, c too
    const expected = filter.startsWith('title') ? of('c') : of([...'bac'].filter((n) => names.includes(n)).join(''));
    expect((await list(scim, encoded(filter))).shown).toEqual(expected);
  });

  it('by id, and by group from both sides', async () => {
    const { scim } = await newTenant();
    const ids = await people(scim, 'abc');
    const [a = '', b = ''] = ids.values();
    const club = await created(scim.post('/Groups', groupBody('Club', [a, b])));
    await created(scim.post('/Groups', groupBody('Ring', [b])));
    expect((await list(scim, encoded(`id eq "${a}"`))).shown).toEqual(of('a'));
    expect((await list(scim, encoded(`groups.value eq "${club.id}"`))).shown).toEqual(of('ab'));
    const inGroups = async (filter: string) =>
      (await list(scim, `${encoded(filter)}&excludedAttributes=members`, '/Groups')).shown;
    expect(await inGroups(`members.value eq "${b}"`)).toEqual(['Club', 'Ring']);
    expect(await inGroups(`members eq "${a}"`)).toEqual(['Club']);
    expect(await inGroups(`members[value eq "${b}"] and displayName eq "ring"`)).toEqual(['Ring']);
    expect(await inGroups(`id eq "${club.id}" and members eq "${b}"`)).toEqual(['Club']);
    expect(await inGroups('members eq "nobody"')).toEqual([]);
  });

  it('.search is the same list, with its parameters in the body', async () => {
    const { scim } = await newTenant();
    await people(scim, 'abc');
    const answer = await scim.post('/Users/.search', {
      schemas: ['urn:ietf:params:scim:api:messages:2.0:SearchRequest'],
      filter: 'userName ne "b@acme.test"',
      attributes: ['userName'],
      startIndex: 2,
      count: 1,
    });
    expect(answer.status).toBe(200);
    expect(answer.body).toMatchObject({ totalResults: 2, startIndex: 2, itemsPerPage: 1 });
    expect(answer.body.Resources).toEqual([expect.objectContaining({ userName: 'c@acme.test' })]);
  });
});

describe('order', () => {
  it('is by what sortBy names, whatever the page; who lacks it comes last', async () => {
    const { scim } = await newTenant();
    await people(scim, 'cabed'); // c: T9, b: T7, d: T5; a and e have no title
    expect((await list(scim, 'sortBy=userName')).shown).toEqual(of('abcde'));
    expect((await list(scim, 'sortBy=userName&sortOrder=descending')).shown).toEqual(of('edcba'));
    expect((await list(scim, 'sortBy=title')).shown).toEqual(of('dbcae'));
    expect(await list(scim, 'sortBy=title&startIndex=2&count=2')).toMatchObject({ total: 5, shown: of('bc') });
    const active = `sortBy=title&${encoded('active eq true')}`;
    expect(await list(scim, active)).toMatchObject({ total: 4, shown: of('dcae') });
    const { body } = await scim.get('/Users?sortBy=title&count=1');
    expect(Object.keys(body.Resources[0]).filter((key) => key.startsWith('sort'))).toEqual([]);
  });

  it('works for groups', async () => {
    const { scim } = await newTenant();
    for (const name of ['Beta', 'alpha', 'Gamma']) await created(scim.post('/Groups', groupBody(name)));
    expect((await list(scim, 'sortBy=displayName', '/Groups')).shown).toEqual(['alpha', 'Beta', 'Gamma']);
    expect((await list(scim, 'sortBy=externalId&count=2', '/Groups')).shown).toEqual(['Beta', 'alpha']);
  });
});

describe('selection', () => {
  it('shows what attributes names, and always id and schemas', async () => {
    const { scim } = await newTenant();
    await people(scim, 'a');
    const first = async (query: string) => (await scim.get(`/Users?${query}`)).body.Resources[0];
    expect(Object.keys(await first('attributes=userName,META.version')).sort()).toEqual([
      'id',
      'meta',
      'schemas',
      'userName',
    ]);
    expect((await first('attributes=meta.version')).meta).toEqual({ version: 'W/"1-0"' });
    const without = await first('excludedAttributes=meta,displayName,id');
    expect(without).toMatchObject({ id: expect.any(String), userName: 'a@acme.test' });
    expect(without).not.toHaveProperty('meta');
    expect(without).not.toHaveProperty('displayName');
    expect((await first(`attributes=${ACCESS_USER}:organizationRole`))[ACCESS_USER]).toEqual({
      organizationRole: 'Organization User',
    });
  });

  it('applies to the answers of writes', async () => {
    const { scim } = await newTenant();
    const answer = await scim.post('/Users?attributes=userName', userBody('ada', { title: 'Countess' }));
    expect(Object.keys(answer.body).sort()).toEqual(['id', 'schemas', 'userName']);
    const put = await scim.put(`/Users/${answer.body.id}?excludedAttributes=meta`, userBody('ada', { title: 'Queen' }));
    expect(put.body).toMatchObject({ title: 'Queen' });
    expect(put.body).not.toHaveProperty('meta');
  });
});

describe('versions', () => {
  it('[44] of two writers with one ETag one succeeds; a stale If-Match is 412', async () => {
    const { scim } = await newTenant();
    const { id } = await created(scim.post('/Users', userBody('ada@acme.test')));
    const etag = (await scim.get(`/Users/${id}`)).headers.etag ?? '';
    const write = (title: string) =>
      scim.patch(
        `/Users/${id}`,
        { Operations: [{ op: 'replace', path: 'title', value: title }] },
        { 'If-Match': etag },
      );
    const statuses = (await Promise.all([write('A'), write('B')])).map(({ status }) => status);
    expect(statuses.sort()).toEqual([200, 412]);
    const stale = await scim.put(`/Users/${id}`, userBody('ada@acme.test'), { 'If-Match': etag });
    expect(stale.body).toMatchObject({ status: '412' });
    expect((await scim.delete(`/Users/${id}`, { 'If-Match': etag })).status).toBe(412);
    expect((await scim.delete(`/Users/${id}`, { 'If-Match': 'W/"2-0"' })).status).toBe(204);
  });

  it('[44] the same for groups, whose members are part of the version', async () => {
    const { scim } = await newTenant();
    const { id: userId } = await created(scim.post('/Users', userBody('ada@acme.test')));
    const { id } = await created(scim.post('/Groups', groupBody('Club')));
    const etag = (await scim.get(`/Groups/${id}`)).headers.etag ?? '';
    const add = { Operations: [{ op: 'add', path: 'members', value: [{ value: userId }] }] };
    const rename = { Operations: [{ op: 'replace', path: 'displayName', value: 'Ring' }] };
    const both = await Promise.all([
      scim.patch(`/Groups/${id}`, add, { 'If-Match': etag }),
      scim.patch(`/Groups/${id}`, rename, { 'If-Match': etag }),
    ]);
    expect(both.map(({ status }) => status).sort()).toEqual([204, 412]);
    expect((await scim.put(`/Groups/${id}`, groupBody('X'), { 'If-Match': etag })).status).toBe(412);
    expect((await scim.delete(`/Groups/${id}`, { 'If-Match': etag })).status).toBe(412);
    const now = (await scim.get(`/Groups/${id}?excludedAttributes=members`)).headers.etag ?? '';
    expect((await scim.delete(`/Groups/${id}`, { 'If-Match': now })).status).toBe(204);
  });

  it.each([
    ['*', 200],
    ['W/"9-0", W/"1-0"', 200],
    ['"1-0"', 200],
    ['W/"1-7"', 200],
    ['W/"2-0"', 412],
    ['nonsense', 412],
    ['W/"1-0-0"', 412],
  ])('If-Match: %s is %i at version 1-0', async (tag, status) => {
    const { scim } = await newTenant();
    const { id } = await created(scim.post('/Users', userBody('ada@acme.test')));
    const answer = await scim.put(`/Users/${id}`, userBody('ada@acme.test', { title: 'x' }), { 'If-Match': tag });
    expect(answer.status).toBe(status);
  });

  it('what a client has already is 304, until it or its groups change', async () => {
    const { scim } = await newTenant();
    const { id } = await created(scim.post('/Users', userBody('ada@acme.test')));
    const ask = (tag: string) => scim.get(`/Users/${id}`, { 'If-None-Match': tag });
    const known = await ask('W/"1-0"');
    expect([known.status, known.text, known.headers.etag]).toEqual([304, '', 'W/"1-0"']);
    expect((await ask('*')).status).toBe(304);
    const group = await created(scim.post('/Groups', groupBody('Club', [id])));
    expect((await ask('W/"1-0"')).status).toBe(200);
    expect((await ask('W/"1-1"')).status).toBe(304);
    expect((await scim.get(`/Groups/${group.id}`, { 'If-None-Match': 'W/"1-0"' })).status).toBe(304);
    expect((await scim.get(`/Groups/${group.id}`, { 'If-None-Match': 'W/"0-0"' })).status).toBe(200);
  });

  it.each(['Users', 'Groups'])('a write to %s that finds the version of If-None-Match is 412', async (endpoint) => {
    const { scim } = await newTenant();
    const body = endpoint === 'Users' ? userBody('ada@acme.test') : groupBody('Club');
    const { id } = await created(scim.post(`/${endpoint}`, body));
    const address = `/${endpoint}/${id}`;
    for (const tag of ['*', 'W/"1-0"']) {
      const headers = { 'If-None-Match': tag };
      const refused = await scim.put(address, { ...body, externalId: 'x' }, headers);
      expect([refused.status, refused.body.detail]).toEqual([412, expect.stringContaining('If-None-Match')]);
      expect((await scim.patch(address, patchOp({ op: 'add', path: 'externalId', value: 'x' }), headers)).status).toBe(
        412,
      );
      expect((await scim.delete(address, headers)).status).toBe(412);
    }
    expect((await scim.get(address)).body).not.toHaveProperty('externalId');
    expect((await scim.put(address, { ...body, externalId: 'x' }, { 'If-None-Match': 'W/"0-0"' })).status).toBe(200);
  });

  it('a user whose group was renamed has another version, for its groups read differently', async () => {
    const { scim } = await newTenant();
    const { id } = await created(scim.post('/Users', userBody('ada@acme.test')));
    const group = await created(scim.post('/Groups', groupBody('Before', [id])));
    const tag = (await scim.get(`/Users/${id}`)).headers.etag as string;
    await scim.patch(`/Groups/${group.id}`, patchOp({ op: 'replace', path: 'displayName', value: 'After' }));
    const again = await scim.get(`/Users/${id}`, { 'If-None-Match': tag });
    expect(again.status).toBe(200);
    expect(again.body.groups).toMatchObject([{ value: group.id, display: 'After' }]);
  });

  it('writers without If-Match never lose an update', async () => {
    const { orgId, scim } = await newTenant();
    const { id } = await created(scim.post('/Users', userBody('ada@acme.test')));
    const attributes = ['title', 'nickName', 'locale', 'timezone', 'userType', 'preferredLanguage', 'displayName'];
    const answers = await Promise.all(
      attributes.map((path) => scim.patch(`/Users/${id}`, { Operations: [{ op: 'add', path, value: 'x' }] })),
    );
    expect(answers.map(({ status }) => status)).toEqual(attributes.map(() => 200));
    const { body } = await scim.get(`/Users/${id}`);
    for (const name of attributes) expect(body[name]).toBe('x');
    expect(body.meta.version).toBe(`W/"${attributes.length + 1}-0"`);
    const unchanged = await changeUser(context, orgId, id, (current) => current);
    expect(unchanged.version).toBe(attributes.length + 1);
  });
});
