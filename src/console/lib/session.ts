/** Who is signed in, in which organization the reader is, and what they may there. */
import { useSuspenseQuery } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import { api } from './client.ts';
import type { Me, Organization } from './types.ts';

/** What the session is read by: once, and again when something has changed. */
export const meQuery = () => api.queryOptions('get', '/me', {}, { staleTime: 30_000 });

/** Who may what, as the API itself has it. It changes with the release only. */
export const permissionsQuery = () =>
  api.queryOptions(
    'get',
    '/permissions',
    { params: { query: { limit: 500 } } },
    { staleTime: Number.POSITIVE_INFINITY },
  );

export function useMe(): Me {
  return useSuspenseQuery(meQuery()).data;
}

/** The organization of the address; null where the address has none, or one that is not the reader's. */
export function useOrganizationOrNull(): Organization | null {
  const { organizationId } = useParams({ strict: false });
  return useMe().organizations.find(({ id }) => id === organizationId) ?? null;
}

/** The organization of the address, for pages below one. */
export function useOrganization(): Organization {
  const organization = useOrganizationOrNull();
  if (organization === null) throw new Error('This page stands below an organization.');
  return organization;
}

/** Tells whether the reader may, in the organization of the address or in another one. */
export function useMay(): (permission: string, organization?: Organization | null) => boolean {
  const { data } = useSuspenseQuery(permissionsQuery());
  const here = useOrganizationOrNull();
  return (permission, organization = here) => {
    if (organization === null || organization.role === null || organization.status !== 'active') return false;
    const { role } = organization;
    return data.items.some(({ name, roles }) => name === permission && roles.includes(role));
  };
}

/** Whose role would do, for the sentence that says why not. */
export function useWhoMay(permission: string): string {
  const { data } = useSuspenseQuery(permissionsQuery());
  return data.items.find(({ name }) => name === permission)?.roles.join(' or ') ?? '';
}

/** Tells what the reader may in a workspace in which these roles of theirs count. */
export function useMayIn(held: readonly string[]): (permission: string) => boolean {
  const { data } = useSuspenseQuery(permissionsQuery());
  const { id } = useOrganization();
  const isAdmin = useMay()('access:manage');
  const holds = (name: string) => data.items.find((one) => one.name === name)?.roles ?? [];
  const isCustom = (role: string) => !holds('workspace:read').includes(role);
  // Whoever may read roles manages members somewhere; nobody else can have a role that does.
  const { data: roles } = api.useQuery(
    'get',
    '/organizations/{org}/roles',
    { params: { path: { org: id }, query: { limit: 500 } } },
    { enabled: held.some(isCustom) && !isAdmin },
  );
  return (permission) => {
    if (isAdmin) return true;
    return held.some((role) => {
      if (!isCustom(role)) return holds(permission).includes(role);
      return roles?.items.find(({ name }) => name === role)?.permissions.includes(permission) ?? false;
    });
  };
}
