/** What an earlier release has stored of memberships, brought to what the access map counts by. */
import { expect, it } from 'vitest';
import { nameGroupsOfMemberships } from '../../../../src/domain/administration/migrations/0003-groups-of-memberships.ts';
import { countFlows } from '../../../../src/domain/administration/statistics/count-flows.ts';
import { createUser } from '../../../../src/domain/directory/create-user.ts';
import { memberships } from '../../../../src/domain/model/membership.ts';
import { modelOf } from '../../../../src/storage/collection.ts';
import { createGroup } from '../../../support/create-group.ts';
import { context, named, newOrganization, person, testDeployment } from '../../../support/domain.ts';
import { faultsOf } from '../../invariants.ts';

testDeployment();

it('the migration names the group and the mapping that each role in a workspace comes from', async () => {
  const { orgId } = await newOrganization();
  const ada = await createUser(context, orgId, person('ada@acme.test'));
  const group = await createGroup(context, orgId, named('Organization User:Workspace 1:Workspace Viewer'), [ada._id]);
  const before = await countFlows(orgId);
  expect(before.flows).toMatchObject([{ source: 'scim-group', groupId: group._id, people: 1 }]);
  const asBefore = { $unset: { groupId: 1, mappingId: 1 } };
  await modelOf(memberships).collection.updateMany({ orgId }, asBefore, { bypassDocumentValidation: true });
  expect((await countFlows(orgId)).flows).toMatchObject([{ groupId: null, mappingId: null, people: 1 }]);
  await nameGroupsOfMemberships();
  await nameGroupsOfMemberships();
  expect(await countFlows(orgId)).toEqual(before);
  expect(await faultsOf(orgId)).toEqual([]);
});
