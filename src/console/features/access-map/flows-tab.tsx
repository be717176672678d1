/** From groups and other origins, by roles, to workspaces. */
import { getRouteApi, Link } from '@tanstack/react-router';
import { Waypoints, X } from 'lucide-react';
import { useMemo } from 'react';
import { api } from '../../lib/client.ts';
import { saveCsv } from '../../lib/csv.ts';
import { flows as text, accessMap as words } from '../../lib/messages/access-map.ts';
import { useMay, useOrganization } from '../../lib/session.ts';
import { useTypedSearch } from '../../lib/typed-search.ts';
import type { AccessMap } from '../../lib/types.ts';
import { Button } from '../../ui/button.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { ErrorState } from '../../ui/error-state.tsx';
import { SearchField } from '../../ui/field.tsx';
import { Toolbar } from '../../ui/page.tsx';
import { SkeletonLines } from '../../ui/skeleton.tsx';
import { Table } from '../../ui/table.tsx';
import css from './access-map.module.css';
import { flowColumns } from './flow-columns.tsx';
import { type Flow, flowsOf, leadsThrough, nameOf, peopleIn, unreached, wantedFlows } from './flows.ts';
import { Picture } from './picture.tsx';
import { ShownAs, useShownAs } from './shown-as.tsx';

const route = getRouteApi('/console/$organizationId/access-map');

export function FlowsTab() {
  const { id: org } = useOrganization();
  const { data, error, refetch } = api.useQuery('get', '/organizations/{org}/access-map', {
    params: { path: { org } },
  });
  if (error) return <ErrorState error={error} onRetry={refetch} />;
  if (!data) return <SkeletonLines count={12} />;
  return <Flows map={data} />;
}

function Flows({ map }: { readonly map: AccessMap }) {
  const { id } = useOrganization();
  const { only, q } = route.useSearch();
  const navigate = route.useNavigate();
  const setOnly = (next: string | undefined) => void navigate({ search: (before) => ({ ...before, only: next }) });
  const [typed, setTyped] = useTypedSearch(
    q ?? '',
    (next) => void navigate({ search: (before) => ({ ...before, q: next }), replace: true }),
  );
  const as = useShownAs();
  const all = useMemo(() => flowsOf(map), [map]);
  const shown = useMemo(() => wantedFlows(all, { only, q }), [all, only, q]);
  return (
    <>
      <Toolbar count={text.count(peopleIn(shown), shown.length)}>
        <SearchField label={text.search} value={typed} onChange={setTyped} />
        <ShownAs forms={text.forms} />
        <Button onClick={() => saveCsv(text.file, csvOf(shown))}>{words.csv}</Button>
      </Toolbar>
      <Notes {...{ map, all, only }} onClear={() => setOnly(undefined)} />
      {shown.length === 0 ? (
        <EmptyState icon={<Waypoints aria-hidden />} heading={text.nothing.heading} text={text.nothing.text} />
      ) : as === 'picture' ? (
        <Picture flows={shown} only={only} onOnly={setOnly} />
      ) : (
        <Table label={text.list} columns={flowColumns(id)} rows={shown} rowKey={({ key }) => key} rowHeight={48} />
      )}
    </>
  );
}

type NotesProps = {
  readonly map: AccessMap;
  readonly all: readonly Flow[];
  readonly only: string | undefined;
  readonly onClear: () => void;
};

/** What alone is shown, with a way to the thing itself; and what no picture of people shows. */
function Notes({ map, all, only, onClear }: NotesProps) {
  const { id: organizationId } = useOrganization();
  const one = only === undefined ? undefined : all.find((flow) => leadsThrough(flow, only));
  const idle = unreached(map);
  const isGroup = one?.from.key === only && one?.from.kind === 'group';
  return (
    <>
      {only === undefined ? null : (
        <div className={css.notes}>
          <Button small onClick={onClear} aria-label={text.clear}>
            {text.only(one ? partName(one, only) : '')}
            <X aria-hidden />
          </Button>
          {one && isGroup ? (
            <Link to="/console/$organizationId/groups/$groupId" params={{ organizationId, groupId: one.from.id }}>
              {text.open.group}
            </Link>
          ) : null}
          {one && !isGroup && one.from.key !== only && one.to.kind === 'workspace' ? (
            <Link
              to="/console/$organizationId/settings/workspaces/$workspaceId"
              params={{ organizationId, workspaceId: one.to.id }}
            >
              {text.open.workspace}
            </Link>
          ) : null}
        </div>
      )}
      {all.every(({ from }) => from.id === 'organization-admin') ? <OnlyAdmins /> : null}
      {map.counting ? <p className={css.notes}>{text.counting}</p> : null}
      {only === undefined && idle.length > 0 ? (
        <p className={css.notes}>
          {text.nobody}
          {idle.map(({ id, name }) => (
            <Link
              key={id}
              to="/console/$organizationId/settings/workspaces/$workspaceId"
              params={{ organizationId, workspaceId: id }}
            >
              {name}
            </Link>
          ))}
        </p>
      ) : null}
    </>
  );
}

function partName(flow: Flow, part: string): string {
  if (part === flow.from.key) return nameOf(flow.from);
  return part === flow.to.key ? nameOf(flow.to) : `${nameOf(flow.to)}: ${flow.role}`;
}

function csvOf(shown: readonly Flow[]) {
  const { from, role, to, mapping, people } = text.columns;
  return [
    [from, role, to, mapping, people],
    ...shown.map((flow) => [
      nameOf(flow.from),
      flow.role,
      nameOf(flow.to),
      flow.mapping && text.mapping[flow.mapping],
      flow.people,
    ]),
  ];
}

/** What to do next, where there is nothing to see yet. */
function OnlyAdmins() {
  const { id: organizationId } = useOrganization();
  const connects = useMay()('provisioning:manage');
  const params = { organizationId };
  return (
    <p className={css.notes}>
      {text.onlyAdmins.text}
      <Link to="/console/$organizationId/groups" params={params}>
        {text.onlyAdmins.groups}
      </Link>
      {connects ? (
        <Link to="/console/$organizationId/settings/scim" params={params}>
          {text.onlyAdmins.connect}
        </Link>
      ) : null}
    </p>
  );
}
