/** Held changes of groups larger than one commit: held for whom the job has not reached yet, and decided by a job. */
import { beforeEach, describe, expect, it } from 'vitest';
import { decideHeldChange } from '../../../../src/domain/access/guard/decide-held-change.ts';
import { viewHeldChange } from '../../../../src/domain/access/guard/list-held-changes.ts';
import { watchGuards } from '../../../../src/domain/access/guard/watch.ts';
import { membersPerCommit, resyncChunk } from '../../../../src/domain/access/large-change.ts';
import { accessOf } from '../../../../src/domain/access/read-access.ts';
import { findDrift } from '../../../../src/domain/administration/drift.ts';
import { runJobs } from '../../../../src/domain/administration/jobs/run-jobs.ts';
import { changeOrganization } from '../../../../src/domain/administration/settings/organization-settings.ts';
import { changeGroup } from '../../../../src/domain/directory/change-group.ts';
import { changeUser } from '../../../../src/domain/directory/change-user.ts';
import { deleteGroup } from '../../../../src/domain/directory/delete-group.ts';
import { grants } from '../../../../src/domain/model/grant.ts';
import { heldChanges } from '../../../../src/domain/model/held-change.ts';
import { members } from '../../../../src/domain/model/member.ts';
import { memberships } from '../../../../src/domain/model/membership.ts';
import { tenant } from '../../../../src/storage/tenant.ts';
import { createGroup } from '../../../support/create-group.ts';
import { newUsers } from '../../../support/crowd.ts';
import { context, named, newOrganization, setOrganizationRole, testDeployment } from '../../../support/domain.ts';
import { faultsOf } from '../../invariants.ts';

testDeployment();

const size = membersPerCommit + 50;
const editors = 'Organization User:Workspace 1:Workspace Editor';
let orgId: string;
let groupId: string;
let userIds: string[];

/** One group that makes more people Workspace Editor than one commit carries; an admin besides. */
beforeEach(async () => {
  ({ orgId } = await newOrganization());
  await guard(100);
  userIds = await newUsers(orgId, size);
  groupId = (await createGroup(context, orgId, named(editors), userIds))._id;
}, 300_000);

const guard = (maxMembers: number) =>
  changeOrganization(
    context,
    orgId,
    { massChangeGuard: { maxMembers, maxPercent: null, windowMinutes: 60 } },
    { kind: 'deployment' },
  );
const rename = (name: string) => changeGroup(context, orgId, groupId, { content: () => named(name) });
const held = () => tenant(orgId).find(heldChanges, {}, { sort: { _id: 1 } });
const theHeld = async () => (await held())[0]?._id as string;
const marked = () => tenant(orgId).count(grants, { heldBy: { $type: 'string' } });
const stored = () => tenant(orgId).count(memberships, {});

/** How many readers see in the workspace. */
async function seen(): Promise<number> {
  const views = await accessOf(orgId, await tenant(orgId).find(members, {}));
  return [...views.values()].filter(({ workspaces }) => workspaces.length > 0).length;
}

async function runAll(): Promise<void> {
  while (await runJobs());
  expect(await faultsOf(orgId)).toEqual([]);
  expect(await findDrift(orgId, { repair: false })).toEqual({ links: 0, grants: 0, roles: 0, totals: 0 });
}

describe('a new name that would take access from more members than one commit carries', { timeout: 300_000 }, () => {
  it('is held for everybody at once, and the job stores what is held', async () => {
    await rename('Alumni');
    expect(await held()).toMatchObject([{ status: 'pending', cause: 'group_renamed', affected: size }]);
    expect(await seen()).toBe(size);
    expect(await marked()).toBe(0);
    await resyncChunk({ orgId, context, groupId });
    expect(await marked()).toBe(250);
    expect(await viewHeldChange(orgId, await theHeld())).toMatchObject({ members: 250, counting: true });
    await watchGuards();
    await runAll();
    expect(await viewHeldChange(orgId, await theHeld())).toMatchObject({ members: size, counting: false });
    expect(await stored()).toBe(size);
    expect(await seen()).toBe(size);
  });

  it('goes at once when it is approved while the job runs, and no member loses it twice', async () => {
    await rename('Alumni');
    await resyncChunk({ orgId, context, groupId });
    await decideHeldChange(context, orgId, await theHeld(), 'approved');
    expect((await held())[0]?.jobId).toEqual(expect.any(String));
    expect(await seen()).toBe(0);
    await runAll();
    expect([await stored(), await marked(), await seen()]).toEqual([0, 0, 0]);
  });

  it('stays theirs when it is rejected while the job runs, and after it', async () => {
    await rename('Alumni');
    await resyncChunk({ orgId, context, groupId });
    await decideHeldChange(context, orgId, await theHeld(), 'rejected');
    expect(await seen()).toBe(size);
    await runAll();
    expect([await stored(), await marked(), await seen()]).toEqual([size, 0, size]);
    expect(await tenant(orgId).count(grants, { source: 'manual' })).toBe(size);
  });

  it('is decided by a job when everybody is caught up too', async () => {
    await rename('Alumni');
    await runAll();
    await decideHeldChange(context, orgId, await theHeld(), 'approved');
    expect([await stored(), await seen()]).toEqual([size, 0]);
    await runAll();
    expect([await stored(), await marked()]).toEqual([0, 0]);
  });

  it('is released for everybody by the old name, and ends by itself', async () => {
    await rename('Alumni');
    await resyncChunk({ orgId, context, groupId });
    await rename(editors);
    expect(await seen()).toBe(size);
    await watchGuards();
    await runAll();
    await watchGuards();
    expect(await held()).toMatchObject([{ status: 'obsolete' }]);
    expect([await stored(), await marked()]).toEqual([size, 0]);
  });

  it('lets other decisions about the same members through', async () => {
    const [first, second, third] = userIds as [string, string, string];
    await rename('Alumni');
    await changeUser(context, orgId, first, (current) => ({ ...current, active: false }));
    await changeGroup(context, orgId, groupId, { members: [{ kind: 'remove', values: [second] }] });
    await setOrganizationRole(context, orgId, third, 'Organization Operator');
    expect(await seen()).toBe(size - 1);
    await runAll();
    expect(await seen()).toBe(size - 1);
    await decideHeldChange(context, orgId, await theHeld(), 'approved');
    await runAll();
    expect(await seen()).toBe(0);
  });

  it('takes nothing and holds nothing where it is another role, or within what is allowed', async () => {
    await rename('Organization User:Workspace 1:Workspace Viewer');
    expect(await held()).toEqual([]);
    await runAll();
    await guard(size);
    await rename('Alumni');
    expect(await held()).toEqual([]);
    await runAll();
    expect(await stored()).toBe(0);
  });

  it('ends without a decision when everybody has the access otherwise', async () => {
    await createGroup(context, orgId, named('Organization User:Workspace 1:Workspace Viewer'), userIds);
    await rename('Alumni');
    expect(await held()).toMatchObject([{ status: 'pending', affected: size }]);
    await runAll();
    await watchGuards();
    expect(await held()).toMatchObject([{ status: 'obsolete' }]);
    expect([await stored(), await marked()]).toEqual([size, 0]);
  });

  it('is held for who got the access by a large change that the job had not stored yet', async () => {
    await runAll();
    await guard(size);
    await rename('Alumni');
    await runAll();
    await rename(editors);
    await guard(0);
    await rename('Alumni');
    expect(await seen()).toBe(size);
    await runAll();
    expect([await stored(), await marked()]).toEqual([size, size]);
  });
});

describe('removals in more than one commit', { timeout: 300_000 }, () => {
  it('are held from the first on, where all of them together are too many', async () => {
    await guard(size - 1);
    await changeGroup(context, orgId, groupId, { members: [{ kind: 'remove-all' }] });
    expect(await held()).toMatchObject([{ status: 'pending', affected: size }]);
    expect([await stored(), await marked()]).toEqual([size, size]);
    await runAll();
  });

  it('pass where all of them together are not', async () => {
    await guard(size);
    await deleteGroup(context, orgId, groupId);
    expect(await held()).toEqual([]);
    expect(await stored()).toBe(0);
    await runAll();
  });

  it('are held with a group that is deleted, or taken out of the group that gives the access', async () => {
    const parent = await createGroup(context, orgId, named('Organization User:Workspace 1:Workspace Admin'), [groupId]);
    await runAll();
    await guard(size);
    await rename('Plain');
    await runAll();
    expect(await held()).toEqual([]);
    await guard(0);
    await changeGroup(context, orgId, parent._id, { members: [{ kind: 'remove', values: [groupId] }] });
    expect(await held()).toMatchObject([{ status: 'pending', groupId: parent._id, affected: size }]);
    expect(await seen()).toBe(size);
    await runAll();
    await deleteGroup(context, orgId, groupId);
    expect([await stored(), await marked()]).toEqual([size, size]);
    await decideHeldChange(context, orgId, await theHeld(), 'rejected');
    await runAll();
    expect(await tenant(orgId).count(memberships, { source: 'manual', role: 'Workspace Admin' })).toBe(size);
  });
});
