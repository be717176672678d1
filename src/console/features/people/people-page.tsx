/** Everybody in the organization: found by the server, filtered by the address, several chosen at a time. */
import { getRouteApi, Link } from '@tanstack/react-router';
import { Download, UsersRound } from 'lucide-react';
import { useChosenColumns } from '../../lib/chosen-columns.ts';
import { countOf } from '../../lib/format.ts';
import { bulk } from '../../lib/messages/bulk.ts';
import { invite as inviteText } from '../../lib/messages/invite.ts';
import { people as text } from '../../lib/messages/people.ts';
import { useMay, useOrganization, useWhoMay } from '../../lib/session.ts';
import { useTypedSearch } from '../../lib/typed-search.ts';
import { Button, buttonClass } from '../../ui/button.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { ErrorState } from '../../ui/error-state.tsx';
import { ExportLink } from '../../ui/export-link.tsx';
import { SearchField } from '../../ui/field.tsx';
import { InviteDialog } from '../../ui/invite/invite-dialog.tsx';
import { Page, Toolbar } from '../../ui/page.tsx';
import { RefusedState } from '../../ui/refused-state.tsx';
import { FilterSelect } from '../../ui/select.tsx';
import { selectionColumn, useSelection } from '../../ui/selection.tsx';
import { Table } from '../../ui/table.tsx';
import { BulkBar } from './bulk-bar.tsx';
import { atOnce } from './choose-all.tsx';
import { ColumnsMenu } from './columns-menu.tsx';
import { FilterChips } from './filter-chips.tsx';
import { FilterPanel } from './filter-panel.tsx';
import { filterKeys } from './filters.ts';
import { columnKeys, peopleColumns, usualColumns } from './people-columns.tsx';
import { exportAddress, usePeople } from './use-people.ts';

const route = getRouteApi('/console/$organizationId/people');

export function PeoplePage() {
  return useMay()('members:read') ? <People /> : <RefusedState permission="members:read" />;
}

const orders = ['-name', '-createdAt', 'createdAt'] as const;

function People() {
  const { id } = useOrganization();
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const [typed, setTyped] = useTypedSearch(
    search.q ?? '',
    (q) => void navigate({ search: (before) => ({ ...before, q }), replace: true }),
  );
  const { chosen, toggle } = useChosenColumns('people', columnKeys, usualColumns);
  const { rows, total, error, refetch, isFirstLoad, isStale, more } = usePeople(id, search);
  const { invite: _, ...list } = search;
  const selection = useSelection({ rows, rowKey: ({ id: key }) => key, list: JSON.stringify(list), most: atOnce });
  const failed = error !== null && rows.length === 0;
  const empty = !isFirstLoad && rows.length === 0 && !error;
  return (
    <Page title={text.title} actions={<Actions />}>
      <Toolbar count={total === undefined ? null : countOf(total, text.count.one)}>
        <SearchField label={text.search} value={typed} onChange={setTyped} />
        <FilterPanel />
        <FilterSelect
          label={text.filters.sort}
          any={text.orders.name}
          value={search.sort === 'name' ? undefined : search.sort}
          choices={orders.map((value) => ({ value, label: text.orders[value] }))}
          onChange={(sort) => void navigate({ search: (before) => ({ ...before, sort }) })}
        />
        <ColumnsMenu chosen={chosen} toggle={toggle} />
      </Toolbar>
      <FilterChips rows={rows} />
      {failed ? <ErrorState error={error} onRetry={refetch} /> : null}
      {empty ? <Empty /> : null}
      {empty || failed ? null : (
        <Table
          label={text.list}
          columns={[
            selectionColumn(selection, {
              all: bulk.chooseAll,
              one: ({ name, userName }) => bulk.choose(name || userName),
            }),
            ...peopleColumns(id, chosen),
          ]}
          rows={rows}
          rowKey={(member) => member.id}
          rowHeight={52}
          total={total}
          more={more}
          loading={isFirstLoad}
          stale={isStale}
          choose={selection.choose}
        />
      )}
      <BulkBar
        key={JSON.stringify(list)}
        {...{ selection, search }}
        total={total ?? rows.length}
        loaded={rows.length}
      />
    </Page>
  );
}

function Actions() {
  const { id, kind, invitationsEnabled } = useOrganization();
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const isAllowed = useMay()('members:manage') && kind === 'shared';
  const who = useWhoMay('members:manage');
  const canInvite = isAllowed && invitationsEnabled;
  const whyNot = isAllowed ? inviteText.switchedOff : inviteText.whyNot(who);
  const setInvite = (invite: true | undefined) =>
    void navigate({ search: (before) => ({ ...before, invite }), replace: invite === undefined });
  return (
    <>
      <ExportLink href={exportAddress(id, search)}>
        <Download aria-hidden /> {text.export}
      </ExportLink>
      <Button look="primary" whyNot={canInvite ? null : whyNot} onClick={() => setInvite(true)}>
        {inviteText.action}
      </Button>
      {canInvite ? <InviteDialog open={search.invite === true} onClose={() => setInvite(undefined)} /> : null}
    </>
  );
}

function Empty() {
  const { id } = useOrganization();
  const search = route.useSearch();
  const icon = <UsersRound aria-hidden />;
  const isFiltered = Boolean(search.q) || filterKeys.some((key) => search[key] !== undefined);
  if (isFiltered) return <EmptyState icon={icon} heading={text.nothing.heading} text={text.nothing.text} />;
  return (
    <EmptyState icon={icon} heading={text.empty.heading} text={text.empty.text}>
      <Link to="/console/$organizationId/settings/scim" params={{ organizationId: id }} className={buttonClass()}>
        {text.empty.connect}
      </Link>
    </EmptyState>
  );
}
