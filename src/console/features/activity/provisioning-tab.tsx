/** The provisioning log: as the newest requests come, they show. */
import { keepPreviousData } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { Cable } from 'lucide-react';
import { api } from '../../lib/client.ts';
import { useLive } from '../../lib/live.ts';
import { activity, requests as text } from '../../lib/messages/activity.ts';
import { byCursor } from '../../lib/pages.ts';
import { scimOperations } from '../../lib/searches.ts';
import { useMay, useOrganization, useWhoMay } from '../../lib/session.ts';
import { Button, buttonClass } from '../../ui/button.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { ErrorState } from '../../ui/error-state.tsx';
import { LiveMark } from '../../ui/live-mark.tsx';
import { Toolbar } from '../../ui/page.tsx';
import { FilterSelect } from '../../ui/select.tsx';
import { Table } from '../../ui/table.tsx';
import css from './activity.module.css';
import { requestColumns } from './request-columns.tsx';
import { RequestDialog } from './request-dialog.tsx';

const route = getRouteApi('/console/$organizationId/activity');
const list = '/organizations/{org}/scim/requests';

export function ProvisioningTab() {
  const who = useWhoMay('provisioning:manage');
  return useMay()('provisioning:manage') ? <Requests /> : <p className={css.soft}>{text.onlyWho(who)}</p>;
}

function Requests() {
  const { id: org } = useOrganization();
  const { operation, outcome, request } = route.useSearch();
  const navigate = route.useNavigate();
  const change = (changes: object) => void navigate({ search: (before) => ({ ...before, ...changes }) });
  const query = { operation, ...(outcome === 'refused' ? { minStatus: 400 } : {}), limit: 100 };
  const found = api.useInfiniteQuery(
    'get',
    list,
    { params: { path: { org }, query } },
    {
      ...byCursor,
      placeholderData: keepPreviousData,
    },
  );
  const live = useLive(org, 'scim-request', list, found);
  const rows = (found.data?.pages ?? []).flatMap(({ items }) => items);
  const failed = found.error !== null && rows.length === 0;
  const empty = !found.isPending && rows.length === 0 && !failed;
  const isFiltered = Boolean(operation || outcome);
  return (
    <>
      <Toolbar>
        <FilterSelect
          label={text.outcome}
          any={text.anyOutcome}
          value={outcome}
          choices={[{ value: 'refused', label: text.refused }]}
          onChange={(next) => change({ outcome: next })}
        />
        <FilterSelect
          label={text.operation}
          any={text.anyOperation}
          value={operation}
          choices={scimOperations.map((value) => ({ value, label: text.operations[value] }))}
          onChange={(next) => change({ operation: next })}
        />
        {isFiltered ? (
          <Button look="quiet" onClick={() => change({ operation: undefined, outcome: undefined })}>
            {activity.clear}
          </Button>
        ) : null}
        <LiveMark live={live} />
      </Toolbar>
      {failed ? <ErrorState error={found.error} onRetry={found.refetch} /> : null}
      {empty && isFiltered ? (
        <EmptyState icon={<Cable aria-hidden />} heading={text.none.heading} text={text.none.text} />
      ) : null}
      {empty && !isFiltered ? (
        <EmptyState icon={<Cable aria-hidden />} heading={text.empty.heading} text={text.empty.text}>
          <Link to="/console/$organizationId/settings/scim" params={{ organizationId: org }} className={buttonClass()}>
            {text.empty.connect}
          </Link>
        </EmptyState>
      ) : null}
      {empty || failed ? null : (
        <Table
          label={text.list}
          columns={requestColumns}
          rows={rows}
          rowKey={({ id }) => id}
          rowHeight={52}
          more={{ has: found.hasNextPage, load: () => found.isFetching || found.fetchNextPage() }}
          loading={found.isPending}
          stale={found.isPlaceholderData}
        />
      )}
      {request ? <RequestDialog requestId={request} onClose={() => change({ request: undefined })} /> : null}
    </>
  );
}
