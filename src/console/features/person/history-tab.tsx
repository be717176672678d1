/** What happened to one person, newest first, and as it happens. */
import { api } from '../../lib/client.ts';
import { useLive } from '../../lib/live.ts';
import { person } from '../../lib/messages/person.ts';
import { byCursor } from '../../lib/pages.ts';
import { useOrganization } from '../../lib/session.ts';
import { Button } from '../../ui/button.tsx';
import { ErrorState } from '../../ui/error-state.tsx';
import { Happened } from '../../ui/happened.tsx';
import { LiveMark } from '../../ui/live-mark.tsx';
import { Toolbar } from '../../ui/page.tsx';
import { SkeletonLines } from '../../ui/skeleton.tsx';
import css from './person.module.css';

const text = person.history;
const list = '/organizations/{org}/audit-events';

export function HistoryTab({ memberId }: { readonly memberId: string }) {
  const { id } = useOrganization();
  const found = api.useInfiniteQuery(
    'get',
    list,
    { params: { path: { org: id }, query: { member: memberId, limit: 50 } } },
    byCursor,
  );
  const live = useLive(id, 'audit-event', list, found);
  if (found.error) return <ErrorState error={found.error} onRetry={found.refetch} />;
  if (!found.data) return <SkeletonLines count={6} />;
  const events = found.data.pages.flatMap(({ items }) => items);
  if (events.length === 0) return <p className={css.soft}>{text.empty}</p>;
  return (
    <>
      <Toolbar>
        <LiveMark live={live} />
      </Toolbar>
      <Happened label={text.list} events={events} />
      {found.hasNextPage ? (
        <Button busy={found.isFetchingNextPage} onClick={() => found.fetchNextPage()}>
          {text.more}
        </Button>
      ) : null}
    </>
  );
}
