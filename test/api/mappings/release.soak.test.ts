import { expect, it } from 'vitest';
import { membersPerCommit } from '../../../src/domain/access/large-change.ts';
import { accessOf } from '../../../src/domain/access/read-access.ts';
import { runJobs } from '../../../src/domain/administration/jobs/run-jobs.ts';
import { jobs } from '../../../src/domain/model/job.ts';
import { members } from '../../../src/domain/model/member.ts';
import { tenant } from '../../../src/storage/tenant.ts';
import { faultsOf } from '../../domain/invariants.ts';
import { createGroup } from '../../support/create-group.ts';
import { newUsers } from '../../support/crowd.ts';
import { context, named, newOrganization } from '../../support/domain.ts';
import { testApi } from '../api-app.ts';

const api = testApi();

it('the members of a group larger than one commit keep the roles of a deleted mapping by a job', async () => {
  const { orgId, workspaceId } = await newOrganization();
  const ask = (verb: 'get' | 'post' | 'delete', path: string, body?: object) =>
    api.operator(verb, `/organizations/${orgId}/scim/${path}`, body);
  const ids = await newUsers(orgId, membersPerCommit + 20);
  const { _id } = await createGroup(context, orgId, named('Everybody'), ids);
  const targets = [{ workspaceId, workspaceRole: 'Workspace Viewer' }];
  const { body } = await ask('post', 'mappings', { group: { id: _id }, targets });
  const deleted = await ask('delete', `mappings/${body.id}?onDelete=keep`);
  expect(deleted.status).toBe(202);
  while (await runJobs());
  expect(await tenant(orgId).findOne(jobs, { _id: deleted.body.jobId })).toMatchObject({
    status: 'done',
    done: ids.length,
  });
  const views = await accessOf(orgId, await tenant(orgId).find(members, { _id: { $in: ids } }));
  const sources = new Set([...views.values()].flatMap(({ workspaces }) => workspaces.map(({ source }) => source)));
  expect([views.size, [...sources]]).toEqual([ids.length, ['manual']]);
  expect((await ask('get', 'mappings')).body.items).toEqual([]);
  expect(await faultsOf(orgId)).toEqual([]);
});
