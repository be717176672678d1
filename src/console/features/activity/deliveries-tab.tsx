/** What was sent to all webhooks together, and what became of it. New ones show as they come. */
import { getRouteApi, Link } from '@tanstack/react-router';
import { Send } from 'lucide-react';
import { api } from '../../lib/client.ts';
import { activity, audit, deliveries as text } from '../../lib/messages/activity.ts';
import { eventKinds, kindNames } from '../../lib/messages/events.ts';
import { deliveries } from '../../lib/messages/webhooks.ts';
import { byCursor, listed } from '../../lib/pages.ts';
import { deliveryStates } from '../../lib/searches.ts';
import { useOrganization } from '../../lib/session.ts';
import { Button, buttonClass } from '../../ui/button.tsx';
import { deliveryColumns } from '../../ui/deliveries/delivery-columns.tsx';
import { DeliveryDialog } from '../../ui/deliveries/delivery-dialog.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { ErrorState } from '../../ui/error-state.tsx';
import { Toolbar } from '../../ui/page.tsx';
import { FilterSelect } from '../../ui/select.tsx';
import { Table } from '../../ui/table.tsx';
import css from './activity.module.css';

const route = getRouteApi('/console/$organizationId/activity');
const every = 5_000;

export function DeliveriesTab() {
  const { id: org } = useOrganization();
  const { webhook, state, kind, delivery, deliveryOf } = route.useSearch();
  const navigate = route.useNavigate();
  const change = (changes: object) => void navigate({ search: (before) => ({ ...before, ...changes }) });
  const names = useWebhookNames();
  const types = kind === undefined ? undefined : `${kind}.*`;
  const found = api.useInfiniteQuery(
    'get',
    '/organizations/{org}/deliveries',
    { params: { path: { org }, query: { webhook, state, types, limit: 100 } } },
    {
      ...byCursor,
      placeholderData: (before) => before,
      // Who has gone back in time reads what was, and is not disturbed.
      refetchInterval: ({ state: known }) => ((known.data?.pages.length ?? 0) > 1 ? false : every),
    },
  );
  const { rows, error, refetch, isFirstLoad, isStale, more } = listed(found);
  const failed = error && rows.length === 0;
  const nothing = !failed && !isFirstLoad && rows.length === 0;
  const isFiltered = Boolean(webhook || state || kind);
  return (
    <>
      <Toolbar>
        <FilterSelect
          label={text.webhook}
          any={text.anyWebhook}
          value={webhook}
          choices={[...names].map(([value, label]) => ({ value, label }))}
          onChange={(next) => change({ webhook: next })}
        />
        <FilterSelect
          label={deliveries.state}
          any={deliveries.any}
          value={state}
          choices={deliveryStates.map((value) => ({ value, label: deliveries.states[value] }))}
          onChange={(next) => change({ state: next })}
        />
        <FilterSelect
          label={audit.kind}
          any={audit.anyKind}
          value={kind}
          choices={eventKinds.map((value) => ({ value, label: kindNames[value] }))}
          onChange={(next) => change({ kind: next })}
        />
        {isFiltered ? (
          <Button look="quiet" onClick={() => change({ webhook: undefined, state: undefined, kind: undefined })}>
            {activity.clear}
          </Button>
        ) : null}
      </Toolbar>
      {failed ? <ErrorState error={error} onRetry={refetch} /> : null}
      {nothing ? (
        <EmptyState icon={<Send aria-hidden />} {...(isFiltered ? text.none : text.empty)}>
          {isFiltered ? null : (
            <Link
              to="/console/$organizationId/settings/webhooks"
              params={{ organizationId: org }}
              className={buttonClass()}
            >
              {text.webhooks}
            </Link>
          )}
        </EmptyState>
      ) : null}
      {failed || nothing ? null : (
        <Table
          label={deliveries.list}
          columns={columnsWith(names)}
          rows={rows}
          rowKey={({ id }) => id}
          rowHeight={52}
          more={more}
          loading={isFirstLoad}
          stale={isStale}
        />
      )}
      {delivery && deliveryOf ? (
        <DeliveryDialog
          webhookId={deliveryOf}
          id={delivery}
          onClose={() => change({ delivery: undefined, deliveryOf: undefined })}
        />
      ) : null}
    </>
  );
}

/** An organization has so few that one page has them all. */
function useWebhookNames(): ReadonlyMap<string, string> {
  const { id: org } = useOrganization();
  const params = { path: { org }, query: { limit: 100 } };
  const { data } = api.useQuery('get', '/organizations/{org}/webhooks', { params });
  return new Map((data?.items ?? []).map(({ id, description, url }) => [id, description || url]));
}

function columnsWith(names: ReadonlyMap<string, string>) {
  return deliveryColumns(
    ({ id, webhookId }, name) => (
      <route.Link to="." search={(before) => ({ ...before, delivery: id, deliveryOf: webhookId })} data-row-link>
        {name}
      </route.Link>
    ),
    [
      {
        key: 'webhook',
        header: text.webhook,
        width: 'minmax(0, 0.8fr)',
        wideOnly: true,
        cell: ({ webhookId }) => <span className={css.detail}>{names.get(webhookId) ?? webhookId}</span>,
      },
    ],
  );
}
