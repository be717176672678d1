import { api } from '../../lib/client.ts';
import { useOrganization } from '../../lib/session.ts';

/** Numbers that help to read this page; without them it says less. */
export function useSummary() {
  const { id: org } = useOrganization();
  return api.useQuery('get', '/organizations/{org}/stats/summary', { params: { path: { org } } }).data;
}
