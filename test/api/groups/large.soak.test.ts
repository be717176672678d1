/** A group that admins made of more people than one commit carries. */
import { expect, it } from 'vitest';
import { membersPerCommit } from '../../../src/domain/access/large-change.ts';
import { accessOf } from '../../../src/domain/access/read-access.ts';
import { createAdminGroup } from '../../../src/domain/administration/groups/admin-groups.ts';
import { runJobs } from '../../../src/domain/administration/jobs/run-jobs.ts';
import { members } from '../../../src/domain/model/member.ts';
import { tenant } from '../../../src/storage/tenant.ts';
import { faultsOf } from '../../domain/invariants.ts';
import { newUsers } from '../../support/crowd.ts';
import { context, newOrganization } from '../../support/domain.ts';
import { testApi } from '../api-app.ts';

const api = testApi();

it('gives something else, is handed over and deleted by jobs, and readers see the new access at once', async () => {
  const { orgId, workspaceId } = await newOrganization();
  const ask = (verb: 'post' | 'patch' | 'delete', path: string, body?: object) =>
    api.operator(verb, `/organizations/${orgId}/${path}`, body);
  const ids = await newUsers(orgId, membersPerCommit + 20);
  const made = await createAdminGroup(context, orgId, { displayName: 'Everybody' }, ids);
  const seen = async () => {
    const views = await accessOf(orgId, await tenant(orgId).find(members, { _id: { $in: ids } }));
    const rows = [...views.values()].flatMap(({ workspaces }) => workspaces);
    return [rows.length, ...new Set(rows.map(({ role, source }) => `${role} ${source}`))];
  };
  const finish = async () => {
    while (await runJobs());
    expect(await faultsOf(orgId)).toEqual([]);
  };
  const targets = [{ workspaceId, workspaceRole: 'Workspace Viewer' }];
  expect((await ask('patch', `groups/${made}`, { targets })).status).toBe(200);
  expect(await seen()).toEqual([ids.length, 'Workspace Viewer admin-group']);
  await finish();
  expect((await ask('post', `groups/${made}/hand-over`)).status).toBe(204);
  expect(await seen()).toEqual([ids.length, 'Workspace Viewer scim-group']);
  await finish();
  expect(await tenant(orgId).count(members, { groupIds: made })).toBe(ids.length);
  const other = await createAdminGroup(context, orgId, { displayName: 'All', targets }, ids);
  expect((await ask('delete', `groups/${other}`)).status).toBe(204);
  await finish();
  expect(await seen()).toEqual([ids.length, 'Workspace Viewer scim-group']);
}, 600_000);
