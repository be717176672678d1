/** What was sent to a webhook, and what became of it. New ones show as they come. */
import { getRouteApi } from '@tanstack/react-router';
import { Send } from 'lucide-react';
import { api } from '../../lib/client.ts';
import { deliveries as text } from '../../lib/messages/webhooks.ts';
import { byCursor, listed } from '../../lib/pages.ts';
import { deliveryStates } from '../../lib/searches.ts';
import { useOrganization } from '../../lib/session.ts';
import { Button } from '../../ui/button.tsx';
import { deliveryColumns } from '../../ui/deliveries/delivery-columns.tsx';
import { DeliveryDialog } from '../../ui/deliveries/delivery-dialog.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { ErrorState } from '../../ui/error-state.tsx';
import { Section, Toolbar } from '../../ui/page.tsx';
import { FilterSelect } from '../../ui/select.tsx';
import { Table } from '../../ui/table.tsx';

const route = getRouteApi('/console/$organizationId/settings/webhooks/$webhookId');
const every = 5_000;

const columns = deliveryColumns(({ id }, name) => (
  <route.Link to="." search={(before) => ({ ...before, delivery: id })} data-row-link>
    {name}
  </route.Link>
));

export function Deliveries({ webhookId }: { readonly webhookId: string }) {
  const { id: org } = useOrganization();
  const { state, delivery } = route.useSearch();
  const navigate = route.useNavigate();
  const change = (changes: object) => void navigate({ search: (before) => ({ ...before, ...changes }) });
  const found = api.useInfiniteQuery(
    'get',
    '/organizations/{org}/webhooks/{id}/deliveries',
    { params: { path: { org, id: webhookId }, query: { state, limit: 100 } } },
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
  return (
    <Section title={text.title} text={text.text}>
      <Toolbar>
        <FilterSelect
          label={text.state}
          any={text.any}
          value={state}
          choices={deliveryStates.map((value) => ({ value, label: text.states[value] }))}
          onChange={(next) => change({ state: next })}
        />
        {state ? (
          <Button look="quiet" onClick={() => change({ state: undefined })}>
            {text.clear}
          </Button>
        ) : null}
      </Toolbar>
      {failed ? <ErrorState error={error} onRetry={refetch} /> : null}
      {nothing ? <EmptyState icon={<Send aria-hidden />} {...(state ? text.none : text.empty)} /> : null}
      {failed || nothing ? null : (
        <Table
          label={text.list}
          columns={columns}
          rows={rows}
          rowKey={({ id }) => id}
          rowHeight={52}
          more={more}
          loading={isFirstLoad}
          stale={isStale}
        />
      )}
      {delivery ? (
        <DeliveryDialog webhookId={webhookId} id={delivery} onClose={() => change({ delivery: undefined })} />
      ) : null}
    </Section>
  );
}
