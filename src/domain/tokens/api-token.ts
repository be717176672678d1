/** API keys: personal ones, service keys of an organization, and the operator's deployment key. */
import { timingSafeEqual } from 'node:crypto';
import { type Document, defineCollection, newId } from '../../storage/collection.ts';
import { system } from '../../storage/tenant.ts';
import { now } from '../clock.ts';
import type { Context } from '../context.ts';
import { DomainError } from '../errors.ts';
import { operate } from '../operation.ts';
import { organizations } from '../organizations/organization.ts';
import { hashSecret, newSecret } from './secret.ts';

export type ApiTokenDocument = Document & {
  /** `personal` acts as its account, `service` as an admin of its organization, `deployment` as the operator. */
  kind: 'personal' | 'service' | 'deployment';
  orgId: string | null;
  accountId: string | null;
  /** Of a personal key: the connection of the session in which it was made, whose reach it has (4.1a P5, P6). */
  connectionId: string | null;
  /** SHA-256 of the secret. */
  hash: string;
  description: string;
  scopes: ('read' | 'write')[];
  createdAt: Date;
  expiresAt: Date | null;
  lastUsedAt: Date | null;
  revokedAt: Date | null;
};

export const apiTokens = defineCollection<ApiTokenDocument>(
  'apiTokens',
  'system',
  {
    kind: String,
    orgId: String,
    accountId: String,
    connectionId: String,
    hash: String,
    description: String,
    scopes: [String],
    createdAt: Date,
    expiresAt: Date,
    lastUsedAt: Date,
    revokedAt: Date,
  },
  [
    { keys: { hash: 1 }, unique: true },
    { keys: { accountId: 1 } },
    { keys: { orgId: 1 } },
    { keys: { kind: 1 }, unique: true, partial: { kind: 'deployment', revokedAt: null } },
  ],
);

export type NewApiToken = Pick<ApiTokenDocument, 'description' | 'scopes' | 'expiresAt'>;
/** Whose keys: an account's own, or an organization's. */
export type ApiTokenOwner = { readonly accountId: string; readonly connectionId: string } | { readonly orgId: string };

/** The live key that has this secret, else null. */
export async function authenticateApiToken(secret: string): Promise<ApiTokenDocument | null> {
  const hash = hashSecret(secret);
  const scope = system('credentials');
  const token = await scope.findOne(apiTokens, { hash });
  if (!token || !timingSafeEqual(Buffer.from(token.hash), Buffer.from(hash))) return null;
  const at = now();
  if (token.revokedAt !== null || (token.expiresAt !== null && token.expiresAt <= at)) return null;
  if (token.orgId !== null && !(await system('deployment').findOne(organizations, { _id: token.orgId }))) return null;
  if (token.lastUsedAt === null || token.lastUsedAt.getTime() < at.getTime() - 60_000)
    await scope.updateOne(apiTokens, { _id: token._id }, { $set: { lastUsedAt: at } });
  return token;
}

function ownedBy(owner: ApiTokenOwner): Record<string, unknown> {
  return 'accountId' in owner
    ? { kind: 'personal', accountId: owner.accountId }
    : { kind: 'service', orgId: owner.orgId };
}

/** The owner's keys that are not revoked, newest first. */
export function listApiTokens(owner: ApiTokenOwner): Promise<ApiTokenDocument[]> {
  return system('credentials').find(apiTokens, { ...ownedBy(owner), revokedAt: null }, { sort: { _id: -1 } });
}

/** A key of the owner that is not revoked. @throws DomainError not_found when the owner has no such key */
export async function getApiToken(owner: ApiTokenOwner, tokenId: string): Promise<ApiTokenDocument> {
  const token = await system('credentials').findOne(apiTokens, { ...ownedBy(owner), _id: tokenId, revokedAt: null });
  if (!token) throw new DomainError('not_found', 'api_key_not_found', 'There is no such API key.');
  return token;
}

/** Creates a key; its secret is in the answer and nowhere else. */
export function createApiToken(
  context: Context,
  owner: ApiTokenOwner,
  order: NewApiToken,
): Promise<{ token: ApiTokenDocument; secret: string }> {
  const secret = newSecret('usher_key');
  return operate('orgId' in owner ? owner.orgId : null, context, {
    secretResult: true,
    load: async () => null,
    decide: (_, draft) => {
      const token: ApiTokenDocument = {
        _id: newId(),
        kind: 'accountId' in owner ? 'personal' : 'service',
        orgId: 'orgId' in owner ? owner.orgId : null,
        accountId: 'accountId' in owner ? owner.accountId : null,
        connectionId: 'accountId' in owner ? owner.connectionId : null,
        hash: hashSecret(secret),
        ...order,
        createdAt: draft.now,
        lastUsedAt: null,
        revokedAt: null,
      };
      draft.insert(apiTokens, token);
      if ('orgId' in owner)
        draft.event({
          type: 'api_key.created',
          subject: { tokenId: token._id },
          after: { description: order.description, scopes: order.scopes },
        });
      return { token, secret };
    },
  });
}

/** Ends a key at once. @throws DomainError not_found when the owner has no such key */
export function revokeApiToken(context: Context, owner: ApiTokenOwner, tokenId: string): Promise<void> {
  return operate('orgId' in owner ? owner.orgId : null, context, {
    load: () => getApiToken(owner, tokenId),
    decide: (_, draft) => {
      draft.update(apiTokens, tokenId, { revokedAt: draft.now }, { revokedAt: null });
      if ('orgId' in owner) draft.event({ type: 'api_key.revoked', subject: { tokenId } });
    },
  });
}
