import { api } from '../../lib/client.ts';
import { held as text } from '../../lib/messages/guard.ts';
import { byCursor, listed } from '../../lib/pages.ts';
import { useOrganization } from '../../lib/session.ts';
import { Button } from '../../ui/button.tsx';
import { type Change, Diff } from '../../ui/diff.tsx';
import { ErrorState } from '../../ui/error-state.tsx';
import { SkeletonLines } from '../../ui/skeleton.tsx';
import css from './scim.module.css';

type Props = { readonly id: string; readonly people: string };

/** Everybody who would lose something by approval, page by page. */
export function Losers({ id, people }: Props) {
  const { id: org } = useOrganization();
  const found = api.useInfiniteQuery(
    'get',
    '/organizations/{org}/held-changes/{id}/members',
    { params: { path: { org, id }, query: { limit: 50 } } },
    byCursor,
  );
  const { rows, error, refetch, isFirstLoad, more } = listed(found);
  if (error) return <ErrorState error={error} onRetry={refetch} compact />;
  if (isFirstLoad) return <SkeletonLines count={4} />;
  const changes = rows.flatMap(({ memberId, name, email, held }) =>
    held.map(({ workspaceId, workspaceName, role }): Change => {
      const place = workspaceName ?? text.organization;
      return {
        key: `${memberId} ${workspaceId} ${role}`,
        what: text.place(name || email || memberId, place),
        before: role,
        after: null,
      };
    }),
  );
  return (
    <div className={css.losers}>
      <p>{text.loses(people)}</p>
      <Diff label={text.losers} changes={changes} />
      {more.has ? (
        <Button busy={found.isFetchingNextPage} onClick={more.load}>
          {text.more}
        </Button>
      ) : null}
    </div>
  );
}
