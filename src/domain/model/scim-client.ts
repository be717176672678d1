/**
 * SCIM clients: programs that get short-lived access tokens for `/scim/v2` by OAuth 2.0 client credentials, instead of one
 * token that lasts. One names one organization, as a SCIM token does.
 */
import { type DocumentOf, defineCollection } from '../../storage/collection.ts';
import { anyShape, boolean, date, listOf, nullable, object, oneOf, text } from '../../storage/fields.ts';
import { tenant } from '../../storage/tenant.ts';
import type { Actor } from '../kernel/context.ts';
import { DomainError } from '../kernel/domain-error.ts';

/** Public keys (RFC 7517). */
export type KeySet = { readonly keys: readonly Readonly<Record<string, unknown>>[] };

export const clientAuthentications = ['client_secret', 'private_key_jwt'] as const;

export const scimClients = defineCollection('scimClients', 'tenant', {
  description: text,
  scopes: listOf(oneOf('read', 'write')),
  /** What no schema knows is refused. */
  strict: boolean,
  /** By what it shows who it is. */
  authentication: oneOf(...clientAuthentications),
  /** SHA-256 of each secret; those that were rotated out work until their end. */
  secrets: listOf(object({ hash: text, endsAt: nullable(date) })),
  /** Its public keys in the same way, where they are not read at an address of its own. */
  keySets: listOf(object({ jwks: anyShape<KeySet>(), endsAt: nullable(date) })),
  jwksUri: nullable(text),
  createdAt: date,
  createdBy: anyShape<Actor>(),
  expiresAt: nullable(date),
  /** Written at most once a minute. */
  lastUsedAt: nullable(date),
  revokedAt: nullable(date),
});

export type ScimClientDocument = DocumentOf<typeof scimClients>;

/** What a client was given: it ends by itself, and with its client. */
export const scimAccessTokens = defineCollection(
  'scimAccessTokens',
  'tenant',
  {
    /** SHA-256 of the token. */
    hash: text,
    clientId: text,
    scopes: listOf(oneOf('read', 'write')),
    expiresAt: date,
  },
  [
    { keys: { orgId: 1, hash: 1 }, unique: true },
    { keys: { hash: 1 } },
    { keys: { expiresAt: 1 }, expireAfterSeconds: 0 },
  ],
);

export type ScimAccessTokenDocument = DocumentOf<typeof scimAccessTokens>;

/** Whether tokens may be had by it, and those that were had count. */
export function isClientOver({ revokedAt, expiresAt }: ScimClientDocument, at: Date): boolean {
  return revokedAt !== null || (expiresAt !== null && expiresAt <= at);
}

/** Of its secrets or keys, those that count. */
export function stillGood<T extends { readonly endsAt: Date | null }>(all: readonly T[], at: Date): T[] {
  return all.filter(({ endsAt }) => endsAt === null || endsAt > at);
}

/** A client that is not revoked. @throws DomainError not_found */
export async function getScimClient(orgId: string, clientId: string): Promise<ScimClientDocument> {
  const client = await tenant(orgId).findOne(scimClients, { _id: clientId, revokedAt: null });
  if (!client) throw new DomainError('not_found', 'scim_client_not_found', 'There is no such SCIM client.');
  return client;
}

/** Clients of the organization that are not revoked, newest first. */
export function listScimClients(orgId: string): Promise<ScimClientDocument[]> {
  return tenant(orgId).find(scimClients, { revokedAt: null }, { sort: { _id: -1 } });
}
