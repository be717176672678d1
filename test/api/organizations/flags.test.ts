/** What the deployment's flags let people do, asked through the API. */
import { beforeAll, describe, expect, it } from 'vitest';
import { signIn } from '../../../src/domain/entry/sign-in/sign-in.ts';
import { claimsOf, context, personalKeyOf, policy } from '../../support/domain.ts';
import { type Client, testApi } from '../api-app.ts';

describe.each([
  { userOrgCreationDisabled: true, person: [403, 'organization_creation_disabled'] },
  { userOrgCreationDisabled: false, person: [201, undefined] },
])('with USER_ORG_CREATION_DISABLED=$userOrgCreationDisabled', ({ userOrgCreationDisabled, person }) => {
  const api = testApi({ userOrgCreationDisabled });
  let clients: Record<string, Client>;
  beforeAll(async () => {
    clients = {
      'an Organization User': (await api.newMemberWith('Organization User')).ask,
      'an Organization Viewer': (await api.newMemberWith('Organization Viewer')).ask,
      'an Organization Operator': (await api.newMemberWith('Organization Operator')).ask,
      'an Organization Admin': (await api.newMemberWith('Organization Admin')).ask,
      'a service key': await api.serviceKeyOf(api.defaultOrgId()),
      'the deployment key': api.operator,
    };
  });

  it.each([
    ['an Organization User', person],
    ['an Organization Viewer', person],
    ['an Organization Operator', person],
    ['an Organization Admin', person],
    ['a service key', [403, 'forbidden']],
    ['the deployment key', [201, undefined]],
  ] as const)('%s who creates an organization is answered %j', async (who, [status, code]) => {
    const client = clients[who] as Client;
    const countOf = async () => (await api.operator('get', '/organizations?limit=500')).body.items.length;
    const before = await countOf();
    const answer = await client('post', '/organizations', { name: `Of ${who}` });
    expect([answer.status, answer.body.code]).toEqual([status, code]);
    expect(await countOf()).toBe(status === 201 ? before + 1 : before);
    if (who.startsWith('an ') && status === 201)
      expect(answer.body).toMatchObject({ kind: 'shared', role: 'Organization Admin', status: 'active' });
  });

  it('/me says so', async () => {
    const { body } = await (clients['an Organization User'] as Client)('get', '/me');
    expect(body.flags.userOrgCreationDisabled).toBe(userOrgCreationDisabled);
  });
});

describe('where people may create organizations', () => {
  const api = testApi({ userOrgCreationDisabled: false });

  it('a person creates an organization, is its Organization Admin and may make it the default with both', async () => {
    const ada = await api.newPerson('Ada');
    const created = await ada.ask('post', '/organizations', { name: 'Mine' });
    expect(created.body).toMatchObject({ name: 'Mine', role: 'Organization Admin', status: 'active' });
    const path = `/organizations/${created.body.id}`;
    expect((await ada.ask('patch', path, { name: 'Ours' })).status).toBe(200);
    expect((await ada.ask('get', `${path}/workspaces`)).body.items).toMatchObject([
      { name: 'Workspace 1', role: 'Workspace Admin' },
    ]);
    // Admin of one is not enough, of both is.
    expect((await ada.ask('post', `${path}/set-default`)).status).toBe(403);
    const former = api.defaultOrgId();
    const memberId = await api.memberIdOf(ada);
    await api.operator('patch', `/organizations/${former}/members/${memberId}`, {
      organizationRole: 'Organization Admin',
    });
    expect((await ada.ask('post', `${path}/set-default`)).body).toMatchObject({ isDefault: true });
    expect((await ada.ask('post', `/organizations/${former}/set-default`)).body).toMatchObject({ isDefault: true });
  });

  it('a service key still creates none', async () => {
    const service = await api.serviceKeyOf(api.defaultOrgId());
    expect((await service('post', '/organizations', { name: 'Mine' })).body.code).toBe('forbidden');
  });
});

describe.each([true, false])('with PERSONAL_ORGS_DISABLED=%s', (personalOrgsDisabled) => {
  const api = testApi({ personalOrgsDisabled });
  const order = { description: 'test', scopes: ['read' as const, 'write' as const], expiresAt: null };
  type Listed = { id: string; kind: string; name: string; role: string; isDefault: boolean };

  /** Somebody who signs in for the first time, with the organizations that they then have. */
  async function newcomer(email: string) {
    const outcome = await signIn(context, claimsOf(email, { name: 'Ada' }), { ...policy, personalOrgsDisabled });
    if (outcome.outcome !== 'signed-in') throw new Error(JSON.stringify(outcome));
    const ask = api.withKey((await personalKeyOf(outcome.accountId, order)).secret);
    const { body } = await ask('get', '/me');
    const organizations = body.organizations as Listed[];
    return { ask, flags: body.flags, organizations, personal: organizations.find(({ kind }) => kind === 'personal') };
  }

  it('a newcomer has the organizations that it promises', async () => {
    const { organizations, flags } = await newcomer('ada@acme.test');
    expect(flags.personalOrgsDisabled).toBe(personalOrgsDisabled);
    const joined = { kind: 'shared', name: 'Default', role: 'Organization User', isDefault: true };
    const own = { kind: 'personal', name: "Ada's organization", role: 'Organization Admin', isDefault: false };
    expect(organizations).toMatchObject(personalOrgsDisabled ? [joined] : [joined, own]);
  });

  it.skipIf(personalOrgsDisabled)('a personal organization shows its kind and has one workspace', async () => {
    const { ask, personal } = await newcomer('bob@acme.test');
    const path = `/organizations/${personal?.id}`;
    expect((await ask('get', path)).body).toMatchObject({ kind: 'personal', role: 'Organization Admin' });
    const { items } = (await ask('get', `${path}/workspaces`)).body;
    expect(items).toMatchObject([{ name: 'Workspace 1', role: 'Workspace Admin' }]);
    const last = await ask('delete', `${path}/workspaces/${items[0].id}`);
    expect([last.status, last.body.code]).toEqual([409, 'last_workspace']);
  });

  it.skipIf(personalOrgsDisabled).each([
    ['another workspace', '/workspaces', { name: 'Second' }],
    ['a SCIM token', '/scim/tokens', { description: 'Okta' }],
    ['to be the default', '/set-default', undefined],
    ['an invitation', '/invitations', { invitations: [{ email: 'eve@acme.test' }] }],
  ] as const)('a personal organization is refused %s, also by the operator', async (what, at, body) => {
    const { ask, personal } = await newcomer(`${what.replaceAll(' ', '-')}@acme.test`);
    for (const client of [ask, api.operator]) {
      const answer = await client('post', `/organizations/${personal?.id}${at}`, body);
      expect([answer.status, answer.body.code]).toEqual([403, 'personal_organization']);
    }
  });
});
