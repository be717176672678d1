/**
 * Which identity provider an address belongs to, before anybody has signed in. Only the verified domain decides, never who
 * there is: whatever stands before the @, the answer is the same.
 */
import { system } from '../../../storage/tenant.ts';
import { type ConnectionDocument, connections, findOpenConnection, listConnections } from '../../model/connection.ts';
import { asDomainName, domainOwners, ownerOfDomain } from '../../model/email-domain.ts';
import { findOrganization, inLivingOrganizations } from '../../model/organization.ts';

export type Way = Pick<ConnectionDocument, '_id' | 'name'>;

/** The open connections of the organization that has verified the address's domain, oldest first. */
export async function waysOfAddress(email: string): Promise<Way[]> {
  const name = asDomainName(email.slice(email.lastIndexOf('@') + 1));
  const orgId = name === null ? null : await ownerOfDomain(name);
  if (orgId === null || (await findOrganization(orgId)) === null) return [];
  return (await listConnections(orgId)).filter(({ enabled }) => enabled);
}

/** Whether any address leads to a provider of its organization's own, so that asking for one is of use. */
export async function areThereWaysByAddress(): Promise<boolean> {
  const open = await system('sign-in').find(connections, { enabled: true }, { projection: { orgId: 1 } });
  const living = await inLivingOrganizations(open);
  const owners = [...new Set(living.map(({ orgId }) => orgId))];
  return owners.length > 0 && (await system('sign-in').count(domainOwners, { orgId: { $in: owners } }, 1)) > 0;
}

/** A connection by which this browser has come in before; null: it is not open any more. */
export async function knownWay(connectionId: string): Promise<Way | null> {
  return /^[\w-]{1,64}$/.test(connectionId) ? findOpenConnection(connectionId) : null;
}
