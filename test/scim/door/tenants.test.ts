/** Two organizations on one server: cases 11 to 19, 23 and 46, as far as SCIM goes. */
import { describe, expect, it } from 'vitest';
import { bootstrap } from '../../../src/domain/administration/organizations/bootstrap.ts';
import { members } from '../../../src/domain/model/member.ts';
import { memberships } from '../../../src/domain/model/membership.ts';
import { tenant } from '../../../src/storage/tenant.ts';
import { bootstrapSettings, testDeployment } from '../../support/domain.ts';
import {
  clientOf,
  created,
  GROUP,
  groupBody,
  newTenant,
  newToken,
  patchOp,
  stateOf,
  userBody,
} from '../../support/scim-door.ts';

const deployment = testDeployment();

async function twoTenants() {
  const [a, b] = [await newTenant(), await newTenant()];
  const user = await created(b.scim.post('/Users', userBody('victim@b.test', { externalId: 'victim-1' })));
  const group = await created(b.scim.post('/Groups', groupBody('Organization Admins', [user.id])));
  return { a, b, user, group };
}

describe('a token of A', () => {
  it('[11] gets 404 for every id of B, the same as for an id that never was', async () => {
    const { a, b, user, group } = await twoTenants();
    const before = await stateOf(b);
    const unknown = '0123456789abcdef01234567';
    for (const [path, id] of [
      ['/Users', user.id],
      ['/Groups', group.id],
    ] as const) {
      const ask = async (target: string) => {
        const address = `${path}/${target}`;
        const patch = patchOp({ op: 'replace', path: 'displayName', value: 'Mine now' });
        const put = path === '/Users' ? userBody('mine@a.test') : groupBody('Mine now');
        const answers = [
          await a.scim.get(address),
          await a.scim.send('head', address),
          await a.scim.put(address, put),
          await a.scim.patch(address, patch),
          await a.scim.delete(address),
          await a.scim.delete(address, { 'If-Match': '*' }),
        ];
        return answers.map(({ status, text, headers }) => [
          status,
          text?.replaceAll(target, 'ID'),
          headers.etag,
          headers['content-type'],
        ]);
      };
      const foreign = await ask(id);
      expect(foreign.map(([status]) => status)).toEqual([404, 404, 404, 404, 404, 404]);
      expect(foreign).toEqual(await ask(unknown));
    }
    expect(await stateOf(b)).toEqual(before);
  });

  it('[12] finds nothing of B by any filter', async () => {
    const { a, user, group } = await twoTenants();
    for (const path of [
      `/Users?filter=id eq "${user.id}"`,
      '/Users?filter=userName eq "victim@b.test"',
      '/Users?filter=externalId eq "victim-1"',
      `/Users?filter=groups.value eq "${group.id}"`,
      '/Users?filter=userName pr or id pr',
      `/Groups?filter=id eq "${group.id}"`,
      '/Groups?filter=displayName eq "Organization Admins"',
      `/Groups?filter=members.value eq "${user.id}"`,
      `/Groups?filter=members eq "${user.id}" and id eq "${group.id}"`,
    ]) {
      const { status, body } = await a.scim.get(path);
      expect([path, status, body.totalResults, body.Resources]).toEqual([path, 200, 0, []]);
    }
  });

  it("[13] cannot make a group with B's user", async () => {
    const { a, user } = await twoTenants();
    const own = await created(a.scim.post('/Users', userBody('own@a.test')));
    const answer = await a.scim.post('/Groups', groupBody('Club', [own.id, user.id]));
    expect(answer.body).toMatchObject({ status: '400', scimType: 'invalidValue' });
    expect(answer.body.detail).toContain(user.id);
    expect((await a.scim.get('/Groups')).body.totalResults).toBe(0);
  });

  it("[14] cannot add B's user by PATCH or PUT, and nothing else of the request is applied", async () => {
    const { a, user } = await twoTenants();
    const own = await created(a.scim.post('/Users', userBody('own@a.test')));
    const group = await created(a.scim.post('/Groups', groupBody('Club')));
    const before = await stateOf(a);
    const mixed = patchOp(
      { op: 'replace', path: 'displayName', value: 'Renamed' },
      { op: 'add', path: 'members', value: [{ value: own.id }] },
      { op: 'add', path: 'members', value: [{ value: user.id }] },
    );
    expect((await a.scim.patch(`/Groups/${group.id}`, mixed)).body).toMatchObject({ status: '400' });
    const put = await a.scim.put(`/Groups/${group.id}`, groupBody('Renamed', [own.id, user.id]));
    expect(put.body).toMatchObject({ status: '400' });
    expect(await stateOf(a)).toEqual(before);
  });

  it('[16] makes a separate user of an address that exists in B, which does not change', async () => {
    const { a, b, user } = await twoTenants();
    const before = await stateOf(b);
    const own = await created(a.scim.post('/Users', userBody('victim@b.test', { externalId: 'victim-1' })));
    expect(own.id).not.toBe(user.id);
    expect(own).not.toHaveProperty('groups');
    expect(await stateOf(b)).toEqual(before);
  });

  it('[18] externalIds that look like ids or are ids are inert', async () => {
    const { a, b, user } = await twoTenants();
    const before = await stateOf(b);
    for (const externalId of ['1', user.id]) {
      const own = await created(a.scim.post('/Users', userBody(`${externalId}@a.test`, { externalId })));
      expect(own.id).not.toBe(externalId);
      expect((await a.scim.get(`/Users/${externalId}`)).status).toBe(404);
    }
    expect(await stateOf(b)).toEqual(before);
  });

  it('[19] id, meta, groups and orgId in a body are ignored', async () => {
    const { a, b, user, group } = await twoTenants();
    const before = await stateOf(b);
    const own = await created(
      a.scim.post('/Users', {
        ...userBody('own@a.test'),
        id: user.id,
        orgId: b.orgId,
        meta: { version: 'W/"77-7"', location: 'https://evil.test' },
        groups: [{ value: group.id }],
        status: 'pending',
        organizationRole: 'Organization Admin',
      }),
    );
    expect(own.id).not.toBe(user.id);
    expect(own.meta).toMatchObject({ version: 'W/"1-0"', location: expect.stringContaining(own.id) });
    expect(own).not.toHaveProperty('groups');
    expect(own).not.toHaveProperty('orgId');
    expect((await a.scim.get('/Users')).body.totalResults).toBe(1);
    expect(await stateOf(b)).toEqual(before);
  });

  it('[23] sees its own organization only, in 1,000 requests among those of B', async () => {
    const [a, b] = [await newTenant(), await newTenant()];
    const sides = [
      { ...a, title: 'A', ids: [] as string[] },
      { ...b, title: 'B', ids: [] as string[] },
    ];
    const bled: unknown[] = [];
    let sent = 0;
    const expectOwn = (title: string, what: string, status: number, wanted: number, text: string) => {
      sent += 1;
      if (status !== wanted || text.includes(title === 'A' ? '"title":"B"' : '"title":"A"'))
        bled.push([title, what, status, text.slice(0, 300)]);
    };
    const round = async ({ scim, title, ids }: (typeof sides)[0], i: number, strangers: readonly string[]) => {
      const userName = `u${i}@same.test`;
      const made = await scim.post('/Users', userBody(userName, { title, externalId: `x-${i}` }));
      expectOwn(title, 'POST', made.status, 201, made.text);
      ids.push(made.body.id);
      const stranger = strangers.at(-1) ?? 'nobody';
      const answers = await Promise.all([
        scim.get(`/Users/${made.body.id}`),
        scim.get(`/Users?filter=userName eq "${userName}"`),
        scim.get(`/Users?filter=externalId eq "x-${i}"&count=1`),
        scim.get('/Users?sortBy=title&count=5'),
        scim.patch(`/Users/${made.body.id}`, patchOp({ op: 'replace', path: 'nickName', value: title })),
        scim.post('/.search', { filter: `id eq "${made.body.id}"` }),
        scim.get('/Users?cursor=&count=3'),
      ]);
      for (const { status, text } of answers) expectOwn(title, 'own', status, 200, text);
      for (const at of [1, 2, 5]) expect([at, answers[at]?.body.totalResults]).toEqual([at, 1]);
      const foreign = await Promise.all([scim.get(`/Users/${stranger}`), scim.delete(`/Users/${stranger}`)]);
      for (const { status, text } of foreign) expectOwn(title, 'foreign', status, 404, text);
    };
    const lanes = Array.from({ length: 5 }, async (_, lane) => {
      for (let i = lane * 10; i < lane * 10 + 10; i += 1) {
        const [first, second] = sides as [(typeof sides)[0], (typeof sides)[0]];
        await Promise.all([round(first, i, second.ids), round(second, i, first.ids)]);
      }
    });
    await Promise.all(lanes);
    expect([sent, bled]).toEqual([1_000, []]);
    for (const { scim, title } of sides) {
      const { body } = await scim.get('/Users?count=500');
      const shown = body.Resources.map((row: { title: string; nickName: string }) => row.title + row.nickName);
      expect([body.totalResults, new Set(shown)]).toEqual([50, new Set([title + title])]);
    }
  }, 90_000);
});

describe('what a directory cannot do by attributes', () => {
  it('[46] roles of a SCIM user grant nothing', async () => {
    const { orgId, scim } = await newTenant();
    const roles = ['organization admin', { value: 'Organization Admin', primary: true }];
    const { id } = await created(
      scim.post('/Users', userBody('ada@acme.test', { roles, entitlements: [{ value: 'Organization Admin' }] })),
    );
    const access = 'urn:usher:params:scim:schemas:extension:access:2.0:User';
    const { body } = await scim.get(`/Users/${id}?attributes=${access}`);
    expect(body[access]?.organizationRole).toBe('Organization User');
    expect(await tenant(orgId).count(memberships, { memberId: id })).toBe(0);
  });
});

describe('somebody who is invited and has not come yet', () => {
  it('is invisible to SCIM until it pushes her: then it takes her over', async () => {
    const orgId = deployment.defaultOrgId();
    await bootstrap({ ...bootstrapSettings, adminEmail: 'boss@acme.test' });
    const pending = await tenant(orgId).findOne(members, { status: 'pending' });
    const id = pending?._id ?? '';
    const scim = clientOf(await newToken(orgId));
    for (const filter of ['', '?filter=active eq false', '?filter=not (active eq true)', '?filter=userName pr']) {
      expect((await scim.get(`/Users${filter}`)).body).toMatchObject({ totalResults: 0, Resources: [] });
    }
    const patch = patchOp({ op: 'replace', path: 'active', value: true });
    for (const answer of [
      await scim.get(`/Users/${id}`),
      await scim.put(`/Users/${id}`, userBody('boss@acme.test')),
      await scim.patch(`/Users/${id}`, patch),
      await scim.delete(`/Users/${id}`),
    ])
      expect(answer.status).toBe(404);
    expect((await scim.post('/Groups', groupBody('Club', [id]))).status).toBe(400);
    const taken = await created(scim.post('/Users', userBody('boss@acme.test')));
    expect(taken.id).toBe(id);
    expect((await scim.get('/Users')).body.totalResults).toBe(1);
    expect(
      (await scim.post('/Groups', { schemas: [GROUP], displayName: 'Club', members: [{ value: id }] })).status,
    ).toBe(201);
  });
});
