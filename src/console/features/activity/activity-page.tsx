/** What identity providers sent, and what was changed by whom. */
import { getRouteApi, Link } from '@tanstack/react-router';
import { activity as text } from '../../lib/messages/activity.ts';
import { useMay, useOrganization } from '../../lib/session.ts';
import { buttonClass } from '../../ui/button.tsx';
import { Page } from '../../ui/page.tsx';
import { RefusedState } from '../../ui/refused-state.tsx';
import { Tabs } from '../../ui/tabs.tsx';
import { AuditTab } from './audit-tab.tsx';
import { ProvisioningTab } from './provisioning-tab.tsx';

const route = getRouteApi('/console/$organizationId/activity');

export function ActivityPage() {
  return useMay()('audit:read') ? <Activity /> : <RefusedState permission="audit:read" />;
}

function Activity() {
  const { tab = 'provisioning' } = route.useSearch();
  const navigate = route.useNavigate();
  const { id: organizationId } = useOrganization();
  const deliveries = useMay()('webhooks:manage') ? (
    <Link to="/console/$organizationId/settings/webhooks" params={{ organizationId }} className={buttonClass()}>
      {text.deliveries}
    </Link>
  ) : null;
  return (
    <Page title={text.title} text={text.text} actions={deliveries}>
      <Tabs
        label={text.tabs.label}
        value={tab}
        onChange={(next) =>
          void navigate({ search: { tab: next === 'provisioning' ? undefined : next }, replace: true })
        }
        tabs={[
          { value: 'provisioning', label: text.tabs.provisioning, content: <ProvisioningTab /> },
          { value: 'audit', label: text.tabs.audit, content: <AuditTab /> },
        ]}
      />
    </Page>
  );
}
