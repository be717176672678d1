/**
 * Connections: the identity providers of an organization. The deployment's own, made from the environment, has the id
 * `default`, no row here, and serves the default organization.
 */
import { defineCollection, type TenantDocument } from '../../storage/collection.ts';
import { system, tenant } from '../../storage/tenant.ts';
import { DomainError } from '../kernel/errors.ts';
import { inLivingOrganizations } from './organization.ts';
import { openSecret } from './secret-box.ts';

/** The id of the deployment's own connection. */
export const deploymentConnectionId = 'default';

/** Which claims say what about a person. */
export type ClaimNames = {
  /** null: what ISSUER_SUB_CLAIM_OVERRIDES names for the issuer, else `sub`. */
  readonly subject: string | null;
  readonly email: string;
  readonly name: string;
  readonly groups: string;
};

export const usualClaimNames: ClaimNames = { subject: null, email: 'email', name: 'name', groups: 'groups' };

export type ConnectionDocument = TenantDocument & {
  name: string;
  issuer: string;
  clientId: string;
  /** Sealed (`secret-box.ts`). */
  clientSecret: string;
  /** Space separated, `openid` among them. */
  scopes: string;
  claims: ClaimNames;
  /** Take the provider's emails as verified even where `email_verified` is absent. */
  trustEmail: boolean;
  /** Take `preferred_username` as the name of somebody without a proven address (P3). */
  trustUserName: boolean;
  /** A subject here is the `externalId` that the organization's directory sends (P1). */
  linkByExternalId: boolean;
  /** The groups claim becomes `sso-group` grants at each sign-in. */
  groupSync: boolean;
  /** Who is in none of these is refused; empty: no gate. */
  requiredGroups: string[];
  enabled: boolean;
  /** When it was last switched on again: sessions and keys from before are over (P6). Absent: it never was off. */
  switchedOnAt?: Date;
  /** Bumped by each change: every node makes its client anew. */
  version: number;
  createdAt: Date;
  updatedAt: Date;
};

export const connections = defineCollection<ConnectionDocument>(
  'connections',
  'tenant',
  {
    name: String,
    issuer: String,
    clientId: String,
    clientSecret: String,
    scopes: String,
    claims: { subject: String, email: String, name: String, groups: String },
    trustEmail: Boolean,
    trustUserName: Boolean,
    linkByExternalId: Boolean,
    groupSync: Boolean,
    requiredGroups: [String],
    enabled: Boolean,
    switchedOnAt: Date,
    version: Number,
    createdAt: Date,
    updatedAt: Date,
  },
  [{ keys: { orgId: 1, name: 1 }, unique: true }],
);

/** Whether the provider is asked for the groups of a person. */
export function readsGroups({ groupSync, requiredGroups }: Pick<ConnectionDocument, 'groupSync' | 'requiredGroups'>) {
  return groupSync || requiredGroups.length > 0;
}

/** The organization's connections, oldest first. */
export function listConnections(orgId: string): Promise<ConnectionDocument[]> {
  return tenant(orgId).find(connections, {}, { sort: { _id: 1 } });
}

/** @throws DomainError not_found */
export async function getConnection(orgId: string, connectionId: string): Promise<ConnectionDocument> {
  const connection = await tenant(orgId).findOne(connections, { _id: connectionId });
  if (!connection) throw connectionNotFound();
  return connection;
}

/** The connection that people can sign in through, of whichever organization; null when it is gone or switched off. */
export async function findOpenConnection(connectionId: string): Promise<ConnectionDocument | null> {
  const found = await system('sign-in').findOne(connections, { _id: connectionId, enabled: true });
  const [living] = await inLivingOrganizations(found ? [found] : []);
  return living ?? null;
}

/** @throws DomainError unavailable/secret_unreadable */
export function clientSecretOf({ clientSecret }: ConnectionDocument): Promise<string> {
  return openSecret(clientSecret);
}

export function connectionNotFound(): DomainError {
  return new DomainError('not_found', 'connection_not_found', 'There is no such connection.');
}
