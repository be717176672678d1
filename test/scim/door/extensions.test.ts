/** Extensions over HTTP: an operator's own, which comes from a file alone, and ours, which only shows. */
import { describe, expect, it } from 'vitest';
import type { Json, JsonObject } from '../../../src/json.ts';
import { testDeployment } from '../../support/domain.ts';
import {
  ACCESS_GROUP,
  ACCESS_USER,
  created,
  groupBody,
  newTenant,
  patchOp,
  stateOf,
  USER,
  userBody,
} from '../../support/scim-door.ts';
import { BADGE } from '../patch/patching.ts';

testDeployment();

const badged = (userName: string, badge: JsonObject) => userBody(userName, { schemas: [USER, BADGE], [BADGE]: badge });

describe("an operator's extension", () => {
  it('is coerced, stored, shown and projected', async () => {
    const { scim } = await newTenant();
    const made = await created(
      scim.post(
        '/Users',
        badged('ada', { Code: 'c', level: 2, TAGS: 'x', doors: [{ value: 'D1', hours: '8-12' }], printed: 'now' }),
      ),
    );
    const stored = { code: 'c', level: 2, tags: ['x'], doors: [{ value: 'D1', hours: ['8-12'] }] };
    expect([made.schemas, made[BADGE]]).toEqual([[USER, BADGE], stored]);
    const { id } = made;
    const one = await scim.get(`/Users/${id}?attributes=${BADGE}:doors.value`);
    expect(one.body).toEqual({ schemas: [USER, BADGE], id, [BADGE]: { doors: [{ value: 'D1' }] } });
    const without = await scim.get(`/Users/${id}?excludedAttributes=${BADGE}:doors,${BADGE}:tags`);
    expect(without.body[BADGE]).toEqual({ code: 'c', level: 2 });
    expect((await scim.get(`/Users/${id}?excludedAttributes=${BADGE}`)).body).not.toHaveProperty([BADGE]);
  });

  it.each<[string, JsonObject, string]>([
    ['text for an integer', { code: 'c', level: '2' }, 'level'],
    ['a fraction for an integer', { code: 'c', level: 2.5 }, 'level'],
    ['an object for text', { code: { a: 1 } }, 'code'],
    ['nothing for what it requires', { level: 1 }, 'code'],
    ['an element without what it requires', { code: 'c', doors: [{ note: 'n' }] }, 'doors.value'],
  ])('is refused with %s', async (_what, badge, name) => {
    const tenant = await newTenant();
    const answer = await tenant.scim.post('/Users', badged('ada', badge));
    expect(answer.body).toMatchObject({
      status: '400',
      scimType: 'invalidValue',
      detail: expect.stringContaining(`${BADGE}:${name}`),
    });
    expect((await tenant.scim.get('/Users')).body.totalResults).toBe(0);
  });

  it('is found by filters and sorted by', async () => {
    const { scim } = await newTenant();
    for (const [name, level, tags] of [
      ['a', 3, ['x']],
      ['b', 1, ['x', 'Y']],
      ['c', 2, []],
    ] as const)
      await created(
        scim.post('/Users', badged(name, { code: name, level, tags: [...tags], doors: [{ value: `D${level}` }] })),
      );
    const found = async (filter: string) => {
      const { body } = await scim.get(`/Users?sortBy=${BADGE}:level&filter=${encodeURIComponent(filter)}`);
      return (body.Resources ?? []).map(({ userName }: { userName: string }) => userName);
    };
    expect(await found(`${BADGE}:level ge 2`)).toEqual(['c', 'a']);
    expect(await found(`${BADGE}:tags eq "y"`)).toEqual(['b']);
    expect(await found(`not (${BADGE}:tags pr)`)).toEqual(['c']);
    expect(await found(`${BADGE}:doors[value eq "d1" or value eq "D2"]`)).toEqual(['b', 'c']);
    expect((await scim.get(`/Users?filter=${encodeURIComponent(`${BADGE}:level eq "2"`)}`)).status).toBe(400);
  });

  it('is patched, and keeps what is immutable in a PUT', async () => {
    const { scim } = await newTenant();
    const { id } = await created(scim.post('/Users', badged('ada', { code: 'c', chip: 'X1', level: 1 })));
    const patched = await scim.patch(
      `/Users/${id}`,
      patchOp({ op: 'replace', value: { [`${BADGE}:level`]: 5, [BADGE]: { tags: ['n'] } } }),
    );
    expect(patched.body[BADGE]).toEqual({ code: 'c', chip: 'X1', level: 5, tags: ['n'] });
    const put = await scim.put(`/Users/${id}`, badged('ada', { code: 'd' }));
    expect(put.body[BADGE]).toEqual({ code: 'd', chip: 'X1' });
    const other = await scim.put(`/Users/${id}`, badged('ada', { code: 'd', chip: 'X2' }));
    expect(other.body).toMatchObject({ status: '400', scimType: 'mutability' });
  });
});

describe('the access extension', () => {
  it.each<[string, Json]>([
    ['by path', { op: 'add', path: `${ACCESS_USER}:organizationRole`, value: 'Organization Admin' }],
    ['as a whole', { op: 'replace', path: ACCESS_USER, value: { organizationRole: 'Organization Admin' } }],
    ['as a key', { op: 'add', value: { [ACCESS_USER]: { organizationRole: 'Organization Admin' } } }],
    ['by removal', { op: 'remove', path: ACCESS_USER }],
  ])('[46] gives nothing to a user %s', async (_how, operation) => {
    const tenant = await newTenant();
    const { id } = await created(tenant.scim.post('/Users', userBody('ada')));
    const before = await stateOf(tenant);
    const answer = await tenant.scim.patch(`/Users/${id}`, patchOp(operation as JsonObject));
    expect(answer.body).toMatchObject({ status: '400', scimType: 'mutability' });
    expect(await stateOf(tenant)).toEqual(before);
    const view = (await tenant.scim.get(`/Users/${id}?attributes=${ACCESS_USER}`)).body[ACCESS_USER];
    expect(view).toEqual({ organizationRole: 'Organization User', workspaces: [] });
  });

  it('[46] is ignored in the body of a POST or PUT, of users and of groups', async () => {
    const { scim } = await newTenant();
    const claimed = { [ACCESS_USER]: { organizationRole: 'Organization Admin' } };
    const user = await created(scim.post('/Users', userBody('ada', claimed)));
    await scim.put(`/Users/${user.id}`, userBody('ada', claimed));
    const view = (await scim.get(`/Users/${user.id}?attributes=${ACCESS_USER}`)).body[ACCESS_USER];
    expect(view.organizationRole).toBe('Organization User');
    const mapped = { [ACCESS_GROUP]: { state: 'mapped', targets: [{ role: 'Organization Admin' }] } };
    const group = await created(scim.post('/Groups', { ...groupBody('Club'), ...mapped }));
    const shown = (await scim.get(`/Groups/${group.id}?attributes=${ACCESS_GROUP}`)).body[ACCESS_GROUP];
    expect(shown).toEqual({ state: 'unmatched', reason: 'not_in_the_convention' });
    const patch = patchOp({ op: 'replace', value: mapped });
    expect((await scim.patch(`/Groups/${group.id}`, patch)).body).toMatchObject({
      status: '400',
      scimType: 'mutability',
    });
  });
});
