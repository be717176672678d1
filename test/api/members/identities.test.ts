/** Identities of a member: whom an admin sees, and what is judged anew after one was taken away. */
import supertest from 'supertest';
import { describe, expect, it } from 'vitest';
import { createPersonalKey } from '../../../src/domain/administration/keys/personal-key.ts';
import { createOrganization } from '../../../src/domain/entry/arrival/create-organization.ts';
import { setPassword } from '../../../src/domain/entry/password/password.ts';
import { signIn } from '../../../src/domain/entry/sign-in/sign-in.ts';
import { type IdentityDocument, identities, passwordIssuers } from '../../../src/domain/model/account.ts';
import { events } from '../../../src/domain/model/event.ts';
import { members } from '../../../src/domain/model/member.ts';
import { passwords } from '../../../src/domain/model/password.ts';
import { newId } from '../../../src/storage/collection.ts';
import { mongoClient } from '../../../src/storage/connection.ts';
import { system, tenant } from '../../../src/storage/tenant.ts';
import { newConnection } from '../../domain/entry/sign-in/people.ts';
import { claimsOf, context, policy } from '../../support/domain.ts';
import { testApi, withoutRequestId } from '../api-app.ts';

const api = testApi();

async function somebody(name = 'ada') {
  const person = await api.newPerson(name);
  const memberId = await api.memberIdOf(person);
  const path = `/organizations/${api.defaultOrgId()}/members/${memberId}`;
  const { items } = (await api.operator('get', `${path}/identities`)).body;
  return { ...person, memberId, path, identity: items[0] };
}

/** As another connection, or another organization's, would have made it. */
async function addIdentity(accountId: string, connectionId: string): Promise<IdentityDocument> {
  const identity = {
    _id: newId(),
    accountId,
    connectionId,
    issuer: 'https://other.example',
    subject: newId(),
    createdAt: new Date(),
  };
  await system('sign-in').insertOne(identities, identity);
  return identity;
}

const memberOf = (memberId: string) => tenant(api.defaultOrgId()).findOne(members, { _id: memberId });

describe('identities', () => {
  it('are shown to Organization Admins', async () => {
    const ada = await somebody();
    expect(ada.identity).toEqual({
      id: expect.any(String),
      connectionId: 'default',
      issuer: 'https://idp.example',
      subject: `sub-${ada.email}`,
      createdAt: expect.any(String),
    });
    const one = `${ada.path}/identities/${ada.identity.id}`;
    expect((await api.operator('get', one)).body).toEqual(ada.identity);
    const invited = await api.operator('get', `/organizations/${api.defaultOrgId()}/members/${newId()}/identities`);
    expect(invited.status).toBe(404);
  });

  it('that another organization’s connection has made are not visible, nor taken away', async () => {
    const ada = await somebody();
    const foreign = await addIdentity(ada.accountId, 'of-another-organization');
    expect((await api.operator('get', `${ada.path}/identities`)).body.items).toEqual([ada.identity]);
    for (const verb of ['get', 'delete'] as const) {
      const known = await api.operator(verb, `${ada.path}/identities/${foreign._id}`);
      const random = await api.operator(verb, `${ada.path}/identities/${newId()}`);
      expect(known.status).toBe(404);
      expect(withoutRequestId(known)).toEqual(withoutRequestId(random));
    }
    expect(await system('sign-in').findOne(identities, { _id: foreign._id })).not.toBeNull();
  });

  it('of the default organization’s people are none of another organization’s business', async () => {
    const ada = await somebody();
    const order = { kind: 'shared' as const, name: 'Other', workspaceName: 'Workspace 1' };
    const { _id: other } = await createOrganization(context, order, ada.accountId);
    const there = await api.memberIdOf(ada, other);
    const path = `/organizations/${other}/members/${there}/identities`;
    expect((await ada.ask('get', path)).body.items).toEqual([]);
    expect((await ada.ask('delete', `${path}/${ada.identity.id}`)).status).toBe(404);
  });

  it('of somebody else are not reached through a member', async () => {
    const [ada, bob] = [await somebody(), await somebody('bob')];
    expect((await api.operator('delete', `${ada.path}/identities/${bob.identity.id}`)).status).toBe(404);
    expect(await system('sign-in').findOne(identities, { _id: bob.identity.id })).not.toBeNull();
  });
});

describe('unlinking the only identity', () => {
  it('ends its sessions at once, keeps the access, and lets the next sign-in link anew', async () => {
    const ada = await somebody();
    const agent = supertest.agent(api.app);
    await agent.post(`/sign-in/${ada.accountId}`).expect(200);
    const before = (await api.operator('get', ada.path)).body;
    expect((await api.operator('delete', `${ada.path}/identities/${ada.identity.id}`)).status).toBe(204);
    await agent.get('/api/v1/me').expect(401);
    expect(await mongoClient().db().collection('sessions').countDocuments({ 'session.accountId': ada.accountId })).toBe(
      0,
    );
    expect((await ada.ask('get', '/me')).status).toBe(401);
    expect(await memberOf(ada.memberId)).toMatchObject({ accountId: null, signIn: null, status: 'active' });
    expect((await api.operator('get', ada.path)).body).toEqual({ ...before, signedIn: false });
    const [event] = await tenant(api.defaultOrgId()).find(events, {
      type: 'user.unlinked',
      'subject.memberId': ada.memberId,
    });
    expect(event).toMatchObject({
      actor: { type: 'deployment-key' },
      before: { accountId: ada.accountId, subject: `sub-${ada.email}`, connectionId: 'default' },
      after: { accountId: null },
    });

    const outcome = await signIn(context, claimsOf(ada.email, { subject: 'the-new-subject' }), policy);
    expect(outcome).toMatchObject({ outcome: 'signed-in', newcomer: false });
    const linked = await memberOf(ada.memberId);
    expect(linked?.accountId).not.toBe(ada.accountId);
    expect(linked).toMatchObject({ accountId: expect.any(String), signIn: { subject: 'the-new-subject' } });
  });

  it('does not let somebody in whose email nobody vouches for', async () => {
    const ada = await somebody();
    await api.operator('delete', `${ada.path}/identities/${ada.identity.id}`);
    const outcome = await signIn(context, claimsOf(ada.email, { emailTrusted: false }), policy);
    expect(outcome).toMatchObject({ outcome: 'refused' });
    expect((await memberOf(ada.memberId))?.accountId).toBeNull();
  });

  it('happens once when asked twice at the same time', async () => {
    const ada = await somebody();
    const answers = await Promise.all(
      [1, 2].map(() => api.operator('delete', `${ada.path}/identities/${ada.identity.id}`)),
    );
    expect(answers.map(({ status }) => status).sort()).toEqual([204, 404]);
  });
});

describe('unlinking one of two identities', () => {
  it('leaves the member linked, and what came in by another connection', async () => {
    const ada = await somebody();
    const own = await newConnection(api.defaultOrgId());
    const second = await addIdentity(ada.accountId, own._id);
    await api.operator('delete', `${ada.path}/identities/${second._id}`);
    expect((await memberOf(ada.memberId))?.accountId).toBe(ada.accountId);
    expect((await ada.ask('get', '/me')).status).toBe(200);
    expect(await signIn(context, claimsOf(ada.email), policy)).toMatchObject({ accountId: ada.accountId });
  });

  it('of one connection ends what came in by it: no key says by which of them', async () => {
    const ada = await somebody();
    const second = await addIdentity(ada.accountId, 'default');
    await api.operator('delete', `${ada.path}/identities/${second._id}`);
    expect((await ada.ask('get', '/me')).status).toBe(401);
    expect((await memberOf(ada.memberId))?.accountId).toBe(ada.accountId);
    expect(await signIn(context, claimsOf(ada.email), policy)).toMatchObject({ accountId: ada.accountId });
  });

  it('of a password takes the password away too, and ends what came in by it', async () => {
    const ada = await somebody();
    await setPassword(context, ada.accountId, 'plain sailing after a storm');
    const ofPassword = { ...(await addIdentity(ada.accountId, 'default')), issuer: passwordIssuers.invitation };
    await system('sign-in').updateOne(identities, { _id: ofPassword._id }, { $set: { issuer: ofPassword.issuer } });
    const maker = { accountId: ada.accountId, connectionId: 'password', countsFrom: null, address: null };
    const order = { description: 'test', scopes: ['read' as const], expiresAt: null };
    const byPassword = api.withKey((await createPersonalKey(context, maker, order)).secret);
    expect((await byPassword('get', '/me')).status).toBe(200);
    await api.operator('delete', `${ada.path}/identities/${ofPassword._id}`);
    expect((await byPassword('get', '/me')).status).toBe(401);
    expect(await system('sign-in').count(passwords, { _id: ada.accountId })).toBe(0);
    expect((await memberOf(ada.memberId))?.accountId).toBe(ada.accountId);
  });
});
