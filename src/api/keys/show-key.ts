/** Keys and tokens as the API shows them. */
import { type ApiTokenDocument, endOf } from '../../domain/model/api-token.ts';
import { type Page, pageOfAll } from '../http/page.ts';

/** A page of keys, without their secrets. */
export function toKeyPage(list: string, keys: readonly ApiTokenDocument[], query: Page) {
  const { items, nextCursor } = pageOfAll(list, keys, query, 'newest first');
  return { items: items.map((key) => toKey(key)), nextCursor };
}

/** A key as the API shows it; a personal one with the end that the deployment sets it. */
export function toKey(key: ApiTokenDocument, secret?: string) {
  return toToken({ ...key, expiresAt: endOf(key) }, secret);
}

type StoredToken = {
  readonly _id: string;
  readonly description: string;
  readonly scopes: ('read' | 'write')[];
  readonly createdAt: Date;
  readonly expiresAt: Date | null;
  readonly lastUsedAt: Date | null;
};

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
