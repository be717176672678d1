import { useNavigate } from '@tanstack/react-router';
import { api } from '../../lib/client.ts';
import { webhookForm as text, webhook, webhooks } from '../../lib/messages/webhooks.ts';
import { useOrganization } from '../../lib/session.ts';
import { ShownSecret } from '../../ui/secrets/shown-secret.tsx';
import { WebhookForm } from './webhook-form.tsx';

const usual = { url: '', description: '', events: ['*'], enabled: true };

/** Its secret is shown, and then its page. */
export function AddWebhook({ onClose }: { readonly onClose: () => void }) {
  const { id: org } = useOrganization();
  const navigate = useNavigate();
  const { mutate, isPending, error, data } = api.useMutation('post', '/organizations/{org}/webhooks');
  if (data?.secret)
    return (
      <ShownSecret
        title={webhook.made}
        label={webhook.secret}
        secret={data.secret}
        onClose={() =>
          void navigate({
            to: '/console/$organizationId/settings/webhooks/$webhookId',
            params: { organizationId: org, webhookId: data.id },
            replace: true,
          })
        }
      >
        <p>{webhook.verify}</p>
      </ShownSecret>
    );
  return (
    <WebhookForm
      title={webhooks.add}
      text={text.addText}
      action={webhooks.add}
      begin={usual}
      switched={false}
      busy={isPending}
      error={error}
      onSave={({ url, description, events }) =>
        mutate({ params: { path: { org } }, body: { url, description, events } })
      }
      onClose={onClose}
    />
  );
}
