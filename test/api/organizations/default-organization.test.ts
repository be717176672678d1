/** Which organization is the default one: who decides it, what may be it, and what follows. */
import { describe, expect, it } from 'vitest';
import { createOrganization } from '../../../src/domain/entry/arrival/create-organization.ts';
import { signIn } from '../../../src/domain/entry/sign-in/sign-in.ts';
import { getDeployment } from '../../../src/domain/model/deployment.ts';
import { events } from '../../../src/domain/model/event.ts';
import type { OrganizationRole } from '../../../src/domain/model/role.ts';
import { tenant } from '../../../src/storage/tenant.ts';
import { claimsOf, context, newOrganization, policy, setOrganizationRole } from '../../support/domain.ts';
import { type Person, testApi, withoutRequestId } from '../api-app.ts';

const api = testApi();

const setDefault = (orgId: string) => `/organizations/${orgId}/set-default`;

/** Another organization, of which this person is a member with that role. */
async function target({ accountId }: Person, role: OrganizationRole): Promise<string> {
  const order = { kind: 'shared' as const, name: 'Target', workspaceName: 'Workspace 1' };
  const { _id: orgId } = await createOrganization(context, order, accountId);
  // Its creator is its Organization Admin; an organization keeps one.
  if (role !== 'Organization Admin') {
    const { defaultOrgId: former } = await getDeployment();
    await api.operator('post', setDefault(orgId));
    await api.newMemberIn(orgId, 'Organization Admin');
    await api.operator('post', setDefault(former));
    await setOrganizationRole(context, orgId, await api.memberIdOf({ accountId } as Person, orgId), role);
  }
  return orgId;
}

describe('set-default', () => {
  const [admin, operator, user, viewer] = [
    'Organization Admin',
    'Organization Operator',
    'Organization User',
    'Organization Viewer',
  ] as const;
  const rows: [inDefault: OrganizationRole | null, inTarget: OrganizationRole | null, status: number][] = [
    [admin, admin, 200],
    [admin, operator, 403],
    [admin, user, 403],
    [admin, null, 404],
    [operator, admin, 403],
    [viewer, admin, 403],
    [null, admin, 403],
    [user, user, 403],
    [user, null, 404],
  ];
  it.each(rows)(
    'by a person who is %s in the default one and %s in the other answers %i',
    async (here, there, status) => {
      const { defaultOrgId: former } = await getDeployment();
      const person = here === null ? await api.newPerson() : await api.newMemberWith(here);
      const orgId = there === null ? (await newOrganization('Unseen')).orgId : await target(person, there);
      if (here === null)
        await api.operator('delete', `/organizations/${former}/members/${await api.memberIdOf(person)}`);
      const { revision } = await getDeployment();

      const answer = await person.ask('post', setDefault(orgId));

      expect(answer.status).toBe(status);
      const after = await getDeployment();
      expect(after.defaultOrgId).toBe(status === 200 ? orgId : former);
      expect(after.revision).toBe(status === 200 ? revision + 1 : revision);
      if (status === 200) {
        expect(answer.body).toMatchObject({ id: orgId, isDefault: true, role: admin });
        expect((await person.ask('get', `/organizations/${former}`)).body.isDefault).toBe(false);
        expect((await person.ask('post', setDefault(former))).status).toBe(200);
      }
      if (status === 404) {
        const random = await person.ask('post', setDefault('0123456789abcdef01234567'));
        expect(withoutRequestId(answer)).toEqual(withoutRequestId(random));
      }
    },
  );

  it('is refused to a service key, which is an admin of one organization only', async () => {
    const { orgId } = await newOrganization('Target');
    const service = await api.serviceKeyOf(orgId);
    const refused = await service('post', setDefault(orgId));
    expect([refused.status, refused.body.code]).toEqual([403, 'forbidden']);
    const ofDefault = await api.serviceKeyOf(api.defaultOrgId());
    expect((await ofDefault('post', setDefault(orgId))).status).toBe(404);
    // Of the one that is the default already it is an admin, twice so to speak: nothing changes.
    expect((await ofDefault('post', setDefault(api.defaultOrgId()))).status).toBe(200);
  });

  it('is refused for a personal organization, whoever asks', async () => {
    const ada = await api.newMemberWith('Organization Admin');
    const order = { kind: 'personal' as const, name: 'Ada', workspaceName: 'Workspace 1' };
    const { _id: orgId } = await createOrganization(context, order, ada.accountId);
    for (const client of [ada.ask, api.operator]) {
      const refused = await client('post', setDefault(orgId));
      expect([refused.status, refused.body.code]).toEqual([403, 'personal_organization']);
    }
    expect((await getDeployment()).defaultOrgId).toBe(api.defaultOrgId());
  });

  it('twice at once for two organizations makes one after the other the default', async () => {
    const before = await getDeployment();
    const [a, b] = [await newOrganization('A'), await newOrganization('B')];
    const once = { replay: false };
    const answers = await Promise.all(
      [a, b].map(({ orgId }) => api.operator('post', setDefault(orgId), undefined, once)),
    );
    expect(answers.map(({ status }) => status)).toEqual([200, 200]);
    const after = await getDeployment();
    expect(after.revision).toBe(before.revision + 2);
    const last = [a, b].find(({ orgId }) => orgId === after.defaultOrgId);
    const first = last === a ? b : a;
    expect(last).toBeDefined();
    expect(await changesOf(first.orgId)).toEqual([[before.defaultOrgId, first.orgId]]);
    expect(await changesOf(after.defaultOrgId)).toEqual([[first.orgId, after.defaultOrgId]]);
    await api.operator('post', setDefault(before.defaultOrgId));
  });

  it('many times at once, and again, for one organization is one change', async () => {
    const before = await getDeployment();
    const { orgId } = await newOrganization('Once');
    const ask = () => api.operator('post', setDefault(orgId));
    const answers = await Promise.all([ask(), ask(), ask(), ask()]);
    answers.push(await ask());
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200, 200]);
    expect((await getDeployment()).revision).toBe(before.revision + 1);
    expect(await changesOf(orgId)).toEqual([[before.defaultOrgId, orgId]]);
    await api.operator('post', setDefault(before.defaultOrgId));
  });

  it('decides where the next newcomer lands, and moves nobody', async () => {
    const { defaultOrgId: former } = await getDeployment();
    const ada = await api.newPerson('early');
    const { orgId, workspaceId } = await newOrganization('Next');
    await api.operator('patch', `/organizations/${orgId}/sso-settings`, { workspaceRole: 'Workspace Viewer' });
    await api.operator('post', setDefault(orgId));
    const bob = await api.newPerson('late');
    // Somebody known comes back: no newcomer here.
    await signIn(context, claimsOf(ada.email), policy);
    const organizationsOf = async ({ ask }: Person) =>
      (await ask('get', '/me')).body.organizations.map(({ id }: { id: string }) => id);
    expect(await organizationsOf(ada)).toEqual([former]);
    expect(await organizationsOf(bob)).toEqual([orgId]);
    const { body } = await api.operator('get', `/organizations/${orgId}/members/${await api.memberIdOf(bob, orgId)}`);
    expect(body.workspaces).toMatchObject([{ workspaceId, role: 'Workspace Viewer', source: 'sso-default' }]);
    expect((await ada.ask('get', '/me')).body.defaultOrganizationId).toBe(orgId);
    await api.operator('post', setDefault(former));
  });
});

/** The changes recorded in an organization: from which one to which. */
async function changesOf(orgId: string): Promise<unknown[]> {
  const found = await tenant(orgId).find(events, { type: 'organization.default_changed' }, { sort: { _id: 1 } });
  return found.map(({ before, after }) => [before?.defaultOrganizationId, after?.defaultOrganizationId]);
}
