/**
 * Connections: the identity providers of an organization. The deployment's own, made from the environment, has the id
 * `default`, no row here, and serves the default organization.
 */
import { type DocumentOf, defineCollection } from '../../storage/collection.ts';
import {
  boolean,
  date,
  listOf,
  nullable,
  number,
  object,
  oneOf,
  optional,
  type TypeOf,
  text,
} from '../../storage/fields.ts';
import { system, tenant } from '../../storage/tenant.ts';
import { DomainError } from '../kernel/domain-error.ts';
import { inLivingOrganizations } from './organization.ts';

/** The id of the deployment's own connection. */
export const deploymentConnectionId = 'default';

/** Stands in sessions and keys for the connection of who came in with a password. */
export const passwordConnectionId = 'password';

/** By what somebody comes in who may then enter every organization: no organization's own connection. */
export const deploymentWays: readonly string[] = [deploymentConnectionId, passwordConnectionId];

/** Which claims say what about a person. */
const claimNames = object({
  /** null: what ISSUER_SUB_CLAIM_OVERRIDES names for the issuer, else `sub`. */
  subject: nullable(text),
  email: text,
  name: text,
  groups: text,
});
export type ClaimNames = Readonly<TypeOf<typeof claimNames>>;

export const usualClaimNames: ClaimNames = { subject: null, email: 'email', name: 'name', groups: 'groups' };

/** `private_key_jwt`: a JWT that Usher signs with the deployment's key. */
export const clientAuthentications = ['client_secret', 'private_key_jwt'] as const;

export const connections = defineCollection(
  'connections',
  'tenant',
  {
    name: text,
    issuer: text,
    clientId: text,
    /** By what Usher shows the provider who it is; absent: by the secret. */
    clientAuthentication: optional(oneOf(...clientAuthentications)),
    /** Sealed (`secret-box.ts`); of an empty text where there is none. */
    clientSecret: text,
    /** Space separated, `openid` among them. */
    scopes: text,
    claims: claimNames,
    /** Take the provider's emails as verified even where `email_verified` is absent. */
    trustEmail: boolean,
    /** Take `preferred_username` as the name of somebody without a proven address (P3). */
    trustUserName: boolean,
    /** A subject here is the `externalId` that the organization's directory sends (P1). */
    linkByExternalId: boolean,
    /** The groups claim becomes `sso-group` grants at each sign-in. */
    groupSync: boolean,
    /** Who is in none of these is refused; empty: no gate. */
    requiredGroups: listOf(text),
    /** Who is in no group that gives something here is refused; absent: nobody is. */
    requireMappedGroup: optional(boolean),
    /** Only sign-ins of one of these classes will do (`acr_values`); empty or absent: any. */
    acrValues: optional(listOf(text)),
    /** Only sign-ins of the last so many seconds at the provider will do (`max_age`); null or absent: any. */
    maxAgeSeconds: optional(nullable(number)),
    enabled: boolean,
    /** When it was last switched on again: sessions and keys from before are over (P6). Absent: it never was off. */
    switchedOnAt: optional(date),
    /** The issuer that has ever said when somebody signed in there; absent: none has. Nobody sets it. */
    tellsAuthTime: optional(text),
    /** Bumped by each change: every node makes its client anew. */
    version: number,
    createdAt: date,
    updatedAt: date,
  },
  [{ keys: { orgId: 1, name: 1 }, unique: true }],
);

export type ConnectionDocument = DocumentOf<typeof connections>;

/** Whether the provider is asked for the groups of a person. */
export function readsGroups({
  groupSync,
  requiredGroups,
  requireMappedGroup = false,
}: Pick<ConnectionDocument, 'groupSync' | 'requiredGroups' | 'requireMappedGroup'>) {
  return groupSync || requireMappedGroup || requiredGroups.length > 0;
}

/** The organization's connections, oldest first. */
export function listConnections(orgId: string): Promise<ConnectionDocument[]> {
  return tenant(orgId).find(connections, {}, { sort: { _id: 1 } });
}

/** Whether it needs a client secret. */
export function hasClientSecret({ clientAuthentication }: Pick<ConnectionDocument, 'clientAuthentication'>): boolean {
  return clientAuthentication !== 'private_key_jwt';
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

export function connectionNotFound(): DomainError {
  return new DomainError('not_found', 'connection_not_found', 'There is no such connection.');
}
