import { expect, it } from 'vitest';
import { changeGroup } from '../../src/domain/directory/change-group.ts';
import { deleteGroup } from '../../src/domain/directory/delete-group.ts';
import { memberships } from '../../src/domain/model/membership.ts';
import { tenant } from '../../src/storage/tenant.ts';
import { createGroup } from '../support/create-group.ts';
import { newUsers } from '../support/crowd.ts';
import { context, named, newOrganization, testDeployment } from '../support/domain.ts';

testDeployment();

it('a group of more members than one commit carries is created, changed and deleted whole, and an unknown member leaves nothing behind', async () => {
  const { orgId, workspaceId } = await newOrganization();
  const ids = await newUsers(orgId, 1_100);
  const name = named('Organization User:Workspace 1:Workspace Viewer');
  await expect(createGroup(context, orgId, name, [...ids, 'nobody'])).rejects.toMatchObject({
    reason: 'unknown_member',
  });
  const group = await createGroup(context, orgId, name, ids);
  expect(await tenant(orgId).count(memberships, { workspaceId })).toBe(1_100);
  await changeGroup(context, orgId, group._id, { members: [{ kind: 'replace', values: ids.slice(0, 5) }] });
  expect(await tenant(orgId).count(memberships, { workspaceId })).toBe(5);
  await changeGroup(context, orgId, group._id, { members: [{ kind: 'add', values: ids }] });
  await deleteGroup(context, orgId, group._id);
  expect(await tenant(orgId).count(memberships, { workspaceId })).toBe(0);
});
