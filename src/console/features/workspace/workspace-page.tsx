/** One workspace: who is in it and why, its name, and its end. */
import { getRouteApi, Link } from '@tanstack/react-router';
import { ArrowLeft, LayoutGrid } from 'lucide-react';
import { api } from '../../lib/client.ts';
import { workspace as text } from '../../lib/messages/workspaces.ts';
import { isNotFound } from '../../lib/problem.ts';
import { useOrganization } from '../../lib/session.ts';
import type { Workspace } from '../../lib/types.ts';
import { EmptyState } from '../../ui/empty-state.tsx';
import { ErrorState } from '../../ui/error-state.tsx';
import { Page } from '../../ui/page.tsx';
import { SkeletonLines } from '../../ui/skeleton.tsx';
import { Tabs } from '../../ui/tabs.tsx';
import { GeneralTab } from './general-tab.tsx';
import { MembersTab } from './members-tab.tsx';

const route = getRouteApi('/console/$organizationId/settings/workspaces/$workspaceId');

export function WorkspacePage() {
  const { id: org } = useOrganization();
  const { workspaceId: ws } = route.useParams();
  const { data, error, refetch } = api.useQuery('get', '/organizations/{org}/workspaces/{ws}', {
    params: { path: { org, ws } },
  });
  if (data && !isNotFound(error)) return <Shown workspace={data} />;
  if (isNotFound(error))
    return <EmptyState icon={<LayoutGrid aria-hidden />} heading={text.notFound.heading} text={text.notFound.text} />;
  return (
    <Page title="" back={<Back />}>
      {error ? <ErrorState error={error} onRetry={refetch} /> : <SkeletonLines count={8} />}
    </Page>
  );
}

function Shown({ workspace }: { readonly workspace: Workspace }) {
  const { tab = 'members' } = route.useSearch();
  const navigate = route.useNavigate();
  return (
    <Page title={workspace.name} back={<Back />}>
      <Tabs
        label={text.tabs.label}
        value={tab}
        tabs={[
          { value: 'members', label: text.tabs.members, content: <MembersTab workspace={workspace} /> },
          { value: 'general', label: text.tabs.general, content: <GeneralTab workspace={workspace} /> },
        ]}
        onChange={(next) => void navigate({ search: { tab: next === 'members' ? undefined : next }, replace: true })}
      />
    </Page>
  );
}

function Back() {
  const { id } = useOrganization();
  return (
    <Link to="/console/$organizationId/settings/workspaces" params={{ organizationId: id }}>
      <ArrowLeft aria-hidden /> {text.back}
    </Link>
  );
}
