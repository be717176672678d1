import { api } from '../../lib/client.ts';
import { useOrganization } from '../../lib/session.ts';

export function useTokens() {
  const { id: org } = useOrganization();
  return api.useQuery('get', '/organizations/{org}/scim/tokens', { params: { path: { org }, query: { limit: 200 } } });
}
