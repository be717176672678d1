/** Requests that are refused, each leaving the organization as it was: cases 25 to 47. */
import { gzipSync } from 'node:zlib';
import { afterEach, describe, expect, it } from 'vitest';
import { context, setOrganizationRole, testDeployment } from '../../support/domain.ts';
import { clientOf, created, groupBody, newTenant, patchOp, stateOf, USER, userBody } from '../../support/scim-door.ts';

testDeployment();

/** An organization with a user and a group that has her, and a check that nothing has changed. */
async function populated() {
  const tenant = await newTenant();
  const user = await created(tenant.scim.post('/Users', userBody('ada@acme.test', { title: 'Countess' })));
  const group = await created(tenant.scim.post('/Groups', groupBody('Club', [user.id])));
  const before = await stateOf(tenant);
  const isAsBefore = async () => expect(await stateOf(tenant)).toEqual(before);
  return { ...tenant, user, group, isAsBefore };
}

function refused(
  answer: { status: number; body: object; headers: Record<string, string> },
  status: number,
  type?: string,
) {
  expect({ ...answer.body, code: answer.status }).toEqual({
    schemas: ['urn:ietf:params:scim:api:messages:2.0:Error'],
    status: String(status),
    code: status,
    ...(type === undefined ? {} : { scimType: type }),
    detail: expect.stringMatching(/\w{3}/),
  });
  expect(answer.headers['content-type']).toBe('application/scim+json');
}

describe('injection', () => {
  afterEach(() => expect(Object.keys(Object.prototype)).toEqual([]));

  it('[25] an operator in place of a userName is refused', async () => {
    const { scim, isAsBefore } = await populated();
    refused(await scim.post('/Users', userBody({ $ne: '' } as never)), 400, 'invalidSyntax');
    refused(await scim.post('/Users', userBody({ ne: '' } as never)), 400, 'invalidValue');
    refused(await scim.post('/Users', userBody(['ada', 'eve'] as never)), 400, 'invalidValue');
    await isAsBefore();
  });

  it.each([
    '$where',
    '$where eq "1"',
    '$expr pr',
    'search.userName eq "x"',
    'orgId eq "x"',
    'accountId pr',
    'password sw "a"',
  ])('[26] the filter attribute %s is refused', async (filter) => {
    const { scim } = await newTenant();
    refused(await scim.get(`/Users?filter=${encodeURIComponent(filter)}`), 400, 'invalidFilter');
  });

  it('[27] the text of a filter is literal, never an expression', async () => {
    const { scim } = await newTenant();
    await created(scim.post('/Users', userBody(`${'a'.repeat(60)}!`)));
    await created(scim.post('/Users', userBody('(a+)+$')));
    const find = async (text: string) =>
      (await scim.get(`/Users?filter=userName co "${encodeURIComponent(text)}"`)).body;
    expect((await find('(a+)+$')).totalResults).toBe(1);
    expect((await find('.*')).totalResults).toBe(0);
  });

  describe.each(['__proto__', 'constructor.prototype', '__proto__.x', 'constructor'])('[28] %s', (name) => {
    it('is no attribute to filter, sort or select by', async () => {
      const { scim } = await newTenant();
      await created(scim.post('/Users', userBody('ada@acme.test')));
      refused(await scim.get(`/Users?filter=${name} eq "1"`), 400, 'invalidFilter');
      refused(await scim.get(`/Users?filter=emails[${name} eq "1"]`), 400, 'invalidFilter');
      refused(await scim.get(`/Users?sortBy=${name}`), 400, 'invalidValue');
      refused(await scim.get(`/Users?attributes=${name}`), 400, 'invalidValue');
      refused(await scim.get(`/Users?excludedAttributes=${name}`), 400, 'invalidValue');
    });

    it('is no path and no key', async () => {
      const { scim, user, isAsBefore } = await populated();
      const patch = (...operations: never[]) => scim.patch(`/Users/${user.id}`, patchOp(...operations));
      for (const path of [name, `emails[${name} eq "1"].value`, `name.${name}`]) {
        const answer = await patch({ op: 'add', path, value: 'x' } as never);
        expect([path, answer.status]).toEqual([path, 400]);
      }
      const key = name.split('.')[0];
      const bodies = [`{"userName":"eve","${key}":{"x":1}}`, `{"userName":"eve","name":{"${key}":{"x":1}}}`];
      for (const body of bodies) refused(await scim.post('/Users', body), 400, 'invalidSyntax');
      const value = `{"Operations":[{"op":"add","value":{"${key}":{"x":1}}}]}`;
      expect((await scim.patch(`/Users/${user.id}`, value)).status).toBe(400);
      await isAsBefore();
    });
  });

  it('[29] $ and dotted keys in an extension are refused', async () => {
    const { scim, isAsBefore } = await populated();
    const enterprise = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User';
    for (const key of ['$set', 'a.b', 'manager.value']) {
      refused(await scim.post('/Users', userBody('eve', { [enterprise]: { [key]: 'x' } })), 400, 'invalidSyntax');
    }
    await isAsBefore();
  });

  it('[30] a filter over 8 kB is refused with words', async () => {
    const { scim } = await newTenant();
    const answer = await scim.get(`/Users?filter=userName eq "${'a'.repeat(8200)}"`);
    refused(answer, 400, 'invalidFilter');
    expect(answer.body.detail).toContain('8');
  });

  it('[31] 18 ANDed ORs are answered without expansion', async () => {
    const { scim } = await newTenant();
    await created(scim.post('/Users', userBody('ada@acme.test', { title: 'a' })));
    const filter = Array.from({ length: 18 }, (_, i) => `(title eq "a" or title eq "${i}")`).join(' and ');
    expect((await scim.get(`/Users?filter=${encodeURIComponent(filter)}`)).body.totalResults).toBe(1);
    const wide = Array.from({ length: 250 }, () => 'title eq "a"').join(' or ');
    refused(await scim.get(`/Users?filter=${encodeURIComponent(wide)}`), 400, 'invalidFilter');
  });

  it('[32] nesting without end is refused', async () => {
    const { scim, isAsBefore } = await populated();
    refused(await scim.post('/Users', '{"a":'.repeat(40_000)), 400, 'invalidSyntax');
    refused(
      await scim.post('/Users', `{"userName":"eve","a":${'['.repeat(30)}${']'.repeat(30)}}`),
      400,
      'invalidSyntax',
    );
    refused(await scim.get(`/Users?filter=${'('.repeat(500)}title pr${')'.repeat(500)}`), 400, 'invalidFilter');
    await isAsBefore();
  });

  it('[33] a body over the limit is 413, also when it only unpacks to that', async () => {
    const { scim, isAsBefore } = await populated();
    const large = JSON.stringify(userBody('eve', { title: 'x'.repeat(1_100_000) }));
    refused(await scim.post('/Users', large), 413);
    const packed = scim.post('/Users', gzipSync(Buffer.alloc(20_000_000, 32)) as never, { 'Content-Encoding': 'gzip' });
    expect([400, 413]).toContain((await packed).status);
    await isAsBefore();
  });

  it.each([
    ['NUL', 'a\u0000b'],
    ['half a surrogate pair', 'a\ud800b'],
    ['10,000 characters', 'a'.repeat(10_000)],
    ['nothing but blanks', '  '],
  ])('[34] a userName with %s is refused', async (_what, userName) => {
    const { scim, isAsBefore } = await populated();
    refused(await scim.post('/Users', JSON.stringify(userBody(userName))), 400, 'invalidValue');
    await isAsBefore();
  });
});

describe('protocol', () => {
  it.each([['text/plain'], ['application/x-www-form-urlencoded'], ['application/json; charset=utf-16'], ['']])(
    '[37] the media type "%s" is 415',
    async (type) => {
      const { scim, isAsBefore } = await populated();
      const request = scim.post('/Users', userBody('eve'), { 'Content-Type': type });
      refused(await (type === '' ? request.unset('Content-Type') : request), 415);
      await isAsBefore();
    },
  );

  it.each([['application/json'], ['application/scim+json; charset=utf-8'], ['Application/SCIM+JSON']])(
    'the media type "%s" is understood',
    async (type) => {
      const { scim } = await newTenant();
      expect((await scim.post('/Users', userBody('ada'), { 'Content-Type': type })).status).toBe(201);
    },
  );

  it('[38] malformed JSON is refused', async () => {
    const { scim, isAsBefore } = await populated();
    for (const body of ['{"userName":', '', '{userName:"eve"}', "{'userName':'eve'}", '{"userName":"eve"} x']) {
      refused(await scim.post('/Users', body), 400, 'invalidSyntax');
    }
    for (const body of ['[]', '"eve"', 'null', '7']) {
      refused(await scim.post('/Users', body), 400, 'invalidSyntax');
      refused(await scim.post('/Groups', body), 400, 'invalidSyntax');
    }
    await isAsBefore();
  });

  it('[39] duplicate JSON keys are refused', async () => {
    const { scim, user, isAsBefore } = await populated();
    refused(await scim.post('/Users', '{"userName":"eve","userName":"mallory"}'), 400, 'invalidSyntax');
    refused(await scim.post('/Users', '{"userName":"eve","username":"mallory"}'), 400, 'invalidSyntax');
    const twice = '{"Operations":[{"op":"replace","op":"remove","path":"title"}]}';
    refused(await scim.patch(`/Users/${user.id}`, twice), 400, 'invalidSyntax');
    await isAsBefore();
  });

  it('[40] schemas that are not the resource’s are refused', async () => {
    const { scim, user, isAsBefore } = await populated();
    const other = 'urn:ietf:params:scim:schemas:core:2.0:Group';
    for (const schemas of [[other], ['urn:unknown'], [other, 'urn:unknown'], 'x', [1], [USER, 1]]) {
      refused(await scim.post('/Users', { schemas, userName: 'eve' }), 400, 'invalidSyntax');
      refused(await scim.put(`/Users/${user.id}`, { schemas, userName: 'eve' }), 400, 'invalidSyntax');
      const named = patchOp({ op: 'replace', value: { schemas, title: 'T' } });
      refused(await scim.patch(`/Users/${user.id}`, named), 400, 'invalidValue');
    }
    const patch = { schemas: [USER], Operations: [{ op: 'remove', path: 'title' }] };
    refused(await scim.patch(`/Users/${user.id}`, patch), 400, 'invalidSyntax');
    refused(await scim.post('/Users/.search', { schemas: [USER] }), 400, 'invalidSyntax');
    await isAsBefore();
  });

  it.each(['id', 'meta', 'meta.version', 'groups'])('[41] a PATCH of %s is refused', async (path) => {
    const { scim, user, group, isAsBefore } = await populated();
    const operation = { op: 'replace', path, value: 'x' };
    refused(await scim.patch(`/Users/${user.id}`, patchOp(operation)), 400, 'mutability');
    refused(await scim.patch(`/Users/${user.id}`, patchOp({ op: 'add', value: { id: 'x' } })), 400, 'mutability');
    if (path !== 'groups') refused(await scim.patch(`/Groups/${group.id}`, patchOp(operation)), 400, 'mutability');
    await isAsBefore();
  });

  it('[42] a bad path in operation 3 undoes operations 1 and 2', async () => {
    const { scim, user, group, isAsBefore } = await populated();
    const onUser = patchOp(
      { op: 'replace', path: 'title', value: 'Queen' },
      { op: 'replace', path: 'active', value: false },
      { op: 'replace', path: 'no.such', value: 'x' },
    );
    refused(await scim.patch(`/Users/${user.id}`, onUser), 400, 'invalidPath');
    const onGroup = patchOp(
      { op: 'replace', path: 'displayName', value: 'Renamed' },
      { op: 'remove', path: 'members' },
      { op: 'replace', path: 'members[display eq "x"].value', value: 'x' },
    );
    refused(await scim.patch(`/Groups/${group.id}`, onGroup), 400, 'invalidFilter');
    await isAsBefore();
  });

  it('[43] active "maybe" is refused', async () => {
    const { scim, user, isAsBefore } = await populated();
    refused(await scim.post('/Users', userBody('eve', { active: 'maybe' })), 400, 'invalidValue');
    const patch = patchOp({ op: 'Replace', path: 'active', value: 'maybe' });
    refused(await scim.patch(`/Users/${user.id}`, patch), 400, 'invalidValue');
    await isAsBefore();
  });

  it('a userName that is taken is a conflict in POST, PUT and PATCH', async () => {
    const { scim, user } = await populated();
    const eve = await created(scim.post('/Users', userBody('eve@acme.test')));
    refused(await scim.post('/Users', userBody('EVE@acme.test')), 409, 'uniqueness');
    refused(await scim.put(`/Users/${user.id}`, userBody('Eve@acme.test')), 409, 'uniqueness');
    const patch = patchOp({ op: 'replace', path: 'userName', value: 'eve@acme.test' });
    refused(await scim.patch(`/Users/${user.id}`, patch), 409, 'uniqueness');
    expect((await scim.put(`/Users/${eve.id}`, userBody('EVE@acme.test'))).status).toBe(200);
  });

  it('[79] the last Organization Admin stays, whatever the directory says', async () => {
    const { orgId, scim, user, group } = await populated();
    await setOrganizationRole(context, orgId, user.id, 'Organization Admin');
    const before = await stateOf({ scim });
    for (const answer of [
      await scim.delete(`/Users/${user.id}`),
      await scim.patch(`/Users/${user.id}`, patchOp({ op: 'replace', path: 'active', value: false })),
      await scim.put(`/Users/${user.id}`, userBody('ada@acme.test', { active: false })),
    ])
      refused(answer, 409);
    expect(await stateOf({ scim })).toEqual(before);
    expect((await scim.delete(`/Groups/${group.id}`)).status).toBe(204);
  });
});

describe('paths and methods', () => {
  it('what is not there is 404 and a wrong method 405, before a body is read', async () => {
    const { scim } = await newTenant();
    const noJson = { 'Content-Type': 'text/plain' };
    for (const path of ['/', '/nothing', '/Users/a/b', '/Users/a/.search/b']) {
      refused(await scim.post(path, 'no json', noJson), 404);
    }
    const cases = [
      ['put', '/Users', 'GET, HEAD, POST'],
      ['patch', '/Groups', 'GET, HEAD, POST'],
      ['post', '/Users/x', 'GET, HEAD, PUT, PATCH, DELETE'],
      ['put', '/Groups/.search', 'POST'],
      ['post', '/Schemas', 'GET, HEAD'],
      ['put', '/ServiceProviderConfig', 'GET, HEAD'],
      ['patch', '/ResourceTypes/User', 'GET, HEAD'],
    ] as const;
    for (const [method, path, allow] of cases) {
      const answer = await scim[method](path, 'no json', noJson);
      refused(answer, 405);
      expect(answer.headers.allow).toBe(allow);
    }
  });

  it.each(['add', 'replace'])(
    'a group that is not there is 404, whoever the members of the PATCH are: %s',
    async (op) => {
      const { scim, user } = await populated();
      for (const value of [user.id, '0123456789abcdef01234567']) {
        const body = patchOp({ op, path: 'members', value: [{ value }] });
        refused(await scim.patch('/Groups/0123456789abcdef01234567', body), 404);
      }
      refused(await scim.put('/Groups/0123456789abcdef01234567', groupBody('Club 2', ['nobody'])), 404);
    },
  );

  it('ids that cannot be are 404', async () => {
    const { scim } = await newTenant();
    for (const id of [
      '%00',
      '%F0%9F%98%80',
      '__proto__',
      '[object%20Object]',
      '%24ne',
      'a'.repeat(5000),
      '%ZZ',
      '%c3%28',
      '..%2f',
    ]) {
      refused(await scim.get(`/Users/${id}`), 404);
      refused(await scim.delete(`/Groups/${id}`), 404);
    }
  });

  it('Me says that a machine has no User of its own', async () => {
    const { scim } = await newTenant();
    refused(await scim.get('/Me'), 501);
  });

  it('parameters that contradict each other are refused', async () => {
    const { scim, user } = await populated();
    refused(await scim.get('/Users?attributes=userName&excludedAttributes=title'), 400, 'invalidValue');
    refused(await scim.get('/Users?filter=title pr&filter=userName pr'), 400, 'invalidValue');
    refused(await scim.get('/Users?count=1&count=2'), 400, 'invalidValue');
    refused(await scim.get('/Users?count=ten'), 400, 'invalidValue');
    refused(await scim.get('/Users?sortOrder=sideways'), 400, 'invalidValue');
    const patch = patchOp({ op: 'remove', path: 'title' });
    const query = 'attributes=userName&excludedAttributes=title';
    refused(await scim.patch(`/Users/${user.id}?${query}`, patch), 400, 'invalidValue');
    expect((await scim.get(`/Users/${user.id}`)).body.title).toBe('Countess');
  });
});

describe('discovery', () => {
  it('needs no token, and cannot be filtered', async () => {
    const anyone = clientOf(null);
    const config = await anyone.get('/ServiceProviderConfig');
    expect([config.status, config.body.patch.supported, config.body.etag.supported]).toEqual([200, true, true]);
    const types = (await anyone.get('/ResourceTypes')).body.Resources as { id: string }[];
    expect(types.map(({ id }) => id)).toEqual(['User', 'Group', 'Role']);
    expect((await anyone.get('/ResourceTypes/User')).body.endpoint).toBe('/Users');
    expect((await anyone.get(`/Schemas/${USER}`)).body.id).toBe(USER);
    expect((await anyone.get('/Schemas')).body.totalResults).toBeGreaterThan(3);
    for (const path of ['/Schemas', '/ResourceTypes', '/ServiceProviderConfig'])
      refused(await anyone.get(`${path}?filter=id pr`), 403);
    refused(await anyone.get('/Schemas/urn:unknown'), 404);
    refused(await anyone.get('/ResourceTypes/Users'), 404);
  });
});
