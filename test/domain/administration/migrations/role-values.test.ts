/** What an earlier release has stored of `roles`, brought to what gives roles where an organization lets it. */
import { expect, it } from 'vitest';
import { tellRoleValues } from '../../../../src/domain/administration/migrations/0005-role-values.ts';
import { changeScimSettings } from '../../../../src/domain/administration/settings/change-scim-settings.ts';
import { createUser } from '../../../../src/domain/directory/create-user.ts';
import { members } from '../../../../src/domain/model/member.ts';
import { modelOf } from '../../../../src/storage/collection.ts';
import { tenant } from '../../../../src/storage/tenant.ts';
import { context, nameRoles, newOrganization, person, testDeployment } from '../../../support/domain.ts';
import { faultsOf } from '../../invariants.ts';

testDeployment();

it('the migration tells the roles that a directory has named before, and they count once that is switched on', async () => {
  const { orgId } = await newOrganization();
  const ada = await createUser(context, orgId, person('ada@acme.test'));
  await createUser(context, orgId, person('bob@acme.test'));
  await nameRoles(orgId, ada._id, ['Organization Viewer', 'chief']);
  await modelOf(members).collection.updateMany({ orgId }, { $unset: { roleValues: 1, hasIdleRoles: 1 } });
  await tellRoleValues();
  await tellRoleValues();
  const valuesOf = async () => (await tenant(orgId).find(members, {})).map(({ roleValues = [] }) => roleValues);
  expect((await valuesOf()).sort()).toEqual([[], ['Organization Viewer', 'chief']]);
  await changeScimSettings(context, orgId, { rolesEnabled: true });
  expect(await tenant(orgId).findOne(members, { _id: ada._id })).toMatchObject({
    organizationRole: 'Organization Viewer',
    hasIdleRoles: true,
  });
  expect(await faultsOf(orgId)).toEqual([]);
});
