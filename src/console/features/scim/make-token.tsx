import { api } from '../../lib/client.ts';
import { scim as text } from '../../lib/messages/scim.ts';
import { useOrganization } from '../../lib/session.ts';
import { CopyField } from '../../ui/copy-button.tsx';
import { MakeSecret } from '../../ui/make-secret.tsx';

export function MakeToken({ onClose }: { readonly onClose: () => void }) {
  const { id: org } = useOrganization();
  const { mutate, isPending, error, data } = api.useMutation('post', '/organizations/{org}/scim/tokens');
  return (
    <MakeSecret
      words={{ ...text, secret: text.token }}
      scopes={(['write', 'read'] as const).map((value) => ({ value, label: text.scopes[value] }))}
      expiries={(['never', '365', '90', '30'] as const).map((value) => ({ value, label: text.expiries[value] }))}
      suggested="Identity provider"
      busy={isPending}
      error={error}
      secret={data?.token ?? null}
      onMake={(body) => mutate({ params: { path: { org } }, body })}
      onClose={onClose}
    >
      <CopyField label={text.baseUrl} value={`${location.origin}/scim/v2`} />
    </MakeSecret>
  );
}
