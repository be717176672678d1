/** Keys and tokens as the API shows them. */
import { type ApiTokenDocument, endOf } from '../../domain/model/api-token.ts';
import { type Page, pageOfAll } from '../http/page.ts';

/** A personal key with the end that the deployment sets it. */
export function withEnd(key: ApiTokenDocument, maxDays: number): ApiTokenDocument {
  return { ...key, expiresAt: endOf(key, maxDays) };
}

type StoredToken = {
  readonly _id: string;
  readonly description: string;
  readonly scopes: ('read' | 'write')[];
  readonly createdAt: Date;
  readonly expiresAt: Date | null;
  readonly lastUsedAt: Date | null;
};

/** A page of keys, without their secrets. */
export function toTokenPage(list: string, tokens: readonly StoredToken[], query: Page) {
  const { items, nextCursor } = pageOfAll(list, tokens, query, 'newest first');
  return { items: items.map((token) => toToken(token)), nextCursor };
}

/** A token or key as the API shows it, with its secret only where it was just made. */
export function toToken(
  { _id: id, description, scopes, createdAt, expiresAt, lastUsedAt }: StoredToken,
  secret?: string,
) {
  return {
    id,
    description,
    scopes,
    createdAt: createdAt.toISOString(),
    expiresAt: expiresAt?.toISOString() ?? null,
    lastUsedAt: lastUsedAt?.toISOString() ?? null,
    ...(secret === undefined ? {} : { token: secret }),
  };
}
