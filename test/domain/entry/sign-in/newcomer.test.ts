import { describe, expect, it } from 'vitest';
import {
  createWorkspace,
  deleteWorkspace,
} from '../../../../src/domain/administration/organizations/change-workspaces.ts';
import { changeSsoSettings } from '../../../../src/domain/administration/settings/organization-settings.ts';
import { changeUser } from '../../../../src/domain/directory/change-user.ts';
import { createUser } from '../../../../src/domain/directory/create-user.ts';
import { signIn } from '../../../../src/domain/entry/sign-in/sign-in.ts';
import { events } from '../../../../src/domain/model/event.ts';
import { grants } from '../../../../src/domain/model/grant.ts';
import { invitations } from '../../../../src/domain/model/invitation.ts';
import { members } from '../../../../src/domain/model/member.ts';
import { memberships } from '../../../../src/domain/model/membership.ts';
import { organizations } from '../../../../src/domain/model/organization.ts';
import { type RoleDocument, roles } from '../../../../src/domain/model/role.ts';
import { workspaces } from '../../../../src/domain/model/workspace.ts';
import { operate } from '../../../../src/domain/operation/operate.ts';
import { newId } from '../../../../src/storage/collection.ts';
import { system, tenant } from '../../../../src/storage/tenant.ts';
import { claimsOf, context, person, policy, testDeployment } from '../../../support/domain.ts';
import { faultsOf } from '../../invariants.ts';
import { invite, memberNamed, newDefault } from './people.ts';

testDeployment();

let names = 0;
const newEmail = () => `n${++names}@acme.test`;

async function joined(orgId: string, email = newEmail()) {
  await signIn(context, claimsOf(email), policy);
  const member = await memberNamed(orgId, email);
  const rows = await tenant(orgId).find(memberships, { memberId: member?._id });
  return { member, roles: Object.fromEntries(rows.map(({ workspaceId, role }) => [workspaceId, role])) };
}

describe('a newcomer', () => {
  it('gets the workspaces and the roles of the settings at that time', async () => {
    const { orgId, workspaceId } = await newDefault();
    const before = await joined(orgId);
    const research = await createWorkspace(context, orgId, 'Research');
    await changeSsoSettings(context, orgId, {
      workspaceIds: [workspaceId, research._id],
      workspaceRole: 'Workspace Viewer',
      organizationRole: 'Organization Viewer',
    });
    const after = await joined(orgId);
    expect(before).toMatchObject({
      roles: { [workspaceId]: 'Workspace Editor' },
      member: { organizationRole: 'Organization User' },
    });
    expect(after.roles).toEqual({ [workspaceId]: 'Workspace Viewer', [research._id]: 'Workspace Viewer' });
    expect(after.member).toMatchObject({ organizationRole: 'Organization Viewer' });
    expect((await joined(orgId, before.member?.userName)).roles).toEqual(before.roles);
  });

  it('may get no workspace at all', async () => {
    const { orgId } = await newDefault();
    await changeSsoSettings(context, orgId, { workspaceIds: [] });
    expect((await joined(orgId)).roles).toEqual({});
    expect(await tenant(orgId).count(events, { type: 'sso_settings.fallback' })).toBe(0);
  });

  it('falls back to the first workspace and Workspace Editor, with an event, when both were deleted', async () => {
    const { orgId, workspaceId } = await newDefault();
    const research = await createWorkspace(context, orgId, 'Research');
    const role: RoleDocument = {
      _id: newId(),
      orgId,
      name: 'Annotator',
      nameKey: 'annotator',
      description: '',
      rank: 7,
      permissions: [],
      createdAt: new Date(),
      version: 1,
    };
    const write = (insert: boolean) =>
      operate(orgId, context, {
        load: async () => null,
        decide: (_, draft) => (insert ? draft.insert(roles, role) : draft.delete(roles, role._id)),
      });
    await write(true);
    await changeSsoSettings(context, orgId, { workspaceIds: [research._id], workspaceRole: 'Annotator' });
    expect((await joined(orgId)).roles).toEqual({ [research._id]: role._id });
    await write(false);
    await deleteWorkspace(context, orgId, research._id);
    expect((await joined(orgId)).roles).toEqual({ [workspaceId]: 'Workspace Editor' });
    expect(await tenant(orgId).find(events, { type: 'sso_settings.fallback' })).toMatchObject([
      {
        before: { workspaceIds: [research._id] },
        after: { workspaceIds: [workspaceId], workspaceRole: 'Workspace Editor' },
      },
    ]);
    expect(await faultsOf(orgId)).toEqual([]);
  });

  it('gets one personal organization where they are on, however often it signs in', async () => {
    const { orgId } = await newDefault();
    const email = newEmail();
    const personal = { ...policy, personalOrgsDisabled: false, workspaceName: 'Home' };
    await Promise.all(Array.from({ length: 5 }, () => signIn(context, claimsOf(email), personal)));
    await signIn(context, claimsOf(email), personal);
    const accountId = (await memberNamed(orgId, email))?.accountId;
    const own = await system('account-memberships').find(members, { accountId, orgId: { $ne: orgId } });
    expect(own).toMatchObject([{ status: 'active', organizationRole: 'Organization Admin' }]);
    const personalId = own[0]?.orgId ?? '';
    expect(await system('deployment').findOne(organizations, { _id: personalId })).toMatchObject({ kind: 'personal' });
    expect(await tenant(personalId).find(workspaces, {})).toMatchObject([{ name: 'Home' }]);
    expect(await faultsOf(personalId)).toEqual([]);
  });
});

describe('a directory that pushes somebody known', () => {
  it.each([
    ['by the subject as externalId', (email: string) => person(newEmail(), { externalId: `sub-${email}` })],
    ['by the verified email', (email: string) => person(`login-${email}`, { emails: [email] })],
    ['by the userName', (email: string) => person(email)],
  ])('takes the member over: %s', async (_, content) => {
    const { orgId } = await newDefault();
    const email = newEmail();
    const { member, roles: had } = await joined(orgId, email);
    const pushed = content(email);
    const taken = await createUser(context, orgId, pushed);
    expect(taken).toMatchObject({
      _id: member?._id,
      accountId: member?.accountId,
      userName: pushed.userName,
      scimManaged: true,
    });
    expect((await joined(orgId, pushed.userName)).roles).toEqual(had);
    expect(await tenant(orgId).count(members, {})).toBe(1);
    expect(await faultsOf(orgId)).toEqual([]);
  });

  it('does not take over by an email that was not verified', async () => {
    const { orgId } = await newDefault();
    const email = newEmail();
    await signIn(context, claimsOf(email, { emailTrusted: false }), policy);
    const pushed = await createUser(context, orgId, person(`login-${email}`, { emails: [email] }));
    expect(pushed._id).not.toBe((await memberNamed(orgId, email))?._id);
  });

  it('does not take over whom a directory manages already', async () => {
    const { orgId } = await newDefault();
    const email = newEmail();
    const { member } = await joined(orgId, email);
    await changeUser(context, orgId, member?._id ?? '', (current) => current);
    const twin = person(`login-${email}`, { emails: [email] });
    expect((await createUser(context, orgId, twin))._id).not.toBe(member?._id);
    await expect(createUser(context, orgId, person(email))).rejects.toMatchObject({ reason: 'uniqueness' });
  });

  it('activates a pending member, whose invitation counts from then on', async () => {
    const { orgId, workspaceId } = await newDefault();
    const email = newEmail();
    const memberId = await invite(orgId, workspaceId, email);
    const taken = await createUser(context, orgId, person(`login-${email}`, { emails: [email] }));
    expect(taken).toMatchObject({ _id: memberId, status: 'active' });
    expect(await tenant(orgId).find(memberships, { memberId })).toMatchObject([
      { role: 'Workspace Viewer', source: 'invitation' },
    ]);
    expect(await tenant(orgId).find(grants, { memberId })).toHaveLength(1);
    expect(await tenant(orgId).find(invitations, { memberId })).toMatchObject([{ status: 'accepted' }]);
    expect(await faultsOf(orgId)).toEqual([]);
  });
});
