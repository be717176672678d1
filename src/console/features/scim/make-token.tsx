import { useState } from 'react';
import { api } from '../../lib/client.ts';
import { scim as text } from '../../lib/messages/scim.ts';
import { useOrganization } from '../../lib/session.ts';
import { MakeSecret } from '../../ui/secrets/make-secret.tsx';
import { BaseUrl } from './base-url.tsx';
import { StrictField } from './strict-field.tsx';

export function MakeToken({ onClose }: { readonly onClose: () => void }) {
  const { id: org } = useOrganization();
  const [strict, setStrict] = useState(false);
  const { mutate, isPending, error, data } = api.useMutation('post', '/organizations/{org}/scim/tokens');
  return (
    <MakeSecret
      words={text}
      expiries={['never', '365', '90', '30']}
      suggested={text.suggested}
      busy={isPending}
      error={error}
      secret={data?.token ?? null}
      onMake={(order) => mutate({ params: { path: { org } }, body: { ...order, strict } })}
      onClose={onClose}
      choices={<StrictField strict={strict} onChange={setStrict} />}
    >
      <BaseUrl />
    </MakeSecret>
  );
}
