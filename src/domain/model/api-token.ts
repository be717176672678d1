/** API keys: personal ones, service keys of an organization, and the operator's deployment key. */
import { type Document, defineCollection } from '../../storage/collection.ts';
import { DomainError } from '../kernel/errors.ts';

export type ApiTokenDocument = Document & {
  /** `personal` acts as its account, `service` as an admin of its organization, `deployment` as the operator. */
  kind: 'personal' | 'service' | 'deployment';
  orgId: string | null;
  accountId: string | null;
  /** Of a personal key: the connection of the session in which it was made, whose reach it has (P5, P6). */
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

export function keyNotFound(): DomainError {
  return new DomainError('not_found', 'api_key_not_found', 'There is no such API key.');
}
