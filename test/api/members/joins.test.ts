import supertest from 'supertest';
import { describe, expect, it, onTestFinished } from 'vitest';
import { findDrift } from '../../../src/domain/administration/drift.ts';
import { setDefaultOrganization } from '../../../src/domain/administration/settings/organization-settings.ts';
import { changeUser } from '../../../src/domain/directory/change-user.ts';
import { createUser } from '../../../src/domain/directory/create-user.ts';
import { activeMembersOf } from '../../../src/domain/entry/reach/reach.ts';
import { signIn } from '../../../src/domain/entry/sign-in/sign-in.ts';
import { events } from '../../../src/domain/model/event.ts';
import { members } from '../../../src/domain/model/member.ts';
import type { UserContent } from '../../../src/domain/model/user-content.ts';
import { listWorkspaces } from '../../../src/domain/model/workspace.ts';
import { tenant } from '../../../src/storage/tenant.ts';
import { newDefault } from '../../domain/entry/sign-in/people.ts';
import { faultsOf } from '../../domain/invariants.ts';
import { createGroup } from '../../support/create-group.ts';
import { claimsOf, context, named, newOrganization, person, policy } from '../../support/domain.ts';
import { testApi } from '../api-app.ts';

const api = testApi();
let counter = 0;

/** Somebody who came by signing in, and the record that the directory has pushed under another address. */
async function twins() {
  counter += 1;
  const name = `Twin ${counter}`;
  const who = await api.newPerson(name);
  const orgId = api.defaultOrgId();
  const org = `/organizations/${orgId}`;
  const newcomerId = await api.memberIdOf(who, orgId);
  const pushed = await createUser(context, orgId, person(`twin-${counter}@directory.test`, { name }));
  const [workspace] = await listWorkspaces(orgId);
  return { ...who, name, orgId, org, newcomerId, pushedId: pushed._id, workspaceId: workspace?._id ?? '' };
}

const join = (org: string, id: string, memberId: string, query = '') =>
  api.operator('post', `${org}/members/${id}/join${query}`, { memberId });

/** A new organization that newcomers come into, for one test. */
async function inNewDefault() {
  const { orgId } = await newDefault();
  onTestFinished(async () => {
    await setDefaultOrganization(context, { kind: 'deployment' }, api.defaultOrgId());
  });
  return { orgId, org: `/organizations/${orgId}` };
}

async function invite(org: string, email: string, workspaces: object[] = []): Promise<string> {
  await api.operator('post', `${org}/invitations`, { invitations: [{ email, workspaces }] });
  return (await api.operator('get', `${org}/invitations?q=${email}`)).body.items[0].memberId;
}

async function rowsOf(orgId: string) {
  return tenant(orgId).find(members, {}, { sort: { _id: 1 } });
}

describe('joining two records', () => {
  it('moves the sign-in and what admins gave to the one that the directory manages, whichever was asked about', async () => {
    for (const asked of ['newcomerId', 'pushedId'] as const) {
      const twin = await twins();
      const { org, orgId, newcomerId, pushedId, workspaceId } = twin;
      const override = { effect: 'allow', role: 'Workspace Admin', reason: 'leads it' };
      await api.operator('put', `${org}/workspaces/${workspaceId}/members/${newcomerId}/override`, override);
      const other = asked === 'newcomerId' ? pushedId : newcomerId;
      const { status, body } = await join(org, twin[asked], other);
      expect(status).toBe(200);
      expect(body).toMatchObject({
        member: {
          id: pushedId,
          managedBy: 'scim',
          signedIn: true,
          workspaces: [{ workspaceId, role: 'Workspace Admin', source: 'override' }],
        },
        goneId: newcomerId,
        signInMoves: true,
        effects: [{ memberId: pushedId, workspaces: [{ workspaceId, before: null, after: 'Workspace Admin' }] }],
        ended: { sessions: 0, apiKeys: 1 },
      });
      expect((await api.operator('get', `${org}/members/${newcomerId}`)).status).toBe(404);
      expect((await api.operator('get', `${org}/members/${pushedId}`)).body).toEqual(body.member);
      // What was open ends; the next sign-in leads to the record that stays, and makes no other.
      expect((await twin.ask('get', '/me')).status).toBe(401);
      const again = await signIn(context, claimsOf(twin.email, { name: twin.name }), policy);
      expect(again).toMatchObject({ outcome: 'signed-in', accountId: twin.accountId });
      expect(
        (await activeMembersOf({ accountId: twin.accountId, connectionId: 'default', reach: null })).map(
          ({ _id }) => _id,
        ),
      ).toEqual([pushedId]);
      expect(await faultsOf(orgId)).toEqual([]);
      expect(await findDrift(orgId, { repair: false })).toMatchObject({ roles: 0 });
    }
  });

  it('takes the places in groups that admins made along, each once', async () => {
    const { org, orgId, newcomerId, pushedId, workspaceId } = await twins();
    const targets = [{ workspaceId, workspaceRole: 'Workspace Viewer' }];
    const make = async (displayName: string, ids: string[]): Promise<string> =>
      (await api.operator('post', `${org}/groups`, { displayName, targets, members: ids })).body.id;
    const own = await make('Of one', [newcomerId]);
    const shared = await make('Of both', [newcomerId, pushedId]);
    const { status, body } = await join(org, pushedId, newcomerId);
    expect(status).toBe(200);
    expect(body.member.workspaces).toMatchObject([{ role: 'Workspace Viewer', source: 'admin-group' }]);
    const groups = (await api.operator('get', `${org}/members/${pushedId}`)).body.groups;
    expect(groups.map(({ id }: { id: string }) => id).sort()).toEqual([own, shared].sort());
    for (const id of [own, shared]) expect((await api.operator('get', `${org}/groups/${id}`)).body.members).toBe(1);
    expect(await faultsOf(orgId)).toEqual([]);
  });

  it('is told as events of both, and what a sign-in gave by default does not come along', async () => {
    const { org, orgId, newcomerId, pushedId, workspaceId } = await twins();
    const { body } = await join(org, pushedId, newcomerId);
    const lost = { workspaceId, before: 'Workspace Editor', after: null };
    expect(body.effects).toMatchObject([{ memberId: newcomerId, workspaces: [lost] }]);
    const about = async (id: string) =>
      tenant(orgId).find(events, { 'subject.memberId': id }, { sort: { _id: 1 }, projection: { before: 1, after: 1 } });
    expect(await about(pushedId)).toContainEqual(
      expect.objectContaining({
        before: expect.objectContaining({ memberId: newcomerId }),
        after: expect.objectContaining({ memberId: pushedId, signInMoves: true }),
      }),
    );
    const types = (await tenant(orgId).find(events, { 'subject.memberId': newcomerId })).map(({ type }) => type);
    expect(types).toEqual(expect.arrayContaining(['user.deleted', 'membership.changed', 'api_key.revoked']));
  });

  it('brings along the address that the person only claims, but to no record that a directory speaks for', async () => {
    const { orgId, org } = await inNewDefault();
    await signIn(context, claimsOf('left@home.test'), policy);
    const [left] = await rowsOf(orgId);
    const own = `${org}/members/${left?._id}/identities`;
    for (const { id } of (await api.operator('get', own)).body.items) await api.operator('delete', `${own}/${id}`);
    const pushed = await createUser(context, orgId, person('pushed@directory.test'));
    for (const [stays, claimedEmail] of [
      [left?._id ?? '', 'claimed-1@home.test'],
      [pushed._id, null],
    ] as const) {
      counter += 1;
      const email = claimedEmail ?? 'claimed-2@home.test';
      const claims = claimsOf(email, { subject: `claims-${counter}`, emailTrusted: false });
      await signIn(context, claims, policy);
      const comes = await tenant(orgId).findOne(members, { claimedEmail: email });
      const { status, body } = await join(org, stays, comes?._id ?? '');
      expect(status, JSON.stringify(body)).toBe(200);
      expect(body.member).toMatchObject({ id: stays, signedIn: true, claimedEmail });
    }
  });

  it('writes nothing in a dry run, which says the same', async () => {
    const { org, orgId, newcomerId, pushedId } = await twins();
    const before = await rowsOf(orgId);
    const preview = await join(org, newcomerId, pushedId, '?dryRun=true');
    expect(await rowsOf(orgId)).toEqual(before);
    expect((await join(org, newcomerId, pushedId)).body).toEqual(preview.body);
  });

  it('ends the sessions of the record that goes, and those of nobody else', async () => {
    const { org, accountId, newcomerId, pushedId } = await twins();
    const other = await api.newPerson('other');
    const browsers = [accountId, other.accountId].map((id) => ({ id, agent: supertest.agent(api.app) }));
    for (const { id, agent } of browsers) await agent.post(`/sign-in/${id}`).expect(200);
    const statuses = () => Promise.all(browsers.map(async ({ agent }) => (await agent.get('/api/v1/me')).status));
    expect(await statuses()).toEqual([200, 200]);
    expect((await join(org, newcomerId, pushedId)).body.ended).toEqual({ sessions: 1, apiKeys: 1 });
    expect(await statuses()).toEqual([401, 200]);
  });

  it('makes an invited record one with somebody who is in, and its invitation is over', async () => {
    const { org, orgId, newcomerId, workspaceId } = await twins();
    await api.operator('delete', `${org}/workspaces/${workspaceId}/members/${newcomerId}`);
    const email = `invited-${counter}@home.test`;
    const invitedId = await invite(org, email, [{ workspaceId, role: 'Workspace Admin' }]);
    const { body } = await join(org, invitedId, newcomerId);
    expect(body).toMatchObject({
      member: { id: newcomerId, status: 'active', workspaces: [{ role: 'Workspace Admin', source: 'invitation' }] },
      goneId: invitedId,
      signInMoves: false,
    });
    const { items } = (await api.operator('get', `${org}/invitations?q=${email}`)).body;
    expect(items).toMatchObject([{ status: 'revoked' }]);
    expect(await faultsOf(orgId)).toEqual([]);
  });

  it('happens once where two ask for it at the same time', async () => {
    const { org, orgId, newcomerId, pushedId } = await twins();
    const once = { replay: false };
    const both = await Promise.all(
      [newcomerId, pushedId].map((id) =>
        api.operator(
          'post',
          `${org}/members/${id}/join`,
          { memberId: id === newcomerId ? pushedId : newcomerId },
          once,
        ),
      ),
    );
    expect(both.map(({ status }) => status).toSorted()).toEqual([200, 404]);
    expect(await faultsOf(orgId)).toEqual([]);
  });
});

describe('two records that cannot be joined', () => {
  it('are one already, unknown, or of another organization', async () => {
    const { org, newcomerId } = await twins();
    const { orgId: other } = await newOrganization();
    const foreign = await createUser(context, other, person('foreign@acme.test'));
    expect(await join(org, newcomerId, newcomerId)).toMatchObject({ status: 400, body: { code: 'same_record' } });
    for (const id of ['none', foreign._id])
      expect(await join(org, newcomerId, id)).toMatchObject({ status: 404, body: { code: 'member_not_found' } });
    expect((await api.operator('get', `/organizations/${other}/members/${foreign._id}`)).status).toBe(200);
  });

  it('are both in the directory: managed by it, or in one of its groups', async () => {
    const { org, orgId, newcomerId, pushedId } = await twins();
    const second = await createUser(context, orgId, person(`second-${counter}@directory.test`));
    expect(await join(org, pushedId, second._id)).toMatchObject({ status: 409, body: { code: 'both_in_directory' } });
    await createGroup(context, orgId, named(`Team ${counter}`), [newcomerId]);
    expect(await join(org, newcomerId, pushedId)).toMatchObject({ status: 409, body: { code: 'both_in_directory' } });
  });

  it('are both signed in as: whoever is one of them elsewhere is not brought there by the other', async () => {
    const { org, newcomerId } = await twins();
    const other = await api.newPerson('other');
    const { orgId: elsewhere } = await newOrganization();
    await api.operator('post', `/organizations/${elsewhere}/invitations`, { invitations: [{ email: other.email }] });
    const [invitation] = (await other.ask('get', '/me/invitations')).body.items;
    await other.ask('post', `/me/invitations/${invitation.id}/accept`);
    const before = await rowsOf(elsewhere);
    const answer = await join(org, await api.memberIdOf(other), newcomerId);
    expect(answer).toMatchObject({ status: 409, body: { code: 'both_signed_in' } });
    expect(await rowsOf(elsewhere)).toEqual(before);
  });

  it('are both invited, or one of them is locked', async () => {
    const { org, newcomerId, pushedId } = await twins();
    const [a, b] = [await invite(org, `a-${counter}@home.test`), await invite(org, `b-${counter}@home.test`)];
    expect(await join(org, a, b)).toMatchObject({ status: 409, body: { code: 'not_accepted' } });
    for (const locked of [newcomerId, pushedId]) {
      await api.operator('post', `${org}/members/${locked}/lock`, { reason: 'test' });
      expect(await join(org, newcomerId, pushedId)).toMatchObject({ status: 409, body: { code: 'member_locked' } });
      await api.operator('post', `${org}/members/${locked}/unlock`);
    }
  });

  it('would leave the organization without an Organization Admin', async () => {
    const { orgId, org } = await inNewDefault();
    const admin = await api.newPerson('admin');
    const adminId = await api.memberIdOf(admin, orgId);
    await api.operator('patch', `${org}/members/${adminId}`, { organizationRole: 'Organization Admin' });
    const pushed = await createUser(context, orgId, person('admin@directory.test', { active: false }));
    expect(await join(org, adminId, pushed._id)).toMatchObject({ status: 409, body: { code: 'last_admin' } });
    expect((await admin.ask('get', org)).status).toBe(200);
  });

  it('are not joined by an Operator, whose own rights would grow by it', async () => {
    const { org, pushedId } = await twins();
    await api.operator('patch', `${org}/members/${pushedId}`, { organizationRole: 'Organization Admin' });
    const { ask, memberId } = await api.newMemberWith('Organization Operator');
    expect((await ask('post', `${org}/members/${memberId}/join`, { memberId: pushedId })).status).toBe(403);
  });
});

describe('who is perhaps one person', () => {
  it('is told with the reasons, to Organization Admins, and not where joining is out of the question', async () => {
    const { org, orgId, name, newcomerId, pushedId } = await twins();
    const unlike = await createUser(context, orgId, person(`unlike-${counter}@directory.test`));
    const duplicatesOf = async (id: string) =>
      (await api.operator('get', `${org}/members/${id}/possible-duplicates`)).body;
    expect(await duplicatesOf(newcomerId)).toMatchObject({ items: [{ member: { id: pushedId }, reasons: ['name'] }] });
    expect(await duplicatesOf(pushedId)).toMatchObject({ items: [{ member: { id: newcomerId }, reasons: ['name'] }] });
    expect(await duplicatesOf(unlike._id)).toEqual({ items: [] });
    // Another record of the directory with that name is nobody to join the pushed one with.
    await createUser(context, orgId, person(`third-${counter}@directory.test`, { name }));
    expect((await duplicatesOf(pushedId)).items).toHaveLength(1);
    expect((await duplicatesOf(newcomerId)).items).toHaveLength(2);
  });

  it('has an address that the other only claims, and the subject that the directory knows', async () => {
    const { orgId, org } = await inNewDefault();
    const email = 'claimed@directory.test';
    const claims = claimsOf('first@home.test', { name: 'Somebody Else' });
    await signIn(context, claims, policy);
    await signIn(context, { ...claims, email, emailTrusted: false }, policy);
    const [newcomer] = await rowsOf(orgId);
    const pushed = await createUser(context, orgId, { ...person(email), externalId: 'known-later' });
    const { items } = (await api.operator('get', `${org}/members/${pushed._id}/possible-duplicates`)).body;
    expect(items).toMatchObject([{ member: { id: newcomer?._id }, reasons: ['claimed-address'] }]);
    const externalId = claims.subject;
    const renamed = (user: UserContent) => ({ ...user, externalId, resource: { ...user.resource, externalId } });
    await changeUser(context, orgId, pushed._id, renamed);
    const again = (await api.operator('get', `${org}/members/${newcomer?._id}/possible-duplicates`)).body.items;
    expect(again).toMatchObject([{ member: { id: pushed._id }, reasons: ['claimed-address', 'subject'] }]);
  });
});
