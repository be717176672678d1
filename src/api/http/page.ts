import { z } from 'zod';
import { ApiError } from './api-error.ts';

/** The query parameters of every list; extend it where a list has filters of its own. */
export const pageQuery = z.object({
  limit: z.coerce.number().int().min(1).max(500).default(50).meta({ description: 'Items a page' }),
  cursor: z
    .string()
    .max(2_000)
    .optional()
    .meta({ description: '`nextCursor` of the page before; absent: the first page' }),
});

/** Of lists that can be searched. */
export const searchQuery = pageQuery.extend({
  q: z
    .string()
    .trim()
    .max(200)
    .regex(/^\P{Cc}*$/u, 'Must not contain control characters')
    .optional()
    .meta({ description: 'Only those with this text in the name, or of people in the email; case does not matter' }),
});

export const nextCursorSchema = z
  .string()
  .nullable()
  .meta({ description: 'Send it as `cursor` for the next page; null on the last page', examples: [null] });

/** The answer of a list of `item`s. */
export function pageOf<T extends z.ZodType>(item: T) {
  return z.object({
    items: z.array(item).meta({ description: 'Those of this page, in the order of the list' }),
    nextCursor: nextCursorSchema,
    total: z
      .int()
      .optional()
      .meta({ description: 'How many there are on all pages; on the first page of lists that count', examples: [1] }),
  });
}

/** Which page of a list. */
export type Page = z.output<typeof pageQuery>;

/** Where a page ended: the values of its sort key, the last of them unique (`[nameKey, id]`). */
export type SortKey = readonly (string | number | null)[];

const cursorSchema = z.tuple([z.string()], z.union([z.string(), z.number(), z.null()]));

/**
 * The sort key after which the asked page starts; null for the first page. `list` names the list and its tenant
 * (`members/<orgId>`): a cursor of another list is refused (case 22).
 * @throws ApiError 400 `invalid_cursor`
 */
export function readCursor(list: string, cursor: string | undefined): SortKey | null {
  if (cursor === undefined) return null;
  const [of, ...key] = decoded(cursor) ?? [];
  if (of !== list)
    throw new ApiError(400, 'invalid_cursor', 'This cursor is not of this list: start at its first page.');
  return key;
}

function decoded(cursor: string): [string, ...SortKey] | null {
  try {
    return cursorSchema.parse(JSON.parse(Buffer.from(cursor, 'base64url').toString()));
  } catch {
    return null;
  }
}

/**
 * Makes a page from `rows`, read with `limit + 1` so that one too many shows that there is more. `keyOf` gives a row's
 * sort key for the cursor of the next page.
 */
export function toPage<Row>(
  list: string,
  rows: readonly Row[],
  limit: number,
  keyOf: (row: Row) => SortKey,
): { items: Row[]; nextCursor: string | null } {
  const items = rows.slice(0, limit);
  const last = items.at(-1);
  const more = rows.length > limit && last !== undefined;
  return {
    items,
    nextCursor: more ? Buffer.from(JSON.stringify([list, ...keyOf(last)])).toString('base64url') : null,
  };
}

/** A page of a list so short that it is always read whole. `rows` are in order of their ids, or against it. */
export function pageOfAll<Row extends { readonly _id: string }>(
  list: string,
  rows: readonly Row[],
  { limit, cursor }: Page,
  order: 'oldest first' | 'newest first',
): { items: Row[]; nextCursor: string | null } {
  const after = lastIdOf(readCursor(list, cursor));
  const rest = rows.filter(({ _id }) => after === null || (order === 'oldest first' ? _id > after : _id < after));
  return toPage(list, rest, limit, ({ _id }) => [_id]);
}

/** The id that a sort key ends with; null before the first page. */
export function lastIdOf(key: SortKey | null): string | null {
  const id = key?.at(-1);
  return id === undefined || id === null ? null : String(id);
}

/** The sort key of a member, by name or by id alone: both are in it. */
export function memberKeyOf({ nameKey, _id }: { readonly nameKey: string; readonly _id: string }): SortKey {
  return [nameKey, _id];
}

/** `memberKeyOf` read back from a cursor. */
export function toMemberKey(key: SortKey | null): { nameKey: string; id: string } | null {
  return key && { nameKey: String(key[0] ?? ''), id: String(key[1] ?? '') };
}
