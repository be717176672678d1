import { useNavigate } from '@tanstack/react-router';
import { api } from '../../lib/client.ts';
import { webhookForm as text, webhook, webhooks } from '../../lib/messages/webhooks.ts';
import { useOrganization } from '../../lib/session.ts';
import { ShownSecret } from '../../ui/secrets/shown-secret.tsx';
import { WebhookForm } from './webhook-form.tsx';

const usual = { url: '', description: '', format: 'usher' as const, events: ['*'], enabled: true };

/** Its secret is shown, where it has one, and then its page. */
export function AddWebhook({ onClose }: { readonly onClose: () => void }) {
  const { id: org } = useOrganization();
  const navigate = useNavigate();
  const show = (webhookId: string) =>
    void navigate({
      to: '/console/$organizationId/settings/webhooks/$webhookId',
      params: { organizationId: org, webhookId },
      replace: true,
    });
  const { mutate, isPending, error, data } = api.useMutation('post', '/organizations/{org}/webhooks', {
    // What has no secret has nothing to be copied now.
    onSuccess: ({ id, secret }) => secret === undefined && show(id),
  });
  if (data?.secret)
    return (
      <ShownSecret title={webhook.made} label={webhook.secret} secret={data.secret} onClose={() => show(data.id)}>
        <p>{webhook.verify}</p>
      </ShownSecret>
    );
  return (
    <WebhookForm
      title={webhooks.add}
      text={text.addText}
      action={webhooks.add}
      begin={usual}
      isThere={false}
      busy={isPending}
      error={error}
      onSave={({ url, description, format, events }) =>
        mutate({ params: { path: { org } }, body: { url, description, format, events } })
      }
      onClose={onClose}
    />
  );
}
