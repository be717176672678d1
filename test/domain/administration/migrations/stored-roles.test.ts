/** What an earlier release has stored of `roles`, or stores beside this one, brought to what gives roles where an organization lets it. */
import { expect, it } from 'vitest';
import { tellRoleValues } from '../../../../src/domain/administration/migrations/0006-role-values.ts';
import { mendLateWrites } from '../../../../src/domain/administration/migrations/late-writes.ts';
import { readStoredRoles } from '../../../../src/domain/administration/migrations/stored-roles.ts';
import { changeScimSettings } from '../../../../src/domain/administration/settings/change-scim-settings.ts';
import { createUser } from '../../../../src/domain/directory/create-user.ts';
import { deployment } from '../../../../src/domain/model/deployment.ts';
import { members } from '../../../../src/domain/model/member.ts';
import type { Json } from '../../../../src/json.ts';
import { modelOf } from '../../../../src/storage/collection.ts';
import { tenant } from '../../../../src/storage/tenant.ts';
import { context, nameRoles, newOrganization, person, testDeployment } from '../../../support/domain.ts';
import { faultsOf } from '../../invariants.ts';

testDeployment();

const hour = 3_600_000;
const memberOf = async (orgId: string, _id: string) => tenant(orgId).findOne(members, { _id });

/** A release that knows nothing of `roleValues` writes the content alone. */
async function writtenBefore(orgId: string, _id: string, roles: Json[]): Promise<void> {
  const written = { 'resource.roles': roles, updatedAt: new Date() };
  await modelOf(members).collection.updateOne({ orgId, _id: _id as never }, { $set: written, $inc: { version: 1 } });
}

async function upgradedAt(at: Date): Promise<void> {
  await modelOf(deployment).collection.updateOne({}, { $set: { upgradedAt: at } });
}

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
  expect(await memberOf(orgId, ada._id)).toMatchObject({ organizationRole: 'Organization Viewer', hasIdleRoles: true });
  expect(await faultsOf(orgId)).toEqual([]);
});

it('an app role that Entra ID has sent as JSON text is what it names, also where a step before has told the text', async () => {
  const { orgId } = await newOrganization();
  const { _id } = await createUser(context, orgId, person('ada@acme.test'));
  await changeScimSettings(context, orgId, { rolesEnabled: true });
  const text = '{"id":"3f1","value":"OrganizationViewer","displayName":"Organization Viewer"}';
  await writtenBefore(orgId, _id, [{ value: text }]);
  await modelOf(members).collection.updateOne({ orgId, _id: _id as never }, { $set: { roleValues: [text] } });
  await tellRoleValues();
  expect(await memberOf(orgId, _id)).toMatchObject({
    roleValues: ['OrganizationViewer'],
    organizationRole: 'Organization Viewer',
  });
  expect(await faultsOf(orgId)).toEqual([]);
});

it('roles that a server of the release before writes beside this one are read for a day after the upgrade', async () => {
  const { orgId } = await newOrganization();
  const { _id } = await createUser(context, orgId, person('ada@acme.test'));
  await changeScimSettings(context, orgId, { rolesEnabled: true });
  const roleOf = async () => (await memberOf(orgId, _id))?.organizationRole;
  const without = await roleOf();

  await upgradedAt(new Date());
  await writtenBefore(orgId, _id, [{ value: 'Organization Viewer' }]);
  expect(await roleOf()).toBe(without);
  await mendLateWrites();
  expect(await roleOf()).toBe('Organization Viewer');
  // What is gone gives nothing any more.
  await writtenBefore(orgId, _id, []);
  await mendLateWrites();
  expect(await roleOf()).toBe(without);
  expect(await faultsOf(orgId)).toEqual([]);

  await upgradedAt(new Date(Date.now() - 25 * hour));
  await writtenBefore(orgId, _id, [{ value: 'Organization Viewer' }]);
  await mendLateWrites();
  expect(await roleOf()).toBe(without);
});

it('a look alone counts them and changes nothing', async () => {
  const { orgId } = await newOrganization();
  const { _id } = await createUser(context, orgId, person('ada@acme.test'));
  await writtenBefore(orgId, _id, [{ value: 'Organization Viewer' }]);
  const before = await memberOf(orgId, _id);
  expect(await readStoredRoles(orgId, { repair: false })).toBe(1);
  expect(await memberOf(orgId, _id)).toEqual(before);
  expect(await readStoredRoles(orgId, { repair: true })).toBe(1);
  expect(await readStoredRoles(orgId, { repair: false })).toBe(0);
});
