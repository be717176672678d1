/** People by workspaces, page by page in both directions. */
import { keepPreviousData, useQueries } from '@tanstack/react-query';
import { useMemo, useState } from 'react';
import { api } from '../../lib/client.ts';
import { byCursor, listed } from '../../lib/pages.ts';
import type { AccessMatrix, Member } from '../../lib/types.ts';

export type MatrixColumn = AccessMatrix['columns'][number];
export type MatrixRow = AccessMatrix['items'][number];
export type MatrixCell = MatrixRow['cells'][number];

export type Person = Omit<MatrixRow, 'cells'> & {
  readonly cells: ReadonlyMap<string, MatrixCell>;
  /** How many of the columns have been read for this row. */
  readonly known: number;
};

export type MatrixSearch = { readonly q?: string | undefined; readonly status?: Member['status'] | undefined };

export const matrixPath = '/organizations/{org}/access-matrix';

export function matrixQuery({ q, status }: MatrixSearch, limit: number) {
  return { q, status, limit, columnLimit: 200 };
}

export function useMatrix(org: string, search: MatrixSearch) {
  const query = matrixQuery(search, 100);
  const first = api.useInfiniteQuery(
    'get',
    matrixPath,
    { params: { path: { org }, query } },
    { ...byCursor, placeholderData: keepPreviousData },
  );
  // Of the columns to the right of the first ones, as far as somebody has gone.
  const [further, setFurther] = useState<readonly string[]>([]);
  const starts = (first.data?.pageParams ?? []) as (string | null)[];
  const across = useQueries({
    queries: further.flatMap((columns) =>
      starts.map((cursor) =>
        api.queryOptions('get', matrixPath, {
          params: { path: { org }, query: { ...query, columns, ...(cursor === null ? {} : { cursor }) } },
        }),
      ),
    ),
    combine: (results) => results.map(({ data }) => data),
  });
  // Of each page of columns, its pages of rows.
  const bands = further.map((_, at) => across.slice(at * starts.length, (at + 1) * starts.length));
  const pages = first.data?.pages ?? [];
  const columns = [...(pages[0]?.columns ?? []), ...bands.flatMap(([top]) => top?.columns ?? [])];
  const { data } = first;
  // biome-ignore lint/correctness/useExhaustiveDependencies: the bands follow from these
  const people = useMemo(
    () =>
      pages.flatMap((page, at) =>
        joined(
          page,
          bands.map((band) => band[at]),
        ),
      ),
    [data, across],
  );
  const last = further.length === 0 ? pages[0] : bands.at(-1)?.[0];
  return {
    ...listed(first),
    people,
    columns,
    moreColumns: {
      has: Boolean(last?.nextColumns),
      load: () => last?.nextColumns && setFurther([...further, last.nextColumns]),
    },
  };
}

/** A page of rows with what is known of the columns to the right of it. */
export function joined({ items, columns }: AccessMatrix, right: readonly (AccessMatrix | undefined)[]): Person[] {
  const gap = right.indexOf(undefined);
  const there = (gap < 0 ? right : right.slice(0, gap)) as readonly AccessMatrix[];
  const known = there.reduce((sum, page) => sum + page.columns.length, columns.length);
  return items.map(({ cells, ...person }, at) => {
    const all = [...cells, ...there.flatMap(({ items: same }) => same[at]?.cells ?? [])];
    return { ...person, known, cells: new Map(all.map((cell) => [cell.workspaceId, cell])) };
  });
}
