/** What an identity provider needs to push: the address, and tokens made here. */
import { getRouteApi } from '@tanstack/react-router';
import { Cable } from 'lucide-react';
import { scim as text } from '../../lib/messages/scim.ts';
import { useMay, useOrganization } from '../../lib/session.ts';
import { Button } from '../../ui/button.tsx';
import { CopyField } from '../../ui/copy-button.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { Page, Section } from '../../ui/page.tsx';
import { RefusedState } from '../../ui/refused-state.tsx';
import { MakeToken } from './make-token.tsx';
import { Tokens } from './tokens.tsx';

const route = getRouteApi('/console/$organizationId/settings/scim');

export function ScimPage() {
  const { kind } = useOrganization();
  if (!useMay()('provisioning:manage')) return <RefusedState permission="provisioning:manage" />;
  if (kind === 'personal') return <EmptyState icon={<Cable aria-hidden />} heading={text.title} text={text.personal} />;
  return <Scim />;
}

function Scim() {
  const { name } = useOrganization();
  const { make } = route.useSearch();
  const navigate = route.useNavigate();
  const setMake = (next: true | undefined) => void navigate({ search: { make: next }, replace: next === undefined });
  return (
    <Page title={text.title} text={text.text(name)} narrow>
      <CopyField label={text.baseUrl} value={`${location.origin}/scim/v2`} />
      <Section
        title={text.tokens}
        actions={
          <Button look="primary" onClick={() => setMake(true)}>
            {text.make}
          </Button>
        }
      >
        <Tokens />
      </Section>
      {make ? <MakeToken onClose={() => setMake(undefined)} /> : null}
    </Page>
  );
}
