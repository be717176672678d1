/** Who comes in by signing in, with what, and by which identity providers. */
import { getRouteApi } from '@tanstack/react-router';
import { KeyRound } from 'lucide-react';
import { sso as text } from '../../lib/messages/sso.ts';
import { useMay, useOrganization } from '../../lib/session.ts';
import { EmptyState } from '../../ui/empty-state.tsx';
import { Page } from '../../ui/page.tsx';
import { RefusedState } from '../../ui/refused-state.tsx';
import { Tabs } from '../../ui/tabs.tsx';
import { Connections } from './connections.tsx';
import { Domains } from './domains.tsx';
import { MemberSettings } from './member-settings.tsx';
import { SetupLinks } from './setup-links.tsx';
import { Simulator } from './simulator.tsx';
import { SsoOnly } from './sso-only.tsx';

const route = getRouteApi('/console/$organizationId/settings/sso');

export function SsoPage() {
  const { kind } = useOrganization();
  if (!useMay()('sso:manage')) return <RefusedState permission="sso:manage" />;
  if (kind === 'personal')
    return <EmptyState icon={<KeyRound aria-hidden />} heading={text.title} text={text.personal} />;
  return <Sso />;
}

function Sso() {
  const { name } = useOrganization();
  const { tab = 'settings' } = route.useSearch();
  const navigate = route.useNavigate();
  const settings = (
    <>
      <MemberSettings />
      <Connections />
      <SsoOnly />
      <Domains />
      <SetupLinks />
    </>
  );
  return (
    <Page title={text.title} text={text.text(name)} narrow>
      <Tabs
        label={text.tabs.label}
        value={tab}
        onChange={(next) => void navigate({ search: { tab: next === 'settings' ? undefined : next }, replace: true })}
        tabs={[
          { value: 'settings', label: text.tabs.settings, content: settings },
          { value: 'simulator', label: text.tabs.simulator, content: <Simulator /> },
        ]}
      />
    </Page>
  );
}
