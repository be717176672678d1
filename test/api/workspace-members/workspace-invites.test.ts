/** Workspace-level invites (E6), with the flag off and on, over HTTP. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createWorkspace } from '../../../src/domain/administration/organizations/change-workspaces.ts';
import { changeUser, removeMember } from '../../../src/domain/directory/change-user.ts';
import { createUser } from '../../../src/domain/directory/create-user.ts';
import { shiftClock } from '../../../src/domain/kernel/clock.ts';
import { events } from '../../../src/domain/model/event.ts';
import { grants } from '../../../src/domain/model/grant.ts';
import { invitations } from '../../../src/domain/model/invitation.ts';
import { members } from '../../../src/domain/model/member.ts';
import { tombstones } from '../../../src/domain/model/tombstone.ts';
import { tenant } from '../../../src/storage/tenant.ts';
import { faultsOf } from '../../domain/invariants.ts';
import { createGroup } from '../../support/create-group.ts';
import { context, letWorkspaceAdminsInvite, named, newOrganization, person } from '../../support/domain.ts';
import { type Client, testApi } from '../api-app.ts';

const api = testApi();

beforeEach(() => letWorkspaceAdminsInvite(false));
afterEach(() => shiftClock(0));

let counter = 0;
const newEmail = () => `w${++counter}@acme.test`;

/** The default organization with a new workspace and a Workspace Admin in it. */
async function place() {
  const orgId = api.defaultOrgId();
  const { _id: ws } = await createWorkspace(context, orgId, `Workspace ${newEmail()}`);
  const admin = await api.newWorkspaceMember(ws, 'Workspace Admin');
  return { orgId, ws, admin, path: `/organizations/${orgId}/workspaces/${ws}/members` };
}

const add = async (client: Client, path: string, ...list: object[]) => {
  const answer = await client('post', path, { members: list });
  expect(answer.status, answer.text).toBe(200);
  return answer.body.results as { outcome: string; code?: string; link?: string; email: string }[];
};
const outcomes = (results: readonly { outcome: string; code?: string }[]) =>
  results.map(({ outcome, code }) => code ?? outcome);
const role = 'Workspace Viewer';

/** An active, a pending, an inactive and an unknown person, a twin, and what is no address. */
async function mixedBatch(orgId: string) {
  const [active, pending, inactive, unknown] = [newEmail(), newEmail(), newEmail(), newEmail()];
  await createUser(context, orgId, person(active));
  const { _id } = await createUser(context, orgId, person(inactive));
  await changeUser(context, orgId, _id, (current) => ({ ...current, active: false }));
  await api.operator('post', `/organizations/${orgId}/invitations`, { invitations: [{ email: pending }] });
  const typed = [active, pending, inactive, unknown, unknown.toUpperCase(), 'no address', `${active}\r\nBcc: x@y.test`];
  return { active, pending, inactive, unknown, list: typed.map((email) => ({ email, role })) };
}

describe('a Workspace Admin who adds people', () => {
  it('with the flag on: active ones at once, all others who may come as pending ones', async () => {
    await letWorkspaceAdminsInvite(true);
    const { orgId, ws, admin, path } = await place();
    const { list, ...people } = await mixedBatch(orgId);
    const results = await add(admin.ask, path, ...list);
    expect(outcomes(results)).toEqual([
      'added',
      'invited',
      'member_deactivated',
      'invited',
      'duplicate',
      'invalid_email',
      'invalid_email',
    ]);
    expect(results.map(({ email }) => email)).toEqual(list.map(({ email }) => email));
    expect(results.map(({ link }) => link !== undefined)).toEqual([false, false, false, true, false, false, false]);
    const { items } = (await admin.ask('get', `${path}?q=w`)).body;
    const shown = Object.fromEntries(items.map((row: { email: string }) => [row.email, row]));
    expect(shown[people.active]).toMatchObject({ status: 'active', role, source: 'manual' });
    expect(shown[people.pending]).toMatchObject({ status: 'pending', role, source: 'invitation' });
    expect(shown[people.unknown]).toMatchObject({ status: 'pending', role, source: 'invitation' });
    expect(shown[people.inactive]).toBeUndefined();
    const listed = await api.operator('get', `/organizations/${orgId}/invitations?q=${people.unknown}`);
    expect(listed.body.items).toMatchObject([
      { status: 'pending', organizationRole: 'Organization User', workspaces: [{ workspaceId: ws, role }] },
    ]);
    expect(await faultsOf(orgId)).toEqual([]);
    // Sent again, nothing happens twice.
    expect(outcomes(await add(admin.ask, path, ...list)).slice(0, 4)).toEqual([
      'already_member',
      'already_member',
      'member_deactivated',
      'already_member',
    ]);
  });

  it('with the flag off: active ones only, and the others fail with a reason', async () => {
    const { orgId, admin, path } = await place();
    const { list } = await mixedBatch(orgId);
    const total = await tenant(orgId).count(members, {});
    expect(outcomes(await add(admin.ask, path, ...list)).slice(0, 4)).toEqual([
      'added',
      'organization_invite_not_allowed',
      'member_deactivated',
      'organization_invite_not_allowed',
    ]);
    expect(await tenant(orgId).count(members, {})).toBe(total);
    expect(await faultsOf(orgId)).toEqual([]);
  });

  it('an Organization Admin invites into a workspace whatever the flag', async () => {
    const { orgId, path } = await place();
    const { list } = await mixedBatch(orgId);
    const admin = await api.newMemberWith('Organization Admin');
    expect(outcomes(await add(admin.ask, path, ...list)).slice(0, 4)).toEqual([
      'added',
      'invited',
      'member_deactivated',
      'invited',
    ]);
  });

  it.each([
    ['an organization role above Organization User', { role, organizationRole: 'Organization Admin' }],
    ['an Operator', { role, organizationRole: 'Organization Operator' }],
    ['an organization role as the role', { role: 'Organization Admin' }],
  ])('[77] is refused with %s, and nothing is changed', async (_, more) => {
    await letWorkspaceAdminsInvite(true);
    const { orgId, admin, path } = await place();
    const [email, other] = [newEmail(), newEmail()];
    const body = {
      members: [
        { email: other, role },
        { email, ...more },
      ],
    };
    const answer = await admin.ask('post', path, body);
    expect([answer.status, answer.body.code]).toEqual([403, 'forbidden']);
    expect(await tenant(orgId).count(members, { emailKeys: { $in: [email, other] } })).toBe(0);
  });

  it('[77] does not reach into another workspace, nor invite to the organization', async () => {
    await letWorkspaceAdminsInvite(true);
    const [here, there] = [await place(), await place()];
    const members = [{ email: newEmail(), role }];
    expect((await here.admin.ask('post', there.path, { members })).status).toBe(403);
    expect((await here.admin.ask('delete', `${there.path}/${there.admin.memberId}`)).status).toBe(403);
    const invited = { invitations: [{ email: newEmail(), workspaces: [{ workspaceId: here.ws, role }] }] };
    expect((await here.admin.ask('post', `/organizations/${here.orgId}/invitations`, invited)).status).toBe(403);
  });

  it('an Organization Viewer invites as no more than that', async () => {
    await letWorkspaceAdminsInvite(true);
    const { orgId, ws, path } = await place();
    const viewer = await api.newMemberWith('Organization Viewer');
    const override = { effect: 'allow', role: 'Workspace Admin' };
    await api.operator('put', `${path}/${viewer.memberId}/override`, override);
    const email = newEmail();
    await add(viewer.ask, path, { email, role });
    const { items } = (await api.operator('get', `/organizations/${orgId}/invitations?q=${email}`)).body;
    expect(items).toMatchObject([{ organizationRole: 'Organization Viewer', workspaces: [{ workspaceId: ws }] }]);
    const more = { members: [{ email: newEmail(), role, organizationRole: 'Organization User' }] };
    expect((await viewer.ask('post', path, more)).status).toBe(403);
  });

  it('finds a person by any of their addresses, and says so where one means several', async () => {
    const { orgId, admin, path } = await place();
    const [one, other, shared] = [newEmail(), newEmail(), newEmail()];
    await createUser(context, orgId, person(one, { emails: [one, other] }));
    await createUser(context, orgId, person(newEmail(), { emails: [shared] }));
    await createUser(context, orgId, person(newEmail(), { emails: [shared] }));
    const list = [
      { email: one, role },
      { email: other, role },
      { email: shared, role },
    ];
    expect(outcomes(await add(admin.ask, path, ...list))).toEqual(['added', 'already_member', 'ambiguous']);
  });

  it('does not add again who has access by whatever reason, nor whom an admin has denied it', async () => {
    const { orgId, ws, admin, path } = await place();
    const [grouped, denied] = [newEmail(), newEmail()];
    const { _id: groupedId } = await createUser(context, orgId, person(grouped));
    const { _id: deniedId } = await createUser(context, orgId, person(denied));
    const workspace = (await api.operator('get', `/organizations/${orgId}/workspaces/${ws}`)).body.name;
    await createGroup(context, orgId, named(`Organization User:${workspace}:Workspace Editor`), [groupedId]);
    await api.operator('put', `${path}/${deniedId}/override`, { effect: 'deny' });
    const orgAdmin = await api.newMemberWith('Organization Admin');
    const list = [grouped, orgAdmin.email, denied].map((email) => ({ email, role }));
    expect(outcomes(await add(admin.ask, path, ...list))).toEqual(['already_member', 'already_member', 'denied']);
    expect(await tenant(orgId).count(grants, { memberId: groupedId, source: 'manual' })).toBe(0);
  });

  it('clears the tombstone of somebody who was removed', async () => {
    await letWorkspaceAdminsInvite(true);
    const { orgId, admin, path } = await place();
    const email = newEmail();
    const { _id } = await createUser(context, orgId, person(email));
    await removeMember(context, orgId, _id, { scim: true });
    expect(await tenant(orgId).count(tombstones, { memberId: _id })).toBe(1);
    await add(admin.ask, path, { email, role });
    expect(await tenant(orgId).count(tombstones, { memberId: _id })).toBe(0);
  });

  it('takes 500 people in few transactions, in the order of the request', async () => {
    const { orgId, workspaceId } = await newOrganization();
    const path = `/organizations/${orgId}/workspaces/${workspaceId}/members`;
    const list = Array.from({ length: 500 }, (_, i) => ({ email: i % 10 === 9 ? 'x' : `p${i}@acme.test`, role }));
    const results = await add(api.operator, path, ...list);
    expect(outcomes(results)).toEqual(list.map(({ email }) => (email === 'x' ? 'invalid_email' : 'invited')));
    expect(new Set(results.map(({ link }) => link)).size).toBe(451);
    const made = await tenant(orgId).find(events, { type: 'invitation.created' });
    expect(made).toHaveLength(450);
    expect(new Set(made.map(({ operationId }) => operationId)).size).toBeLessThan(8);
    expect(await faultsOf(orgId)).toEqual([]);
  });

  it.each([
    ['nobody', { members: [] }],
    ['501 people', { members: Array.from({ length: 501 }, (_, i) => ({ email: `p${i}@acme.test`, role })) }],
    ['no role', { members: [{ email: 'a@acme.test' }] }],
    ['an email that is no text', { members: [{ email: { $ne: '' }, role }] }],
    ['another field', { members: [{ email: 'a@acme.test', role, status: 'active' }] }],
  ])('is refused with %s', async (_, body) => {
    const { admin, path } = await place();
    expect((await admin.ask('post', path, body)).status).toBe(400);
  });

  it('says which role is none', async () => {
    const { admin, path } = await place();
    const answer = await add(admin.ask, path, { email: newEmail(), role: 'Workspace King' });
    expect(outcomes(answer)).toEqual(['unknown_role']);
  });
});

describe('[77] where links are shown, nobody has one to more than they may give', () => {
  beforeEach(() => letWorkspaceAdminsInvite(true));
  const linkHash = async (email: string) =>
    (await tenant(api.defaultOrgId()).findOne(invitations, { email, status: 'pending' }))?.tokenHash ?? null;
  const invitationsPath = () => `/organizations/${api.defaultOrgId()}/invitations`;
  const inviteAs = async (client: Client, order: object) => {
    const answer = await client('post', invitationsPath(), { invitations: [order] });
    return answer.body.results[0] as { outcome: string; code?: string; link?: string; invitationId: string };
  };

  it.each([
    ['as Organization Admin', async () => ({ organizationRole: 'Organization Admin' })],
    ['into another workspace', async () => ({ workspaces: [{ workspaceId: (await place()).ws, role }] })],
  ])('the link of a Workspace Admin is dead when an Organization Admin invites the person %s', async (_, more) => {
    const { admin, path } = await place();
    const email = newEmail();
    const [first] = await add(admin.ask, path, { email, role });
    const before = await linkHash(email);
    const next = await inviteAs(api.operator, { email, ...(await more()) });
    expect(first?.link).toEqual(expect.any(String));
    expect(next).toMatchObject({ outcome: 'invited', link: expect.any(String) });
    expect([null, before]).not.toContain(await linkHash(email));
    expect(await add(admin.ask, path, { email, role })).toMatchObject([{ email, outcome: 'already_member' }]);
  });

  it('of two Workspace Admins none has a link to what both give, until an Organization Admin sends it again', async () => {
    const [here, there] = [await place(), await place()];
    const email = newEmail();
    await add(here.admin.ask, here.path, { email, role });
    const [second] = await add(there.admin.ask, there.path, { email, role });
    expect(second).toMatchObject({ email, outcome: 'invited', invitationId: expect.any(String) });
    expect(second).not.toHaveProperty('link');
    expect(await linkHash(email)).toBeNull();
    const { body } = await api.operator('get', `${invitationsPath()}?q=${email}`);
    const resent = await api.operator('post', `${invitationsPath()}/${body.items[0].id}/resend`);
    expect(resent.body.link).toEqual(expect.any(String));
    expect(await faultsOf(here.orgId)).toEqual([]);
  });

  it('the link of who may give it all stays, and who adds to it is not shown another', async () => {
    const { admin, path } = await place();
    const email = newEmail();
    await inviteAs(api.operator, { email, organizationRole: 'Organization Admin' });
    const before = await linkHash(email);
    const [added] = await add(admin.ask, path, { email, role });
    expect([added?.outcome, added?.link]).toEqual(['invited', undefined]);
    expect(await linkHash(email)).toBe(before);
  });

  it('an Operator does not send again what gives roles in workspaces, nor does a Workspace Admin renew it', async () => {
    const [here, there] = [await place(), await place()];
    const operator = await api.newMemberWith('Organization Operator');
    const email = newEmail();
    const made = await inviteAs(api.operator, { email, workspaces: [{ workspaceId: there.ws, role }] });
    const before = await linkHash(email);
    const resent = await operator.ask('post', `${invitationsPath()}/${made.invitationId}/resend`);
    expect([resent.status, resent.body.code]).toEqual([403, 'forbidden']);
    shiftClock(8 * 86_400_000);
    expect(outcomes(await add(here.admin.ask, here.path, { email, role }))).toEqual(['forbidden']);
    expect(await linkHash(email)).toBe(before);
  });
});

describe('removing somebody from a workspace', () => {
  it('takes away what people gave', async () => {
    const { orgId, admin, path } = await place();
    const email = newEmail();
    const { _id } = await createUser(context, orgId, person(email));
    await add(admin.ask, path, { email, role });
    await admin.ask('put', `${path}/${_id}/override`, { effect: 'allow', role: 'Workspace Editor' });
    expect((await admin.ask('delete', `${path}/${_id}`)).status).toBe(204);
    expect((await admin.ask('get', `${path}?q=${email}`)).body.items).toEqual([]);
    expect((await admin.ask('delete', `${path}/${_id}`)).status).toBe(404);
    expect(await faultsOf(orgId)).toEqual([]);
  });

  it('says to deny what a group gives, and changes nothing', async () => {
    const { orgId, ws, admin, path } = await place();
    const { _id } = await createUser(context, orgId, person(newEmail()));
    const workspace = (await api.operator('get', `/organizations/${orgId}/workspaces/${ws}`)).body.name;
    await createGroup(context, orgId, named(`Organization User:${workspace}:Workspace Editor`), [_id]);
    const before = await tenant(orgId).find(grants, { memberId: _id });
    const answer = await admin.ask('delete', `${path}/${_id}`);
    expect([answer.status, answer.body.code]).toEqual([409, 'granted_by_group']);
    expect(answer.body.detail).toContain('deny');
    expect(await tenant(orgId).find(grants, { memberId: _id })).toEqual(before);
  });

  it('says what to do with an Organization Admin', async () => {
    const { admin, path } = await place();
    const orgAdmin = await api.newMemberWith('Organization Admin');
    const answer = await admin.ask('delete', `${path}/${orgAdmin.memberId}`);
    expect([answer.status, answer.body.code]).toEqual([409, 'organization_admin']);
  });

  it('leaves a pending member invited to the rest', async () => {
    const { orgId, ws, admin, path } = await place();
    const other = await createWorkspace(context, orgId, `Other ${newEmail()}`);
    const email = newEmail();
    const workspaces = [ws, other._id].map((workspaceId) => ({ workspaceId, role }));
    await api.operator('post', `/organizations/${orgId}/invitations`, { invitations: [{ email, workspaces }] });
    const { memberId } = (await admin.ask('get', `${path}?q=${email}`)).body.items[0];
    expect((await admin.ask('delete', `${path}/${memberId}`)).status).toBe(204);
    const { items } = (await api.operator('get', `/organizations/${orgId}/invitations?q=${email}`)).body;
    expect(items).toMatchObject([{ status: 'pending', workspaces: [{ workspaceId: other._id }] }]);
    expect(await tenant(orgId).count(invitations, { memberId, status: 'pending' })).toBe(1);
    expect(await faultsOf(orgId)).toEqual([]);
  });
});
