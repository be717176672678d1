/** The groups that admins made, and how one is made. */
import { getRouteApi } from '@tanstack/react-router';
import { Boxes, Plus } from 'lucide-react';
import { counted, countOf } from '../../lib/format.ts';
import { adminGroups as text } from '../../lib/messages/admin-groups.ts';
import { groups } from '../../lib/messages/groups.ts';
import { useOrganization } from '../../lib/session.ts';
import { useTypedSearch } from '../../lib/typed-search.ts';
import { Button } from '../../ui/button.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { ErrorState } from '../../ui/error-state.tsx';
import { SearchField } from '../../ui/field.tsx';
import { Toolbar } from '../../ui/page.tsx';
import { Table } from '../../ui/table.tsx';
import { AdminGroupDialog } from './admin-group-dialog.tsx';
import { groupColumns } from './group-columns.tsx';
import { useGroups } from './use-groups.ts';
import { useWhyNotMap } from './use-why-not-map.ts';

const route = getRouteApi('/console/$organizationId/groups');

export function MadeTab() {
  const { id } = useOrganization();
  const { q, make } = route.useSearch();
  const navigate = route.useNavigate();
  const change = (changes: object, replace = false) =>
    void navigate({ search: (before) => ({ ...before, ...changes }), replace });
  const [typed, setTyped] = useTypedSearch(q ?? '', (next) => change({ q: next }, true));
  const { rows, error, refetch, isFirstLoad, isStale, more } = useGroups(id, { q, madeBy: 'admin' });
  const whyNot = useWhyNotMap();
  const failed = error !== null && rows.length === 0;
  const empty = !isFirstLoad && rows.length === 0 && !failed;
  const none = q ? text.none : text.empty;
  const count = more.has ? groups.atLeast(counted(rows.length)) : countOf(rows.length, groups.count);
  const begin = (
    <Button look="primary" whyNot={whyNot} onClick={() => change({ make: true })}>
      <Plus aria-hidden /> {text.make}
    </Button>
  );
  return (
    <>
      <Toolbar count={isFirstLoad ? null : count}>
        <SearchField label={text.search} value={typed} onChange={setTyped} />
        {empty && !q ? null : begin}
      </Toolbar>
      {failed ? <ErrorState error={error} onRetry={refetch} /> : null}
      {empty ? (
        <EmptyState icon={<Boxes aria-hidden />} heading={none.heading} text={none.text}>
          {q ? null : begin}
        </EmptyState>
      ) : null}
      {empty || failed ? null : (
        <Table
          label={text.list}
          columns={groupColumns(id).filter(({ key }) => key !== 'state')}
          rows={rows}
          rowKey={(group) => group.id}
          rowHeight={64}
          more={more}
          loading={isFirstLoad}
          stale={isStale}
        />
      )}
      {make && whyNot === null ? (
        <AdminGroupDialog group={null} onClose={() => change({ make: undefined }, true)} />
      ) : null}
    </>
  );
}
