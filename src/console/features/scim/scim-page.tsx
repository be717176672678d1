/** How an identity provider pushes people and groups, and what holds when it takes access from too many at once. */
import { getRouteApi } from '@tanstack/react-router';
import { Cable } from 'lucide-react';
import { scim as text } from '../../lib/messages/scim.ts';
import { useMay, useOrganization } from '../../lib/session.ts';
import { EmptyState } from '../../ui/empty-state.tsx';
import { Page } from '../../ui/page.tsx';
import { RefusedState } from '../../ui/refused-state.tsx';
import { Tabs } from '../../ui/tabs.tsx';
import { ConnectTab } from './connect-tab.tsx';
import { GuardTab } from './guard-tab.tsx';
import { RolesTab } from './roles-tab.tsx';
import { useSummary } from './use-summary.ts';

const route = getRouteApi('/console/$organizationId/settings/scim');

export function ScimPage() {
  const { kind } = useOrganization();
  if (!useMay()('provisioning:manage')) return <RefusedState permission="provisioning:manage" />;
  if (kind === 'personal') return <EmptyState icon={<Cable aria-hidden />} heading={text.title} text={text.personal} />;
  return <Scim />;
}

function Scim() {
  const { name } = useOrganization();
  const { tab = 'connect' } = route.useSearch();
  const navigate = route.useNavigate();
  const waiting = useSummary()?.heldChanges ?? 0;
  return (
    <Page title={text.title} text={text.text(name)} narrow>
      <Tabs
        label={text.tabs.label}
        value={tab}
        onChange={(next) => void navigate({ search: { tab: next === 'connect' ? undefined : next }, replace: true })}
        tabs={[
          { value: 'connect', label: text.tabs.connect, content: <ConnectTab /> },
          { value: 'roles', label: text.tabs.roles, content: <RolesTab /> },
          { value: 'guard', label: text.tabs.guard(waiting), content: <GuardTab /> },
        ]}
      />
    </Page>
  );
}
