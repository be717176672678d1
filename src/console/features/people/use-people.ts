import { keepPreviousData } from '@tanstack/react-query';
import type * as z from 'zod/mini';
import { api } from '../../lib/client.ts';
import { byCursor, listed } from '../../lib/pages.ts';
import type { peopleSearch } from '../../lib/searches.ts';

export type PeopleSearch = z.output<typeof peopleSearch>;

/** The people that the search finds, page by page; those of the search before stay in sight until they are there. */
export function usePeople(org: string, search: PeopleSearch) {
  const found = api.useInfiniteQuery(
    'get',
    '/organizations/{org}/members',
    { params: { path: { org }, query: { ...queryOf(search), limit: 100 } } },
    { ...byCursor, placeholderData: keepPreviousData },
  );
  return listed(found);
}

/** The same people, all of them, as a file. */
export function exportAddress(org: string, search: PeopleSearch): string {
  const given = Object.entries(queryOf(search)).filter((entry): entry is [string, string] => entry[1] !== undefined);
  return `/api/v1/organizations/${org}/member-export?${new URLSearchParams(given)}`;
}

/** The search of the address as the API takes it. */
export function queryOf({ role, locked, signedIn, verified, invite: _, ...same }: PeopleSearch) {
  return {
    ...same,
    organizationRole: role,
    locked: flag(locked),
    signedIn: flag(signedIn),
    emailVerified: flag(verified),
  };
}

function flag(value: boolean | undefined): 'true' | 'false' | undefined {
  return value === undefined ? undefined : value ? 'true' : 'false';
}
