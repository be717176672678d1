/** Who was invited, and what became of it: sent again, or taken back. */
import { getRouteApi, Link } from '@tanstack/react-router';
import { Mail } from 'lucide-react';
import { useState } from 'react';
import { api } from '../../lib/client.ts';
import { countOf } from '../../lib/format.ts';
import { words } from '../../lib/messages/general.ts';
import { invitations as text } from '../../lib/messages/invitations.ts';
import { byCursor, listed } from '../../lib/pages.ts';
import { invitationStatuses } from '../../lib/searches.ts';
import { useMay, useOrganization, useWhoMay } from '../../lib/session.ts';
import { useTypedSearch } from '../../lib/typed-search.ts';
import { buttonClass } from '../../ui/button.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { ErrorState } from '../../ui/error-state.tsx';
import { SearchField } from '../../ui/field.tsx';
import { SendAgain } from '../../ui/invite/send-again.tsx';
import { Page, Toolbar } from '../../ui/page.tsx';
import { RefusedState } from '../../ui/refused-state.tsx';
import { FilterSelect } from '../../ui/select.tsx';
import { Table } from '../../ui/table.tsx';
import { type Asking, TakeBack } from './invitation-dialogs.tsx';
import { invitationColumns } from './invitations-columns.tsx';

const route = getRouteApi('/console/$organizationId/settings/invitations');

export function InvitationsPage() {
  return useMay()('members:read') ? <Invitations /> : <RefusedState permission="members:read" />;
}

function Invitations() {
  const { id: org } = useOrganization();
  const { q, status } = route.useSearch();
  const navigate = route.useNavigate();
  const [asking, setAsking] = useState<Asking | null>(null);
  const who = useWhoMay('members:manage');
  const forbidden = useMay()('members:manage') ? null : words.onlyWho(who);
  const change = (changes: object) => void navigate({ search: (before) => ({ ...before, ...changes }), replace: true });
  const [typed, setTyped] = useTypedSearch(q ?? '', (next) => change({ q: next }));
  const found = api.useInfiniteQuery(
    'get',
    '/organizations/{org}/invitations',
    { params: { path: { org }, query: { q, status, limit: 100 } } },
    { ...byCursor, placeholderData: (before) => before },
  );
  const { rows, total, error, refetch, isFirstLoad, isStale, more } = listed(found);
  const failed = error && rows.length === 0;
  const nothing = !failed && !isFirstLoad && rows.length === 0;
  const isFiltered = Boolean(q || status);
  const close = () => setAsking(null);
  return (
    <Page title={text.title} text={text.text}>
      <Toolbar count={total === undefined ? null : countOf(total, text.count)}>
        <SearchField label={text.search} value={typed} onChange={setTyped} />
        <FilterSelect
          label={text.filter}
          any={text.any}
          value={status}
          choices={invitationStatuses.map((value) => ({ value, label: text.statuses[value] }))}
          onChange={(next) => change({ status: next })}
        />
      </Toolbar>
      {failed ? <ErrorState error={error} onRetry={refetch} /> : null}
      {nothing && isFiltered ? (
        <EmptyState icon={<Mail aria-hidden />} heading={text.nothing.heading} text={text.nothing.text} />
      ) : null}
      {nothing && !isFiltered ? (
        <EmptyState icon={<Mail aria-hidden />} heading={text.empty.heading} text={text.empty.text}>
          <Link
            to="/console/$organizationId/people"
            params={{ organizationId: org }}
            search={{ invite: true }}
            className={buttonClass({ look: 'primary' })}
          >
            {text.empty.invite}
          </Link>
        </EmptyState>
      ) : null}
      {failed || nothing ? null : (
        <Table
          label={text.list}
          columns={invitationColumns({ organizationId: org, forbidden, onAsk: setAsking })}
          rows={rows}
          rowKey={({ id }) => id}
          rowHeight={52}
          total={total}
          more={more}
          loading={isFirstLoad}
          stale={isStale}
        />
      )}
      {asking?.what === 'again' ? <SendAgain invitation={asking.invitation} onClose={close} /> : null}
      {asking?.what === 'back' ? <TakeBack invitation={asking.invitation} onClose={close} /> : null}
    </Page>
  );
}
