import { afterEach, describe, expect, it } from 'vitest';
import { shiftClock } from '../../../src/domain/kernel/clock.ts';
import { testDeployment } from '../../support/domain.ts';
import { created, groupBody, newTenant, type ScimClient, userBody } from '../../support/scim-door.ts';

testDeployment();
afterEach(() => shiftClock(0));

type Row = { id: string; userName?: string; displayName?: string };

/** Users a to h, every other one with a title, in an order that no attribute has. */
async function people(scim: ScimClient): Promise<void> {
  for (const [n, name] of [...'dbhafceg'].entries())
    await created(scim.post('/Users', userBody(`${name}@acme.test`, n % 2 === 0 ? { title: `T${n % 3}` } : {})));
}

/** Every page from the first on, by following nextCursor. */
async function pages(scim: ScimClient, query: string, path = '/Users'): Promise<Row[][]> {
  const found: Row[][] = [];
  for (let cursor: string | undefined = ''; cursor !== undefined; ) {
    const { status, body } = await scim.get(`${path}?${query}&cursor=${encodeURIComponent(cursor)}`);
    expect(status, JSON.stringify(body)).toBe(200);
    expect(body).not.toHaveProperty('startIndex');
    expect(body.itemsPerPage).toBe(body.Resources.length);
    found.push(body.Resources);
    cursor = body.nextCursor;
  }
  return found;
}

describe('paging by cursor (RFC 9865)', () => {
  it.each([
    '',
    '&sortBy=userName',
    '&sortBy=userName&sortOrder=descending',
    '&sortBy=title',
    '&sortBy=title&sortOrder=descending',
    '&sortBy=meta.created&sortOrder=descending',
    '&sortBy=externalId',
    '&filter=title%20pr',
    '&filter=userName%20ne%20%22a%40acme.test%22&sortBy=userName',
  ])('visits what the list has once each and in its order (%s)', async (more) => {
    const { scim } = await newTenant();
    await people(scim);
    const whole: Row[] = (await scim.get(`/Users?${more.slice(1)}`)).body.Resources;
    const found = await pages(scim, `count=3${more}`);
    expect(found.flat().map(({ id }) => id)).toEqual(whole.map(({ id }) => id));
    expect(found.slice(0, -1).every((page) => page.length === 3)).toBe(true);
  });

  it('tells the exact total on every page, and ends without a cursor', async () => {
    const { scim } = await newTenant();
    await people(scim);
    const first = (await scim.get('/Users?cursor&count=5')).body;
    expect(first).toMatchObject({ totalResults: 8, itemsPerPage: 5, nextCursor: expect.stringMatching(/^[\w.-]+$/) });
    const last = (await scim.get(`/Users?count=5&cursor=${first.nextCursor}`)).body;
    expect(last).toMatchObject({ totalResults: 8, itemsPerPage: 3 });
    expect(last).not.toHaveProperty('nextCursor');
  });

  it('neither skips nor repeats who was there throughout, whoever comes and goes', async () => {
    const { scim } = await newTenant();
    await people(scim);
    const first = (await scim.get('/Users?cursor=&count=4')).body;
    await scim.delete(`/Users/${first.Resources[0].id}`);
    await created(scim.post('/Users', userBody('new@acme.test')));
    const second = (await scim.get(`/Users?cursor=${first.nextCursor}&count=4`)).body;
    expect(second.Resources.map((row: Row) => row.userName)).toEqual([...'fceg'].map((name) => `${name}@acme.test`));
  });

  it('works for groups and in the body of a search', async () => {
    const { scim } = await newTenant();
    for (const name of ['c', 'a', 'b']) await created(scim.post('/Groups', groupBody(name)));
    const found = await pages(scim, 'count=2&sortBy=displayName', '/Groups');
    expect(found.map((page) => page.map(({ displayName }) => displayName))).toEqual([['a', 'b'], ['c']]);
    const first = (await scim.post('/Groups/.search', { cursor: '', count: 2 })).body;
    const second = (await scim.post('/Groups/.search', { cursor: first.nextCursor, count: 2 })).body;
    expect(second.Resources.map((row: Row) => row.displayName)).toEqual(['b']);
  });

  it('refuses a cursor that it did not make for this list', async () => {
    const { scim } = await newTenant();
    await people(scim);
    const { nextCursor } = (await scim.get('/Users?cursor=&count=2')).body;
    // Of the six bits of the last character only four count: these texts decode to the same signature or to another one.
    const respelt = [...'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_']
      .filter((last) => last !== nextCursor.at(-1))
      .map((last) => `/Users?cursor=${nextCursor.slice(0, -1)}${last}`);
    const refusals = [
      ...respelt,
      `/Users?cursor=${nextCursor}.`,
      `/Users?cursor=nonsense`,
      `/Users?cursor=${nextCursor}&filter=title%20pr`,
      `/Users?cursor=${nextCursor}&sortBy=userName`,
      `/Groups?cursor=${nextCursor}`,
      `/Users?cursor=${nextCursor}&startIndex=2`,
    ];
    for (const path of refusals)
      expect(await scim.get(path), path).toMatchObject({ status: 400, body: { scimType: 'invalidCursor' } });
  });

  it('[22] refuses the cursor of another organization', async () => {
    const [a, b] = [await newTenant(), await newTenant()];
    await people(a.scim);
    await people(b.scim);
    const { nextCursor } = (await a.scim.get('/Users?cursor=&count=2')).body;
    expect(await b.scim.get(`/Users?cursor=${nextCursor}`)).toMatchObject({
      status: 400,
      body: { scimType: 'invalidCursor' },
    });
  });

  it('lets a cursor end', async () => {
    const { scim } = await newTenant();
    await people(scim);
    const { nextCursor } = (await scim.get('/Users?cursor=&count=2')).body;
    const { pagination } = (await scim.get('/ServiceProviderConfig')).body;
    shiftClock((pagination.cursorTimeout - 60) * 1_000);
    expect((await scim.get(`/Users?cursor=${nextCursor}`)).status).toBe(200);
    shiftClock((pagination.cursorTimeout + 60) * 1_000);
    expect(await scim.get(`/Users?cursor=${nextCursor}`)).toMatchObject({
      status: 400,
      body: { scimType: 'expiredCursor' },
    });
  });

  it.each(['0', '-1', 'ten', '1.5'])('refuses a page of %s resources', async (count) => {
    const { scim } = await newTenant();
    expect(await scim.get(`/Users?cursor=&count=${count}`)).toMatchObject({
      status: 400,
      body: { scimType: 'invalidCount' },
    });
    expect((await scim.get('/Users?cursor=&count=1000000000')).status).toBe(200);
  });
});

describe('a search of everything', () => {
  async function both() {
    const tenant = await newTenant();
    for (const name of ['b', 'a', 'c'])
      await created(tenant.scim.post('/Users', userBody(name, { displayName: name })));
    for (const name of ['y', 'x']) await created(tenant.scim.post('/Groups', groupBody(name)));
    return tenant.scim;
  }
  const shown = (body: { Resources: Row[] }) => body.Resources.map(({ displayName }) => displayName).join('');

  it('finds resources of every type, page after page', async () => {
    const scim = await both();
    const search = async (query: object) => (await scim.post('/.search', query)).body;
    const all = await search({});
    expect([all.totalResults, all.startIndex, shown(all)]).toEqual([5, 1, 'bacyx']);
    const middle = await search({ startIndex: 3, count: 2 });
    expect([middle.totalResults, middle.startIndex, middle.itemsPerPage, shown(middle)]).toEqual([5, 3, 2, 'cy']);
    expect(shown(await search({ startIndex: 5, count: 2 }))).toBe('x');
    expect(await search({ count: 0 })).toMatchObject({ totalResults: 5, Resources: [] });
    expect(shown(await search({ sortBy: 'displayName' }))).toBe('abcxy');
  });

  it('does the same by cursor', async () => {
    const scim = await both();
    for (const count of [1, 2, 3, 5]) {
      let text = '';
      for (let cursor: string | undefined = ''; cursor !== undefined; ) {
        const { body } = await scim.post('/.search', { cursor, count });
        expect(body.totalResults).toBe(5);
        text += shown(body);
        cursor = body.nextCursor;
      }
      expect(text, `${count} a page`).toBe('bacyx');
    }
  });

  it('asks each type what it has', async () => {
    const scim = await both();
    const search = (filter: string) => scim.post('/.search', { filter });
    expect(shown((await search('displayName gt "b"')).body)).toBe('cyx');
    expect(shown((await search('userName pr')).body)).toBe('bac');
    expect(shown((await search('meta.resourceType eq "Group"')).body)).toBe('yx');
    expect(shown((await search('members.value eq "nobody"')).body)).toBe('');
    expect(await search('nickels pr')).toMatchObject({ status: 400, body: { scimType: 'invalidFilter' } });
  });
});
