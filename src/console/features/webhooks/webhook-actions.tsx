import { getRouteApi, useNavigate } from '@tanstack/react-router';
import { Ellipsis, RefreshCw, Trash2 } from 'lucide-react';
import { useState } from 'react';
import { api } from '../../lib/client.ts';
import { webhook as text, webhookForm } from '../../lib/messages/webhooks.ts';
import { useOrganization } from '../../lib/session.ts';
import type { Webhook } from '../../lib/types.ts';
import { Button } from '../../ui/button.tsx';
import { Confirm, closing } from '../../ui/confirm.tsx';
import { Menu, MenuItem } from '../../ui/menu.tsx';
import { RotateSecret } from '../../ui/secrets/rotate-secret.tsx';
import { tellFailed } from '../../ui/toast.tsx';
import { WebhookForm } from './webhook-form.tsx';
import { nameOf } from './webhook-words.tsx';

const route = getRouteApi('/console/$organizationId/settings/webhooks/$webhookId');

type Props = { readonly webhook: Webhook };
type DialogProps = Props & { readonly onClose: () => void };

export function WebhookActions({ webhook }: Props) {
  const { id: org } = useOrganization();
  const { change } = route.useSearch();
  const navigate = route.useNavigate();
  const [asking, setAsking] = useState<'rotate' | 'remove' | null>(null);
  const show = (changes: object) => void navigate({ search: (before) => ({ ...before, ...changes }) });
  // What became of it is seen in its delivery.
  const test = api.useMutation('post', '/organizations/{org}/webhooks/{id}/test', {
    onSuccess: ({ id }) => show({ delivery: id }),
    onError: tellFailed,
  });
  const close = () => setAsking(null);
  return (
    <>
      <Button
        busy={test.isPending}
        whyNot={webhook.enabled ? null : text.offTest}
        onClick={() => test.mutate({ params: { path: { org, id: webhook.id } } })}
      >
        {text.test}
      </Button>
      <Button onClick={() => show({ change: true })}>{text.change}</Button>
      <Menu
        trigger={
          <Button look="quiet" icon aria-label={text.more(nameOf(webhook))}>
            <Ellipsis aria-hidden />
          </Button>
        }
      >
        {webhook.format === 'usher' ? (
          <MenuItem icon={<RefreshCw aria-hidden />} onChoose={() => setAsking('rotate')}>
            {text.rotate}
          </MenuItem>
        ) : null}
        <MenuItem icon={<Trash2 aria-hidden />} danger onChoose={() => setAsking('remove')}>
          {text.remove}
        </MenuItem>
      </Menu>
      {change ? <ChangeWebhook webhook={webhook} onClose={() => show({ change: undefined })} /> : null}
      {asking === 'rotate' ? <Rotate webhook={webhook} onClose={close} /> : null}
      {asking === 'remove' ? <Remove webhook={webhook} onClose={close} /> : null}
    </>
  );
}

function ChangeWebhook({ webhook, onClose }: DialogProps) {
  const { id: org } = useOrganization();
  const { onSuccess } = closing(webhookForm.saved(nameOf(webhook)), onClose);
  const { mutate, isPending, error } = api.useMutation('patch', '/organizations/{org}/webhooks/{id}', { onSuccess });
  return (
    <WebhookForm
      title={webhookForm.changeTitle}
      text={webhookForm.changeText}
      action={webhookForm.save}
      begin={webhook}
      isThere
      busy={isPending}
      error={error}
      onSave={({ format: _, ...body }) => mutate({ params: { path: { org, id: webhook.id } }, body })}
      onClose={onClose}
    />
  );
}

function Rotate({ webhook, onClose }: DialogProps) {
  const { id: org } = useOrganization();
  const { mutate, isPending, data } = api.useMutation('post', '/organizations/{org}/webhooks/{id}/rotate', {
    onError: tellFailed,
  });
  return (
    <RotateSecret
      name={nameOf(webhook)}
      words={{ rotateText: text.rotateText, made: text.rotated, secret: text.secret }}
      busy={isPending}
      secret={data?.secret ?? null}
      onRotate={() => mutate({ params: { path: { org, id: webhook.id } }, body: {} })}
      onClose={onClose}
    />
  );
}

function Remove({ webhook, onClose }: DialogProps) {
  const { id: organizationId } = useOrganization();
  const navigate = useNavigate();
  const toList = () =>
    void navigate({ to: '/console/$organizationId/settings/webhooks', params: { organizationId }, replace: true });
  const { mutate, isPending } = api.useMutation(
    'delete',
    '/organizations/{org}/webhooks/{id}',
    closing(text.removed(nameOf(webhook)), toList),
  );
  return (
    <Confirm
      onClose={onClose}
      title={text.removeTitle(nameOf(webhook))}
      text={text.removeText}
      action={text.removeAction}
      look="danger"
      busy={isPending}
      onConfirm={() => mutate({ params: { path: { org: organizationId, id: webhook.id } } })}
    />
  );
}
