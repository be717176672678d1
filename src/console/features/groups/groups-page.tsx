/** Groups of the directory and those that admins made: what each gives, those that give nothing, and how names are read. */
import { getRouteApi } from '@tanstack/react-router';
import { adminGroups } from '../../lib/messages/admin-groups.ts';
import { groups as text } from '../../lib/messages/groups.ts';
import { useMay } from '../../lib/session.ts';
import { Page } from '../../ui/page.tsx';
import { RefusedState } from '../../ui/refused-state.tsx';
import { Tabs } from '../../ui/tabs.tsx';
import { GroupsTab } from './groups-tab.tsx';
import { MadeTab } from './made-tab.tsx';
import { NamingTab } from './naming-tab.tsx';
import { UnmatchedTab } from './unmatched-tab.tsx';
import { WaitingTab } from './waiting-tab.tsx';

const route = getRouteApi('/console/$organizationId/groups');

export function GroupsPage() {
  return useMay()('access:read') ? <Groups /> : <RefusedState permission="access:read" />;
}

function Groups() {
  const { tab = 'groups' } = route.useSearch();
  const navigate = route.useNavigate();
  return (
    <Page title={text.title} text={text.text}>
      <Tabs
        label={text.tabs.label}
        value={tab}
        onChange={(next) => void navigate({ search: { tab: next === 'groups' ? undefined : next }, replace: true })}
        tabs={[
          { value: 'groups', label: text.tabs.groups, content: <GroupsTab /> },
          { value: 'made', label: adminGroups.tab, content: <MadeTab /> },
          { value: 'unmatched', label: text.tabs.unmatched, content: <UnmatchedTab /> },
          { value: 'waiting', label: text.tabs.waiting, content: <WaitingTab /> },
          { value: 'naming', label: text.tabs.naming, content: <NamingTab /> },
        ]}
      />
    </Page>
  );
}
