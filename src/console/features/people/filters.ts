/** By what people can be filtered; all of it is in the address. */
import { getRouteApi } from '@tanstack/react-router';
import { api } from '../../lib/client.ts';
import { statuses } from '../../lib/messages/general.ts';
import { people as text } from '../../lib/messages/people.ts';
import { sourceNames } from '../../lib/messages/reasons.ts';
import { useMay, useOrganization } from '../../lib/session.ts';
import type { Member } from '../../lib/types.ts';
import type { PeopleSearch } from './use-people.ts';

const route = getRouteApi('/console/$organizationId/people');

export const filterKeys = ['status', 'role', 'workspace', 'source', 'group', 'locked', 'signedIn', 'verified'] as const;
export type Filters = Pick<PeopleSearch, (typeof filterKeys)[number]>;

export const noFilters: Filters = Object.fromEntries(filterKeys.map((key) => [key, undefined]));

export function useFilters(): readonly [filters: Filters, change: (changes: Partial<PeopleSearch>) => void] {
  const navigate = route.useNavigate();
  return [
    route.useSearch(),
    (changes) => void navigate({ search: (before: PeopleSearch) => ({ ...before, ...changes }) }),
  ];
}

export function useWorkspaceNames(enabled: boolean): ReadonlyMap<string, string> {
  const { id: org } = useOrganization();
  const params = { path: { org }, query: { limit: 500 } };
  const { data } = api.useQuery('get', '/organizations/{org}/workspaces', { params }, { enabled });
  return new Map((data?.items ?? []).map(({ id, name }) => [id, name]));
}

/** The filters that are set, in words; what has no name here is told by its id. */
export function useFilterWords(filters: Filters, rows: readonly Member[]): { key: keyof Filters; text: string }[] {
  const { status, role, workspace, source, group, locked, signedIn, verified } = filters;
  const workspaceNames = useWorkspaceNames(workspace !== undefined);
  const groupName = useGroupName(group, rows);
  const { filters: names } = text;
  const words: Record<keyof Filters, string | undefined> = {
    status: status && text.chip(names.status, statuses[status]),
    role,
    workspace: workspace && text.chip(names.workspace, workspaceNames.get(workspace) ?? workspace),
    source: source && text.chip(names.source, sourceNames[source] ?? source),
    group: groupName && text.chip(names.group, groupName),
    locked: locked === undefined ? undefined : text.locked[`${locked}`],
    signedIn: signedIn === undefined ? undefined : text.signedIn[`${signedIn}`],
    verified: verified === undefined ? undefined : text.chip(names.verified, text.verified[`${verified}`]),
  };
  return filterKeys.flatMap((key) => (words[key] === undefined ? [] : [{ key, text: words[key] }]));
}

/** Whoever is found is in the group and knows its name; where nobody is, it is asked for. */
function useGroupName(group: string | undefined, rows: readonly Member[]): string | undefined {
  const { id: org } = useOrganization();
  const may = useMay()('access:read');
  const known = rows[0]?.groups.find(({ id }) => id === group)?.displayName;
  const { data } = api.useQuery(
    'get',
    '/organizations/{org}/scim/groups/{id}',
    { params: { path: { org, id: group ?? '' } } },
    { enabled: may && group !== undefined && known === undefined },
  );
  return known ?? data?.displayName ?? group;
}
