import { describe, expect, it } from 'vitest';
import { memberAuthority } from '../../../src/domain/access/authority/authority.ts';
import { findDrift } from '../../../src/domain/administration/drift.ts';
import { changeUser } from '../../../src/domain/directory/change-user.ts';
import { createUser } from '../../../src/domain/directory/create-user.ts';
import { activeMembersOf } from '../../../src/domain/entry/reach/reach.ts';
import { signIn } from '../../../src/domain/entry/sign-in/sign-in.ts';
import { events } from '../../../src/domain/model/event.ts';
import { members } from '../../../src/domain/model/member.ts';
import { tenant } from '../../../src/storage/tenant.ts';
import { faultsOf } from '../../domain/invariants.ts';
import { createGroup } from '../../support/create-group.ts';
import { claimsOf, context, named, newOrganization, person, policy } from '../../support/domain.ts';
import { testApi } from '../api-app.ts';

const api = testApi();
const reason = 'The laptop was stolen';

/** Somebody who is signed in with a key in the default organization. */
async function somebody() {
  const who = await api.newPerson('ada');
  const orgId = api.defaultOrgId();
  const memberId = await api.memberIdOf(who);
  const org = `/organizations/${orgId}`;
  return { ...who, orgId, memberId, org, path: `${org}/members/${memberId}` };
}

async function typesAbout(orgId: string, memberId: string): Promise<string[]> {
  const found = await tenant(orgId).find(events, { 'subject.memberId': memberId }, { sort: { _id: 1 } });
  return found.map(({ type }) => type);
}

describe('a locked member', () => {
  it('has lost sessions and keys, and is denied everything until it is unlocked', async () => {
    const ada = await somebody();
    const before = (await api.operator('get', ada.path)).body;
    const told = (await typesAbout(ada.orgId, ada.memberId)).length;
    const { status, body } = await api.operator('post', `${ada.path}/lock`, { reason });
    expect(status).toBe(200);
    expect(body).toEqual({
      member: { ...before, organizationRole: null, workspaces: [], lock: { at: expect.any(String), reason } },
      ended: { sessions: 0, apiKeys: 1 },
    });
    expect((await api.operator('get', ada.path)).body).toEqual(body.member);
    expect((await ada.ask('get', '/me')).status).toBe(401);
    const claims = claimsOf(ada.email, { name: 'ada' });
    expect(await signIn(context, claims, policy)).toMatchObject({ outcome: 'refused', reason: 'locked' });
    const question = `member=${ada.memberId}&permission=members:read`;
    const { allowed, reason: why } = (await api.operator('get', `${ada.org}/check?${question}`)).body;
    expect({ allowed, why }).toEqual({ allowed: false, why: 'an admin has locked the member' });
    const types = await typesAbout(ada.orgId, ada.memberId);
    expect(types.slice(told).toSorted()).toEqual(
      ['api_key.revoked', 'membership.changed', 'organization_role.changed', 'user.locked'].toSorted(),
    );

    const back = await api.operator('post', `${ada.path}/unlock`);
    expect(back.body).toEqual({ member: before, ended: { sessions: 0, apiKeys: 0 } });
    // What ended stays ended; signing in works again.
    expect((await ada.ask('get', '/me')).status).toBe(401);
    expect(await signIn(context, claims, policy)).toMatchObject({ outcome: 'signed-in' });
    expect(await typesAbout(ada.orgId, ada.memberId)).toContain('user.unlocked');
    expect(await faultsOf(ada.orgId)).toEqual([]);
  });

  it('is not let in by its directory, a group, an override, an invitation or another record of the directory', async () => {
    const { orgId, workspaceId } = await newOrganization();
    const org = `/organizations/${orgId}`;
    const { _id: id } = await createUser(context, orgId, person('ada@acme.test'));
    await api.operator('post', `${org}/members/${id}/lock`, { reason });
    for (const active of [false, true]) await changeUser(context, orgId, id, (user) => ({ ...user, active }));
    await createGroup(context, orgId, named('Organization User:Workspace 1:Workspace Editor'), [id]);
    const override = `${org}/workspaces/${workspaceId}/members/${id}/override`;
    await api.operator('put', override, { effect: 'allow', role: 'Workspace Admin' });
    const order = {
      invitations: [{ email: 'ada@acme.test', workspaces: [{ workspaceId, role: 'Workspace Viewer' }] }],
    };
    const { body } = await api.operator('post', `${org}/invitations`, order);
    expect(body.results).toMatchObject([{ outcome: 'error', code: 'member_locked' }]);
    expect((await api.operator('get', `${org}/members/${id}`)).body).toMatchObject({
      status: 'active',
      organizationRole: null,
      workspaces: [],
    });
    expect(await faultsOf(orgId)).toEqual([]);
    expect(await findDrift(orgId, { repair: false })).toMatchObject({ roles: 0 });
    // All of it counts afterwards.
    const preview = await api.operator('post', `${org}/members/${id}/unlock?dryRun=true`);
    const given = [{ workspaceId, name: 'Workspace 1', role: 'Workspace Admin', source: 'override' }];
    expect(preview.body.member).toMatchObject({ workspaces: given, lock: null });
    expect((await api.operator('get', `${org}/members/${id}`)).body.lock).toMatchObject({ reason });
    expect((await api.operator('post', `${org}/members/${id}/unlock`)).body).toEqual(preview.body);
  });

  it('stays so when a directory takes it over, and when the directory has another record of the same person', async () => {
    const [ada, bob] = [await somebody(), await somebody()];
    const claims = [ada, bob].map(({ email }) => claimsOf(email));
    for (const { path } of [ada, bob]) await api.operator('post', `${path}/lock`, { reason });
    const externalId = claims[0]?.subject ?? null;
    const taken = await createUser(context, ada.orgId, { ...person(ada.email), externalId });
    expect(taken._id).toBe(ada.memberId);
    const other = await createUser(context, bob.orgId, person('other-bob@acme.test'));
    await changeUser(context, bob.orgId, other._id, (user) => ({ ...user, externalId: claims[1]?.subject ?? null }));
    for (const each of claims)
      expect(await signIn(context, each, policy)).toMatchObject({ outcome: 'refused', reason: 'locked' });
  });

  it('is let in elsewhere, and that sign-in does not reach where the lock is', async () => {
    const ada = await somebody();
    const { orgId: other } = await newOrganization();
    await api.operator('post', `/organizations/${other}/invitations`, { invitations: [{ email: ada.email }] });
    const [invitation] = (await ada.ask('get', '/me/invitations')).body.items;
    expect((await ada.ask('post', `/me/invitations/${invitation.id}/accept`)).status).toBe(200);
    await api.operator('post', `${ada.path}/lock`, { reason });
    expect(await signIn(context, claimsOf(ada.email, { name: 'ada' }), policy)).toMatchObject({ outcome: 'signed-in' });
    const who = { accountId: ada.accountId };
    const entered = await activeMembersOf({ ...who, connectionId: 'default', reach: null });
    expect(entered.map(({ orgId }) => orgId)).toEqual([other]);
    expect(await memberAuthority(ada.orgId, who)).toBeNull();
    expect(await memberAuthority(other, who)).toMatchObject({ organizationRole: 'Organization User' });
  });

  it('is never the last Organization Admin, also of two who lock each other at once', async () => {
    const { orgId } = await newOrganization();
    const org = `/organizations/${orgId}`;
    const ids: string[] = [];
    for (const name of ['ada', 'grace']) {
      const { _id } = await createUser(context, orgId, person(`${name}@acme.test`));
      await api.operator('patch', `${org}/members/${_id}`, { organizationRole: 'Organization Admin' });
      ids.push(_id);
    }
    const answers = await Promise.all(ids.map((id) => api.operator('post', `${org}/members/${id}/lock`, { reason })));
    expect(answers.map(({ status }) => status).toSorted()).toEqual([200, 409]);
    expect(answers.find(({ status }) => status === 409)?.body.code).toBe('last_admin');
    const admins = { organizationRole: 'Organization Admin', status: 'active' } as const;
    expect(await tenant(orgId).count(members, admins)).toBe(1);
  });

  it('is shown what would end before anything does', async () => {
    const ada = await somebody();
    const once = { replay: false };
    const preview = await api.operator('post', `${ada.path}/lock?dryRun=true`, { reason }, once);
    expect(preview.body).toMatchObject({ member: { organizationRole: null }, ended: { sessions: 0, apiKeys: 1 } });
    expect((await ada.ask('get', '/me')).status).toBe(200);
    expect((await api.operator('get', ada.path)).body.lock).toBeNull();
  });

  it('is locked once, and not while it is pending', async () => {
    const ada = await somebody();
    const { body } = await api.operator('post', `${ada.path}/lock`, { reason });
    const again = await api.operator('post', `${ada.path}/lock`, { reason: 'another one' });
    expect(again.body.member).toEqual(body.member);
    await api.operator('post', `${ada.org}/invitations`, { invitations: [{ email: 'new@acme.test' }] });
    const [pending] = (await api.operator('get', `${ada.org}/members?status=pending`)).body.items;
    const refused = await api.operator('post', `${ada.org}/members/${pending.id}/lock`, { reason });
    expect(refused).toMatchObject({ status: 409, body: { code: 'not_accepted' } });
    expect((await api.operator('post', `${ada.path}/lock`, { reason: ' ' })).status).toBe(400);
  });
});
