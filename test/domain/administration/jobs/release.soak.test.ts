import { expect, it } from 'vitest';
import { lastAdminReason } from '../../../../src/domain/access/keep-last-admin-unattended.ts';
import { membersPerCommit } from '../../../../src/domain/access/large-change.ts';
import { runJobs } from '../../../../src/domain/administration/jobs/run-jobs.ts';
import { createMapping, deleteMapping } from '../../../../src/domain/administration/mappings/change-mappings.ts';
import { createUser } from '../../../../src/domain/directory/create-user.ts';
import { grants } from '../../../../src/domain/model/grant.ts';
import { type JobDocument, jobs } from '../../../../src/domain/model/job.ts';
import { mappings } from '../../../../src/domain/model/mapping.ts';
import { members } from '../../../../src/domain/model/member.ts';
import type { OrganizationRole } from '../../../../src/domain/model/role.ts';
import { tenant } from '../../../../src/storage/tenant.ts';
import { createGroup } from '../../../support/create-group.ts';
import { newUsers } from '../../../support/crowd.ts';
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

const jobsOf = (orgId: string) => tenant(orgId).find(jobs, {}, { sort: { _id: 1 } });
const isDone = ({ status }: JobDocument) => status !== 'running';
const guardedIn = (orgId: string) => tenant(orgId).find(grants, { source: 'override', reason: lastAdminReason });

it('a mapping that makes the last Organization Admin is not deleted for its caller, and its job keeps an admin', async () => {
  const { orgId } = await newOrganization();
  const userIds = await newUsers(orgId, membersPerCommit + 50);
  const { _id: byHand } = await createUser(context, orgId, person('by-hand@acme.test'));
  const mapped = async (name: string, organizationRole: OrganizationRole) => {
    const { _id: id } = await createGroup(context, orgId, named(name), userIds);
    return createMapping(context, orgId, { id }, { organizationRole });
  };
  const setId = await mapped('Leads', 'Organization Admin');
  // Where the admins' mapping goes, this one decides over the roles that are kept.
  await mapped('Everybody', 'Organization Operator');
  while (await runJobs());
  await expect(deleteMapping(context, orgId, setId, 'keep')).rejects.toMatchObject({ reason: 'last_admin' });
  expect((await jobsOf(orgId)).filter(({ kind }) => kind === 'release-mapping')).toEqual([]);

  await setOrganizationRole(context, orgId, byHand, 'Organization Admin');
  expect(await deleteMapping(context, orgId, setId, 'keep')).toEqual(expect.any(String));
  await setOrganizationRole(context, orgId, byHand, null);
  while (await runJobs());
  expect((await jobsOf(orgId)).filter((job) => !isDone(job) || job.lastError !== null)).toEqual([]);
  expect(await tenant(orgId).count(mappings, { setId })).toBe(0);
  const [guarded, ...more] = await guardedIn(orgId);
  expect(more).toEqual([]);
  const admins = await tenant(orgId).find(members, { organizationRole: 'Organization Admin' });
  expect(admins.map(({ _id }) => _id)).toEqual([guarded?.memberId]);
  expect(await faultsOf(orgId)).toEqual([]);
});
