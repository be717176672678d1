/** The workspaces of an organization: all of their names, and the reader's own role in each. */
import { getRouteApi, Link } from '@tanstack/react-router';
import { LayoutGrid } from 'lucide-react';
import { api } from '../../lib/client.ts';
import { countOf } from '../../lib/format.ts';
import { words } from '../../lib/messages/general.ts';
import { workspaces as text } from '../../lib/messages/workspaces.ts';
import { byCursor, listed } from '../../lib/pages.ts';
import { useMay, useOrganization, useWhoMay } from '../../lib/session.ts';
import { useTypedSearch } from '../../lib/typed-search.ts';
import type { Workspace } from '../../lib/types.ts';
import { Button } from '../../ui/button.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { ErrorState } from '../../ui/error-state.tsx';
import { SearchField } from '../../ui/field.tsx';
import { Page, Toolbar } from '../../ui/page.tsx';
import { RefusedState } from '../../ui/refused-state.tsx';
import { type Column, Table } from '../../ui/table.tsx';
import { Time } from '../../ui/time.tsx';
import { CreateWorkspace } from './create-workspace.tsx';
import css from './workspaces.module.css';

const route = getRouteApi('/console/$organizationId/settings/workspaces');

export function WorkspacesPage() {
  return useMay()('organization:read') ? <Workspaces /> : <RefusedState permission="organization:read" />;
}

function Workspaces() {
  const { id: org, name } = useOrganization();
  const { q, create } = route.useSearch();
  const navigate = route.useNavigate();
  const mayCreate = useMay()('workspaces:manage');
  const who = useWhoMay('workspaces:manage');
  const [typed, setTyped] = useTypedSearch(
    q ?? '',
    (next) => void navigate({ search: (before) => ({ ...before, q: next }), replace: true }),
  );
  const found = api.useInfiniteQuery(
    'get',
    '/organizations/{org}/workspaces',
    { params: { path: { org }, query: { q, people: 'true', limit: 100 } } },
    { ...byCursor, placeholderData: (before) => before },
  );
  const { rows, error, refetch, isFirstLoad, isStale, more } = listed(found);
  const setCreate = (next: true | undefined) =>
    void navigate({ search: (before) => ({ ...before, create: next }), replace: next === undefined });
  const failed = error && rows.length === 0;
  const nothing = !failed && !isFirstLoad && rows.length === 0;
  return (
    <Page
      title={text.title}
      text={text.text(name)}
      actions={
        <Button look="primary" whyNot={mayCreate ? null : words.onlyWho(who)} onClick={() => setCreate(true)}>
          {text.create}
        </Button>
      }
    >
      <Toolbar count={isFirstLoad || more.has ? null : countOf(rows.length, text.count)}>
        <SearchField label={text.search} value={typed} onChange={setTyped} />
      </Toolbar>
      {failed ? <ErrorState error={error} onRetry={refetch} /> : null}
      {nothing ? (
        <EmptyState icon={<LayoutGrid aria-hidden />} heading={text.empty.heading} text={text.empty.text} />
      ) : null}
      {failed || nothing ? null : (
        <Table
          label={text.list}
          columns={columns(org)}
          rows={rows}
          rowKey={({ id }) => id}
          more={more}
          loading={isFirstLoad}
          stale={isStale}
        />
      )}
      {create && mayCreate ? <CreateWorkspace onClose={() => setCreate(undefined)} /> : null}
    </Page>
  );
}

type CountProps = { readonly organizationId: string; readonly workspace: Workspace };

/** How many people have access; whoever may see them one by one sees them there. */
function PeopleCount({ organizationId, workspace: { id, people } }: CountProps) {
  const mayList = useMay()('members:read');
  if (people === null || people === undefined) return <span className={css.soft}>{text.hidden}</span>;
  const count = countOf(people, words.people);
  if (!mayList || people === 0) return <span className={css.soft}>{count}</span>;
  return (
    <Link
      to="/console/$organizationId/people"
      params={{ organizationId }}
      search={{ workspace: id, status: 'active' }}
      className={css.count}
    >
      {count}
    </Link>
  );
}

function columns(organizationId: string): Column<Workspace>[] {
  return [
    {
      key: 'name',
      header: text.columns.name,
      width: 'minmax(0, 2fr)',
      cell: ({ id, name }) => (
        <Link
          to="/console/$organizationId/settings/workspaces/$workspaceId"
          params={{ organizationId, workspaceId: id }}
          className={css.name}
          data-row-link
        >
          {name}
        </Link>
      ),
    },
    {
      key: 'people',
      header: text.columns.people,
      width: '96px',
      cell: (workspace) => <PeopleCount organizationId={organizationId} workspace={workspace} />,
    },
    {
      key: 'role',
      header: text.columns.role,
      width: 'minmax(0, 1fr)',
      wideOnly: true,
      cell: ({ role }) => (role === null ? <span className={css.soft}>{text.noRole}</span> : role),
    },
    {
      key: 'created',
      header: text.columns.created,
      width: '120px',
      wideOnly: true,
      cell: ({ createdAt }) => <Time at={createdAt} />,
    },
  ];
}
