/**
 * Cursors (RFC 9865): where a page ended, as text that only this server makes. A cursor is signed, belongs to one
 * organization and one query, and ends after `cursorLifetimeSeconds`.
 */
import { createHash, createHmac } from 'node:crypto';
import type { SortKey, SortValue } from '../../domain/directory/list-users.ts';
import { equalSecret } from '../../http/equal-secret.ts';
import { cursorLifetimeSeconds } from '../schema/client-limits.ts';
import { ScimError } from '../scim-error.ts';

/** The values of a query that a cursor is bound to; `count` and the selection of attributes may change from page to page. */
export type CursorScope = {
  readonly orgId: string;
  readonly endpoint: string;
  readonly filter: string | null;
  readonly sortBy: string | null;
  readonly sortOrder: string;
};

export type Cursors = {
  /** The cursor of the page after the row with this sort key. */
  readonly write: (scope: CursorScope, key: SortKey, at: Date) => string;
  /** @throws ScimError 400 `invalidCursor` or `expiredCursor` */
  readonly read: (scope: CursorScope, cursor: string, at: Date) => SortKey;
};

/** @param secret the deployment's, the same in every process */
export function cursorsBy(secret: string): Cursors {
  const signed = (scope: CursorScope, payload: string) =>
    createHmac('sha256', `scim cursor ${secret}`)
      .update(`${digest(scope)}.${payload}`)
      .digest('base64url');
  return {
    write: (scope, key, at) => {
      const payload = toText([Math.floor(at.getTime() / 1_000), ...key.map(packed)]);
      return `${payload}.${signed(scope, payload)}`;
    },
    read: (scope, cursor, at) => {
      const [payload = '', ...signature] = cursor.split('.');
      // Compared as text: several texts of base64url decode to the same bytes, and only one of them is ours.
      if (!equalSecret(signature.join('.'), signed(scope, payload))) throw invalidCursor();
      const [issued, ...key] = fromText(payload);
      if (Number(issued) + cursorLifetimeSeconds < at.getTime() / 1_000) {
        throw new ScimError(
          400,
          'expiredCursor',
          'This cursor has expired. Start again at the first page, with cursor=.',
        );
      }
      return key.map(unpacked);
    },
  };
}

function digest({ orgId, endpoint, filter, sortBy, sortOrder }: CursorScope): string {
  return createHash('sha256')
    .update(JSON.stringify([orgId, endpoint, filter, sortBy, sortOrder]))
    .digest('base64url');
}

function invalidCursor(): ScimError {
  const detail = 'This cursor is not of this list: use nextCursor of the page before with the same filter and sort.';
  return new ScimError(400, 'invalidCursor', detail);
}

/** JSON has no dates. */
type Packed = string | number | boolean | null | { readonly date: number };

function packed(value: SortValue): Packed {
  return value instanceof Date ? { date: value.getTime() } : value;
}

function unpacked(value: Packed): SortValue {
  return typeof value === 'object' && value !== null ? new Date(value.date) : value;
}

function toText(values: readonly Packed[]): string {
  return Buffer.from(JSON.stringify(values)).toString('base64url');
}

function fromText(text: string): Packed[] {
  return JSON.parse(Buffer.from(text, 'base64url').toString()) as Packed[];
}
