import { beforeEach, describe, expect, it } from 'vitest';
import { fullAuthority } from '../../../src/domain/access/authority/authority.ts';
import { membersPerCommit, resyncChunk } from '../../../src/domain/access/large-change.ts';
import { setOverride } from '../../../src/domain/access/override/set-override.ts';
import { accessOf } from '../../../src/domain/access/read-access.ts';
import { runJobs } from '../../../src/domain/administration/jobs/run-jobs.ts';
import {
  createWorkspace,
  deleteWorkspace,
} from '../../../src/domain/administration/organizations/change-workspaces.ts';
import { changeRole, createRole } from '../../../src/domain/administration/roles/change-roles.ts';
import { changeGroup } from '../../../src/domain/directory/change-group.ts';
import { shiftClock } from '../../../src/domain/kernel/clock.ts';
import { events } from '../../../src/domain/model/event.ts';
import { jobs } from '../../../src/domain/model/job.ts';
import { members } from '../../../src/domain/model/member.ts';
import { memberships } from '../../../src/domain/model/membership.ts';
import { mongoClient } from '../../../src/storage/connection.ts';
import { tenant } from '../../../src/storage/tenant.ts';
import { createGroup } from '../../support/create-group.ts';
import { newUsers } from '../../support/crowd.ts';
import { context, named, newOrganization, setOrganizationRole, testDeployment } from '../../support/domain.ts';
import { faultsOf } from '../invariants.ts';

testDeployment();

const size = membersPerCommit + 50;
let orgId: string;
let workspaceId: string;
let groupId: string;
let userIds: string[];

/** One group that makes more people Workspace Editor than one commit carries. */
beforeEach(async () => {
  ({ orgId, workspaceId } = await newOrganization());
  userIds = await newUsers(orgId, size);
  const name = 'Organization User:Workspace 1:Workspace Editor';
  groupId = (await createGroup(context, orgId, named(name), userIds))._id;
}, 300_000);

const rename = (name: string) => changeGroup(context, orgId, groupId, { content: () => named(name) });
const storedRoles = async () => countBy((await tenant(orgId).find(memberships, {})).map(({ role }) => role));

/** The roles in the workspace that readers see. */
async function seenRoles(): Promise<Record<string, number>> {
  const views = await accessOf(orgId, await tenant(orgId).find(members, {}));
  return countBy([...views.values()].flatMap(({ workspaces }) => workspaces.map(({ role }) => role)));
}

function countBy(values: readonly string[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const value of values) counts[value] = (counts[value] ?? 0) + 1;
  return counts;
}

const theJob = async () => (await tenant(orgId).find(jobs, {}))[0];

describe('a change of access for more members than one commit carries', { timeout: 300_000 }, () => {
  it('is seen by every reader at once, and stored by a job that tells how far it is', async () => {
    await rename('Organization User:Workspace 1:Workspace Viewer');
    expect(await storedRoles()).toEqual({ 'Workspace Editor': size });
    expect(await seenRoles()).toEqual({ 'Workspace Viewer': size });
    expect(await theJob()).toMatchObject({ kind: 'resync-access', status: 'running', total: null, done: 0 });

    await runJobs();
    expect(await theJob()).toMatchObject({ status: 'settling', total: size, done: size, lastError: null });
    expect(await storedRoles()).toEqual({ 'Workspace Viewer': size });
    expect(await faultsOf(orgId)).toEqual([]);
    const shown = await tenant(orgId).count(members, { derivedVersion: 2 });
    expect(shown).toBe(size);
  });

  it('goes on where it stood when it was interrupted, and twice the same chunk changes nothing twice', async () => {
    await rename('Organization User:Workspace 1:Workspace Viewer');
    const job = { orgId, context, groupId };
    // Two processes that take the same members at the same time.
    await Promise.all([resyncChunk(job), resyncChunk(job)]);
    await Promise.all([runJobs(), runJobs()]);
    await runJobs();
    expect(await storedRoles()).toEqual({ 'Workspace Viewer': size });
    const changes = await tenant(orgId).count(events, { type: 'membership.changed', 'after.role': 'Workspace Viewer' });
    expect(changes).toBe(size);
    expect(await faultsOf(orgId)).toEqual([]);
  });

  it('lets other decisions about the same members through, before and while it runs', async () => {
    const [first, second, third] = userIds as [string, string, string];
    await setOrganizationRole(context, orgId, third, 'Organization Admin');
    await rename('Organization User:Workspace 1:Workspace Viewer');
    await setOverride(context, fullAuthority, orgId, workspaceId, first, {
      effect: 'deny',
      reason: null,
      expiresAt: null,
    });
    await changeGroup(context, orgId, groupId, { members: [{ kind: 'remove', values: [second] }] });
    await resyncChunk({ orgId, context, groupId });
    await rename('Organization User:Workspace 1:Workspace Admin');
    const expected = { 'Workspace Admin': size - 2 };
    expect(await seenRoles()).toEqual(expected);
    while (await runJobs());
    expect(await storedRoles()).toEqual(expected);
    expect(await faultsOf(orgId)).toEqual([]);
  });

  it('is the same for a workspace that is deleted', async () => {
    await createWorkspace(context, orgId, 'Other');
    await deleteWorkspace(context, orgId, workspaceId);
    expect(await seenRoles()).toEqual({});
    while (await runJobs());
    expect(await storedRoles()).toEqual({});
    expect(await faultsOf(orgId)).toEqual([]);
  });

  it('is the same for a custom role that gets another rank', async () => {
    const role = await createRole(context, orgId, { name: 'Annotator', description: '', rank: 600 });
    await createGroup(context, orgId, named('Organization User:Workspace 1:Annotator'), userIds);
    expect(await seenRoles()).toEqual({ [role._id]: size });
    await changeRole(context, orgId, role._id, { rank: 400 });
    expect(await storedRoles()).toEqual({ [role._id]: size });
    expect(await seenRoles()).toEqual({ 'Workspace Editor': size });
    while (await runJobs());
    expect(await storedRoles()).toEqual({ 'Workspace Editor': size });
    expect(await faultsOf(orgId)).toEqual([]);
  });

  it('looks once more when every decision that was loaded before it has been committed', async () => {
    await rename('Organization User:Workspace 1:Workspace Viewer');
    while (await runJobs());
    // Somebody was decided about by the rules of before, and committed after the job had looked for the last time.
    await putBehind();
    shiftClock(120_000);
    await runJobs();
    shiftClock(0);
    expect(await theJob()).toMatchObject({ status: 'done' });
    expect(await tenant(orgId).count(members, { accessEpoch: 0 })).toBe(0);
  });
});

async function putBehind(): Promise<void> {
  await mongoClient()
    .db()
    .collection<{ _id: string }>('members')
    .updateOne({ _id: userIds[0] as string }, { $set: { accessEpoch: 0 } });
}
