/** `/Me` (RFC 7644 section 3.11): a token that is bound to one member. */
import mongoose from 'mongoose';
import { afterEach, describe, expect, it } from 'vitest';
import {
  createScimToken,
  listScimTokens,
  rotateScimToken,
} from '../../../src/domain/administration/keys/scim-tokens.ts';
import { lockMember } from '../../../src/domain/administration/members/lock-member.ts';
import { shiftClock } from '../../../src/domain/kernel/clock.ts';
import { events } from '../../../src/domain/model/event.ts';
import { getMember } from '../../../src/domain/model/member.ts';
import { listScimRequests } from '../../../src/domain/model/scim-request.ts';
import type { Json, JsonObject } from '../../../src/json.ts';
import { tenant } from '../../../src/storage/tenant.ts';
import { context, setOrganizationRole, testDeployment } from '../../support/domain.ts';
import {
  ACCESS_USER,
  clientOf,
  created,
  groupBody,
  newTenant,
  newToken,
  patchOp,
  publicUrl,
  stateOf,
  userBody,
} from '../../support/scim-door.ts';
import { ENTERPRISE } from '../patch/patching.ts';

testDeployment();
afterEach(() => shiftClock(0));

/** Ada, who has a token of her own, and Bob beside her; `scim` is the directory's client. */
async function ada(order: { scopes?: ('read' | 'write')[] } = {}) {
  const place = await newTenant();
  const user = await created(
    place.scim.post(
      '/Users',
      userBody('ada@acme.test', {
        externalId: 'ada-1',
        title: 'Countess',
        name: { givenName: 'Ada' },
        emails: [{ value: 'ada@acme.test', type: 'work', primary: true }],
        [ENTERPRISE]: { department: 'Analysis' },
      }),
    ),
  );
  const bob = await created(place.scim.post('/Users', userBody('bob@acme.test')));
  const secret = await newToken(place.orgId, { memberId: user.id, ...order });
  return { ...place, user, bob, own: clientOf(secret), location: `${publicUrl}/scim/v2/Users/${user.id}` };
}

describe('a token bound to a member', () => {
  it('reads its own User at /Me, which says where it is for good', async () => {
    const { own, user, location, scim } = await ada();
    const read = await own.get('/Me');
    expect([read.status, read.headers.location, read.headers.etag]).toEqual([200, location, 'W/"1-0"']);
    expect(read.body).toEqual((await scim.get(`/Users/${user.id}`)).body);
    expect((await own.get(`/Users/${user.id}`)).body).toEqual(read.body);
    const head = await own.send('head', '/Me');
    expect([head.status, head.headers.etag, head.headers.location, head.text]).toEqual([
      200,
      'W/"1-0"',
      location,
      undefined,
    ]);
    expect((await own.get('/Me', { 'If-None-Match': 'W/"1-0"' })).status).toBe(304);
    const some = await own.get(`/Me?attributes=title,${ACCESS_USER}`);
    expect(some.body).toMatchObject({ id: user.id, title: 'Countess', [ACCESS_USER]: { workspaces: [] } });
    expect(some.body).not.toHaveProperty('userName');
  });

  it.each<[string, JsonObject, JsonObject]>([
    ['nickName', { op: 'replace', path: 'nickName', value: 'A' }, { nickName: 'A' }],
    [
      'phoneNumbers',
      { op: 'add', path: 'phoneNumbers[type eq "mobile"].value', value: '+44 1' },
      { phoneNumbers: [{ type: 'mobile', value: '+44 1' }] },
    ],
    ['language and zone', { op: 'add', value: { locale: 'en-GB', timezone: 'Europe/London' } }, { locale: 'en-GB' }],
    [
      'nothing, by what is there already',
      { op: 'replace', value: { userName: 'ada@acme.test', title: 'Countess', active: true } },
      { title: 'Countess' },
    ],
  ])('changes by PATCH what one may say of oneself: %s', async (_what, operation, expected) => {
    const { own, location, orgId, user } = await ada();
    const answer = await own.patch('/Me', patchOp(operation));
    expect([answer.status, answer.headers.location]).toEqual([200, location]);
    expect(answer.body).toMatchObject(expected);
    expect(answer.headers.etag).toBe(answer.body.meta.version);
    expect((await getMember(orgId, user.id)).scimManaged).toBe(true);
  });

  it('changes by PUT, which must repeat the rest', async () => {
    const { own, location, user } = await ada();
    const put = await own.put('/Me', { ...user, nickName: 'A', groups: [{ value: 'any' }] });
    expect([put.status, put.headers.location, put.body.nickName]).toEqual([200, location, 'A']);
    const short = await own.put('/Me', userBody('ada@acme.test', { nickName: 'B' }));
    expect([short.status, short.body.status]).toEqual([403, '403']);
    expect(short.body.detail).toContain('emails');
  });

  it.each<[string, Json]>([
    ['userName', { userName: 'bob2@acme.test' }],
    ['emails', { emails: [{ value: 'bob@acme.test', type: 'work', primary: true }] }],
    ['externalId', { externalId: 'bob-1' }],
    ['active', { active: false }],
    ['name', { name: { givenName: 'Bob' } }],
    ['displayName', { displayName: 'The Boss' }],
    ['title', { title: 'Queen' }],
    ['userType', { userType: 'Admin' }],
    ['roles', { roles: [{ value: 'Organization Admin' }] }],
    ['entitlements', { entitlements: [{ value: 'everything' }] }],
    ['x509Certificates', { x509Certificates: [{ value: 'AAAA' }] }],
    [ENTERPRISE, { [ENTERPRISE]: { department: 'Board' } }],
    [ENTERPRISE, { [`${ENTERPRISE}:manager.value`]: 'me' }],
  ])('is refused a change of %s, which is the directory’s, with all that comes with it', async (name, value) => {
    const place = await ada();
    const before = await stateOf(place);
    const answer = await place.own.patch(
      '/Me',
      patchOp({ op: 'add', path: 'nickName', value: 'A' }, { op: 'replace', value }),
    );
    expect([answer.status, answer.body.status]).toEqual([403, '403']);
    expect(answer.body.detail).toContain(`cannot change ${name},`);
    expect(await stateOf(place)).toEqual(before);
    const denied = await tenant(place.orgId).find(events, { type: 'access.denied' });
    expect(denied.map(({ after }) => after)).toMatchObject([{ rule: 'own_profile_only', count: 1 }]);
  });

  it.each<[string, JsonObject, string]>([
    ['groups', { op: 'add', path: 'groups', value: [{ value: 'g' }] }, 'mutability'],
    ['id', { op: 'replace', path: 'id', value: 'x' }, 'mutability'],
    [
      'the access view',
      { op: 'add', path: `${ACCESS_USER}:organizationRole`, value: 'Organization Admin' },
      'mutability',
    ],
  ])('is refused a change of %s as everybody is', async (_what, operation, scimType) => {
    const { own } = await ada();
    expect((await own.patch('/Me', patchOp(operation))).body).toMatchObject({ status: '400', scimType });
  });

  it('keeps to If-Match', async () => {
    const { own } = await ada();
    const patch = (nickName: string, tag: string) =>
      own.patch('/Me', patchOp({ op: 'replace', path: 'nickName', value: nickName }), { 'If-Match': tag });
    expect((await patch('A', 'W/"1-0"')).status).toBe(200);
    expect((await patch('B', 'W/"1-0"')).status).toBe(412);
    expect((await own.get('/Me')).body.nickName).toBe('A');
  });

  it('can neither make nor delete a User there', async () => {
    const { own } = await ada();
    for (const answer of [
      await own.post('/Me', userBody('ada2')),
      await own.delete('/Me'),
      await own.send('options', '/Me'),
    ]) {
      expect([answer.status, answer.headers.allow]).toEqual([405, 'GET, HEAD, PUT, PATCH']);
    }
    expect((await own.get('/Me')).status).toBe(200);
  });

  it('reaches nothing else, and it is told in the audit log', async () => {
    const place = await ada();
    const { own, scim, bob, orgId } = place;
    const group = await created(scim.post('/Groups', groupBody('Club', [bob.id])));
    const before = await stateOf(place);
    const answers = [
      await own.get('/Users'),
      await own.get(`/Users/${bob.id}`),
      await own.get('/Users/nobody'),
      await own.post('/Users', userBody('eve')),
      await own.patch(`/Users/${bob.id}`, patchOp({ op: 'replace', path: 'nickName', value: 'B' })),
      await own.delete(`/Users/${bob.id}`),
      await own.post('/Users/.search', {}),
      await own.post('/.search', {}),
      await own.get('/Groups'),
      await own.get(`/Groups/${group.id}`),
      await own.patch(`/Groups/${group.id}`, patchOp({ op: 'remove', path: 'members' })),
      await own.post('/Bulk', { Operations: [{ method: 'DELETE', path: `/Users/${bob.id}` }] }),
      await own.get('/Me/x'),
      await own.get('/nothing'),
    ];
    for (const { status, body } of answers) {
      expect([status, body.status]).toEqual([403, '403']);
      expect(body).toEqual(answers[0]?.body);
    }
    expect(await stateOf(place)).toEqual(before);
    const denied = await tenant(orgId).find(events, { type: 'access.denied' });
    expect(denied.reduce((sum, { after }) => sum + Number(after?.count), 0)).toBe(answers.length);
    expect((await own.get('/ServiceProviderConfig')).status).toBe(200);
  });

  it('with the scope read only reads', async () => {
    const { own } = await ada({ scopes: ['read'] });
    expect((await own.get('/Me')).status).toBe(200);
    expect((await own.patch('/Me', patchOp({ op: 'replace', path: 'nickName', value: 'A' }))).status).toBe(403);
  });

  it('stops with a deactivation, works again after a reactivation, and ends with the member', async () => {
    const { own, scim, user } = await ada();
    const activate = (active: boolean) =>
      scim.patch(`/Users/${user.id}`, patchOp({ op: 'replace', value: { active } }));
    await activate(false);
    const off = await own.get('/Me');
    expect([off.status, off.headers['www-authenticate']]).toEqual([401, 'Bearer realm="SCIM", error="invalid_token"']);
    await activate(true);
    expect((await own.get('/Me')).status).toBe(200);
    await scim.delete(`/Users/${user.id}`);
    expect((await own.get('/Me')).status).toBe(401);
    await created(scim.post('/Users', userBody('ada@acme.test')));
    expect((await own.get('/Me')).status).toBe(401);
  });

  it('stops with a lock, and works again when it is lifted', async () => {
    const { own, orgId, user } = await ada();
    const lock = (reason: string | null) => lockMember(context, { orgId, memberId: user.id, reason, dryRun: false });
    await lock('The laptop was stolen');
    expect((await own.get('/Me')).status).toBe(401);
    await lock(null);
    expect((await own.get('/Me')).status).toBe(200);
  });

  it('is the person’s in the provisioning log and the audit log', async () => {
    const { own, orgId, user } = await ada();
    await own.patch('/Me', patchOp({ op: 'replace', path: 'nickName', value: 'A' }));
    const rows = () => listScimRequests(orgId, {}, { before: null, limit: 10 });
    await expect.poll(async () => (await rows())[0]?.request.path).toBe('/scim/v2/Me');
    expect((await rows())[0]).toMatchObject({
      request: { operation: 'patch', resourceType: 'User', targetId: user.id, status: 200 },
      changed: ['nickName'],
    });
    const [made] = await tenant(orgId).find(events, { type: 'scim_token.created', 'subject.memberId': user.id });
    expect(made?.actor).toEqual(context.actor);
  });

  it('stays bound when it is rotated', async () => {
    const { orgId, user } = await ada();
    const [token] = await listScimTokens(orgId);
    const { secret } = await rotateScimToken(context, orgId, token?._id ?? '', 0);
    expect((await clientOf(secret).get('/Me')).body.id).toBe(user.id);
    expect((await clientOf(secret).get('/Users')).status).toBe(403);
  });

  it('leaves an Organization Admin’s role and the directory that a member is of as they are', async () => {
    const { own, orgId, user } = await ada();
    await setOrganizationRole(context, orgId, user.id, 'Organization Admin');
    expect((await own.patch('/Me', patchOp({ op: 'replace', path: 'nickName', value: 'A' }))).status).toBe(200);
    expect((await own.get('/Groups')).status).toBe(403);
    expect((await getMember(orgId, user.id)).organizationRole).toBe('Organization Admin');
  });

  it('does not make a member whom nobody provisioned one of a directory', async () => {
    const { own, orgId, user } = await ada();
    const members = mongoose.connection.collection<{ _id: string }>('members');
    await members.updateOne({ _id: user.id }, { $set: { scimManaged: false } });
    const change = patchOp({ op: 'replace', path: 'nickName', value: 'A' });
    expect((await own.patch('/Me', change)).headers.etag).toBe('W/"2-0"');
    expect((await own.patch('/Me', change)).headers.etag).toBe('W/"2-0"');
    expect((await getMember(orgId, user.id)).scimManaged).toBe(false);
  });

  it('is made for somebody who is active in the organization, and for nobody else', async () => {
    const [a, b] = [await ada(), await ada()];
    const order = { description: 'x', scopes: ['read' as const], expiresAt: null };
    await a.scim.patch(`/Users/${a.bob.id}`, patchOp({ op: 'replace', path: 'active', value: false }));
    for (const memberId of ['nobody', b.user.id, a.bob.id])
      await expect(createScimToken(context, a.orgId, { ...order, memberId })).rejects.toMatchObject({
        code: 'invalid',
        reason: 'unknown_member',
      });
  });
});

it('a token of a directory has no /Me: 501 for every method', async () => {
  const { scim } = await newTenant();
  for (const method of ['get', 'head', 'post', 'put', 'patch', 'delete'] as const) {
    expect([method, (await scim.send(method, '/Me')).status]).toEqual([method, 501]);
  }
});
