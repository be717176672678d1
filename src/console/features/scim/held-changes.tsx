/** The changes of groups whose effect on access waits for an admin, and what became of earlier ones. */
import { getRouteApi } from '@tanstack/react-router';
import { ShieldCheck } from 'lucide-react';
import { api } from '../../lib/client.ts';
import { held as text } from '../../lib/messages/guard.ts';
import { byCursor, listed } from '../../lib/pages.ts';
import { heldStatuses } from '../../lib/searches.ts';
import { useMay, useOrganization, useWhoMay } from '../../lib/session.ts';
import { EmptyState } from '../../ui/empty-state.tsx';
import { ErrorState } from '../../ui/error-state.tsx';
import { Section, Toolbar } from '../../ui/page.tsx';
import { FilterSelect } from '../../ui/select.tsx';
import { Table } from '../../ui/table.tsx';
import { heldColumns } from './held-columns.tsx';
import { HeldDialog } from './held-dialog.tsx';
import css from './scim.module.css';

const route = getRouteApi('/console/$organizationId/settings/scim');

export function HeldChanges() {
  const who = useWhoMay('access:read');
  const mayRead = useMay()('access:read');
  return <Section title={text.title}>{mayRead ? <List /> : <p className={css.soft}>{text.onlyWho(who)}</p>}</Section>;
}

function List() {
  const { id: org } = useOrganization();
  const { status = 'pending', held } = route.useSearch();
  const navigate = route.useNavigate();
  const change = (changes: object) => void navigate({ search: (before) => ({ ...before, ...changes }) });
  const wanted = status === 'any' ? undefined : status;
  const found = api.useInfiniteQuery(
    'get',
    '/organizations/{org}/held-changes',
    { params: { path: { org }, query: { status: wanted, limit: 100 } } },
    { ...byCursor, placeholderData: (before) => before },
  );
  const { rows, error, refetch, isFirstLoad, isStale, more } = listed(found);
  const failed = error && rows.length === 0;
  const nothing = !failed && !isFirstLoad && rows.length === 0;
  const none = status === 'pending' || status === 'any' ? text.empty : text.none;
  return (
    <>
      <Toolbar>
        <FilterSelect
          label={text.status}
          any={text.any}
          value={wanted}
          choices={heldStatuses.map((value) => ({ value, label: text.statuses[value] }))}
          onChange={(next) => change({ status: next === 'pending' ? undefined : (next ?? 'any') })}
        />
      </Toolbar>
      {failed ? <ErrorState error={error} onRetry={refetch} /> : null}
      {nothing ? <EmptyState icon={<ShieldCheck aria-hidden />} {...none} /> : null}
      {failed || nothing ? null : (
        <Table
          label={text.list}
          columns={heldColumns}
          rows={rows}
          rowKey={({ id }) => id}
          rowHeight={52}
          more={more}
          loading={isFirstLoad}
          stale={isStale}
        />
      )}
      {held ? <HeldDialog id={held} onClose={() => change({ held: undefined })} /> : null}
    </>
  );
}
