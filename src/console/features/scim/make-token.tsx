import { api } from '../../lib/client.ts';
import { scim as text } from '../../lib/messages/scim.ts';
import { useOrganization } from '../../lib/session.ts';
import { MakeSecret } from '../../ui/secrets/make-secret.tsx';
import { BaseUrl } from './base-url.tsx';

export function MakeToken({ onClose }: { readonly onClose: () => void }) {
  const { id: org } = useOrganization();
  const { mutate, isPending, error, data } = api.useMutation('post', '/organizations/{org}/scim/tokens');
  return (
    <MakeSecret
      words={text}
      expiries={['never', '365', '90', '30']}
      suggested={text.suggested}
      busy={isPending}
      error={error}
      secret={data?.token ?? null}
      onMake={(body) => mutate({ params: { path: { org } }, body })}
      onClose={onClose}
    >
      <BaseUrl />
    </MakeSecret>
  );
}
