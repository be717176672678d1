import { describe, expect, it } from 'vitest';
import { fullAuthority } from '../../../../src/domain/access/authority/authority.ts';
import { lastAdminReason } from '../../../../src/domain/access/keep-last-admin-unattended.ts';
import { setOverride } from '../../../../src/domain/access/override/set-override.ts';
import { changeConnection } from '../../../../src/domain/administration/connections/change-connection.ts';
import { createAdminGroup, handOverGroup } from '../../../../src/domain/administration/groups/admin-groups.ts';
import { createMapping } from '../../../../src/domain/administration/mappings/change-mappings.ts';
import {
  createWorkspace,
  renameWorkspace,
} from '../../../../src/domain/administration/organizations/change-workspaces.ts';
import { createUser } from '../../../../src/domain/directory/create-user.ts';
import { signIn } from '../../../../src/domain/entry/sign-in/sign-in.ts';
import { events } from '../../../../src/domain/model/event.ts';
import { grants } from '../../../../src/domain/model/grant.ts';
import { members } from '../../../../src/domain/model/member.ts';
import { memberships } from '../../../../src/domain/model/membership.ts';
import { tenant } from '../../../../src/storage/tenant.ts';
import { createGroup } from '../../../support/create-group.ts';
import {
  claimsOf,
  context,
  named,
  newOrganization,
  person,
  policy,
  secretBox,
  testDeployment,
} from '../../../support/domain.ts';
import { newConnection } from '../../entry/sign-in/people.ts';
import { faultsOf } from '../../invariants.ts';

testDeployment();

const editors = 'Organization User:Workspace 1:Workspace Editor';
const viewers = 'Organization User:Workspace 1:Workspace Viewer';
const admins = 'Acme Organization Admins';

let counter = 0;

/** An organization whose own connection synchronizes groups, and somebody whom its directory has pushed. */
async function place(gate: { requiredGroups?: string[]; requireMappedGroup?: boolean; groupSync?: boolean } = {}) {
  const { orgId, workspaceId } = await newOrganization();
  const { _id: connectionId } = await newConnection(orgId, { groupSync: true, ...gate });
  const somebody = async () => {
    const subject = `sub-${++counter}`;
    const member = await createUser(context, orgId, person(`user-${counter}@acme.test`, { externalId: subject }));
    const signInWith = (groups: string[] | null) =>
      signIn(context, claimsOf(`user-${counter}@acme.test`, { connectionId, subject, groups }), policy);
    return { memberId: member._id, signInWith };
  };
  return { orgId, workspaceId, connectionId, somebody, ...(await somebody()) };
}

async function rolesOf(orgId: string, memberId: string) {
  const rows = await tenant(orgId).find(memberships, { memberId });
  const member = await tenant(orgId).findOne(members, { _id: memberId });
  return {
    organization: member?.organizationRole,
    workspaces: rows.map(({ role, source }) => `${role} by ${source}`),
  };
}

describe('groups that a provider claims', () => {
  it('give roles by the naming convention, anew at each sign-in', async () => {
    const { orgId, memberId, signInWith } = await place();
    await signInWith([viewers, 'Something else']);
    expect(await rolesOf(orgId, memberId)).toEqual({
      organization: 'Organization User',
      workspaces: ['Workspace Viewer by sso-group'],
    });
    await signInWith([viewers, editors]);
    expect((await rolesOf(orgId, memberId)).workspaces).toEqual(['Workspace Editor by sso-group']);
    const stored = await tenant(orgId).find(grants, { memberId });
    await signInWith([editors, viewers]);
    expect(await tenant(orgId).find(grants, { memberId })).toEqual(stored);
    await signInWith(null);
    expect((await rolesOf(orgId, memberId)).workspaces).toEqual([]);
    expect(await faultsOf(orgId)).toEqual([]);
  });

  it('have nothing of a group that admins made, until it is handed over', async () => {
    const { orgId, workspaceId, memberId, signInWith } = await place();
    const targets = [{ workspaceId, workspaceRole: 'Workspace Admin' }];
    const made = await createAdminGroup(context, orgId, { displayName: 'Data', targets }, []);
    await signInWith(['Data']);
    expect((await rolesOf(orgId, memberId)).workspaces).toEqual([]);
    await handOverGroup(context, orgId, made);
    await signInWith(['Data']);
    expect((await rolesOf(orgId, memberId)).workspaces).toEqual(['Workspace Admin by sso-group']);
    expect(await faultsOf(orgId)).toEqual([]);
  });

  it('replace only their own kind, and a SCIM group decides over them', async () => {
    const { orgId, workspaceId, memberId, signInWith } = await place();
    await createGroup(context, orgId, named(viewers), [memberId]);
    const override = { effect: 'allow' as const, role: 'Workspace Admin', reason: null, expiresAt: null };
    await setOverride(context, fullAuthority, orgId, workspaceId, memberId, override);
    await signInWith(['X organizationuser:Workspace 1:Workspace Editor']);
    expect((await rolesOf(orgId, memberId)).workspaces).toEqual(['Workspace Admin by override']);
    await setOverride(context, fullAuthority, orgId, workspaceId, memberId, null);
    expect((await rolesOf(orgId, memberId)).workspaces).toEqual(['Workspace Viewer by scim-group']);
    await signInWith([]);
    expect((await rolesOf(orgId, memberId)).workspaces).toEqual(['Workspace Viewer by scim-group']);
    expect(await faultsOf(orgId)).toEqual([]);
  });

  it('give what the pushed group of the same name is mapped to, and renaming its workspace keeps access', async () => {
    const { orgId, workspaceId, memberId, signInWith } = await place();
    await createGroup(context, orgId, named(editors), []);
    await signInWith([editors, viewers]);
    expect(await tenant(orgId).count(grants, { memberId, source: 'sso-group' })).toBe(4);
    await renameWorkspace(context, orgId, workspaceId, 'Research');
    await signInWith([editors, viewers]);
    expect((await rolesOf(orgId, memberId)).workspaces).toEqual(['Workspace Editor by sso-group']);
    await signInWith([viewers]);
    expect((await rolesOf(orgId, memberId)).workspaces).toEqual(['Workspace Viewer by sso-group']);
    await createWorkspace(context, orgId, 'Workspace 1');
    expect(await faultsOf(orgId)).toEqual([]);
  });

  it('give what an admin has mapped a name to before any directory pushed it', async () => {
    const { orgId, workspaceId, memberId, signInWith } = await place();
    const target = { workspaceId, workspaceRole: 'Workspace Admin' };
    await createMapping(context, orgId, { displayName: 'Leads' }, { targets: [target] });
    await signInWith(['leads', viewers]);
    expect((await rolesOf(orgId, memberId)).workspaces).toEqual(['Workspace Admin by sso-group']);
    expect(await faultsOf(orgId)).toEqual([]);
  });

  it('end at the next sign-in after the connection stopped synchronizing', async () => {
    const { orgId, connectionId, memberId, signInWith } = await place();
    await signInWith([editors]);
    await changeConnection(context, orgId, connectionId, { groupSync: false }, secretBox);
    await signInWith(null);
    expect((await rolesOf(orgId, memberId)).workspaces).toEqual([]);
  });

  it('let nobody in who is in none of the required ones, and nothing changes', async () => {
    const { orgId, memberId, signInWith } = await place({ requiredGroups: ['Usher people', 'Staff'] });
    expect(await signInWith(['STAFF', editors])).toMatchObject({ outcome: 'signed-in' });
    const before = await rolesOf(orgId, memberId);
    for (const groups of [[editors], [], null])
      expect(await signInWith(groups)).toMatchObject({ outcome: 'refused', reason: 'missing_group' });
    expect(await rolesOf(orgId, memberId)).toEqual(before);
    expect(before.workspaces).toEqual(['Workspace Editor by sso-group']);
  });

  it('let in only who is in one that gives something, where that is asked', async () => {
    const { orgId, workspaceId, memberId, signInWith } = await place({ requireMappedGroup: true });
    const refused = { outcome: 'refused', reason: 'missing_group' };
    for (const groups of [['Staff'], ['Organization User:Nowhere:Workspace Editor'], [], null])
      expect(await signInWith(groups)).toMatchObject(refused);
    expect(await signInWith(['Staff', viewers])).toMatchObject({ outcome: 'signed-in' });
    const targets = [{ workspaceId, workspaceRole: 'Workspace Editor' }];
    await createMapping(context, orgId, { displayName: 'Staff' }, { targets });
    expect(await signInWith(['Staff'])).toMatchObject({ outcome: 'signed-in' });
    expect((await rolesOf(orgId, memberId)).workspaces).toEqual(['Workspace Editor by sso-group']);
  });

  it('may be a gate and give nothing', async () => {
    const { orgId, memberId, signInWith } = await place({ requireMappedGroup: true, groupSync: false });
    expect(await signInWith(['Staff'])).toMatchObject({ outcome: 'refused', reason: 'missing_group' });
    expect(await signInWith([viewers])).toMatchObject({ outcome: 'signed-in' });
    expect((await rolesOf(orgId, memberId)).workspaces).toEqual([]);
  });
});

describe('the last-admin guard', () => {
  it('keeps the last Organization Admin whom the claims would demote, by an override with an event', async () => {
    const { orgId, memberId, signInWith } = await place();
    await signInWith([admins]);
    expect((await rolesOf(orgId, memberId)).organization).toBe('Organization Admin');
    expect(await signInWith([])).toMatchObject({ outcome: 'signed-in' });
    expect((await rolesOf(orgId, memberId)).organization).toBe('Organization Admin');
    expect(await tenant(orgId).find(grants, { memberId })).toMatchObject([
      { source: 'override', role: 'Organization Admin', reason: lastAdminReason },
    ]);
    expect(await tenant(orgId).find(events, { type: 'override.set' })).toMatchObject([
      { subject: { memberId }, after: { role: 'Organization Admin', reason: lastAdminReason } },
    ]);
    expect(await faultsOf(orgId)).toEqual([]);
  });

  it('keeps exactly one of two who lose the role at the same moment', async () => {
    const { orgId, somebody, ...first } = await place();
    const second = await somebody();
    await first.signInWith([admins]);
    await second.signInWith([admins]);
    await Promise.all([first.signInWith([]), second.signInWith([])]);
    const left = await tenant(orgId).find(members, { organizationRole: 'Organization Admin' });
    expect(left).toHaveLength(1);
    expect(await tenant(orgId).count(events, { type: 'override.set' })).toBe(1);
    expect(await faultsOf(orgId)).toEqual([]);
  });

  it('lets the claims demote an admin who is not the last', async () => {
    const { orgId, somebody, ...first } = await place();
    const second = await somebody();
    await first.signInWith([admins]);
    await second.signInWith([admins]);
    await second.signInWith([viewers]);
    expect(await rolesOf(orgId, second.memberId)).toEqual({
      organization: 'Organization User',
      workspaces: ['Workspace Viewer by sso-group'],
    });
  });
});
