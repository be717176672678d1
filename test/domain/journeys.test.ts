import { describe, expect, it } from 'vitest';
import { fullAuthority } from '../../src/domain/access/authority/authority.ts';
import { explainAccess } from '../../src/domain/access/explain/explain.ts';
import { setOverride } from '../../src/domain/access/override/set-override.ts';
import { createWorkspace } from '../../src/domain/administration/organizations/change-workspaces.ts';
import { changeGroup } from '../../src/domain/directory/change-group.ts';
import { changeUser, removeMember } from '../../src/domain/directory/change-user.ts';
import { createUser } from '../../src/domain/directory/create-user.ts';
import { deleteGroup } from '../../src/domain/directory/delete-group.ts';
import { signIn } from '../../src/domain/entry/sign-in/sign-in.ts';
import { members } from '../../src/domain/model/member.ts';
import { memberships } from '../../src/domain/model/membership.ts';
import { tenant } from '../../src/storage/tenant.ts';
import { createGroup } from '../support/create-group.ts';
import {
  claimsOf,
  context,
  named,
  newOrganization,
  person,
  policy,
  setOrganizationRole,
  testDeployment,
} from '../support/domain.ts';

const deployment = testDeployment();

async function roleOf(orgId: string, memberId: string, workspaceId: string) {
  return (await tenant(orgId).findOne(memberships, { memberId, workspaceId }))?.role ?? null;
}

describe('a directory pushes people and groups', () => {
  it('gives the members of a group the workspace role that its name says', async () => {
    const { orgId, workspaceId } = await newOrganization();
    const ada = await createUser(context, orgId, person('ada@acme.test'));
    const grace = await createUser(context, orgId, person('grace@acme.test'));
    const group = await createGroup(context, orgId, named('Organization User:Workspace 1:Workspace Viewer'), [ada._id]);
    expect(await roleOf(orgId, ada._id, workspaceId)).toBe('Workspace Viewer');
    await changeGroup(context, orgId, group._id, { members: [{ kind: 'add', values: [grace._id] }] });
    expect(await roleOf(orgId, grace._id, workspaceId)).toBe('Workspace Viewer');
    await changeGroup(context, orgId, group._id, { members: [{ kind: 'remove', values: [ada._id] }] });
    expect(await roleOf(orgId, ada._id, workspaceId)).toBeNull();
    await deleteGroup(context, orgId, group._id);
    expect(await roleOf(orgId, grace._id, workspaceId)).toBeNull();
  });

  it('maps a group that waited for its workspace as soon as the workspace is there', async () => {
    const { orgId } = await newOrganization();
    const ada = await createUser(context, orgId, person('ada@acme.test'));
    await createGroup(context, orgId, named('Acme Organization User:Research:Workspace Editor'), [ada._id]);
    const research = await createWorkspace(context, orgId, 'Research');
    expect(await roleOf(orgId, ada._id, research._id)).toBe('Workspace Editor');
  });

  it('makes members of an admin group Organization Admins and never removes the last one', async () => {
    const { orgId, workspaceId } = await newOrganization();
    const ada = await createUser(context, orgId, person('ada@acme.test'));
    const group = await createGroup(context, orgId, named('Acme Organization Admins'), [ada._id]);
    expect(await roleOf(orgId, ada._id, workspaceId)).toBe('Workspace Admin');
    await expect(changeGroup(context, orgId, group._id, { members: [{ kind: 'remove-all' }] })).rejects.toMatchObject({
      reason: 'last_admin',
    });
    await expect(removeMember(context, orgId, ada._id, { scim: true })).rejects.toMatchObject({ reason: 'last_admin' });
    await expect(
      changeUser(context, orgId, ada._id, (current) => ({ ...current, active: false })),
    ).rejects.toMatchObject({ reason: 'last_admin' });
    const grace = await createUser(context, orgId, person('grace@acme.test'));
    await setOrganizationRole(context, orgId, grace._id, 'Organization Admin');
    await removeMember(context, orgId, ada._id, { scim: true });
    expect(await tenant(orgId).findOne(members, { _id: ada._id })).toBeNull();
  });
});

describe('somebody signs in', () => {
  it('joins the default organization in its first workspace as Workspace Editor', async () => {
    const orgId = deployment.defaultOrgId();
    const outcome = await signIn(context, claimsOf('linus@acme.test'), policy);
    expect(outcome).toMatchObject({ outcome: 'signed-in', newcomer: true });
    const member = await tenant(orgId).findOne(members, { userNameKey: 'linus@acme.test' });
    const explained = await explainAccess(orgId, member?._id ?? '');
    expect(explained.workspaces.map(({ name, resolution }) => [name, resolution.role, resolution.source])).toEqual([
      ['Workspace 1', 'Workspace Editor', 'sso-default'],
    ]);
  });

  it('[66] makes one account, one member and one grant of 20 first sign-ins at once', async () => {
    const orgId = deployment.defaultOrgId();
    const outcomes = await Promise.all(
      Array.from({ length: 20 }, () => signIn(context, claimsOf('many@acme.test'), policy)),
    );
    expect(new Set(outcomes.map((outcome) => 'accountId' in outcome && outcome.accountId)).size).toBe(1);
    expect(await tenant(orgId).count(members, { userNameKey: 'many@acme.test' })).toBe(1);
  });

  it('keeps an override over every later push', async () => {
    const { orgId, workspaceId } = await newOrganization();
    const ada = await createUser(context, orgId, person('ada@acme.test'));
    await setOverride(context, fullAuthority, orgId, workspaceId, ada._id, {
      effect: 'allow',
      role: 'Workspace Admin',
      reason: null,
      expiresAt: null,
    });
    await createGroup(context, orgId, named('Organization User:Workspace 1:Workspace Viewer'), [ada._id]);
    expect(await roleOf(orgId, ada._id, workspaceId)).toBe('Workspace Admin');
    await setOverride(context, fullAuthority, orgId, workspaceId, ada._id, {
      effect: 'deny',
      reason: 'leave',
      expiresAt: null,
    });
    expect(await roleOf(orgId, ada._id, workspaceId)).toBeNull();
    await setOverride(context, fullAuthority, orgId, workspaceId, ada._id, null);
    expect(await roleOf(orgId, ada._id, workspaceId)).toBe('Workspace Viewer');
  });
});

describe('many do the same at once', () => {
  it('[47] creates one user of 50 parallel creations and refuses 49', async () => {
    const { orgId } = await newOrganization();
    const results = await Promise.allSettled(
      Array.from({ length: 50 }, () => createUser(context, orgId, person('same@acme.test'))),
    );
    expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    for (const result of results)
      if (result.status === 'rejected') expect(result.reason).toMatchObject({ reason: 'uniqueness' });
  });

  it('adds 50 members to one group at once and counts them right', async () => {
    const { orgId, workspaceId } = await newOrganization();
    const users = await Promise.all(
      Array.from({ length: 50 }, (_, i) => createUser(context, orgId, person(`u${i}@acme.test`))),
    );
    const group = await createGroup(context, orgId, named('Organization User:Workspace 1:Workspace Viewer'), []);
    await Promise.all(
      users.map(({ _id }) => changeGroup(context, orgId, group._id, { members: [{ kind: 'add', values: [_id] }] })),
    );
    expect(await tenant(orgId).count(memberships, { workspaceId })).toBe(50);
  });
});
