/** What identity providers sent, and what was changed by whom. */
import { getRouteApi } from '@tanstack/react-router';
import { activity as text } from '../../lib/messages/activity.ts';
import { useMay } from '../../lib/session.ts';
import { Page } from '../../ui/page.tsx';
import { RefusedState } from '../../ui/refused-state.tsx';
import { Tabs } from '../../ui/tabs.tsx';
import { AuditTab } from './audit-tab.tsx';
import { DeliveriesTab } from './deliveries-tab.tsx';
import { ProvisioningTab } from './provisioning-tab.tsx';

const route = getRouteApi('/console/$organizationId/activity');

export function ActivityPage() {
  return useMay()('audit:read') ? <Activity /> : <RefusedState permission="audit:read" />;
}

function Activity() {
  const { tab = 'provisioning' } = route.useSearch();
  const navigate = route.useNavigate();
  const seesDeliveries = useMay()('webhooks:manage');
  return (
    <Page title={text.title} text={text.text}>
      <Tabs
        label={text.tabs.label}
        value={tab}
        onChange={(next) =>
          void navigate({ search: { tab: next === 'provisioning' ? undefined : next }, replace: true })
        }
        tabs={[
          { value: 'provisioning' as const, label: text.tabs.provisioning, content: <ProvisioningTab /> },
          { value: 'audit' as const, label: text.tabs.audit, content: <AuditTab /> },
          ...(seesDeliveries
            ? [{ value: 'deliveries' as const, label: text.tabs.deliveries, content: <DeliveriesTab /> }]
            : []),
        ]}
      />
    </Page>
  );
}
