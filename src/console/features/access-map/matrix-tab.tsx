/** Who has which role where: people down, workspaces across. */
import { getRouteApi } from '@tanstack/react-router';
import { UsersRound } from 'lucide-react';
import { useEffect, useMemo } from 'react';
import { countOf } from '../../lib/format.ts';
import { matrix as text } from '../../lib/messages/access-map.ts';
import { statuses, words } from '../../lib/messages/general.ts';
import { memberStatuses } from '../../lib/searches.ts';
import { useOrganization } from '../../lib/session.ts';
import { useTypedSearch } from '../../lib/typed-search.ts';
import { Button } from '../../ui/button.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { ErrorState } from '../../ui/error-state.tsx';
import { SearchField } from '../../ui/field.tsx';
import { Toolbar } from '../../ui/page.tsx';
import { FilterSelect } from '../../ui/select.tsx';
import { Table } from '../../ui/table.tsx';
import { entriesOf } from './entries.ts';
import { entryColumns } from './entry-columns.tsx';
import { ExportMatrix } from './export-matrix.tsx';
import { MatrixGrid } from './matrix-grid.tsx';
import { ShownAs, useShownAs } from './shown-as.tsx';
import { useMatrix } from './use-matrix.ts';

const route = getRouteApi('/console/$organizationId/access-map');

export function MatrixTab() {
  const { id: org } = useOrganization();
  const { q, status } = route.useSearch();
  const navigate = route.useNavigate();
  const [typed, setTyped] = useTypedSearch(
    q ?? '',
    (next) => void navigate({ search: (before) => ({ ...before, q: next }), replace: true }),
  );
  const change = (changes: object) => void navigate({ search: (before) => ({ ...before, ...changes }) });
  const found = useMatrix(org, { q, status });
  return (
    <>
      <Toolbar count={found.total === undefined ? null : countOf(found.total, words.people)}>
        <SearchField label={text.search} value={typed} onChange={setTyped} />
        <FilterSelect
          label={text.status}
          any={text.anyStatus}
          value={status}
          choices={memberStatuses.map((value) => ({ value, label: statuses[value] }))}
          onChange={(next) => change({ status: next })}
        />
        {status ? (
          <Button look="quiet" onClick={() => change({ status: undefined })}>
            {text.clear}
          </Button>
        ) : null}
        <ShownAs forms={text.forms} />
        <ExportMatrix org={org} search={{ q, status }} />
      </Toolbar>
      <Found org={org} found={found} />
    </>
  );
}

type FoundProps = { readonly org: string; readonly found: ReturnType<typeof useMatrix> };

function Found({ org, found }: FoundProps) {
  const as = useShownAs();
  const { people, columns, moreColumns, error, refetch, isFirstLoad } = found;
  if (error && people.length === 0) return <ErrorState error={error} onRetry={refetch} />;
  if (!isFirstLoad && people.length === 0)
    return <EmptyState icon={<UsersRound aria-hidden />} heading={text.nothing.heading} text={text.nothing.text} />;
  return as === 'picture' ? (
    <MatrixGrid
      organizationId={org}
      people={people}
      total={found.total}
      columns={columns}
      more={found.more}
      moreColumns={moreColumns}
      loading={isFirstLoad}
      stale={found.isStale}
    />
  ) : (
    <MatrixList org={org} found={found} />
  );
}

/** The list has no place to the right: it reads all columns. */
function MatrixList({ org, found }: FoundProps) {
  const { people, columns, moreColumns, isFirstLoad, isStale, more } = found;
  // biome-ignore lint/correctness/useExhaustiveDependencies: columns are only ever added
  const entries = useMemo(() => entriesOf(people, columns), [people, columns.length]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: each page of columns may be the reason for the next one
  useEffect(() => {
    if (moreColumns.has) moreColumns.load();
  }, [moreColumns.has, columns.length]);
  return (
    <Table
      label={text.list}
      columns={entryColumns(org)}
      rows={entries}
      rowKey={({ key }) => key}
      rowHeight={52}
      more={more}
      loading={isFirstLoad}
      stale={isStale}
    />
  );
}
