/** Where access comes from and who has it where: two pictures, each with a table of the same figures. */
import { getRouteApi } from '@tanstack/react-router';
import { accessMap as text } from '../../lib/messages/access-map.ts';
import { useMay } from '../../lib/session.ts';
import { Page } from '../../ui/page.tsx';
import { RefusedState } from '../../ui/refused-state.tsx';
import { Tabs } from '../../ui/tabs.tsx';
import { FlowsTab } from './flows-tab.tsx';
import { MatrixTab } from './matrix-tab.tsx';

const route = getRouteApi('/console/$organizationId/access-map');

export function AccessMapPage() {
  return useMay()('access:read') ? <AccessMap /> : <RefusedState permission="access:read" />;
}

function AccessMap() {
  const { tab = 'flows' } = route.useSearch();
  const navigate = route.useNavigate();
  return (
    <Page title={text.title} text={text.text}>
      <Tabs
        label={text.tabs.label}
        value={tab}
        onChange={(next) =>
          void navigate({
            search: ({ as }) => ({ as, tab: next === 'flows' ? undefined : next }),
            replace: true,
          })
        }
        tabs={[
          { value: 'flows', label: text.tabs.flows, content: <FlowsTab /> },
          { value: 'matrix', label: text.tabs.matrix, content: <MatrixTab /> },
        ]}
      />
    </Page>
  );
}
