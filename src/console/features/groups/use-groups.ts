import { keepPreviousData } from '@tanstack/react-query';
import { api } from '../../lib/client.ts';
import type { Group } from '../../lib/types.ts';

type GroupsSearch = {
  readonly q?: string | undefined;
  readonly state?: Group['mapping']['state'] | undefined;
  readonly madeBy: Group['madeBy'];
};

/** The groups that the search finds, page by page; those of the search before stay in sight until they are there. */
export function useGroups(org: string, { q, state, madeBy }: GroupsSearch) {
  const found = api.useInfiniteQuery(
    'get',
    '/organizations/{org}/scim/groups',
    { params: { path: { org }, query: { q, state, madeBy, limit: 100 } } },
    {
      pageParamName: 'cursor',
      initialPageParam: null,
      getNextPageParam: ({ nextCursor }: { nextCursor: string | null }) => nextCursor ?? undefined,
      placeholderData: keepPreviousData,
    },
  );
  return {
    rows: (found.data?.pages ?? []).flatMap(({ items }) => items),
    error: found.error,
    refetch: found.refetch,
    isFirstLoad: found.isPending,
    isStale: found.isPlaceholderData,
    more: { has: found.hasNextPage, load: () => found.isFetching || found.fetchNextPage() },
  };
}
