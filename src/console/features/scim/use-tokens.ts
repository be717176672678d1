import { api } from '../../lib/client.ts';
import { byCursor, together } from '../../lib/pages.ts';
import { useOrganization } from '../../lib/session.ts';

export function useTokens() {
  const { id: org } = useOrganization();
  return together(
    api.useInfiniteQuery(
      'get',
      '/organizations/{org}/scim/tokens',
      { params: { path: { org }, query: { limit: 100 } } },
      byCursor,
    ),
  );
}
