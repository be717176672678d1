/** Lists that show what is new as it happens: they are read anew when the server says that something has. */
import { type InfiniteData, useQueryClient } from '@tanstack/react-query';
import { useEffect, useEffectEvent, useState } from 'react';
import { type Following, follow } from './follow.ts';

/** As the stream of an organization calls what it tells. */
type LiveEvent = 'audit-event' | 'scim-request';

type Found = {
  readonly data: { readonly pages: readonly unknown[] } | undefined;
  readonly isFetchingNextPage: boolean;
  readonly refetch: (options?: { cancelRefetch?: boolean }) => Promise<unknown>;
};

export type Liveness = {
  readonly following: Following;
  /** There is something new, and the list is not disturbed: its reader has gone back in time. */
  readonly waits: boolean;
  readonly showNewest: () => void;
};

/** @param path of the list in the API */
export function useLive(organizationId: string, event: LiveEvent, path: string, found: Found): Liveness {
  const client = useQueryClient();
  const [following, setFollowing] = useState<Following>('opening');
  const [waits, setWaits] = useState(false);
  // Also who has just asked for older ones, which reading the newest anew would take back.
  const isBack = (found.data?.pages.length ?? 0) > 1 || found.isFetchingNextPage;
  if (waits && !isBack) setWaits(false);

  const refresh = useEffectEvent(async () => {
    if (!isBack) await found.refetch({ cancelRefetch: false });
  });
  const tell = useEffectEvent(() => setWaits(isBack));
  useEffect(() => {
    const url = `/api/v1/organizations/${organizationId}/live`;
    return follow(url, [event], { onFollowing: setFollowing, onEvent: () => tell(), refresh: () => refresh() });
  }, [organizationId, event]);

  const showNewest = () => {
    client.setQueriesData<InfiniteData<unknown>>({ queryKey: ['get', path] }, firstPage);
    void found.refetch();
  };
  return { following, waits, showNewest };
}

/** What counts many things is counted anew not more often than this. */
const countMs = 2_000;

/**
 * Reads these paths of the API anew whenever something happens in the organization.
 * @param enabled whether the reader may follow what happens
 */
export function useRefreshed(organizationId: string, paths: readonly string[], enabled: boolean): void {
  const client = useQueryClient();
  const refresh = useEffectEvent(() =>
    Promise.all(paths.map((path) => client.refetchQueries({ queryKey: ['get', path], type: 'active' }))),
  );
  useEffect(() => {
    if (!enabled) return;
    const url = `/api/v1/organizations/${organizationId}/live`;
    const nothing = () => undefined;
    const told = { onFollowing: nothing, onEvent: nothing, refresh: () => refresh(), collectMs: countMs };
    return follow(url, ['audit-event', 'scim-request'], told);
  }, [organizationId, enabled]);
}

/** Below the path of a list stands also what was asked of it for one row. */
function firstPage(data: InfiniteData<unknown> | undefined): InfiniteData<unknown> | undefined {
  if (!data?.pages) return data;
  return { pages: data.pages.slice(0, 1), pageParams: data.pageParams.slice(0, 1) };
}
