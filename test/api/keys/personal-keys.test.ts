/** Personal keys: how many, how long, what ends them, and what of it the organizations are told (P6). */
import supertest from 'supertest';
import { afterEach, describe, expect, it, onTestFinished } from 'vitest';
import {
  changeConnection,
  deleteConnection,
} from '../../../src/domain/administration/connections/change-connection.ts';
import { createPersonalKey } from '../../../src/domain/administration/keys/personal-key.ts';
import { bootstrap } from '../../../src/domain/administration/organizations/bootstrap.ts';
import { changeUser } from '../../../src/domain/directory/change-user.ts';
import { setPassword } from '../../../src/domain/entry/password/password.ts';
import { shiftClock } from '../../../src/domain/kernel/clock.ts';
import { type ApiTokenDocument, apiTokens } from '../../../src/domain/model/api-token.ts';
import { type EventDocument, events } from '../../../src/domain/model/event.ts';
import { system, tenant } from '../../../src/storage/tenant.ts';
import { newConnection } from '../../domain/entry/sign-in/people.ts';
import { bootstrapSettings, context, personalKeyOf, secretBox } from '../../support/domain.ts';
import { type Person, publicUrl, testApi } from '../api-app.ts';

const api = testApi();
afterEach(() => shiftClock(0));
const dayMs = 86_400_000;
const inDays = (days: number) => new Date(Date.now() + days * dayMs).toISOString();
const statusOf = async (key: string) => (await api.withKey(key)('get', '/me')).status;
const toldOf = (tokenId: string, orgId = api.defaultOrgId()): Promise<EventDocument[]> =>
  tenant(orgId).find(events, { 'subject.tokenId': tokenId }, { sort: { _id: 1 } });

async function newKey(person: Person, order: object = {}) {
  const { body } = await person.ask('post', '/me/api-keys', { description: 'CI', ...order });
  return body as { id: string; token: string; expiresAt: string };
}

/** A key of this person, as a session of that connection would have made it. */
async function keyBy(person: Person, connectionId: string): Promise<{ id: string; token: string }> {
  const maker = { accountId: person.accountId, connectionId, countsFrom: null, address: null };
  const order = { description: 'CI', scopes: ['read' as const], expiresAt: null };
  const { token, secret } = await createPersonalKey(context, maker, order);
  return { id: token._id, token: secret };
}

async function pathOf(person: Person): Promise<string> {
  return `/organizations/${api.defaultOrgId()}/members/${await api.memberIdOf(person)}`;
}

async function deactivateAndReactivate(person: Person): Promise<void> {
  const memberId = await api.memberIdOf(person);
  for (const active of [false, true])
    await changeUser(context, api.defaultOrgId(), memberId, (current) => ({ ...current, active }));
}

describe('personal keys', () => {
  it('[102] are 20 at most that live: the 21st is refused', async () => {
    const ada = await api.newPerson('Ada');
    // One is the test's own.
    const made = [];
    for (let i = 0; i < 19; i += 1) made.push(await newKey(ada));
    const refused = await ada.ask('post', '/me/api-keys', { description: 'one too many' });
    expect([refused.status, refused.body.code]).toEqual([409, 'too_many']);
    await ada.ask('delete', `/me/api-keys/${made[0]?.id}`);
    expect((await ada.ask('post', '/me/api-keys', { description: 'CI' })).status).toBe(201);
  });

  it('[102] are 20 at most also when they are made at the same moment', async () => {
    const ada = await api.newPerson('Ada');
    const answers = await Promise.all(
      Array.from({ length: 30 }, () =>
        keyBy(ada, 'default').then(
          () => 'made',
          ({ reason }) => reason,
        ),
      ),
    );
    expect(answers.filter((one) => one === 'made').length).toBeLessThanOrEqual(19);
    expect((await ada.ask('get', '/me/api-keys?limit=500')).body.items.length).toBeLessThanOrEqual(20);
  });

  it('[102] that expired, or that a deactivation ended, do not count', async () => {
    const ada = await api.newPerson('Ada');
    const expiresAt = inDays(1);
    for (let i = 0; i < 19; i += 1) await newKey(ada, { expiresAt });
    shiftClock(2 * dayMs);
    expect((await ada.ask('post', '/me/api-keys', { description: 'CI' })).status).toBe(201);
    shiftClock(0);
    await deactivateAndReactivate(ada);
    expect(await keyBy(ada, 'default')).toMatchObject({ id: expect.any(String) });
  });

  it('live 365 days when nothing else is said, and no longer', async () => {
    const ada = await api.newPerson('Ada');
    const { token, expiresAt, id } = await newKey(ada);
    expect(Math.abs(Date.parse(expiresAt) - Date.parse(inDays(365)))).toBeLessThan(60_000);
    const later = await ada.ask('post', '/me/api-keys', { description: 'for ever', expiresAt: inDays(366) });
    expect([later.status, later.body.code]).toEqual([400, 'expires_too_late']);
    expect(later.body.detail).toContain('365 days');
    shiftClock(364 * dayMs);
    expect(await statusOf(token)).toBe(200);
    shiftClock(366 * dayMs);
    expect(await statusOf(token)).toBe(401);
    shiftClock(0);
    expect((await ada.ask('get', `/me/api-keys/${id}`)).body.expiresAt).toBe(expiresAt);
  });

  it('that the operator lets live no longer are over, so that nobody is told of their end', async () => {
    const ada = await api.newPerson('Ada');
    const { id } = await newKey(ada);
    await bootstrap({ ...bootstrapSettings, apiKeyMaxDays: 30 });
    onTestFinished(async () => void (await bootstrap(bootstrapSettings)));
    const order = { description: 'CI', scopes: ['read' as const], expiresAt: new Date(Date.now() + 31 * dayMs) };
    await expect(personalKeyOf(ada.accountId, order)).rejects.toMatchObject({ reason: 'expires_too_late' });
    shiftClock(29 * dayMs);
    expect((await api.operator('delete', `${await pathOf(ada)}/api-keys/${id}`)).status).toBe(204);
    expect((await toldOf(id)).map(({ type }) => type)).toEqual(['api_key.created', 'api_key.revoked']);
    shiftClock(0);
    const { token } = await personalKeyOf(ada.accountId, { ...order, expiresAt: null });
    shiftClock(31 * dayMs);
    expect((await api.operator('delete', `${await pathOf(ada)}/api-keys/${token._id}`)).status).toBe(404);
    expect((await toldOf(token._id)).map(({ type }) => type)).toEqual(['api_key.created']);
  });

  it('that a key makes end with the days of that key', async () => {
    const ada = await api.newPerson('Ada');
    const parent = await newKey(ada);
    shiftClock(200 * dayMs);
    const child = (await api.withKey(parent.token)('post', '/me/api-keys', { description: 'child' })).body;
    shiftClock(366 * dayMs);
    expect([await statusOf(child.token), child.expiresAt <= parent.expiresAt]).toEqual([401, true]);
  });

  it('are told in the organization: made and revoked', async () => {
    const ada = await api.newPerson('Ada');
    const { id, token } = await newKey(ada);
    await ada.ask('delete', `/me/api-keys/${id}`);
    expect(await statusOf(token)).toBe(401);
    const subject = { tokenId: id, memberId: await api.memberIdOf(ada) };
    const actor = { type: 'account', id: ada.accountId };
    expect(await toldOf(id)).toMatchObject([
      { type: 'api_key.created', subject, actor, after: { description: 'CI', scopes: ['read', 'write'] } },
      { type: 'api_key.revoked', subject, actor, after: { description: 'CI', reason: 'ended_by_person' } },
    ]);
  });

  it('tell of each new address that they are used from once, and go on working', async () => {
    const ada = await api.newPerson('Ada');
    const { id, token } = await newKey(ada);
    await statusOf(token);
    expect((await toldOf(id)).map(({ type }) => type)).toEqual(['api_key.created']);
    // As from elsewhere: what it was known by is another place.
    const present = await system('credentials').findOne(apiTokens, { _id: id });
    expect(present?.addresses).toEqual([expect.stringMatching(/^[\w-]{43}$/)]);
    await system('credentials').updateOne(apiTokens, { _id: id }, { $set: { addresses: ['elsewhere'] } });
    const told = async () => (await toldOf(id)).filter(({ type }) => type === 'api_key.used_from_new_address');
    const useThrice = async () =>
      expect(await Promise.all([statusOf(token), statusOf(token), statusOf(token)])).toEqual([200, 200, 200]);
    // A change by another process counts within a second.
    await expect.poll(async () => useThrice().then(told)).not.toEqual([]);
    await useThrice();
    expect(await told()).toMatchObject([
      { actor: { id: ada.accountId }, after: { description: 'CI', address: expect.stringContaining('127.0.0.1') } },
    ]);
  });

  it('from before addresses were kept take the first one as known', async () => {
    const ada = await api.newPerson('Ada');
    const { id, token } = await newKey(ada);
    await system('credentials').updateOne(apiTokens, { _id: id }, { $unset: { addresses: '' } });
    expect([await statusOf(token), await statusOf(token)]).toEqual([200, 200]);
    expect((await toldOf(id)).map(({ type }) => type)).toEqual(['api_key.created']);
  });
});

describe('[95] a personal key', () => {
  const ways: [string, string, (person: Person) => Promise<unknown>][] = [
    [
      'the password is changed',
      'password_changed',
      async ({ accountId }) => {
        await setPassword(context, accountId, 'the first of my passwords');
        await setPassword(context, accountId, 'another of my passwords');
      },
    ],
    [
      'an admin unlinks the identity',
      'identity_unlinked',
      async (person) => {
        const path = `${await pathOf(person)}/identities`;
        const [identity] = (await api.operator('get', path)).body.items;
        await api.operator('delete', `${path}/${identity.id}`);
      },
    ],
    ['the member is removed', 'member_removed', async (person) => api.operator('delete', await pathOf(person))],
    [
      'an admin revokes it',
      'ended_by_admin',
      async (person) => api.operator('delete', `${await pathOf(person)}/api-keys`),
    ],
  ];
  it.each(ways)('ends when %s, for good, and that is told', async (_what, reason, end) => {
    const ada = await api.newPerson('Ada');
    const { id, token } = await newKey(ada);
    await end(ada);
    expect(await statusOf(token)).toBe(401);
    expect((await toldOf(id)).at(-1)).toMatchObject({ type: 'api_key.revoked', after: { reason } });
    expect(await system('credentials').findOne(apiTokens, { _id: id })).toMatchObject({ revokedAt: expect.any(Date) });
  });

  it('stays ended when its person is activated again, and is shown nowhere', async () => {
    const ada = await api.newPerson('Ada');
    const { id, token } = await newKey(ada);
    await deactivateAndReactivate(ada);
    expect(await statusOf(token)).toBe(401);
    const fresh = await keyBy(ada, 'default');
    const mine = (await api.withKey(fresh.token)('get', '/me/api-keys')).body.items;
    const seen = (await api.operator('get', `${await pathOf(ada)}/api-keys`)).body.items;
    expect([mine, seen].map((items) => items.map((key: { id: string }) => key.id))).toEqual([[fresh.id], [fresh.id]]);
    expect(id).not.toBe(fresh.id);
  });

  it('[95] ends when its connection is switched off, also where it is switched on again, and with its deletion', async () => {
    const ada = await api.newPerson('Ada');
    const orgId = api.defaultOrgId();
    const { _id: connectionId } = await newConnection(orgId);
    const { id, token } = await keyBy(ada, connectionId);
    const found: number[] = [];
    for (const enabled of [true, false, true]) {
      await changeConnection(context, orgId, connectionId, { enabled }, secretBox);
      found.push(await statusOf(token));
    }
    await deleteConnection(context, orgId, connectionId);
    expect([...found, await statusOf(token)]).toEqual([200, 401, 401, 401]);
    expect((await ada.ask('get', '/me/api-keys')).body.items.map((key: { id: string }) => key.id)).not.toContain(id);
    expect(id).toBeTruthy();
  });
});

describe('admins', () => {
  it('[95] list and revoke the keys of their members, without secrets', async () => {
    const [ada, admin] = [await api.newPerson('Ada'), await api.newMemberWith('Organization Admin')];
    const { id, token } = await newKey(ada);
    const path = `${await pathOf(ada)}/api-keys`;
    const list = await admin.ask('get', path);
    expect(list.body.items).toMatchObject([{ id, description: 'CI' }, { description: 'test' }]);
    expect(list.text).not.toContain(token);
    const stored = (await system('credentials').findOne(apiTokens, { _id: id })) as ApiTokenDocument;
    expect(list.text).not.toContain(stored.hash);
    expect((await admin.ask('get', `${path}/${id}`)).body).toEqual(list.body.items[0]);
    expect((await admin.ask('delete', `${path}/${id}`)).status).toBe(204);
    expect(await statusOf(token)).toBe(401);
    expect((await admin.ask('get', `${path}/${id}`)).status).toBe(404);
    expect(await statusOf(ada.key)).toBe(200);
    expect((await toldOf(id)).at(-1)).toMatchObject({
      type: 'api_key.revoked',
      actor: { id: admin.accountId },
      after: { reason: 'ended_by_admin' },
    });
  });

  it('list and end the sessions of their members', async () => {
    const [ada, admin] = [await api.newPerson('Ada'), await api.newMemberWith('Organization Admin')];
    const [one, two] = [supertest.agent(api.app), supertest.agent(api.app)];
    for (const agent of [one, two]) await agent.post(`/sign-in/${ada.accountId}`).set('User-Agent', 'Firefox');
    const path = `${await pathOf(ada)}/sessions`;
    const { items } = (await admin.ask('get', path)).body;
    expect(items).toMatchObject([
      { userAgent: 'Firefox', current: false, connectionId: 'default' },
      { userAgent: 'Firefox' },
    ]);
    expect((await admin.ask('get', `${path}/${items[1].id}`)).body).toEqual(items[1]);
    expect((await admin.ask('delete', `${path}/${items[1].id}`)).status).toBe(204);
    const alive = async () => [
      (await one.get('/api/v1/me')).status,
      (await two.get('/api/v1/me').set('Origin', publicUrl)).status,
    ];
    expect(await alive()).toEqual([401, 200]);
    expect((await admin.ask('delete', path)).status).toBe(204);
    expect(await alive()).toEqual([401, 401]);
    expect(await statusOf(ada.key)).toBe(200);
    const told = await tenant(api.defaultOrgId()).find(events, {
      type: 'session.ended',
      'subject.memberId': await api.memberIdOf(ada),
    });
    expect(told.map(({ actor, after }) => [actor.id, after?.reason])).toEqual([
      [admin.accountId, 'ended_by_admin'],
      [admin.accountId, 'ended_by_admin'],
    ]);
  });

  it('[80] who are Operators see and end neither of Organization Admins, and others see none', async () => {
    const [operator, user] = [
      await api.newMemberWith('Organization Operator'),
      await api.newMemberWith('Organization User'),
    ];
    const admin = await api.newMemberWith('Organization Admin');
    for (const kind of ['api-keys', 'sessions']) {
      for (const verb of ['get', 'delete'] as const) {
        expect((await operator.ask(verb, `${await pathOf(admin)}/${kind}`)).status).toBe(403);
        expect((await user.ask(verb, `${await pathOf(operator)}/${kind}`)).status).toBe(403);
      }
      expect((await operator.ask('get', `${await pathOf(user)}/${kind}`)).status).toBe(200);
    }
    expect(await statusOf(admin.key)).toBe(200);
  });

  it('[21] of another organization find nothing', async () => {
    const ada = await api.newPerson('Ada');
    const { id } = await newKey(ada);
    const { body } = await api.operator('post', '/organizations', { name: 'Elsewhere' });
    const path = `/organizations/${body.id}/members/${await api.memberIdOf(ada)}/api-keys`;
    for (const asked of [path, `${path}/${id}`]) expect((await api.operator('get', asked)).status).toBe(404);
    expect((await api.operator('delete', `${path}/${id}`)).status).toBe(404);
  });
});
