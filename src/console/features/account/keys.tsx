import { KeyRound } from 'lucide-react';
import { api } from '../../lib/client.ts';
import { account } from '../../lib/messages/account.ts';
import { scim } from '../../lib/messages/scim.ts';
import { Badge } from '../../ui/badge.tsx';
import { Button } from '../../ui/button.tsx';
import { CopyField } from '../../ui/copy-button.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { ErrorState } from '../../ui/error-state.tsx';
import { MakeSecret } from '../../ui/make-secret.tsx';
import { Rows, RowText, Section } from '../../ui/page.tsx';
import { SkeletonLines } from '../../ui/skeleton.tsx';
import { Time } from '../../ui/time.tsx';
import { tellDone, tellFailed } from '../../ui/toast.tsx';

const text = account.keys;

type Props = { readonly making: boolean; readonly onMaking: (next: true | undefined) => void };

export function Keys({ making, onMaking }: Props) {
  const { data, error, refetch } = api.useQuery('get', '/me/api-keys', { params: { query: { limit: 200 } } });
  const docs = (
    <>
      {text.text} <a href="/docs">{text.docs}</a>.
    </>
  );
  return (
    <Section
      title={account.tabs.keys}
      text={docs}
      actions={
        <Button look="primary" onClick={() => onMaking(true)}>
          {text.make}
        </Button>
      }
    >
      {error ? <ErrorState error={error} onRetry={refetch} /> : null}
      {data || error ? null : <SkeletonLines count={4} />}
      {data?.items.length === 0 ? (
        <EmptyState icon={<KeyRound aria-hidden />} heading={text.empty} text={text.emptyText} />
      ) : null}
      <Rows label={text.list}>
        {data?.items.map((key) => (
          <Key key={key.id} {...key} />
        ))}
      </Rows>
      {making ? <MakeKey onClose={() => onMaking(undefined)} /> : null}
    </Section>
  );
}

type KeyProps = {
  readonly id: string;
  readonly description: string;
  readonly scopes: readonly string[];
  readonly lastUsedAt: string | null;
  readonly expiresAt: string | null;
};

function Key({ id, description, scopes, lastUsedAt, expiresAt }: KeyProps) {
  const { mutate, isPending } = api.useMutation('delete', '/me/api-keys/{id}', {
    onSuccess: () => tellDone(text.revoked(description)),
    onError: tellFailed,
  });
  const used = (
    <>
      {scim.used} <Time at={lastUsedAt} />, {scim.ends} <Time at={expiresAt} />
    </>
  );
  return (
    <li>
      <RowText
        title={
          <>
            {description} {scopes.includes('write') ? null : <Badge>{scim.readOnly}</Badge>}
          </>
        }
        text={used}
      />
      <Button
        small
        look="danger"
        busy={isPending}
        aria-label={text.revokeLabel(description)}
        onClick={() => mutate({ params: { path: { id } } })}
      >
        {text.revoke}
      </Button>
    </li>
  );
}

function MakeKey({ onClose }: { readonly onClose: () => void }) {
  const { mutate, isPending, error, data } = api.useMutation('post', '/me/api-keys');
  const token = data?.token ?? null;
  return (
    <MakeSecret
      words={{ ...text, secret: text.key }}
      scopes={(['write', 'read'] as const).map((value) => ({ value, label: scim.scopes[value] }))}
      expiries={(['90', '30', '365'] as const).map((value) => ({ value, label: text.expiries[value] }))}
      suggested=""
      busy={isPending}
      error={error}
      secret={token}
      onMake={(body) => mutate({ body })}
      onClose={onClose}
    >
      <CopyField label={text.example} value={`curl ${location.origin}/api/v1/me -H 'Authorization: Bearer ${token}'`} />
    </MakeSecret>
  );
}
