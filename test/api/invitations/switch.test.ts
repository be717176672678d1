/** The switch of an organization by which nobody is invited. */
import { beforeEach, expect, it } from 'vitest';
import { createWorkspace } from '../../../src/domain/administration/organizations/change-workspaces.ts';
import { createUser } from '../../../src/domain/directory/create-user.ts';
import { events } from '../../../src/domain/model/event.ts';
import { members } from '../../../src/domain/model/member.ts';
import { tenant } from '../../../src/storage/tenant.ts';
import { faultsOf } from '../../domain/invariants.ts';
import { context, letWorkspaceAdminsInvite, newOrganization, person } from '../../support/domain.ts';
import { publicUrl, testApi } from '../api-app.ts';

const api = testApi();
beforeEach(() => letWorkspaceAdminsInvite(true));

const off = { code: 'invitations_disabled', status: 403 };

/** An organization with somebody who is invited and somebody who is active, that invites nobody any more. */
async function closed() {
  const { orgId } = await newOrganization('Closed');
  const path = `/organizations/${orgId}`;
  const { _id: workspaceId } = await createWorkspace(context, orgId, 'Research');
  const guest = await api.newPerson('guest');
  const sent = await api.operator('post', `${path}/invitations`, { invitations: [{ email: guest.email }] });
  const [{ link, invitationId }] = sent.body.results;
  const active = await createUser(context, orgId, person('in@acme.test'));
  const answer = await api.operator('patch', path, { invitationsEnabled: false });
  expect(answer.body).toMatchObject({ name: 'Closed', invitationsEnabled: false });
  return { orgId, path, workspaceId, guest, link, invitationId, active };
}

it('nobody is invited to the organization, by nobody, and nothing is changed', async () => {
  const { orgId, path, invitationId } = await closed();
  const before = await tenant(orgId).find(members, {});
  const order = { invitations: [{ email: 'new@acme.test' }] };
  for (const query of ['', '?dryRun=true']) {
    const answer = await api.operator('post', `${path}/invitations${query}`, order);
    expect(answer.body).toMatchObject(off);
    expect(answer.body.detail).toContain('switched invitations off');
  }
  expect((await api.operator('post', `${path}/invitations/${invitationId}/resend`)).body).toMatchObject(off);
  expect(await tenant(orgId).find(members, {})).toEqual(before);
  expect(await faultsOf(orgId)).toEqual([]);
});

it('into a workspace come those who are active, and the others are told why not', async () => {
  const { orgId, path, workspaceId, guest } = await closed();
  const role = 'Workspace Viewer';
  const people = ['in@acme.test', 'new@acme.test', guest.email].map((email) => ({ email, role }));
  const { results } = (await api.operator('post', `${path}/workspaces/${workspaceId}/members`, { members: people }))
    .body;
  expect(results).toMatchObject([
    { outcome: 'added', role },
    { outcome: 'error', code: 'invitations_disabled' },
    { outcome: 'error', code: 'invitations_disabled' },
  ]);
  expect(await tenant(orgId).count(members, {})).toBe(2);
});

it('an invitation of before rests until it is on again, and the link says so', async () => {
  const { guest, link, orgId, path } = await closed();
  const accept = () => guest.ask('post', `/me/invitations/${link.replace(`${publicUrl}/invitations/`, '')}/accept`);
  expect((await accept()).body).toMatchObject({ ...off, detail: expect.stringContaining('Closed') });
  expect(await tenant(orgId).count(members, { status: 'active' })).toBe(1);
  await api.operator('patch', path, { invitationsEnabled: true });
  expect((await accept()).status).toBe(200);
  expect(await tenant(orgId).count(members, { status: 'active' })).toBe(2);
});

it('whom the directory pushes comes in all the same, with what the invitation gave', async () => {
  const { guest, orgId } = await closed();
  const { _id } = await createUser(context, orgId, person(guest.email));
  const row = await tenant(orgId).findOne(members, { _id });
  expect(row).toMatchObject({ status: 'active', organizationRole: 'Organization User' });
});

it('people are invited again once it is on, and both are events', async () => {
  const { orgId, path } = await closed();
  expect((await api.operator('patch', path, { invitationsEnabled: true })).body.invitationsEnabled).toBe(true);
  const again = await api.operator('post', `${path}/invitations`, { invitations: [{ email: 'new@acme.test' }] });
  expect(again.body.results).toMatchObject([{ outcome: 'invited' }]);
  const told = await tenant(orgId).find(events, { type: 'organization.updated' }, { sort: { _id: 1 } });
  expect(told.map(({ after }) => after)).toEqual([{ invitationsEnabled: false }, { invitationsEnabled: true }]);
});

it('is one for whoever manages the organization', async () => {
  const viewer = await api.newMemberWith('Organization Operator');
  const answer = await viewer.ask('patch', `/organizations/${api.defaultOrgId()}`, { invitationsEnabled: false });
  expect(answer.status).toBe(403);
});
