/** Personal API keys: they act as their person, and reach what the sign-in reached in which they were made (P6). */
import { createHash } from 'node:crypto';
import { newId } from '../../../storage/collection.ts';
import type { Filter } from '../../../storage/query.ts';
import { system } from '../../../storage/tenant.ts';
import { type EndReason, endEntries } from '../../entry/reach/end-entries.ts';
import { activeMembersOf, type Living, livingEntries, reachOf } from '../../entry/reach/reach.ts';
import { maxTold } from '../../entry/reach/where-told.ts';
import type { Context } from '../../kernel/context.ts';
import { DomainError } from '../../kernel/domain-error.ts';
import { hashSecret, newSecret } from '../../kernel/secret.ts';
import { accounts, getAccount } from '../../model/account.ts';
import {
  type ApiTokenDocument,
  apiTokens,
  endOf,
  isOver,
  keyNotFound,
  type NewApiToken,
} from '../../model/api-token.ts';
import { getDeployment } from '../../model/deployment.ts';
import type { MemberSummary } from '../../model/member.ts';
import { operate } from '../../operation/operate.ts';

const maxKeys = 20;
/** Of a key that is used from more addresses than these, a new one tells nothing. */
const maxAddresses = 100;

/** Who makes a key, and by which connection they came in. */
export type KeyMaker = {
  readonly accountId: string;
  readonly connectionId: string;
  /** From when the days of the personal key count with which they make it; null: they make it in a session. */
  readonly countsFrom: Date | null;
  /** Of the client; the key is known there. null: it is known where it is used first. */
  readonly address: string | null;
};

/** Of which keys: all of an account that live (`livingEntries`), newest first. Those that have expired are among them. */
export async function listPersonalKeys(accountId: string, living: readonly Living[]): Promise<ApiTokenDocument[]> {
  if (living.length === 0) return [];
  return system('credentials').find(
    apiTokens,
    { kind: 'personal', accountId, revokedAt: null, $or: living.map(madeIn) },
    { sort: { _id: -1 } },
  );
}

/** @throws DomainError not_found when none of these has this id */
export async function getPersonalKey(
  accountId: string,
  living: readonly Living[],
  tokenId: string,
): Promise<ApiTokenDocument> {
  const key = (await listPersonalKeys(accountId, living)).find(({ _id }) => _id === tokenId);
  if (!key) throw keyNotFound();
  return key;
}

function madeIn({ connectionIds, after }: Living): Filter<ApiTokenDocument> {
  return { connectionId: { $in: connectionIds }, ...(after && { createdAt: { $gt: after } }) };
}

/**
 * Creates a key; its secret is in the answer and nowhere else. Without `expiresAt` it lives as long as it may.
 * @throws DomainError invalid/expires_too_late, conflict/too_many
 */
export function createPersonalKey(
  context: Context,
  { accountId, connectionId, countsFrom, address }: KeyMaker,
  order: NewApiToken,
): Promise<{ token: ApiTokenDocument; secret: string }> {
  const secret = newSecret('usher_key');
  return operate(null, context, {
    secretResult: true,
    load: async () => {
      // Its revision before the keys that it covers.
      const { keysRevision } = await getAccount(accountId);
      const present = await listPersonalKeys(accountId, await livingEntries(accountId, { within: null }));
      const { apiKeyMaxDays } = await getDeployment();
      return { keysRevision, present, apiKeyMaxDays, told: await reached(accountId, connectionId) };
    },
    decide: ({ keysRevision, present, apiKeyMaxDays, told }, draft) => {
      const { description, scopes } = order;
      const id = newId();
      const token: ApiTokenDocument = {
        _id: id,
        kind: 'personal',
        orgId: null,
        accountId,
        connectionId,
        ...(address !== null && { addresses: [hashed(id, address)] }),
        hash: hashSecret(secret),
        description,
        scopes,
        createdAt: draft.now,
        // Else a key could renew itself for ever.
        ...(countsFrom && { countsFrom }),
        expiresAt: order.expiresAt,
        lastUsedAt: null,
        revokedAt: null,
      };
      requireShortLived(token, apiKeyMaxDays);
      if (present.filter((key) => !isOver(key, apiKeyMaxDays, draft.now)).length >= maxKeys)
        throw new DomainError(
          'conflict',
          'too_many',
          `A person has at most ${maxKeys} personal keys at a time. Revoke one that you do not need.`,
        );
      draft.update(
        accounts,
        accountId,
        { keysRevision: (keysRevision ?? 0) + 1 },
        { keysRevision: keysRevision ?? null },
      );
      draft.insert(apiTokens, token);
      const after = { description, scopes, expiresAt: endOf(token, apiKeyMaxDays)?.toISOString() ?? null };
      for (const { _id: memberId, orgId } of told)
        draft.event({ type: 'api_key.created', orgId, subject: { memberId, tokenId: id }, after });
      return { token, secret };
    },
  });
}

function requireShortLived(token: ApiTokenDocument, maxDays: number): void {
  if (token.expiresAt === null || endOf(token, maxDays) === token.expiresAt) return;
  throw new DomainError(
    'invalid',
    'expires_too_late',
    `A personal key lives at most ${maxDays} days (API_KEY_MAX_DAYS), together with the key that it was made with: choose an earlier end, or leave expiresAt out for the longest time.`,
    '/expiresAt',
  );
}

/** The members through which a sign-in by this connection reaches organizations, as far as they are told. */
async function reached(accountId: string, connectionId: string): Promise<readonly MemberSummary[]> {
  const reach = await reachOf(connectionId);
  return reach === 'nowhere'
    ? []
    : (await activeMembersOf({ accountId, connectionId, reach: reach.only })).slice(0, maxTold);
}

/** Ends one of these keys at once. @throws DomainError not_found */
export async function revokePersonalKey(
  context: Context,
  key: { readonly accountId: string; readonly tokenId: string; readonly connectionIds: readonly string[] | null },
  as: { readonly reason: EndReason; readonly decidedIn: string | null },
): Promise<void> {
  const { accountId, tokenId, connectionIds } = key;
  const keys = { _id: tokenId, accountId, ...(connectionIds && { connectionId: { $in: connectionIds } }) };
  await endEntries(context, { owners: [], sessions: null, keys }, as, keyNotFound);
}

/**
 * A key is used from this address: where it is not known there, its organizations get an event, once.
 * @param told the members within its reach
 */
export async function noteAddress(
  context: Context,
  token: ApiTokenDocument,
  address: string,
  told: readonly MemberSummary[],
): Promise<void> {
  const { _id: tokenId } = token;
  const hash = hashed(tokenId, address);
  if (isKnown(token, hash)) return;
  await operate(null, context, {
    load: () => system('credentials').findOne(apiTokens, { _id: tokenId, revokedAt: null }),
    decide: (present, draft) => {
      if (present === null || isKnown(present, hash)) return;
      const { addresses, description } = present;
      draft.update(apiTokens, tokenId, { addresses: [...(addresses ?? []), hash] }, { addresses: addresses ?? null });
      // Made before addresses were kept: it is known where it is seen first.
      if (addresses === undefined) return;
      for (const { _id: memberId, orgId } of told.slice(0, maxTold))
        draft.event({
          type: 'api_key.used_from_new_address',
          orgId,
          subject: { memberId, tokenId },
          after: { description, address },
        });
    },
  });
}

function isKnown({ addresses = [] }: ApiTokenDocument, hash: string): boolean {
  return addresses.includes(hash) || addresses.length >= maxAddresses;
}

const hashed = (tokenId: string, address: string) =>
  createHash('sha256').update(`${tokenId} ${address}`).digest('base64url');
