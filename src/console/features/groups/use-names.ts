import { api } from '../../lib/client.ts';
import { useOrganization } from '../../lib/session.ts';

/** The workspaces and workspace roles that there are to give. */
export function useNames() {
  const { id: org } = useOrganization();
  const all = { params: { path: { org }, query: { limit: 500 } } };
  const workspaces = api.useQuery('get', '/organizations/{org}/workspaces', all);
  const roles = api.useQuery('get', '/organizations/{org}/roles', all);
  return { workspaces: workspaces.data?.items ?? [], roles: roles.data?.items ?? [] };
}
