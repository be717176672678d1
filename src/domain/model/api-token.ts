/** API keys: personal ones, service keys of an organization, and the operator's deployment key. */
import { type DocumentOf, defineCollection } from '../../storage/collection.ts';
import { boolean, date, listOf, nullable, oneOf, optional, text } from '../../storage/fields.ts';
import { DomainError } from '../kernel/domain-error.ts';

export const apiTokens = defineCollection(
  'apiTokens',
  'system',
  {
    /** `personal` acts as its account, `service` as an admin of its organization, `deployment` as the operator. */
    kind: oneOf('personal', 'service', 'deployment'),
    orgId: nullable(text),
    accountId: nullable(text),
    /** Of a personal key: the connection of the session in which it was made, whose reach it has (P5, P6). */
    connectionId: nullable(text),
    /** Of a personal key: hashes of the client addresses that it is known to be used from; absent: none is known yet. */
    addresses: optional(listOf(text)),
    /** SHA-256 of the secret. */
    hash: text,
    description: text,
    scopes: listOf(oneOf('read', 'write')),
    createdAt: date,
    /** Of a personal key that was made with another one: from when their days count together; else it is `createdAt`. */
    countsFrom: optional(date),
    /** As it was ordered; a personal key ends earlier where the deployment says so (`endOf`). */
    expiresAt: nullable(date),
    lastUsedAt: nullable(date),
    revokedAt: nullable(date),
    /** Of a service key: a start in evaluation mode made it, so the first real start ends it. */
    evaluation: optional(boolean),
  },
  [
    { keys: { hash: 1 }, unique: true },
    { keys: { accountId: 1 } },
    { keys: { orgId: 1 } },
    { keys: { kind: 1 }, unique: true, partial: { kind: 'deployment', revokedAt: null } },
  ],
);

export type ApiTokenDocument = DocumentOf<typeof apiTokens>;

export type NewApiToken = Pick<ApiTokenDocument, 'description' | 'scopes' | 'expiresAt' | 'evaluation'>;

/**
 * When a key ends; null: never.
 * @param maxDays API_KEY_MAX_DAYS: how long a personal one lives at most, also one that was made before they counted
 */
export function endOf(
  { kind, createdAt, countsFrom = createdAt, expiresAt }: ApiTokenDocument,
  maxDays: number,
): Date | null {
  if (kind !== 'personal') return expiresAt;
  const latest = new Date(countsFrom.getTime() + maxDays * 86_400_000);
  return expiresAt !== null && expiresAt <= latest ? expiresAt : latest;
}

/** Whether the key was revoked or has ended. */
export function isOver(token: ApiTokenDocument, maxDays: number, at: Date): boolean {
  const end = endOf(token, maxDays);
  return token.revokedAt !== null || (end !== null && end <= at);
}

export function keyNotFound(): DomainError {
  return new DomainError('not_found', 'api_key_not_found', 'There is no such API key.');
}
