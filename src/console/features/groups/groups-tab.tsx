/** All groups of the directory, found by the server and filtered by the address. */
import { getRouteApi, Link } from '@tanstack/react-router';
import { Boxes } from 'lucide-react';
import { counted, countOf } from '../../lib/format.ts';
import { groups as text } from '../../lib/messages/groups.ts';
import { mappingStates } from '../../lib/searches.ts';
import { useMay, useOrganization } from '../../lib/session.ts';
import { useTypedSearch } from '../../lib/typed-search.ts';
import { buttonClass } from '../../ui/button.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { ErrorState } from '../../ui/error-state.tsx';
import { SearchField } from '../../ui/field.tsx';
import { Toolbar } from '../../ui/page.tsx';
import { FilterSelect } from '../../ui/select.tsx';
import { Table } from '../../ui/table.tsx';
import { groupColumns } from './group-columns.tsx';
import { useGroups } from './use-groups.ts';

const route = getRouteApi('/console/$organizationId/groups');

export function GroupsTab() {
  const { id } = useOrganization();
  const { q, state } = route.useSearch();
  const navigate = route.useNavigate();
  const change = (changes: object, replace = false) =>
    void navigate({ search: (before) => ({ ...before, ...changes }), replace });
  const [typed, setTyped] = useTypedSearch(q ?? '', (next) => change({ q: next }, true));
  const { rows, error, refetch, isFirstLoad, isStale, more } = useGroups(id, { q, state, madeBy: 'directory' });
  const failed = error !== null && rows.length === 0;
  const empty = !isFirstLoad && rows.length === 0 && !failed;
  const count = more.has ? text.atLeast(counted(rows.length)) : countOf(rows.length, text.count);
  return (
    <>
      <Toolbar count={isFirstLoad ? null : count}>
        <SearchField label={text.search} value={typed} onChange={setTyped} />
        <FilterSelect
          label={text.state}
          any={text.anyState}
          value={state}
          choices={mappingStates.map((value) => ({ value, label: text.states[value] }))}
          onChange={(next) => change({ state: next })}
        />
      </Toolbar>
      {failed ? <ErrorState error={error} onRetry={refetch} /> : null}
      {empty ? <Empty isFiltered={Boolean(q || state)} /> : null}
      {empty || failed ? null : (
        <Table
          label={text.list}
          columns={groupColumns(id)}
          rows={rows}
          rowKey={(group) => group.id}
          rowHeight={64}
          more={more}
          loading={isFirstLoad}
          stale={isStale}
        />
      )}
    </>
  );
}

function Empty({ isFiltered }: { readonly isFiltered: boolean }) {
  const { id } = useOrganization();
  const may = useMay();
  const params = { organizationId: id };
  if (isFiltered) return <EmptyState icon={<Boxes aria-hidden />} heading={text.none.heading} text={text.none.text} />;
  return (
    <EmptyState icon={<Boxes aria-hidden />} heading={text.empty.heading} text={text.empty.text}>
      {may('provisioning:manage') ? (
        <Link to="/console/$organizationId/settings/scim" params={params} className={buttonClass()}>
          {text.empty.connect}
        </Link>
      ) : null}
      <Link to="/console/$organizationId/groups" params={params} search={{ tab: 'naming' }} className={buttonClass()}>
        {text.empty.naming}
      </Link>
    </EmptyState>
  );
}
