/** What an identity provider takes from many members at once is shown as sent, and waits for an admin where it is access. */
import mongoose from 'mongoose';
import { beforeEach, describe, expect, it } from 'vitest';
import { explainAccess } from '../../../src/domain/access/explain/explain.ts';
import { decideHeldChange } from '../../../src/domain/access/guard/decide-held-change.ts';
import { watchGuards } from '../../../src/domain/access/guard/watch.ts';
import { findDrift } from '../../../src/domain/administration/drift.ts';
import {
  createWorkspace,
  deleteWorkspace,
} from '../../../src/domain/administration/organizations/change-workspaces.ts';
import { changeOrganization } from '../../../src/domain/administration/settings/organization-settings.ts';
import { shiftClock } from '../../../src/domain/kernel/clock.ts';
import { type EventType, events } from '../../../src/domain/model/event.ts';
import { grants } from '../../../src/domain/model/grant.ts';
import { heldChanges } from '../../../src/domain/model/held-change.ts';
import { memberships } from '../../../src/domain/model/membership.ts';
import type { MassChangeGuard } from '../../../src/domain/model/organization.ts';
import { tenant } from '../../../src/storage/tenant.ts';
import { faultsOf } from '../../domain/invariants.ts';
import { context, testDeployment } from '../../support/domain.ts';
import {
  created,
  groupBody,
  newTenant,
  patchOp,
  type ScimClient,
  type Tenant,
  userBody,
} from '../../support/scim-door.ts';

testDeployment();

const editors = 'Organization User:Workspace 1:Workspace Editor';
let org: Tenant;
let scim: ScimClient;
let users: string[];
let groupId: string;

/** Twelve people whom one group makes Workspace Editor; more than three of them an hour are too many to lose it. */
beforeEach(async () => {
  org = await newTenant();
  ({ scim } = org);
  await guard({ maxMembers: 3 });
  users = [];
  for (let n = 0; n < 12; n += 1) users.push((await created(scim.post('/Users', userBody(`u${n}@acme.test`)))).id);
  groupId = (await created(scim.post('/Groups', groupBody(editors, users)))).id;
});

function guard(setting: Partial<MassChangeGuard> | null) {
  const massChangeGuard = setting && { maxMembers: null, maxPercent: null, windowMinutes: 60, ...setting };
  return changeOrganization(context, org.orgId, { massChangeGuard }, { kind: 'deployment' });
}

const remove = (id: string, memberIds: readonly string[]) =>
  scim.patch(
    `/Groups/${id}`,
    patchOp(...memberIds.map((value) => ({ op: 'remove', path: `members[value eq "${value}"]` }))),
  );
const add = (id: string, memberIds: readonly string[]) =>
  scim.patch(`/Groups/${id}`, patchOp({ op: 'add', path: 'members', value: memberIds.map((value) => ({ value })) }));
const rename = (displayName: string) =>
  scim.patch(`/Groups/${groupId}`, patchOp({ op: 'replace', path: 'displayName', value: displayName }));
const deactivate = (id: string) => scim.patch(`/Users/${id}`, patchOp({ op: 'replace', path: 'active', value: false }));

async function withAccess(): Promise<string[]> {
  const rows = await tenant(org.orgId).find(memberships, {});
  return rows.map(({ memberId }) => memberId).sort();
}
const held = () => tenant(org.orgId).find(heldChanges, {}, { sort: { _id: 1 } });
const theHeld = async () => (await held())[0]?._id as string;
const eventsOf = (type: EventType) => tenant(org.orgId).find(events, { type });
const decide = (status: 'approved' | 'rejected', id: string) => decideHeldChange(context, org.orgId, id, status);

async function expectSound(): Promise<void> {
  expect(await faultsOf(org.orgId)).toEqual([]);
  expect(await findDrift(org.orgId, { repair: false })).toEqual({ links: 0, grants: 0, roles: 0, totals: 0 });
}

describe('a change of a group that takes access from too many members', () => {
  const changes: [string, string, () => PromiseLike<{ status: number }>, (count: number) => void][] = [
    [
      'PATCH that removes members',
      'members_removed',
      () => remove(groupId, users.slice(0, 5)),
      (n) => expect(n).toBe(7),
    ],
    [
      'PUT with fewer members',
      'members_removed',
      () => scim.put(`/Groups/${groupId}`, groupBody(editors, users.slice(5))),
      (n) => expect(n).toBe(7),
    ],
    ['a new name', 'group_renamed', () => rename('Alumni'), (n) => expect(n).toBe(12)],
    ['DELETE', 'group_deleted', () => scim.delete(`/Groups/${groupId}`), (n) => expect(n).toBe(0)],
  ];
  it.each(changes)(
    '%s: SCIM shows it as sent, the access is held, and everybody hears of it',
    async (_, cause, change, seen) => {
      expect((await change()).status).toBeLessThan(300);
      const group = await scim.get(`/Groups/${groupId}`);
      seen(group.status === 404 ? 0 : group.body.members.length);
      expect(await withAccess()).toEqual([...users].sort());
      const [change_] = await held();
      const affected = cause === 'members_removed' ? 5 : 12;
      expect(change_).toMatchObject({ status: 'pending', groupId, groupName: editors, cause, affected, revision: 1 });
      const [event] = await eventsOf('held_change.created');
      expect(event).toMatchObject({
        subject: { heldChangeId: change_?._id, groupId },
        actor: { type: 'scim-token' },
        after: { cause, displayName: editors, affected },
      });
      expect(event?.after?.members).toHaveLength(affected);
      expect(await eventsOf('membership.changed')).toHaveLength(12);
      await expectSound();
    },
  );

  it('is applied as always where the guard is off, and nothing is written for it', async () => {
    await guard(null);
    await remove(groupId, users.slice(0, 10));
    expect(await withAccess()).toEqual(users.slice(10).sort());
    expect(await held()).toEqual([]);
    expect(await mongoose.connection.collection('guardWindows').countDocuments({ orgId: org.orgId })).toBe(0);
  });

  it('is applied where it takes access from few, and from nobody who has it otherwise', async () => {
    await remove(groupId, users.slice(0, 3));
    const other = await created(
      scim.post('/Groups', groupBody('Organization User:Workspace 1:Workspace Viewer', users)),
    );
    await remove(groupId, users.slice(3));
    expect(await withAccess()).toEqual([...users].sort());
    expect(await held()).toEqual([]);
    expect((await scim.get(`/Groups/${other.id}`)).body.members).toHaveLength(12);
  });

  it('takes a lower role without waiting: that is no loss', async () => {
    await rename('Organization User:Workspace 1:Workspace Viewer');
    const roles = (await tenant(org.orgId).find(memberships, {})).map(({ role }) => role);
    expect(new Set(roles)).toEqual(new Set(['Workspace Viewer']));
    expect(await held()).toEqual([]);
  });

  it('adds up within the window: of ten small removals the first three pass', async () => {
    for (const id of users.slice(0, 10)) await remove(groupId, [id]);
    expect(await withAccess()).toEqual(users.slice(3).sort());
    expect(await held()).toMatchObject([{ status: 'pending', affected: 7 }]);
    expect(await eventsOf('held_change.updated')).toHaveLength(6);
    await expectSound();
  });

  it('adds up as exactly when all come at once', async () => {
    await Promise.all(users.slice(0, 8).map((id) => remove(groupId, [id])));
    expect(await withAccess()).toHaveLength(9);
    expect(await held()).toMatchObject([{ status: 'pending', affected: 5 }]);
    await expectSound();
  });

  it('starts anew when the window is over', async () => {
    await remove(groupId, users.slice(0, 3));
    shiftClock(62 * 60_000);
    await remove(groupId, users.slice(3, 6));
    shiftClock(0);
    expect(await held()).toEqual([]);
    expect(await withAccess()).toHaveLength(6);
  });

  it('is judged by the share of the active members too', async () => {
    await guard({ maxPercent: 25 });
    await remove(groupId, users.slice(0, 3));
    expect(await held()).toEqual([]);
    await remove(groupId, users.slice(3, 4));
    expect(await held()).toMatchObject([{ affected: 1 }]);
  });

  it('holds organization roles as well, so that the last admin stays until somebody approves', async () => {
    await guard({ maxMembers: 0 });
    const admins = await created(scim.post('/Groups', groupBody('Organization Admins', users.slice(0, 1))));
    expect((await scim.delete(`/Groups/${admins.id}`)).status).toBe(204);
    expect(await eventsOf('organization_role.changed')).toHaveLength(13);
    await expect(decide('approved', await theHeld())).rejects.toMatchObject({ reason: 'last_admin' });
    expect(await held()).toMatchObject([{ status: 'pending' }]);
    await decide('rejected', await theHeld());
    const { organization } = await explainAccess(org.orgId, users[0] as string);
    expect(organization).toMatchObject({ role: 'Organization Admin', source: 'manual' });
    await expectSound();
  });

  it('holds what an admin is in by that role alone, also where a higher role than User is left', async () => {
    await guard({ maxMembers: 0 });
    await createWorkspace(context, org.orgId, 'Other');
    const admins = await created(scim.post('/Groups', groupBody('Organization Admins', users.slice(0, 2))));
    await scim.post('/Groups', groupBody('Organization Operator:Workspace 1:Workspace Viewer', users.slice(0, 1)));
    await remove(admins.id, users.slice(0, 1));
    const explained = await explainAccess(org.orgId, users[0] as string);
    expect(explained.organization).toMatchObject({ role: 'Organization Admin' });
    await decide('approved', await theHeld());
    const { organization, workspaces } = await explainAccess(org.orgId, users[0] as string);
    expect(organization).toMatchObject({ role: 'Organization Operator' });
    expect(workspaces.map(({ name }) => name)).toEqual(['Workspace 1']);
    await expectSound();
  });

  it('holds what nested groups gave when they are taken out', async () => {
    const parent = await created(scim.post('/Groups', groupBody('Organization User:Workspace 1:Workspace Admin')));
    await rename('Plain');
    await decide('approved', await theHeld());
    await add(parent.id, [groupId]);
    expect(await withAccess()).toHaveLength(12);
    shiftClock(62 * 60_000);
    await remove(parent.id, [groupId]);
    shiftClock(0);
    expect(await withAccess()).toHaveLength(12);
    expect(await held()).toMatchObject([
      { status: 'approved' },
      { status: 'pending', groupId: parent.id, affected: 12 },
    ]);
    await expectSound();
  });
});

describe('what is held', () => {
  beforeEach(() => remove(groupId, users.slice(0, 5)));

  it('is explained: the group gives it no longer', async () => {
    const { workspaces, heldChanges: named } = await explainAccess(org.orgId, users[0] as string);
    const heldBy = await theHeld();
    expect(workspaces[0]?.resolution.winner).toMatchObject({ source: 'scim-group', groupId, heldBy });
    expect(named.get(heldBy)).toMatchObject({ groupName: editors });
  });

  it('goes when it is approved', async () => {
    await decide('approved', await theHeld());
    expect(await withAccess()).toEqual(users.slice(5).sort());
    expect(await held()).toMatchObject([{ status: 'approved', jobId: null, decidedBy: context.actor }]);
    expect(await eventsOf('held_change.approved')).toHaveLength(1);
    await expectSound();
  });

  it('is the members’ own when it is rejected, whatever the directory sends later', async () => {
    await decide('rejected', await theHeld());
    expect(await withAccess()).toEqual([...users].sort());
    const own = await tenant(org.orgId).find(grants, { source: 'manual' });
    expect(own).toHaveLength(5);
    expect(own[0]).toMatchObject({
      role: 'Workspace Editor',
      reason: `kept when a change of group "${editors}" was rejected`,
    });
    await scim.delete(`/Groups/${groupId}`);
    await decide('approved', (await held())[1]?._id as string);
    expect(await withAccess()).toEqual(users.slice(0, 5).sort());
    await expectSound();
  });

  it('is decided once: the same again changes nothing, the opposite is refused', async () => {
    const id = await theHeld();
    await Promise.all([decide('approved', id), decide('approved', id)]);
    expect(await eventsOf('held_change.approved')).toHaveLength(1);
    await expect(decide('rejected', id)).rejects.toMatchObject({ code: 'conflict', reason: 'held_change_decided' });
  });

  it('is decided by one of two admins who disagree at the same time', async () => {
    const id = await theHeld();
    const outcomes = await Promise.allSettled([decide('approved', id), decide('rejected', id)]);
    expect(outcomes.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    expect(outcomes.find(({ status }) => status === 'rejected')).toMatchObject({
      reason: { reason: 'held_change_decided' },
    });
    await expectSound();
  });

  it('is released when a group gives it again, and the change ends by itself when nothing is left', async () => {
    await add(groupId, users.slice(0, 4));
    await watchGuards();
    expect(await held()).toMatchObject([{ status: 'pending' }]);
    expect(await tenant(org.orgId).count(grants, { heldBy: await theHeld() })).toBe(1);
    // Another group, and a lower role: what the directory says now.
    await scim.post('/Groups', groupBody('Organization User:Workspace 1:Workspace Viewer', users.slice(4, 5)));
    await Promise.all([watchGuards(), watchGuards()]);
    expect(await held()).toMatchObject([{ status: 'obsolete', decidedBy: null }]);
    expect(await eventsOf('held_change.obsolete')).toHaveLength(1);
    const roles = (await tenant(org.orgId).find(memberships, { memberId: users[4] ?? '' })).map(({ role }) => role);
    expect(roles).toEqual(['Workspace Viewer']);
    await expect(decide('approved', await theHeld())).rejects.toMatchObject({ reason: 'held_change_decided' });
    await expectSound();
  });

  it('ends at once with the member that is deactivated or deleted', async () => {
    await deactivate(users[0] as string);
    await scim.delete(`/Users/${users[1]}`);
    expect(await withAccess()).toEqual(users.slice(2).sort());
    await expectSound();
    await decide('approved', await theHeld());
    expect(await withAccess()).toEqual(users.slice(5).sort());
    await expectSound();
  });

  it('goes with its workspace, and the change is obsolete', async () => {
    await createWorkspace(context, org.orgId, 'Other');
    await deleteWorkspace(context, org.orgId, org.workspaceId);
    await watchGuards();
    expect(await withAccess()).toEqual([]);
    expect(await held()).toMatchObject([{ status: 'obsolete' }]);
    await expectSound();
  });

  it('gets more of the same group', async () => {
    await scim.delete(`/Groups/${groupId}`);
    expect(await held()).toMatchObject([{ status: 'pending', cause: 'group_deleted', affected: 12, revision: 2 }]);
    expect(await withAccess()).toHaveLength(12);
    await decide('approved', await theHeld());
    expect(await withAccess()).toEqual([]);
    await expectSound();
  });

  it('stays held when the guard is switched off, until somebody decides', async () => {
    await guard(null);
    expect(await withAccess()).toHaveLength(12);
    await remove(groupId, users.slice(5, 10));
    expect(await withAccess()).toHaveLength(7);
    await decide('approved', await theHeld());
    expect(await withAccess()).toHaveLength(2);
    await expectSound();
  });
});

describe('a wave of deactivations and deletions', () => {
  it('is never held, and told once a window', async () => {
    for (const id of users.slice(0, 3)) await deactivate(id);
    await watchGuards();
    expect(await eventsOf('directory.wave')).toEqual([]);
    await scim.delete(`/Users/${users[3]}`);
    await scim.delete(`/Users/${users[2]}`);
    await Promise.all([watchGuards(), watchGuards()]);
    await watchGuards();
    expect(await withAccess()).toHaveLength(8);
    const waves = await eventsOf('directory.wave');
    expect(waves).toMatchObject([
      { subject: { organizationId: org.orgId }, after: { deactivated: 3, deleted: 1, activeMembersBefore: 12 } },
    ]);
    expect(await held()).toEqual([]);
    shiftClock(61 * 60_000);
    for (const id of users.slice(4, 8)) await deactivate(id);
    await watchGuards();
    shiftClock(0);
    expect(await eventsOf('directory.wave')).toHaveLength(2);
  });

  it('is not told where the guard is off', async () => {
    await guard(null);
    for (const id of users) await deactivate(id);
    await watchGuards();
    expect(await eventsOf('directory.wave')).toEqual([]);
  });
});
