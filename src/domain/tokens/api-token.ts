/** API keys: personal ones (`personal-key.ts`), service keys of an organization, and the operator's deployment key. */
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
  /** Of a personal key: hashes of the client addresses that it is known to be used from; absent: none is known yet. */
  addresses?: string[];
  /** SHA-256 of the secret. */
  hash: string;
  description: string;
  scopes: ('read' | 'write')[];
  createdAt: Date;
  /** Of a personal key that was made with another one: from when their days count together; else it is `createdAt`. */
  countsFrom?: Date;
  /** As it was ordered; a personal key ends earlier where the deployment says so (`endOf`). */
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
    addresses: [String],
    hash: String,
    description: String,
    scopes: [String],
    createdAt: Date,
    countsFrom: Date,
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

/** `API_KEY_MAX_DAYS`. */
let maxDays = 365;

/** Called once at the start. */
export function useKeyMaxDays(days: number): void {
  maxDays = days;
}

/** How long a personal key may live. */
export function keyMaxDays(): number {
  return maxDays;
}

/** When a key ends; null: never. A personal one lives `API_KEY_MAX_DAYS` at most, also one that was made before they counted. */
export function endOf({ kind, createdAt, countsFrom = createdAt, expiresAt }: ApiTokenDocument): Date | null {
  if (kind !== 'personal') return expiresAt;
  const latest = new Date(countsFrom.getTime() + maxDays * 86_400_000);
  return expiresAt !== null && expiresAt <= latest ? expiresAt : latest;
}

/** Whether the key was revoked or has ended. */
export function isOver(token: ApiTokenDocument, at: Date): boolean {
  const end = endOf(token);
  return token.revokedAt !== null || (end !== null && end <= at);
}

/** The live key that has this secret, else null. */
export async function authenticateApiToken(secret: string): Promise<ApiTokenDocument | null> {
  const hash = hashSecret(secret);
  const scope = system('credentials');
  const token = await scope.findOne(apiTokens, { hash });
  if (!token || !timingSafeEqual(Buffer.from(token.hash), Buffer.from(hash))) return null;
  const at = now();
  if (isOver(token, at)) return null;
  if (token.orgId !== null && !(await system('deployment').findOne(organizations, { _id: token.orgId }))) return null;
  if (token.lastUsedAt === null || token.lastUsedAt.getTime() < at.getTime() - 60_000)
    await scope.updateOne(apiTokens, { _id: token._id }, { $set: { lastUsedAt: at } });
  return token;
}

const ofOrganization = (orgId: string) => ({ kind: 'service', orgId, revokedAt: null });

/** The organization's service keys that are not revoked, newest first. */
export function listServiceKeys(orgId: string): Promise<ApiTokenDocument[]> {
  return system('credentials').find(apiTokens, ofOrganization(orgId), { sort: { _id: -1 } });
}

/** A service key that is not revoked. @throws DomainError not_found */
export async function getServiceKey(orgId: string, tokenId: string): Promise<ApiTokenDocument> {
  const token = await system('credentials').findOne(apiTokens, { ...ofOrganization(orgId), _id: tokenId });
  if (!token) throw keyNotFound();
  return token;
}

export function keyNotFound(): DomainError {
  return new DomainError('not_found', 'api_key_not_found', 'There is no such API key.');
}

/** Creates a service key; its secret is in the answer and nowhere else. */
export function createServiceKey(
  context: Context,
  orgId: string,
  order: NewApiToken,
): Promise<{ token: ApiTokenDocument; secret: string }> {
  const secret = newSecret('usher_key');
  return operate(orgId, context, {
    secretResult: true,
    load: async () => null,
    decide: (_, draft) => {
      const token: ApiTokenDocument = {
        _id: newId(),
        kind: 'service',
        orgId,
        accountId: null,
        connectionId: null,
        hash: hashSecret(secret),
        ...order,
        createdAt: draft.now,
        lastUsedAt: null,
        revokedAt: null,
      };
      draft.insert(apiTokens, token);
      const { description, scopes } = order;
      draft.event({ type: 'api_key.created', subject: { tokenId: token._id }, after: { description, scopes } });
      return { token, secret };
    },
  });
}

/** Ends a service key at once. @throws DomainError not_found */
export function revokeServiceKey(context: Context, orgId: string, tokenId: string): Promise<void> {
  return operate(orgId, context, {
    load: () => getServiceKey(orgId, tokenId),
    decide: (_, draft) => {
      draft.update(apiTokens, tokenId, { revokedAt: draft.now }, { revokedAt: null });
      draft.event({ type: 'api_key.revoked', subject: { tokenId } });
    },
  });
}
