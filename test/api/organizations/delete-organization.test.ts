/** An organization that is deleted: gone at once for everybody, and its data soon after. */
import supertest from 'supertest';
import { afterEach, describe, expect, it } from 'vitest';
import { organizationDeletions } from '../../../src/domain/administration/organizations/delete-organization.ts';
import { purgeDeletedOrganizations } from '../../../src/domain/administration/organizations/purge.ts';
import { createUser } from '../../../src/domain/directory/create-user.ts';
import { createOrganization } from '../../../src/domain/entry/arrival/create-organization.ts';
import { signIn } from '../../../src/domain/entry/sign-in/sign-in.ts';
import { shiftClock } from '../../../src/domain/kernel/clock.ts';
import { takeLease } from '../../../src/domain/kernel/lease.ts';
import { accounts, identities } from '../../../src/domain/model/account.ts';
import { getDeployment } from '../../../src/domain/model/deployment.ts';
import { members } from '../../../src/domain/model/member.ts';
import { mongoClient } from '../../../src/storage/connection.ts';
import { system, tenant } from '../../../src/storage/tenant.ts';
import { createGroup } from '../../support/create-group.ts';
import { claimsOf, context, named, newOrganization, person, policy } from '../../support/domain.ts';
import { clientOf, newToken, userBody } from '../../support/scim-door.ts';
import { type Person, testApi, withoutRequestId } from '../api-app.ts';

const api = testApi();
afterEach(() => shiftClock(0));

const graceMs = 90_000;
const gone = '0123456789abcdef01234567';

/** An organization of this person's own, who is in the default one as well. */
async function organizationOf({ accountId }: Person, kind: 'shared' | 'personal' = 'shared'): Promise<string> {
  const order = { kind, name: 'Doomed', workspaceName: 'Workspace 1' };
  return (await createOrganization(context, order, accountId))._id;
}

/** Somebody whose only organization is their own, because the default one has removed them. */
async function loner(): Promise<Person & { orgId: string }> {
  const ada = await api.newPerson('Ada');
  const orgId = await organizationOf(ada);
  const memberId = await api.memberIdOf(ada);
  expect((await api.operator('delete', `/organizations/${api.defaultOrgId()}/members/${memberId}`)).status).toBe(204);
  return { ...ada, orgId };
}

/** Somebody who came in while that organization was the default one, and is in no other. */
async function newcomerOf(orgId: string): Promise<Person> {
  const former = api.defaultOrgId();
  expect((await api.operator('post', `/organizations/${orgId}/set-default`)).status).toBe(200);
  const person = await api.newPerson('newcomer');
  expect((await api.operator('post', `/organizations/${former}/set-default`)).status).toBe(200);
  return person;
}

/** Lets the grace pass and the worker do all there is. */
async function purgeAll(): Promise<void> {
  shiftClock(graceMs + 1_000);
  while (await purgeDeletedOrganizations());
  shiftClock(0);
}

/** What any collection still holds of that organization. */
async function leftOf(orgId: string): Promise<Record<string, number>> {
  const database = mongoClient().db();
  const left: Record<string, number> = {};
  for (const { name } of await database.listCollections().toArray()) {
    const count = await database.collection(name).countDocuments({ orgId });
    if (count > 0) left[name] = count;
  }
  return left;
}

describe('deleting an organization', () => {
  it('takes it from everybody at once, whatever they come with', async () => {
    const ada = await api.newPerson('Ada');
    const orgId = await organizationOf(ada);
    const path = `/organizations/${orgId}`;
    const service = await api.serviceKeyOf(orgId);
    const scim = clientOf(await newToken(orgId));
    expect((await scim.post('/Users', userBody('bob@acme.test'))).status).toBe(201);
    expect((await service('get', path)).status).toBe(200);

    expect((await ada.ask('delete', path)).status).toBe(204);

    // [10] A token of a deleted organization is like one that never was.
    const [known, unknown] = [await scim.get('/Users'), await clientOf('never-was').get('/Users')];
    expect([known.status, known.body]).toEqual([401, unknown.body]);
    expect((await service('get', path)).status).toBe(401);
    for (const client of [ada.ask, api.operator]) {
      for (const [verb, at, body] of [
        ['get', ''],
        ['patch', '', { name: 'Mine' }],
        ['delete', ''],
        ['get', '/members'],
        ['post', '/workspaces', { name: 'New' }],
        ['post', '/set-default'],
      ] as const) {
        const there = await client(verb, path + at, body);
        const random = await client(verb, `/organizations/${gone}${at}`, body);
        expect([verb, at, there.status]).toEqual([verb, at, 404]);
        expect(withoutRequestId(there)).toEqual(withoutRequestId(random));
      }
    }
    const { body } = await ada.ask('get', '/me');
    expect(body.organizations.map(({ id }: { id: string }) => id)).toEqual([api.defaultOrgId()]);
  });

  it('ends the sessions and personal keys of those who belong nowhere else', async () => {
    const ada = await loner();
    const agent = supertest.agent(api.app);
    await agent.post(`/sign-in/${ada.accountId}`).expect(200);
    await agent.get('/api/v1/me').expect(200);
    expect((await ada.ask('get', '/me')).status).toBe(200);
    await api.operator('delete', `/organizations/${ada.orgId}`);
    await agent.get('/api/v1/me').expect(401);
    expect((await ada.ask('get', '/me')).status).toBe(401);
  });

  it('leaves the session of who is in another organization', async () => {
    const ada = await api.newPerson('Ada');
    const orgId = await organizationOf(ada);
    const agent = supertest.agent(api.app);
    await agent.post(`/sign-in/${ada.accountId}`).expect(200);
    await api.operator('delete', `/organizations/${orgId}`);
    await purgeAll();
    await agent.get('/api/v1/me').expect(200);
  });

  it('does not let its people in by signing in, before it is purged and after', async () => {
    const { orgId } = await newOrganization('Doomed');
    const { email } = await newcomerOf(orgId);
    await api.operator('delete', `/organizations/${orgId}`);
    const outcome = await signIn(context, claimsOf(email), policy);
    expect(outcome).toMatchObject({ outcome: 'refused', reason: 'no_membership' });
    await purgeAll();
    // A stranger now, whom the default organization admits as it does any other.
    expect(await signIn(context, claimsOf(email), policy)).toMatchObject({ outcome: 'signed-in', newcomer: true });
  });

  it('takes its invitations along at once', async () => {
    const { orgId } = await newOrganization('Doomed');
    const guest = await api.newPerson('guest');
    const batch = { invitations: [{ email: guest.email }] };
    expect((await api.operator('post', `/organizations/${orgId}/invitations`, batch)).status).toBe(200);
    const [mine] = (await guest.ask('get', '/me/invitations')).body.items;
    await api.operator('delete', `/organizations/${orgId}`);
    expect((await guest.ask('get', '/me/invitations')).body.items).toEqual([]);
    expect((await guest.ask('post', `/me/invitations/${mine.id}/accept`)).status).toBe(404);
    expect((await guest.ask('get', '/me')).body.organizations).toHaveLength(1);
  });

  it('is refused for the default one, and to who is no Organization Admin of it', async () => {
    const path = `/organizations/${api.defaultOrgId()}`;
    const refused = await api.operator('delete', path);
    expect([refused.status, refused.body.code]).toEqual([409, 'default_organization']);
    const operator = await api.newMemberWith('Organization Operator');
    expect((await operator.ask('delete', path)).status).toBe(403);
    const { orgId } = await newOrganization('Elsewhere');
    const admin = await api.newMemberWith('Organization Admin');
    expect((await admin.ask('delete', `/organizations/${orgId}`)).status).toBe(404);
  });

  it('never leaves the deployment without a default one, when both happen at once', async () => {
    for (let i = 0; i < 10; i += 1) {
      const { orgId } = await newOrganization('Next');
      const former = (await getDeployment()).defaultOrgId;
      const answers = await Promise.all([
        api.operator('post', `/organizations/${orgId}/set-default`),
        api.operator('delete', `/organizations/${orgId}`),
      ]);
      const statuses = answers.map(({ status }) => status);
      const { defaultOrgId } = await getDeployment();
      expect((await api.operator('get', `/organizations/${defaultOrgId}`)).status).toBe(200);
      if (defaultOrgId === orgId) {
        expect(statuses).toEqual([200, 409]);
        await api.operator('post', `/organizations/${former}/set-default`);
      } else expect(statuses).toEqual([404, 204]);
    }
  });

  it('of a personal one does not bring another at the next sign-in', async () => {
    const ada = await api.newPerson('Ada');
    const personal = { ...policy, personalOrgsDisabled: false };
    await signIn(context, claimsOf(ada.email), personal);
    const own = (await ada.ask('get', '/me')).body.organizations.find(
      ({ kind }: { kind: string }) => kind === 'personal',
    );
    expect((await ada.ask('delete', `/organizations/${own.id}`)).status).toBe(204);
    await signIn(context, claimsOf(ada.email), personal);
    expect((await ada.ask('get', '/me')).body.organizations).toMatchObject([{ isDefault: true }]);
  });
});

describe('the data of a deleted organization', () => {
  async function doomed() {
    const ada = await loner();
    const { orgId } = ada;
    const user = await createUser(context, orgId, person('bob@acme.test'));
    await createGroup(context, orgId, named('Organization User:Workspace 1:Workspace Viewer'), [user._id]);
    await newToken(orgId);
    await api.serviceKeyOf(orgId);
    expect(Object.keys(await leftOf(orgId))).toEqual(
      expect.arrayContaining(['members', 'groups', 'grants', 'memberships', 'events', 'scimTokens', 'apiTokens']),
    );
    return ada;
  }

  it('stays while requests that began before may still write, then goes whole', async () => {
    const { orgId } = await doomed();
    const other = await doomed();
    const before = await leftOf(other.orgId);
    await api.operator('delete', `/organizations/${orgId}`);
    while (await purgeDeletedOrganizations());
    expect(Object.keys(await leftOf(orgId))).toContain('members');
    await purgeAll();
    expect(await leftOf(orgId)).toEqual({});
    expect(await leftOf(other.orgId)).toEqual(before);
  });

  it('goes on going where another process has stopped, and goes once', async () => {
    const { orgId } = await doomed();
    await api.operator('delete', `/organizations/${orgId}`);
    shiftClock(graceMs + 1_000);
    expect(await purgeDeletedOrganizations()).toBe(true);
    const left = Object.keys(await leftOf(orgId));
    expect(left).not.toEqual([]);
    const deletion = () => system('background').findOne(organizationDeletions, { _id: orgId });
    expect((await deletion())?.purgedAt).toBeNull();
    while (await purgeDeletedOrganizations());
    expect(await leftOf(orgId)).toEqual({});
    expect((await deletion())?.purgedAt).toEqual(expect.any(Date));
    expect(await purgeDeletedOrganizations()).toBe(false);
    // The lease is free again.
    expect(await takeLease(`purge/${orgId}`, 1_000)).toBe(true);
  });

  it('takes the accounts along that belong nowhere else, and no others', async () => {
    const { orgId } = await newOrganization('Doomed');
    const stranded = await newcomerOf(orgId);
    const remembered = await loner();
    const ada = await api.newPerson('Ada');
    const adaOrg = await organizationOf(ada);
    for (const each of [orgId, remembered.orgId, adaOrg]) await api.operator('delete', `/organizations/${each}`);
    await purgeAll();
    const found = async ({ accountId }: Person) => [
      (await system('sign-in').findOne(accounts, { _id: accountId })) !== null,
      await system('sign-in').count(identities, { accountId }),
    ];
    expect(await found(stranded)).toEqual([false, 0]);
    expect((await stranded.ask('get', '/me')).status).toBe(401);
    // The default organization has removed this person, and must know them again.
    expect(await found(remembered)).toEqual([true, 1]);
    expect(await found(ada)).toEqual([true, 1]);
    expect(await tenant(api.defaultOrgId()).findOne(members, { accountId: ada.accountId })).not.toBeNull();
  });

  it('leaves a record of who deleted it and when', async () => {
    const ada = await api.newPerson('Ada');
    const orgId = await organizationOf(ada);
    const answer = await ada.ask('delete', `/organizations/${orgId}`);
    await purgeAll();
    expect(await system('background').findOne(organizationDeletions, { _id: orgId })).toMatchObject({
      kind: 'shared',
      name: 'Doomed',
      deletedBy: { type: 'account', id: ada.accountId },
      requestId: answer.headers['x-request-id'],
      deletedAt: expect.any(Date),
    });
  });
});
