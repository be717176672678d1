/** HEAD, OPTIONS and cross-origin requests: what RFC 9110 asks of every path. */
import { describe, expect, it } from 'vitest';
import { testDeployment } from '../../support/domain.ts';
import { clientOf, created, GROUP, groupBody, newTenant, USER, userBody } from '../../support/scim-door.ts';

testDeployment();

async function populated() {
  const tenant = await newTenant();
  const user = await created(tenant.scim.post('/Users', userBody('ada@acme.test')));
  const group = await created(tenant.scim.post('/Groups', groupBody('Team', [user.id])));
  const at = (path: string) => path.replace('{user}', user.id).replace('{group}', group.id);
  return { ...tenant, at };
}

const readable = [
  '/Users',
  '/Users?filter=userName sw "a"&count=1',
  '/Users/{user}',
  '/Users/{user}?attributes=userName',
  '/Groups',
  '/Groups/{group}',
  '/Groups/{group}?excludedAttributes=members',
  '/ServiceProviderConfig',
  '/ResourceTypes',
  '/ResourceTypes/User',
  '/Schemas',
  `/Schemas/${GROUP}`,
];
const unreadable = [
  '/Users/nobody',
  '/Groups/nobody',
  '/Users?count=ten',
  '/Schemas/urn:x',
  '/nothing',
  '/Bulk',
  '/Me',
];

describe('HEAD', () => {
  it.each([...readable, ...unreadable])('of %s is what GET is, without the body', async (path) => {
    const { scim, at } = await populated();
    const get = await scim.get(at(path));
    const head = await scim.send('head', at(path));
    expect([head.status, head.text]).toEqual([get.status, undefined]);
    for (const name of ['content-type', 'etag', 'allow', 'location'])
      expect([name, head.headers[name]]).toEqual([name, get.headers[name]]);
    expect(get.status < 400).toBe(readable.includes(path));
    // Refusals may name the method.
    if (get.status < 400) expect(head.headers['content-length']).toBe(get.headers['content-length']);
  });

  it('of what the client has already is 304', async () => {
    const { scim, at } = await populated();
    for (const path of ['/Users/{user}', '/Groups/{group}']) {
      const { etag } = (await scim.send('head', at(path))).headers;
      expect(etag).toMatch(/^W\//);
      const known = await scim.send('head', at(path)).set('If-None-Match', String(etag));
      expect([known.status, known.headers.etag]).toEqual([304, etag]);
    }
  });
});

describe('conditions', () => {
  it.each(['*', 'W/"1-0"'])('If-None-Match: %s and If-Match are not applied to lists and searches', async (tag) => {
    const { scim } = await populated();
    for (const headers of [{ 'If-None-Match': tag }, { 'If-Match': 'W/"9-9"' }]) {
      for (const path of ['/Users', '/Groups', '/Schemas', '/ServiceProviderConfig']) {
        const answer = await scim.get(path, headers);
        expect([path, answer.status, answer.headers.etag]).toEqual([path, 200, undefined]);
      }
      expect((await scim.post('/Users/.search', {}, headers)).status).toBe(200);
    }
  });

  it.each<[string, string, number]>([
    ['W/"1-1"', 'the state', 304],
    ['"1-1"', 'the state as a strong tag: weak comparison', 304],
    ['W/"0-0", W/"1-1"', 'a list with the state', 304],
    ['"a,b", "1-1"', 'a list with a comma in a tag', 304],
    ['*', 'any', 304],
    ['W/"1-0"', 'the same version before its groups changed', 200],
    ['W/"2-1"', 'another version', 200],
    ['1-1', 'no tag', 200],
    ['', 'nothing', 200],
  ])('GET with If-None-Match: %s (%s) is %i', async (tag, _what, status) => {
    const { scim, at } = await populated();
    expect((await scim.get(at('/Users/{user}'), { 'If-None-Match': tag })).status).toBe(status);
  });

  it.each<[string, string, number]>([
    ['W/"1-1"', 'the state', 200],
    ['W/"1-0"', 'the same version before its groups changed', 200],
    ['"1-1"', 'the state as a strong tag: weak comparison', 200],
    ['W/"7-0",W/"1-1"', 'a list with the state', 200],
    ['*', 'any', 200],
    ['W/"0-1"', 'another version', 412],
    ['W/"7-0", W/"8-0"', 'a list without the state', 412],
    ['1-1', 'no tag', 412],
  ])('PUT with If-Match: %s (%s) is %i', async (tag, _what, status) => {
    const { scim, at } = await populated();
    const answer = await scim.put(at('/Users/{user}'), userBody('ada@acme.test', { title: 'T' }), { 'If-Match': tag });
    expect(answer.status).toBe(status);
    expect((await scim.get(at('/Users/{user}'))).body.title).toBe(status === 200 ? 'T' : undefined);
  });

  it('If-Match on what is not there is 404, and "*" too', async () => {
    const { scim } = await newTenant();
    for (const tag of ['*', 'W/"1-0"'])
      expect((await scim.delete('/Users/nobody', { 'If-Match': tag })).status).toBe(404);
  });
});

describe('cross-origin requests', () => {
  const foreign = { Origin: 'https://evil.test' };
  const preflight = {
    ...foreign,
    'Access-Control-Request-Method': 'PATCH',
    'Access-Control-Request-Headers': 'authorization,content-type',
  };
  const crossOrigin = (headers: object) => Object.keys(headers).filter((name) => /^access-control-/i.test(name));

  it('get no permission from any answer', async () => {
    const { scim, at } = await populated();
    const anyone = clientOf(null);
    const answers = [
      ...(await Promise.all([...readable, ...unreadable].map((path) => scim.get(at(path), foreign)))),
      await scim.post('/Users', userBody('eve'), foreign),
      await scim.post('/Bulk', '{', foreign),
      await anyone.get('/Users', foreign),
      await anyone.get('/Schemas', foreign),
      await anyone.send('options', '/Users').set(preflight),
    ];
    for (const { headers } of answers) expect(crossOrigin(headers)).toEqual([]);
  });

  it.each([
    ['/Users', 'GET, HEAD, POST'],
    ['/Groups', 'GET, HEAD, POST'],
    ['/Users/x', 'GET, HEAD, PUT, PATCH, DELETE'],
    ['/Groups/x', 'GET, HEAD, PUT, PATCH, DELETE'],
    ['/Users/.search', 'POST'],
    ['/.search', 'POST'],
    ['/Bulk', 'POST'],
    ['/ServiceProviderConfig', 'GET, HEAD'],
    ['/ResourceTypes/User', 'GET, HEAD'],
    [`/Schemas/${USER}`, 'GET, HEAD'],
  ])('OPTIONS %s is 405 with what is allowed', async (path, allow) => {
    const { scim } = await newTenant();
    const answer = await scim.send('options', path).set(preflight);
    expect([answer.status, answer.headers.allow, crossOrigin(answer.headers)]).toEqual([405, allow, []]);
    expect(answer.body).toMatchObject({ status: '405' });
    expect((await scim.send('options', '/nothing').set(preflight)).status).toBe(404);
  });
});
