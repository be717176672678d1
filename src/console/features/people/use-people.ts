import { keepPreviousData } from '@tanstack/react-query';
import { api } from '../../lib/client.ts';
import { byCursor, listed } from '../../lib/pages.ts';
import type { Member } from '../../lib/types.ts';

export type PeopleSearch = {
  readonly q?: string | undefined;
  readonly status?: Member['status'] | undefined;
  readonly role?: NonNullable<Member['organizationRole']> | undefined;
  readonly group?: string | undefined;
  readonly sort?: 'name' | '-name' | 'createdAt' | '-createdAt' | undefined;
};

/** The people that the search finds, page by page; those of the search before stay in sight until they are there. */
export function usePeople(org: string, { q, status, role, group, sort }: PeopleSearch) {
  const query = { q, status, organizationRole: role, group, sort, limit: 100 };
  const found = api.useInfiniteQuery(
    'get',
    '/organizations/{org}/members',
    { params: { path: { org }, query } },
    { ...byCursor, placeholderData: keepPreviousData },
  );
  return listed(found);
}
