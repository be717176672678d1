/** One webhook: where it goes, what it is told, and what became of each message. */
import { getRouteApi, Link } from '@tanstack/react-router';
import { ArrowLeft, SearchX } from 'lucide-react';
import { api } from '../../lib/client.ts';
import { webhook as text, webhookFormats, webhooks } from '../../lib/messages/webhooks.ts';
import { isNotFound } from '../../lib/problem.ts';
import { useMay, useOrganization } from '../../lib/session.ts';
import type { Webhook } from '../../lib/types.ts';
import { CopyableCode } from '../../ui/copy-button.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { ErrorState } from '../../ui/error-state.tsx';
import { Facts, Page } from '../../ui/page.tsx';
import { RefusedState } from '../../ui/refused-state.tsx';
import { SkeletonLines } from '../../ui/skeleton.tsx';
import { Time } from '../../ui/time.tsx';
import { Deliveries } from './deliveries.tsx';
import { WebhookActions } from './webhook-actions.tsx';
import { eventsOf, nameOf, State } from './webhook-words.tsx';

const route = getRouteApi('/console/$organizationId/settings/webhooks/$webhookId');

export function WebhookPage() {
  return useMay()('webhooks:manage') ? <Shown /> : <RefusedState permission="webhooks:manage" />;
}

function Shown() {
  const { id: org } = useOrganization();
  const { webhookId: id } = route.useParams();
  const { data, error, refetch } = api.useQuery('get', '/organizations/{org}/webhooks/{id}', {
    params: { path: { org, id } },
  });
  if (isNotFound(error))
    return <EmptyState icon={<SearchX aria-hidden />} heading={webhooks.notFound} text={webhooks.notFoundText} />;
  if (error) return <ErrorState error={error} onRetry={refetch} />;
  const back = (
    <>
      <ArrowLeft aria-hidden />
      <Link to="/console/$organizationId/settings/webhooks" params={{ organizationId: org }}>
        {webhooks.back}
      </Link>
    </>
  );
  if (!data)
    return (
      <Page title={webhooks.title} back={back} narrow>
        <SkeletonLines count={6} />
      </Page>
    );
  return (
    <Page
      title={nameOf(data)}
      mark={<State {...data} />}
      back={back}
      narrow
      actions={<WebhookActions webhook={data} />}
    >
      <About webhook={data} />
      <Deliveries webhookId={id} />
    </Page>
  );
}

function About({ webhook }: { readonly webhook: Webhook }) {
  const { url, format, events, disabledBecause, failingSince, secretExpires, verification, createdAt } = webhook;
  return (
    <Facts
      facts={[
        [text.url, <CopyableCode key="url" label={text.url} value={url} />],
        [text.format, webhookFormats[format]],
        [text.events, eventsOf(events)],
        [text.issuer, verification && <CopyableCode key="issuer" label={text.issuer} value={verification.issuer} />],
        [text.keys, verification && <CopyableCode key="keys" label={text.keys} value={verification.jwksUri} />],
        [text.because, disabledBecause],
        [text.failingSince, failingSince ? <Time key="failing" at={failingSince} /> : null],
        [text.oldSecret, secretExpires ? <Time key="secret" at={secretExpires} /> : null],
        [text.created, <Time key="created" at={createdAt} />],
      ]}
    />
  );
}
