/**
 * 6: members tell what `roles` name beside their content, so that what a directory has sent already gives roles where that is switched on.
 * Step 5 did so before, and took app roles of Entra ID that are written as JSON for what they look like.
 */
import { system } from '../../../storage/tenant.ts';
import { organizations } from '../../model/organization.ts';
import { readStoredRoles } from './stored-roles.ts';

export async function tellRoleValues(): Promise<void> {
  for (const { _id: orgId } of await system('background').find(organizations, {}, { projection: { _id: 1 } }))
    await readStoredRoles(orgId, { repair: true });
}
