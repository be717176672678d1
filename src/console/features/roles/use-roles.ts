import { api } from '../../lib/client.ts';
import { useOrganization } from '../../lib/session.ts';

/** The workspace roles, the highest first, and the permissions that there are, those of applications too. */
export function useRoles() {
  const { id: org } = useOrganization();
  const roles = api.useQuery('get', '/organizations/{org}/roles', { params: { path: { org }, query: { limit: 500 } } });
  const permissions = api.useQuery('get', '/permissions', { params: { query: { organization: org, limit: 500 } } });
  return {
    roles: roles.data?.items,
    permissions: permissions.data?.items,
    error: roles.error ?? permissions.error,
    refetch: () => Promise.all([roles.refetch(), permissions.refetch()]),
  };
}
