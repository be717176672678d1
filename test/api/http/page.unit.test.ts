import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readCursor, toPage } from '../../../src/api/http/page.ts';

type Row = { name: string; id: number };
const keyOf = ({ name, id }: Row) => [name, id];

/** Rows of a list as a database would answer: those after `key` in order, at most `limit`. */
function read(rows: readonly Row[], key: readonly unknown[] | null, limit: number): Row[] {
  const after = key === null ? -1 : rows.findIndex(({ id }) => id === key[1]);
  return rows.slice(after + 1, after + 1 + limit);
}

describe('pages', () => {
  it('give every row once, in order, whatever the limit', () => {
    const anyRows = fc.array(fc.string({ unit: 'grapheme' }), { maxLength: 30 });
    fc.assert(
      fc.property(anyRows, fc.integer({ min: 1, max: 12 }), (names, limit) => {
        const rows = names.map((name, id) => ({ name, id }));
        const seen: Row[] = [];
        let cursor: string | undefined;
        do {
          const page = toPage('l', read(rows, readCursor('l', cursor), limit + 1), limit, keyOf);
          expect(page.items.length).toBeLessThanOrEqual(limit);
          seen.push(...page.items);
          cursor = page.nextCursor ?? undefined;
        } while (cursor !== undefined);
        expect(seen).toEqual(rows);
      }),
      { numRuns: 100 },
    );
  });

  const encoded = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');

  it.each([
    ['[22] another organization', encoded(['members/b', 'Ada', 1])],
    ['an operator as key', encoded(['members/a', { $ne: '' }])],
    ['no JSON', 'bm8'],
    ['no array', encoded({ 0: 'members/a' })],
    ['an empty text', ''],
  ])('refuse a cursor with %s', (_, cursor) => {
    expect(() => readCursor('members/a', cursor)).toThrow(
      expect.objectContaining({ status: 400, code: 'invalid_cursor' }),
    );
  });
});
