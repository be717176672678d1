/** The keys of the organization, for programs that belong to nobody. */
import { getRouteApi, Link } from '@tanstack/react-router';
import { api } from '../../lib/client.ts';
import { serviceKeys as text } from '../../lib/messages/service-keys.ts';
import { byCursor, together } from '../../lib/pages.ts';
import { useMay, useOrganization } from '../../lib/session.ts';
import { Button } from '../../ui/button.tsx';
import { CopyField } from '../../ui/copy-button.tsx';
import { Page } from '../../ui/page.tsx';
import { RefusedState } from '../../ui/refused-state.tsx';
import { MakeSecret } from '../../ui/secrets/make-secret.tsx';
import { SecretList } from '../../ui/secrets/secret-list.tsx';

const route = getRouteApi('/console/$organizationId/settings/api-keys');

export function ServiceKeysPage() {
  return useMay()('keys:manage') ? <ServiceKeys /> : <RefusedState permission="keys:manage" />;
}

function ServiceKeys() {
  const { id: org, name } = useOrganization();
  const { make } = route.useSearch();
  const navigate = route.useNavigate();
  const setMake = (next: true | undefined) => void navigate({ search: { make: next }, replace: next === undefined });
  const found = together(
    api.useInfiniteQuery(
      'get',
      '/organizations/{org}/service-keys',
      { params: { path: { org }, query: { limit: 100 } } },
      byCursor,
    ),
  );
  const { mutate, isPending } = api.useMutation('delete', '/organizations/{org}/service-keys/{id}');
  const about = (
    <>
      {text.text(name)} <Link to="/console/account">{text.own}</Link>. {text.docs} <a href="/docs">{text.docsLink}</a>.
    </>
  );
  return (
    <Page
      title={text.title}
      text={about}
      narrow
      actions={
        <Button look="primary" onClick={() => setMake(true)}>
          {text.make}
        </Button>
      }
    >
      <SecretList
        words={text}
        found={found}
        busy={isPending}
        onRevoke={(id, then) => mutate({ params: { path: { org, id } } }, then)}
      />
      {make ? <MakeKey onClose={() => setMake(undefined)} /> : null}
    </Page>
  );
}

function MakeKey({ onClose }: { readonly onClose: () => void }) {
  const { id: org } = useOrganization();
  const { mutate, isPending, error, data } = api.useMutation('post', '/organizations/{org}/service-keys');
  const token = data?.token ?? null;
  const address = `${location.origin}/api/v1/organizations/${org}/members`;
  return (
    <MakeSecret
      words={text}
      expiries={['365', '90', '30', 'never']}
      suggested=""
      busy={isPending}
      error={error}
      secret={token}
      onMake={(body) => mutate({ params: { path: { org } }, body })}
      onClose={onClose}
    >
      <CopyField label={text.example} value={`curl ${address} -H 'Authorization: Bearer ${token}'`} />
    </MakeSecret>
  );
}
