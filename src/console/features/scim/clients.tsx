/** OAuth clients: for identity providers that fetch short-lived tokens instead of keeping one. */
import { useState } from 'react';
import { api } from '../../lib/client.ts';
import { strict as strictWords, scimClients as text } from '../../lib/messages/scim.ts';
import { secrets } from '../../lib/messages/secrets.ts';
import { byCursor, together } from '../../lib/pages.ts';
import { useOrganization } from '../../lib/session.ts';
import type { ScimClient } from '../../lib/types.ts';
import { Badge } from '../../ui/badge.tsx';
import { Button } from '../../ui/button.tsx';
import { CopyField } from '../../ui/copy-button.tsx';
import { Section } from '../../ui/page.tsx';
import { MakeSecret } from '../../ui/secrets/make-secret.tsx';
import { RotateSecret } from '../../ui/secrets/rotate-secret.tsx';
import { SecretList } from '../../ui/secrets/secret-list.tsx';
import { tellFailed } from '../../ui/toast.tsx';
import { BaseUrl } from './base-url.tsx';
import { StrictField } from './strict-field.tsx';

type Asking = 'make' | { readonly rotate: ScimClient } | null;

export function Clients() {
  const { id: org } = useOrganization();
  const [asking, setAsking] = useState<Asking>(null);
  const params = { path: { org }, query: { limit: 100 } };
  const found = together(api.useInfiniteQuery('get', '/organizations/{org}/scim/clients', { params }, byCursor));
  const { mutate, isPending } = api.useMutation('delete', '/organizations/{org}/scim/clients/{id}');
  const close = () => setAsking(null);
  return (
    <Section
      title={text.title}
      text={text.text}
      actions={<Button onClick={() => setAsking('make')}>{text.make}</Button>}
    >
      <SecretList
        words={text}
        found={found}
        busy={isPending}
        onRevoke={(id, then) => mutate({ params: { path: { org, id } } }, then)}
        mark={({ authentication, strict }) => (
          <>
            {authentication === 'client_secret' ? null : <Badge>{text.ownKey}</Badge>}{' '}
            {strict ? <Badge>{strictWords.mark}</Badge> : null}
          </>
        )}
        actions={(client) =>
          client.authentication === 'client_secret' ? (
            <Button
              small
              aria-label={secrets.rotateLabel(client.description)}
              onClick={() => setAsking({ rotate: client })}
            >
              {secrets.rotate}
            </Button>
          ) : null
        }
      />
      {asking === 'make' ? <MakeClient onClose={close} /> : null}
      {asking !== null && asking !== 'make' ? <RotateClient client={asking.rotate} onClose={close} /> : null}
    </Section>
  );
}

/** One that signs with a key of its own is made by whoever has the key. */
const withSecret = { authentication: 'client_secret', jwks: null, jwksUri: null } as const;

function MakeClient({ onClose }: { readonly onClose: () => void }) {
  const { id: org } = useOrganization();
  const [strict, setStrict] = useState(false);
  const { mutate, isPending, error, data } = api.useMutation('post', '/organizations/{org}/scim/clients');
  return (
    <MakeSecret
      words={text}
      expiries={['never', '365', '90', '30']}
      suggested={text.suggested}
      busy={isPending}
      error={error}
      secret={data?.clientSecret ?? null}
      onMake={({ expiresAt = null, ...order }) =>
        mutate({ params: { path: { org } }, body: { ...order, expiresAt, strict, ...withSecret } })
      }
      onClose={onClose}
      choices={<StrictField strict={strict} onChange={setStrict} />}
    >
      {data ? (
        <>
          <CopyField label={text.clientId} value={data.id} />
          <CopyField label={text.tokenUrl} value={data.tokenUrl} />
        </>
      ) : null}
      <BaseUrl />
    </MakeSecret>
  );
}

type RotateProps = { readonly client: ScimClient; readonly onClose: () => void };

function RotateClient({ client: { id, description }, onClose }: RotateProps) {
  const { id: org } = useOrganization();
  const { mutate, isPending, data } = api.useMutation('post', '/organizations/{org}/scim/clients/{id}/rotate', {
    onError: tellFailed,
  });
  return (
    <RotateSecret
      name={description}
      words={text}
      busy={isPending}
      secret={data?.clientSecret ?? null}
      onRotate={() => mutate({ params: { path: { org, id } }, body: {} })}
      onClose={onClose}
    />
  );
}
