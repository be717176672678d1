/** Who is in a workspace, active and invited: with which role, why, and what may be done about it. */
import { getRouteApi } from '@tanstack/react-router';
import { Lock, UsersRound } from 'lucide-react';
import { useState } from 'react';
import { api } from '../../lib/client.ts';
import { countOf } from '../../lib/format.ts';
import { refused, words } from '../../lib/messages/general.ts';
import { workspaceMembers as text, workspace as workspaceText } from '../../lib/messages/workspaces.ts';
import { byCursor, listed } from '../../lib/pages.ts';
import { useMay, useMayIn, useOrganization } from '../../lib/session.ts';
import { useTypedSearch } from '../../lib/typed-search.ts';
import type { Workspace } from '../../lib/types.ts';
import { Button } from '../../ui/button.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { ErrorState } from '../../ui/error-state.tsx';
import { SearchField } from '../../ui/field.tsx';
import { InviteDialog } from '../../ui/invite/invite-dialog.tsx';
import { Toolbar } from '../../ui/page.tsx';
import { Table } from '../../ui/table.tsx';
import { type Asking, MemberDialog } from './member-dialogs.tsx';
import { memberColumns } from './members-columns.tsx';

const route = getRouteApi('/console/$organizationId/settings/workspaces/$workspaceId');

export function MembersTab({ workspace }: { readonly workspace: Workspace }) {
  const mayIn = useMayIn(workspace.roles);
  // What a custom role permits is for the server to say: the reader may not be able to read it.
  if (mayIn('workspace-members:read') || workspace.role !== null) return <Members workspace={workspace} />;
  return (
    <EmptyState icon={<Lock aria-hidden />} heading={refused.heading} text={workspaceText.refused(workspace.name)} />
  );
}

function Members({ workspace }: { readonly workspace: Workspace }) {
  const { id: org, kind } = useOrganization();
  const { q, invite } = route.useSearch();
  const navigate = route.useNavigate();
  const [asking, setAsking] = useState<Asking | null>(null);
  const seesWhy = useMay()('access:read');
  const manages = useMayIn(workspace.roles)('workspace-members:manage');
  const [typed, setTyped] = useTypedSearch(
    q ?? '',
    (next) => void navigate({ search: (before) => ({ ...before, q: next }), replace: true }),
  );
  const found = api.useInfiniteQuery(
    'get',
    '/organizations/{org}/workspaces/{ws}/members',
    { params: { path: { org, ws: workspace.id }, query: { q, limit: 100 } } },
    { ...byCursor, placeholderData: (before) => before },
  );
  const { rows, error, refetch, isFirstLoad, isStale, more } = listed(found);
  const setInvite = (next: true | undefined) =>
    void navigate({ search: (before) => ({ ...before, invite: next }), replace: next === undefined });
  const failed = error && rows.length === 0;
  const nobody = !failed && !isFirstLoad && rows.length === 0;
  const empty = q ? text.nothing : text.empty;
  const whyNotInvite = manages ? (kind === 'personal' ? text.personal : null) : text.whyNotInvite(workspace.name);
  const action = (
    <Button look="primary" whyNot={whyNotInvite} onClick={() => setInvite(true)}>
      {text.invite}
    </Button>
  );
  return (
    <>
      <Toolbar count={isFirstLoad || more.has ? null : countOf(rows.length, words.people)}>
        <SearchField label={text.search} value={typed} onChange={setTyped} />
        {action}
      </Toolbar>
      {failed ? <ErrorState error={error} onRetry={refetch} /> : null}
      {nobody ? <EmptyState icon={<UsersRound aria-hidden />} heading={empty.heading} text={empty.text} /> : null}
      {failed || nobody ? null : (
        <Table
          label={text.list}
          columns={memberColumns({
            organizationId: org,
            workspaceId: workspace.id,
            seesWhy,
            manages,
            onAsk: setAsking,
          })}
          rows={rows}
          rowKey={({ memberId }) => memberId}
          rowHeight={52}
          more={more}
          loading={isFirstLoad}
          stale={isStale}
        />
      )}
      {asking ? <MemberDialog asking={asking} workspace={workspace} onAsk={setAsking} /> : null}
      {whyNotInvite === null ? (
        <InviteDialog open={invite === true} into={workspace} onClose={() => setInvite(undefined)} />
      ) : null}
    </>
  );
}
