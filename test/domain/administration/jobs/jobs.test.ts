import { describe, expect, it } from 'vitest';
import { lastAdminReason } from '../../../../src/domain/access/keep-last-admin-unattended.ts';
import { runJobs } from '../../../../src/domain/administration/jobs/run-jobs.ts';
import {
  createWorkspace,
  deleteWorkspace,
  renameWorkspace,
} from '../../../../src/domain/administration/organizations/change-workspaces.ts';
import { changeRole, createRole, deleteRole } from '../../../../src/domain/administration/roles/change-roles.ts';
import { changeScimSettings } from '../../../../src/domain/administration/settings/change-scim-settings.ts';
import { createUser } from '../../../../src/domain/directory/create-user.ts';
import { events } from '../../../../src/domain/model/event.ts';
import { grants } from '../../../../src/domain/model/grant.ts';
import { type GroupDocument, groups } from '../../../../src/domain/model/group.ts';
import { type JobDocument, jobs } from '../../../../src/domain/model/job.ts';
import { members } from '../../../../src/domain/model/member.ts';
import { draftJob } from '../../../../src/domain/operation/draft-job.ts';
import { operate } from '../../../../src/domain/operation/operate.ts';
import { mongoClient } from '../../../../src/storage/connection.ts';
import { tenant } from '../../../../src/storage/tenant.ts';
import { createGroup } from '../../../support/create-group.ts';
import {
  context,
  named,
  newOrganization,
  person,
  setOrganizationRole,
  testDeployment,
} from '../../../support/domain.ts';
import { faultsOf } from '../../invariants.ts';

testDeployment();

const newUser = async (orgId: string, email: string) => (await createUser(context, orgId, person(email)))._id;
const jobsOf = (orgId: string) => tenant(orgId).find(jobs, {}, { sort: { _id: 1 } });
const isDone = ({ status }: JobDocument) => status !== 'running';
const roleOf = async (orgId: string, memberId: string) =>
  (await tenant(orgId).findOne(members, { _id: memberId }))?.organizationRole;
const guardedIn = (orgId: string) => tenant(orgId).find(grants, { source: 'override', reason: lastAdminReason });

/** More groups than are read again within a request. */
async function manyGroups(orgId: string, name: (n: number) => string): Promise<GroupDocument[]> {
  const all = Array.from({ length: 101 }, (_, n) => createGroup(context, orgId, named(name(n)), []));
  return Promise.all(all);
}

describe('a job that would take the role of the last Organization Admin', () => {
  it('keeps that admin by an override when a convention of before made the admin', async () => {
    const { orgId } = await newOrganization();
    await manyGroups(orgId, (n) => `Team ${n}`);
    const byGroup = await newUser(orgId, 'by-group@acme.test');
    const byHand = await newUser(orgId, 'by-hand@acme.test');
    await setOrganizationRole(context, orgId, byHand, 'Organization Admin');
    await createGroup(context, orgId, named('Organization Admins'), [byGroup]);
    const { jobId } = await changeScimSettings(context, orgId, { requiredPrefix: 'Usher-' });
    expect(jobId).not.toBeNull();
    // Allowed: for as long as the job has not come to the group, there is another admin.
    await setOrganizationRole(context, orgId, byHand, null);

    await runJobs();
    expect(await jobsOf(orgId)).toEqual([expect.objectContaining({ status: 'done', lastError: null })]);
    expect(await roleOf(orgId, byGroup)).toBe('Organization Admin');
    expect(await guardedIn(orgId)).toEqual([
      expect.objectContaining({ memberId: byGroup, workspaceId: null, role: 'Organization Admin' }),
    ]);
    expect(await tenant(orgId).find(events, { type: 'override.set', 'subject.memberId': byGroup })).toHaveLength(1);
    expect(await faultsOf(orgId)).toEqual([]);
  });
});

describe('groups that waited for another name of a workspace or role', () => {
  const viewersOf = (workspace: string) => `Organization User:${workspace}:Workspace Viewer`;

  /** What each change of names does to the group that waits for it, or that it makes unmatched. */
  const changes: [string, string, (orgId: string, workspaceId: string) => Promise<unknown>][] = [
    ['a workspace is created', viewersOf('Research'), (orgId) => createWorkspace(context, orgId, 'Research')],
    ['a workspace is renamed', viewersOf('Lab'), (orgId, id) => renameWorkspace(context, orgId, id, 'Lab')],
    [
      'a role is created',
      'Organization User:Workspace 1:Annotator',
      (orgId) => createRole(context, orgId, { name: 'Annotator', description: '' }),
    ],
  ];

  it.each(changes)('are read again when %s', async (_, name, change) => {
    const { orgId, workspaceId } = await newOrganization();
    const group = await createGroup(context, orgId, named(name), [await newUser(orgId, 'ada@acme.test')]);
    expect(group.mapping.state).toBe('unmatched');
    await change(orgId, workspaceId);
    expect((await tenant(orgId).findOne(groups, { _id: group._id }))?.mapping).toEqual({ state: 'convention' });
    expect((await jobsOf(orgId)).filter((job) => job.status !== 'done')).toEqual([]);
    expect(await faultsOf(orgId)).toEqual([]);
  });

  it.each(changes)('are read again by a worker when %s and the process stops right after', async (_, name, change) => {
    const { orgId, workspaceId } = await newOrganization();
    const group = await createGroup(context, orgId, named(name), [await newUser(orgId, 'ada@acme.test')]);
    // More than are read within the request: as after a stop, the commit is all there is.
    await manyGroups(orgId, (n) => `Team ${n}`);
    await change(orgId, workspaceId);
    expect((await tenant(orgId).findOne(groups, { _id: group._id }))?.mapping.state).toBe('unmatched');
    expect(await jobsOf(orgId)).toEqual([expect.objectContaining({ kind: 'remap-unmatched', status: 'running' })]);
    await runJobs();
    expect((await tenant(orgId).findOne(groups, { _id: group._id }))?.mapping).toEqual({ state: 'convention' });
    expect(await jobsOf(orgId)).toEqual([expect.objectContaining({ status: 'done', total: 102, done: 102 })]);
    expect(await faultsOf(orgId)).toEqual([]);
  });

  it('match when what made them ambiguous goes', async () => {
    const { orgId } = await newOrganization();
    const [role] = [await createRole(context, orgId, { name: 'b:Annotator', description: '' })];
    await createRole(context, orgId, { name: 'Annotator', description: '' });
    const [, ambiguous] = [await createWorkspace(context, orgId, 'a'), await createWorkspace(context, orgId, 'a:b')];
    const waiting = async (name: string) => (await createGroup(context, orgId, named(name), []))._id;
    const byRole = await waiting('Organization User:a:b:Annotator');
    const stateOf = async (id: string) => (await tenant(orgId).findOne(groups, { _id: id }))?.mapping;
    expect(await stateOf(byRole)).toEqual({ state: 'unmatched', reason: 'ambiguous' });
    await changeRole(context, orgId, role._id, { name: 'c:Annotator' });
    expect(await stateOf(byRole)).toEqual({ state: 'convention' });

    await createRole(context, orgId, { name: 'b:Reader', description: '' });
    const reader = await createRole(context, orgId, { name: 'Reader', description: '' });
    const again = await waiting('Organization User:a:b:Reader');
    expect(await stateOf(again)).toEqual({ state: 'unmatched', reason: 'ambiguous' });
    await deleteRole(context, orgId, reader._id);
    expect(await stateOf(again)).toEqual({ state: 'convention' });
    await createRole(context, orgId, { name: 'Reader', description: '' });
    const third = await waiting('1 Organization User:a:b:Reader');
    await deleteWorkspace(context, orgId, ambiguous._id);
    expect(await stateOf(third)).toEqual({ state: 'convention' });
    expect(await faultsOf(orgId)).toEqual([]);
  });
});

it('many open jobs of one organization keep no other organization waiting', async () => {
  const draftJobs = (orgId: string, count: number) =>
    operate(orgId, context, {
      load: async () => null,
      decide: (_, draft) => {
        for (let n = 0; n < count; n += 1) draftJob(draft, context, orgId, { kind: 'resync-access', reason: 'a test' });
      },
    });
  const { orgId: stuck } = await newOrganization();
  await draftJobs(stuck, 120);
  const held = { _id: `jobs/${stuck}`, owner: 'another process', until: new Date(Date.now() + 60_000) };
  await mongoClient().db().collection<typeof held>('leases').insertOne(held);
  const { orgId } = await newOrganization();
  await draftJobs(orgId, 1);
  await runJobs();
  expect((await jobsOf(orgId)).filter(isDone)).toHaveLength(1);
  expect((await jobsOf(stuck)).filter(isDone)).toHaveLength(0);
});
