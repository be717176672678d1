import { api } from '../../lib/client.ts';
import { account } from '../../lib/messages/account.ts';
import { byCursor, together } from '../../lib/pages.ts';
import { Button } from '../../ui/button.tsx';
import { CopyField } from '../../ui/copy-button.tsx';
import { Section } from '../../ui/page.tsx';
import { MakeSecret } from '../../ui/secrets/make-secret.tsx';
import { SecretList } from '../../ui/secrets/secret-list.tsx';

const text = account.keys;

type Props = { readonly making: boolean; readonly onMaking: (next: true | undefined) => void };

export function Keys({ making, onMaking }: Props) {
  const found = together(api.useInfiniteQuery('get', '/me/api-keys', { params: { query: { limit: 100 } } }, byCursor));
  const { mutate, isPending } = api.useMutation('delete', '/me/api-keys/{id}');
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
      <SecretList
        words={text}
        found={found}
        busy={isPending}
        onRevoke={(id, then) => mutate({ params: { path: { id } } }, then)}
      />
      {making ? <MakeKey onClose={() => onMaking(undefined)} /> : null}
    </Section>
  );
}

function MakeKey({ onClose }: { readonly onClose: () => void }) {
  const { mutate, isPending, error, data } = api.useMutation('post', '/me/api-keys');
  const token = data?.token ?? null;
  return (
    <MakeSecret
      words={text}
      expiries={['90', '30', '365']}
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
