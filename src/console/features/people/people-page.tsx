/** Everybody in the organization: found by the server, filtered by the address. */
import { getRouteApi, Link } from '@tanstack/react-router';
import { UsersRound } from 'lucide-react';
import { countOf } from '../../lib/format.ts';
import { invite as inviteText, people as text } from '../../lib/messages/people.ts';
import { useMay, useOrganization, useWhoMay } from '../../lib/session.ts';
import { useTypedSearch } from '../../lib/typed-search.ts';
import { Button, buttonClass } from '../../ui/button.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { ErrorState } from '../../ui/error-state.tsx';
import { SearchField } from '../../ui/field.tsx';
import { Page, Toolbar } from '../../ui/page.tsx';
import { RefusedState } from '../../ui/refused-state.tsx';
import { Table } from '../../ui/table.tsx';
import { InviteDialog } from './invite-dialog.tsx';
import { peopleColumns } from './people-columns.tsx';
import { PeopleFilters } from './people-filters.tsx';
import { usePeople } from './use-people.ts';

const route = getRouteApi('/console/$organizationId/people');

export function PeoplePage() {
  return useMay()('members:read') ? <People /> : <RefusedState permission="members:read" />;
}

function People() {
  const { id, kind } = useOrganization();
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const canInvite = useMay()('members:manage') && kind === 'shared';
  const who = useWhoMay('members:manage');
  const [typed, setTyped] = useTypedSearch(
    search.q ?? '',
    (q) => void navigate({ search: (before) => ({ ...before, q }), replace: true }),
  );
  const { rows, total, error, refetch, isFirstLoad, isStale, more } = usePeople(id, search);
  const isFiltered = Boolean(search.q || search.status || search.role || search.group);
  const setInvite = (invite: true | undefined) =>
    void navigate({ search: (before) => ({ ...before, invite }), replace: invite === undefined });
  const empty = !isFirstLoad && rows.length === 0 && !error;
  return (
    <Page
      title={text.title}
      actions={
        <Button look="primary" whyNot={canInvite ? null : inviteText.whyNot(who)} onClick={() => setInvite(true)}>
          {inviteText.action}
        </Button>
      }
    >
      <Toolbar count={total === undefined ? null : countOf(total, text.count.one)}>
        <SearchField label={text.search} value={typed} onChange={setTyped} />
        <PeopleFilters rows={rows} />
      </Toolbar>
      {error && rows.length === 0 ? <ErrorState error={error} onRetry={refetch} /> : null}
      {empty && isFiltered ? (
        <EmptyState icon={<UsersRound aria-hidden />} heading={text.nothing.heading} text={text.nothing.text} />
      ) : null}
      {empty && !isFiltered ? (
        <EmptyState icon={<UsersRound aria-hidden />} heading={text.empty.heading} text={text.empty.text}>
          <Link to="/console/$organizationId/settings/scim" params={{ organizationId: id }} className={buttonClass()}>
            {text.empty.connect}
          </Link>
        </EmptyState>
      ) : null}
      {empty || (error && rows.length === 0) ? null : (
        <Table
          label={text.list}
          columns={peopleColumns(id)}
          rows={rows}
          rowKey={(member) => member.id}
          rowHeight={52}
          total={total}
          more={more}
          loading={isFirstLoad}
          stale={isStale}
        />
      )}
      {canInvite ? <InviteDialog open={search.invite === true} onClose={() => setInvite(undefined)} /> : null}
    </Page>
  );
}
