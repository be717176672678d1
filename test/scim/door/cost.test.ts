/** What requests cost, counted in the database's own numbers, not in time (S6). */
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { createUser } from '../../../src/domain/directory/create-user.ts';
import { createGroup } from '../../support/create-group.ts';
import { newUsers } from '../../support/crowd.ts';
import { context, named, person, testDeployment } from '../../support/domain.ts';
import { ownDatabase } from '../../support/mongod.ts';
import { collectionOf, type Profiled, profiled } from '../../support/profiler.ts';
import { created, groupBody, newTenant, patchOp, type ScimClient, userBody } from '../../support/scim-door.ts';

testDeployment(ownDatabase());

/** Without the provisioning log, which is written behind the requests, several rows at once. */
function sums(all: readonly Profiled[]) {
  const entries = all.filter((entry) => collectionOf(entry) !== 'scimRequests');
  const total = (key: 'docsExamined' | 'keysExamined' | 'ninserted' | 'nModified' | 'ndeleted') =>
    entries.reduce((sum, entry) => sum + (entry[key] ?? 0), 0);
  return {
    commands: entries.length,
    docsExamined: total('docsExamined'),
    keysExamined: total('keysExamined'),
    inserted: total('ninserted'),
    modified: total('nModified'),
    deleted: total('ndeleted'),
  };
}

describe('a member more in a group', () => {
  it('costs the same in a group of 10 and of 1,000, coming and going', async () => {
    // What is held grows old by this clock: read anew, it would cost more on a slow machine.
    const clock = vi.spyOn(performance, 'now').mockReturnValue(performance.now());
    onTestFinished(() => clock.mockRestore());
    const { orgId, scim } = await newTenant();
    const crowd = await newUsers(orgId, 1_000);
    const role = 'Organization User:Workspace 1:Workspace Editor';
    const small = await createGroup(context, orgId, named(role), crowd.slice(0, 10));
    const large = await createGroup(context, orgId, named(`Large ${role}`), crowd);
    const costs = async (groupId: string, userName: string) => {
      const { id } = await created(scim.post('/Users', userBody(userName)));
      const change = async (operation: object) => {
        const answer = await scim.patch(`/Groups/${groupId}`, patchOp(operation as never));
        expect(answer.status).toBe(204);
      };
      const coming = await profiled(() => change({ op: 'add', path: 'members', value: [{ value: id }] }));
      const going = await profiled(() => change({ op: 'remove', path: `members[value eq "${id}"]` }));
      return { coming: sums(coming), going: sums(going) };
    };
    const inSmall = await costs(small._id, 'one@acme.test');
    expect(inSmall.coming.inserted).toBeGreaterThan(3);
    // The links of all groups of the organization are more than a thousand: none of them may be walked through.
    expect(inSmall.coming.docsExamined).toBeLessThan(40);
    expect(inSmall.going.docsExamined).toBeLessThan(40);
    expect(await costs(large._id, 'two@acme.test')).toEqual(inSmall);
  }, 90_000);
});

describe('filters that are made to cost much', () => {
  /** The documents of users that one list looks at. A pattern that goes back and back ends at the database's limit, without a 200. */
  async function examined(scim: ScimClient, filter: string, total: number): Promise<number[]> {
    const entries = await profiled(async () => {
      const { status, body } = await scim.get(`/Users?filter=${encodeURIComponent(filter)}`);
      expect([status, body.totalResults]).toEqual([200, total]);
    });
    return entries.filter((entry) => collectionOf(entry) === 'members').map(({ docsExamined = 0 }) => docsExamined);
  }

  it('[27] [31] look at each user once', async () => {
    const { orgId, scim } = await newTenant();
    const names = Array.from({ length: 30 }, (_, i) => `${'a'.repeat(200)}${i}!`);
    await Promise.all(names.map((name) => createUser(context, orgId, person(name))));
    await created(scim.post('/Users', userBody('(a+)+$')));
    const [all] = await examined(scim, 'userName pr', 31);
    expect(all).toBe(31);
    for (const text of ['(a+)+$', '(a|a)*b', '^(([a-z])+.)+[A-Z]([a-z])+$'])
      expect(await examined(scim, `userName co "${text}"`, text === '(a+)+$' ? 1 : 0)).toEqual([31]);
    const ors = Array.from({ length: 18 }, (_, i) => `(title eq "${i}" or not (nickName eq "${i}"))`).join(' and ');
    expect(await examined(scim, ors, 31)).toEqual([31]);
  });
});

describe('reads', () => {
  it('do not touch members that are not shown, and read those of a page at once', async () => {
    const { scim } = await newTenant();
    const { id } = await created(scim.post('/Users', userBody('ada@acme.test')));
    for (const name of ['A', 'B', 'C']) await created(scim.post('/Groups', groupBody(name, [id])));
    const [{ id: first }] = (await scim.get('/Groups')).body.Resources;
    for (const query of ['excludedAttributes=members', 'attributes=displayName']) {
      for (const path of [`/Groups/${first}`, '/Groups']) {
        const entries = await profiled(() => scim.get(`${path}?${query}`));
        expect(entries.map(collectionOf)).not.toContain('groupMembers');
      }
    }
    const page = await profiled(() => scim.get('/Groups'));
    expect(page.map(collectionOf).filter((name) => name === 'groupMembers')).toHaveLength(1);
  });

  it('a look-up by userName, externalId or id reads one document by an index and counts nothing', async () => {
    const { orgId, scim } = await newTenant();
    await Promise.all(Array.from({ length: 30 }, (_, i) => createUser(context, orgId, person(`u${i}@acme.test`))));
    const { id } = await created(scim.post('/Users', userBody('ada@acme.test', { externalId: 'x-1' })));
    for (const filter of ['userName eq "ADA@acme.test"', 'externalId eq "x-1"', `id eq "${id}"`]) {
      let total = 0;
      const entries = await profiled(async () => {
        total = (await scim.get(`/Users?count=1&filter=${encodeURIComponent(filter)}`)).body.totalResults;
      });
      expect(total).toBe(1);
      const own = entries.filter((entry) => collectionOf(entry) === 'members');
      expect(own.map(({ docsExamined }) => docsExamined)).toEqual([1]);
      expect(entries.map(collectionOf)).not.toContain('counters');
    }
  });

  it('group names are read once for a page of users', async () => {
    const { scim } = await newTenant();
    const ids: string[] = [];
    for (const name of ['a', 'b', 'c']) ids.push((await created(scim.post('/Users', userBody(name)))).id);
    for (const name of ['A', 'B']) await created(scim.post('/Groups', groupBody(name, ids)));
    const page = await profiled(() => scim.get('/Users'));
    expect(page.map(collectionOf).filter((name) => name === 'groups')).toHaveLength(1);
    const without = await profiled(() => scim.get('/Users?excludedAttributes=groups'));
    expect(without.map(collectionOf)).not.toContain('groups');
  });

  it('a page by index begins where one before it began or ended, also when somebody before it is gone', async () => {
    const { orgId, scim } = await newTenant();
    const crowd = await newUsers(orgId, 900);
    const page = async (startIndex: number, more = '') => {
      const { body } = await scim.get(`/Users?count=100&attributes=id&startIndex=${startIndex}${more}`);
      return body.Resources.map(({ id }: { id: string }) => id);
    };
    const examined = async (startIndex: number, more = '') => {
      const entries = await profiled(() => page(startIndex, more));
      return sums(entries.filter((entry) => collectionOf(entry) === 'members')).docsExamined;
    };
    const keysExamined = async (startIndex: number) => {
      const entries = await profiled(() => page(startIndex));
      return sums(entries.filter((entry) => collectionOf(entry) === 'members')).keysExamined;
    };
    expect(await page(501)).toEqual(crowd.slice(500, 600));
    // Once more: nobody led to it, but where it begins is known from then on.
    expect(await keysExamined(501)).toBeLessThan(110);
    expect(await examined(601)).toBe(101);
    expect(await examined(621)).toBe(121);
    // Another query has no place yet, and its total is counted.
    expect(await examined(601, '&filter=active eq true')).toBe(701 + 900);
    expect((await scim.delete(`/Users/${crowd[0]}`)).status).toBe(204);
    expect(await page(701)).toEqual(crowd.slice(700, 800));
    expect((await scim.get('/Users?count=1&startIndex=701')).body.totalResults).toBe(899);
  });

  it('a page in the middle, to which none led, looks at its own people only', async () => {
    const { orgId, scim } = await newTenant();
    const crowd = await newUsers(orgId, 900);
    const at = async (query: string) => {
      const { body } = await scim.get(`/Users?attributes=id&${query}`);
      return { ids: body.Resources.map(({ id }: { id: string }) => id), total: body.totalResults };
    };
    const entries = await profiled(async () =>
      expect(await at('count=50&startIndex=401')).toEqual({ ids: crowd.slice(400, 450), total: 900 }),
    );
    expect(sums(entries.filter((entry) => collectionOf(entry) === 'members')).docsExamined).toBe(51);
    expect((await at('count=100&startIndex=850')).ids).toEqual(crowd.slice(849));
    expect(await at('count=100&startIndex=901')).toEqual({ ids: [], total: 900 });
    const descending = await at('count=2&startIndex=300&sortBy=id&sortOrder=descending');
    expect(descending.ids).toEqual([crowd[900 - 300], crowd[900 - 301]]);
  });
});
