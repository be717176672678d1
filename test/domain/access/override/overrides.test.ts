/** Overrides: what they survive, and what happens when their time has come. */
import { afterEach, describe, expect, it } from 'vitest';
import { type Authority, fullAuthority } from '../../../../src/domain/access/authority/authority.ts';
import { expireGrants } from '../../../../src/domain/access/expire-grants.ts';
import { explainAccess } from '../../../../src/domain/access/explain/explain.ts';
import { lastAdminReason } from '../../../../src/domain/access/keep-last-admin-unattended.ts';
import { type Override, setOverride } from '../../../../src/domain/access/override/set-override.ts';
import { accessOf } from '../../../../src/domain/access/read-access.ts';
import { changeMember } from '../../../../src/domain/administration/members/change-member.ts';
import { listOverrides } from '../../../../src/domain/administration/members/list-overrides.ts';
import { createRole } from '../../../../src/domain/administration/roles/change-roles.ts';
import { setDefaultOrganization } from '../../../../src/domain/administration/settings/organization-settings.ts';
import { changeGroup } from '../../../../src/domain/directory/change-group.ts';
import { changeUser } from '../../../../src/domain/directory/change-user.ts';
import { createUser } from '../../../../src/domain/directory/create-user.ts';
import { deleteGroup } from '../../../../src/domain/directory/delete-group.ts';
import { signIn } from '../../../../src/domain/entry/sign-in/sign-in.ts';
import { now, shiftClock } from '../../../../src/domain/kernel/clock.ts';
import { type EventType, events } from '../../../../src/domain/model/event.ts';
import { grants } from '../../../../src/domain/model/grant.ts';
import { getMember } from '../../../../src/domain/model/member.ts';
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
  setOrganizationRole,
  testDeployment,
} from '../../../support/domain.ts';
import { faultsOf } from '../../invariants.ts';

testDeployment();
afterEach(() => shiftClock(0));

const editors = 'Organization User:Workspace 1:Workspace Editor';
const inAMinute = () => new Date(now().getTime() + 60_000);
const allow: Override = { effect: 'allow', role: 'Workspace Viewer', reason: 'audit', expiresAt: null };
const deny: Override = { effect: 'deny', reason: 'left the project', expiresAt: null };

/** Ada is Workspace Editor by a group. */
async function start() {
  const { orgId, workspaceId } = await newOrganization();
  const email = `ada-${orgId}@acme.test`;
  const { _id: memberId } = await createUser(context, orgId, person(email));
  const { _id: groupId } = await createGroup(context, orgId, named(editors), [memberId]);
  return { orgId, workspaceId, memberId, groupId, email };
}
type Start = Awaited<ReturnType<typeof start>>;

async function seen({ orgId, memberId }: Pick<Start, 'orgId' | 'memberId'>) {
  const view = (await accessOf(orgId, [await getMember(orgId, memberId)])).get(memberId);
  return view?.workspaces.map(({ role, source }) => [role, source]);
}
const eventsOf = (orgId: string, type: EventType) => tenant(orgId).find(events, { type });
const members = (kind: 'add' | 'remove' | 'replace', at: Start) =>
  changeGroup(context, at.orgId, at.groupId, { members: [{ kind, values: kind === 'replace' ? [] : [at.memberId] }] });

const pushes: [string, (at: Start) => Promise<unknown>][] = [
  ['a push of the person', (at) => changeUser(context, at.orgId, at.memberId, (now) => ({ ...now, name: 'Ada L' }))],
  ['a push that takes her out of the group', (at) => members('remove', at)],
  ['a push that replaces the members', (at) => members('replace', at)],
  [
    'a push that takes her out and puts her back',
    async (at) => [await members('remove', at), await members('add', at)],
  ],
  [
    'a new name of the group',
    (at) =>
      changeGroup(context, at.orgId, at.groupId, {
        content: () => named('Organization User:Workspace 1:Workspace Admin'),
      }),
  ],
  ['the end of the group', (at) => deleteGroup(context, at.orgId, at.groupId)],
  [
    'another group',
    (at) => createGroup(context, at.orgId, named('Organization User:Workspace 1:Workspace Admin'), [at.memberId]),
  ],
  [
    'a deactivation and reactivation',
    async (at) => {
      for (const active of [false, true])
        await changeUser(context, at.orgId, at.memberId, (current) => ({ ...current, active }));
    },
  ],
  [
    'a time as Organization Admin',
    async (at) => {
      const { _id } = await createUser(context, at.orgId, person('other@acme.test'));
      for (const id of [_id, at.memberId]) await setOrganizationRole(context, at.orgId, id, 'Organization Admin');
      await setOrganizationRole(context, at.orgId, at.memberId, null);
    },
  ],
  [
    'a sign-in',
    async (at) => {
      await setDefaultOrganization(context, { kind: 'deployment' }, at.orgId);
      await signIn(context, claimsOf(at.email, { subject: at.orgId }), policy);
    },
  ],
];

describe('an override', () => {
  it.each(pushes)('survives %s', async (_, push) => {
    for (const [override, expected] of [
      [allow, [['Workspace Viewer', 'override']]],
      [deny, []],
    ] as const) {
      const at = await start();
      await setOverride(context, fullAuthority, at.orgId, at.workspaceId, at.memberId, override);
      await push(at);
      expect(await seen(at)).toEqual(expected);
      expect(await faultsOf(at.orgId)).toEqual([]);
    }
  });

  it('that is there already, and one that is not there to clear, write nothing', async () => {
    const { orgId, workspaceId, memberId } = await start();
    const set = (override: Override | null) =>
      setOverride(context, fullAuthority, orgId, workspaceId, memberId, override);
    await set(null);
    await set(allow);
    const before = await tenant(orgId).find(grants, { memberId });
    await set({ ...allow });
    expect(await tenant(orgId).find(grants, { memberId })).toEqual(before);
    await set({ ...allow, reason: 'another reason' });
    expect(await eventsOf(orgId, 'override.set')).toMatchObject([
      { after: { reason: 'audit' } },
      { before: { reason: 'audit' }, after: { reason: 'another reason' } },
    ]);
    expect(await eventsOf(orgId, 'override.cleared')).toEqual([]);
  });

  it('that is cleared lets the group decide again', async () => {
    const at = await start();
    await setOverride(context, fullAuthority, at.orgId, at.workspaceId, at.memberId, deny);
    await setOverride(context, fullAuthority, at.orgId, at.workspaceId, at.memberId, null);
    expect(await seen(at)).toEqual([['Workspace Editor', 'scim-group']]);
    expect(await eventsOf(at.orgId, 'override.cleared')).toHaveLength(1);
  });

  it.each([[{ ...allow, expiresAt: inAMinute() } as Override], [{ ...deny, expiresAt: inAMinute() } as Override]])(
    'stops at its time, and the worker writes what follows: %o',
    async (order) => {
      const at = await start();
      const { orgId, workspaceId, memberId } = at;
      await setOverride(context, fullAuthority, orgId, workspaceId, memberId, { ...order, expiresAt: inAMinute() });
      expect(await expireGrants()).toBe(false);
      shiftClock(61_000);
      // Before the worker came: computed, listed as expired, and explained.
      expect(await seen(at)).toEqual([['Workspace Editor', 'scim-group']]);
      expect(await listOverrides(orgId, { after: null, limit: 10 })).toMatchObject([{ expired: true }]);
      const { workspaces } = await explainAccess(orgId, memberId);
      expect(workspaces[0]?.resolution.verdicts.map(({ lostBecause }) => lostBecause)).toContain('it has expired');

      expect(await expireGrants()).toBe(true);
      expect(await tenant(orgId).find(memberships, {})).toMatchObject([{ role: 'Workspace Editor', validUntil: null }]);
      expect(await tenant(orgId).find(grants, { source: 'override' })).toEqual([]);
      expect(await eventsOf(orgId, 'override.expired')).toMatchObject([
        { actor: { type: 'system' }, subject: { memberId, workspaceId }, before: { effect: order.effect } },
      ]);
      expect(await faultsOf(orgId)).toEqual([]);
    },
  );

  it('expires once where two processes look at the same time', async () => {
    const at = await start();
    await setOverride(context, fullAuthority, at.orgId, at.workspaceId, at.memberId, {
      ...deny,
      expiresAt: inAMinute(),
    });
    shiftClock(61_000);
    await Promise.all([expireGrants(), expireGrants(), expireGrants()]);
    expect(await eventsOf(at.orgId, 'override.expired')).toHaveLength(1);
    expect(await faultsOf(at.orgId)).toEqual([]);
  });

  it('raises nobody above who sets it, also not by ending', async () => {
    const { orgId, workspaceId, memberId } = await start();
    const permissions = ['workspace:read', 'workspace-members:read', 'workspace-members:manage'];
    const lead = await createRole(context, orgId, { name: 'Lead', description: '', rank: 300, permissions });
    await setOverride(context, fullAuthority, orgId, workspaceId, memberId, allow);
    const caller: Authority = {
      memberId: null,
      organizationRole: 'Organization User',
      workspaceRoles: new Map([[workspaceId, [lead._id]]]),
      customRoles: [lead],
      applicationPermissions: [],
    };
    const decide = (override: Override | null) => setOverride(context, caller, orgId, workspaceId, memberId, override);
    // The group makes her Workspace Editor, which is above the caller's own role.
    for (const order of [null, { ...allow, expiresAt: inAMinute() }, { ...deny, expiresAt: inAMinute() }])
      await expect(decide(order)).rejects.toMatchObject({ code: 'forbidden' });
    await decide({ ...allow, reason: 'as before' });
  });

  it('of an inactive member is removed too, and changes nothing else', async () => {
    const at = await start();
    await setOverride(context, fullAuthority, at.orgId, at.workspaceId, at.memberId, {
      ...allow,
      expiresAt: inAMinute(),
    });
    await changeMember(context, fullAuthority, at.orgId, at.memberId, { active: false });
    expect(await listOverrides(at.orgId, { after: null, limit: 10 })).toMatchObject([{ dormant: true }]);
    shiftClock(61_000);
    await expireGrants();
    expect(await eventsOf(at.orgId, 'override.expired')).toHaveLength(1);
    expect(await seen(at)).toEqual([]);
    expect(await faultsOf(at.orgId)).toEqual([]);
  });
});

/** The role of an admin, which would end in a minute. */
function lastingAMinute(orgId: string, memberId: string): Promise<void> {
  const organizationRole = { role: 'Organization Admin', reason: null, expiresAt: inAMinute() } as const;
  return changeMember(context, fullAuthority, orgId, memberId, { organizationRole });
}

describe('the role of an Organization Admin that expires', () => {
  it('is kept by an override when it is the last one, with its reason and an event', async () => {
    const { orgId, memberId } = await start();
    await lastingAMinute(orgId, memberId);
    shiftClock(61_000);
    await expireGrants();
    expect((await getMember(orgId, memberId)).organizationRole).toBe('Organization Admin');
    const kept = { role: 'Organization Admin', reason: lastAdminReason, expiresAt: null };
    expect(await tenant(orgId).find(grants, { source: 'override' })).toMatchObject([kept]);
    expect(await eventsOf(orgId, 'override.set')).toMatchObject([{}, { after: kept, actor: { type: 'system' } }]);
    expect(await faultsOf(orgId)).toEqual([]);
    expect(await expireGrants()).toBe(false);
  });

  it('ends where there is another admin', async () => {
    const { orgId, memberId } = await start();
    await lastingAMinute(orgId, memberId);
    const { _id } = await createUser(context, orgId, person('other@acme.test'));
    await setOrganizationRole(context, orgId, _id, 'Organization Admin');
    shiftClock(61_000);
    await expireGrants();
    expect((await getMember(orgId, memberId)).organizationRole).toBe('Organization User');
    expect(await faultsOf(orgId)).toEqual([]);
  });
});
