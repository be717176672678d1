/** Organizations as they were within the last second, for who reads and decides nothing (decision 13). */
import { findOrganization, getOrganization, type OrganizationDocument, organizations } from '../model/organization.ts';
import { hold } from './hold.ts';

/** null: there is none, or it is deleted. */
export const findHeldOrganization = hold({
  key: (orgId: string) => orgId,
  collections: [organizations],
  load: findOrganization,
});

/** @throws DomainError not_found */
export async function getHeldOrganization(orgId: string): Promise<OrganizationDocument> {
  return (await findHeldOrganization(orgId)) ?? (await getOrganization(orgId));
}
