/** Two organizations on one server: design 4.2, cases 11 to 19 and 46, as far as SCIM goes. */
import { describe, expect, it } from 'vitest';
import { memberships } from '../../../src/domain/access/membership.ts';
import { members } from '../../../src/domain/directory/member.ts';
import { bootstrap } from '../../../src/domain/organizations/bootstrap.ts';
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

  it('sees its own organization only while one of B asks at the same time', async () => {
    const [a, b] = [await newTenant(), await newTenant()];
    const rounds = Array.from({ length: 20 }, (_, i) => i);
    await Promise.all(
      rounds.map(async (i) => {
        const [x, y] = await Promise.all([
          created(a.scim.post('/Users', userBody(`u${i}@same.test`, { title: 'A' }))),
          created(b.scim.post('/Users', userBody(`u${i}@same.test`, { title: 'B' }))),
        ]);
        const answers = await Promise.all([a.scim.get(`/Users/${x.id}`), b.scim.get(`/Users/${y.id}`)]);
        expect(answers.map(({ body }) => body.title)).toEqual(['A', 'B']);
        const strangers = await Promise.all([a.scim.get(`/Users/${y.id}`), b.scim.get(`/Users/${x.id}`)]);
        expect(strangers.map(({ status }) => status)).toEqual([404, 404]);
      }),
    );
    const lists = await Promise.all([a.scim.get('/Users?count=500'), b.scim.get('/Users?count=500')]);
    expect(lists.map(({ body }) => new Set(body.Resources.map(({ title }: { title: string }) => title)))).toEqual([
      new Set(['A']),
      new Set(['B']),
    ]);
  });
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
