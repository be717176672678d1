/** Where events are sent as they happen. */
import { getRouteApi, Link } from '@tanstack/react-router';
import { Webhook as Icon } from 'lucide-react';
import { api } from '../../lib/client.ts';
import { webhooks as text } from '../../lib/messages/webhooks.ts';
import { useMay, useOrganization } from '../../lib/session.ts';
import type { Webhook } from '../../lib/types.ts';
import { Button } from '../../ui/button.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { ErrorState } from '../../ui/error-state.tsx';
import { Page, Rows, RowText } from '../../ui/page.tsx';
import { RefusedState } from '../../ui/refused-state.tsx';
import { SkeletonLines } from '../../ui/skeleton.tsx';
import { AddWebhook } from './add-webhook.tsx';
import { eventsOf, nameOf, State } from './webhook-words.tsx';
import css from './webhooks.module.css';

const route = getRouteApi('/console/$organizationId/settings/webhooks');
const most = 20;

export function WebhooksPage() {
  return useMay()('webhooks:manage') ? <Webhooks /> : <RefusedState permission="webhooks:manage" />;
}

function Webhooks() {
  const { id: org, name } = useOrganization();
  const { create } = route.useSearch();
  const navigate = route.useNavigate();
  const setCreate = (next: true | undefined) =>
    void navigate({ search: { create: next }, replace: next === undefined });
  const { data, error, refetch } = api.useQuery('get', '/organizations/{org}/webhooks', {
    params: { path: { org }, query: { limit: 200 } },
  });
  const isFull = (data?.items.length ?? 0) >= most;
  return (
    <Page
      title={text.title}
      text={text.text(name)}
      narrow
      actions={
        <Button look="primary" whyNot={isFull ? text.tooMany : null} onClick={() => setCreate(true)}>
          {text.add}
        </Button>
      }
    >
      {error ? <ErrorState error={error} onRetry={refetch} /> : null}
      {data || error ? null : <SkeletonLines count={4} />}
      {data?.items.length === 0 ? (
        <EmptyState icon={<Icon aria-hidden />} heading={text.empty} text={text.emptyText} />
      ) : null}
      <Rows label={text.list}>
        {data?.items.map((webhook) => (
          <Row key={webhook.id} webhook={webhook} />
        ))}
      </Rows>
      {create ? <AddWebhook onClose={() => setCreate(undefined)} /> : null}
    </Page>
  );
}

function Row({ webhook }: { readonly webhook: Webhook }) {
  const { id: organizationId } = useOrganization();
  const { id: webhookId, url, events } = webhook;
  const name = nameOf(webhook);
  const title = (
    <Link
      to="/console/$organizationId/settings/webhooks/$webhookId"
      params={{ organizationId, webhookId }}
      className={css.name}
    >
      {name}
    </Link>
  );
  const about = (
    <>
      {name === url ? null : <span className={css.line}>{url}</span>}
      <span className={css.line}>{eventsOf(events)}</span>
    </>
  );
  return (
    <li className={css.row}>
      <RowText title={title} text={about} />
      <State {...webhook} />
    </li>
  );
}
