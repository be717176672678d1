/** Lists that come page by page. */

/** What `api.useInfiniteQuery` needs to go from page to page of any list of the API. */
export const byCursor = {
  pageParamName: 'cursor',
  initialPageParam: null,
  getNextPageParam: ({ nextCursor }: { nextCursor: string | null }) => nextCursor ?? undefined,
};

type Page<Row> = { readonly items: readonly Row[]; readonly total?: number | undefined };

type Found<Row> = {
  readonly data: { readonly pages: readonly Page<Row>[] } | undefined;
  readonly error: unknown;
  readonly refetch: () => unknown;
  readonly isPending: boolean;
  readonly isPlaceholderData: boolean;
  readonly hasNextPage: boolean;
  readonly isFetching: boolean;
  readonly fetchNextPage: () => unknown;
};

/** The pages that are here, as a table takes them. */
export function listed<Row>(found: Found<Row>) {
  const pages = found.data?.pages ?? [];
  return {
    rows: pages.flatMap(({ items }) => items),
    total: pages[0]?.total,
    error: found.error,
    refetch: found.refetch,
    isFirstLoad: found.isPending,
    isStale: found.isPlaceholderData,
    more: { has: found.hasNextPage, load: () => found.isFetching || found.fetchNextPage() },
  };
}

/** What asks for the next page of a list that is shown whole. */
export type Next = { readonly has: boolean; readonly busy: boolean; readonly load: () => void };

type Pages<Row> = Pick<Found<Row>, 'data' | 'error' | 'refetch' | 'hasNextPage' | 'fetchNextPage'> & {
  readonly isFetchingNextPage: boolean;
};

/** The pages that are here as one list. */
export function together<Row>(found: Pages<Row>) {
  const pages = found.data?.pages;
  const next: Next = {
    has: found.hasNextPage,
    busy: found.isFetchingNextPage,
    load: () => void found.fetchNextPage(),
  };
  return {
    data: pages && { items: pages.flatMap(({ items }) => items) },
    error: found.error,
    refetch: found.refetch,
    next,
  };
}
