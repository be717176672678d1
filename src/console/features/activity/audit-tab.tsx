/** The audit log: who changed what, before and after, and whether the chain of events holds. */
import { getRouteApi, Link } from '@tanstack/react-router';
import { Download } from 'lucide-react';
import { useState } from 'react';
import { api, saveFile } from '../../lib/client.ts';
import { counted } from '../../lib/format.ts';
import { useLive } from '../../lib/live.ts';
import { activity, audit as text } from '../../lib/messages/activity.ts';
import { eventKinds, kindNames } from '../../lib/messages/events.ts';
import { byCursor } from '../../lib/pages.ts';
import { useOrganization } from '../../lib/session.ts';
import type { AuditEvent } from '../../lib/types.ts';
import { Button } from '../../ui/button.tsx';
import { ErrorState } from '../../ui/error-state.tsx';
import { Happened } from '../../ui/happened.tsx';
import { LiveMark } from '../../ui/live-mark.tsx';
import { Menu, MenuItem } from '../../ui/menu.tsx';
import { Toolbar } from '../../ui/page.tsx';
import { FilterSelect } from '../../ui/select.tsx';
import { SkeletonLines } from '../../ui/skeleton.tsx';
import { tellFailed } from '../../ui/toast.tsx';
import css from './activity.module.css';

const route = getRouteApi('/console/$organizationId/activity');
const list = '/organizations/{org}/audit-events';

export function AuditTab() {
  const { id: org } = useOrganization();
  const { kind } = route.useSearch();
  const navigate = route.useNavigate();
  const types = kind === undefined ? undefined : `${kind}.*`;
  const found = api.useInfiniteQuery('get', list, { params: { path: { org }, query: { types, limit: 50 } } }, byCursor);
  const live = useLive(org, 'audit-event', list, found);
  const events = found.data?.pages.flatMap(({ items }) => items) ?? [];
  return (
    <>
      <Toolbar>
        <FilterSelect
          label={text.kind}
          any={text.anyKind}
          value={kind}
          choices={eventKinds.map((value) => ({ value, label: kindNames[value] }))}
          onChange={(next) => void navigate({ search: (before) => ({ ...before, kind: next }) })}
        />
        <Export types={types} />
        <Verification />
        <LiveMark live={live} />
      </Toolbar>
      {found.error ? <ErrorState error={found.error} onRetry={found.refetch} /> : null}
      {found.isPending ? <SkeletonLines count={8} /> : null}
      {found.data && events.length === 0 ? <p className={css.soft}>{text.empty}</p> : null}
      {events.length > 0 ? (
        <Happened label={text.list} events={events} about={(event) => <About org={org} event={event} />} />
      ) : null}
      {found.hasNextPage ? (
        <Button busy={found.isFetchingNextPage} onClick={() => found.fetchNextPage()}>
          {activity.more}
        </Button>
      ) : null}
    </>
  );
}

/** The whole log, or the chosen kind of it, as a file. */
function Export({ types }: { readonly types: string | undefined }) {
  const { id: org } = useOrganization();
  const save = (format: string) => {
    const address = `/api/v1/organizations/${org}/audit-events/export?format=${format}`;
    void saveFile(address + (types ? `&types=${types}` : '')).catch(tellFailed);
  };
  return (
    <Menu
      align="start"
      trigger={
        <Button>
          <Download aria-hidden /> {text.export}
        </Button>
      }
    >
      {Object.entries(text.formats).map(([format, label]) => (
        <MenuItem key={format} onChoose={() => save(format)}>
          {label}
        </MenuItem>
      ))}
    </Menu>
  );
}

/** Whom and what it concerns, by name; what is gone since has none, and no page. */
function About({ org, event }: { readonly org: string; readonly event: AuditEvent }) {
  const { names, source, requestId } = event;
  const { memberId = '', groupId = '', workspaceId = '' } = event.subject;
  return (
    <span className={css.links}>
      {names.member ? (
        <Link to="/console/$organizationId/people/$memberId" params={{ organizationId: org, memberId }}>
          {names.member}
        </Link>
      ) : null}
      {names.group ? (
        <Link to="/console/$organizationId/groups/$groupId" params={{ organizationId: org, groupId }}>
          {names.group}
        </Link>
      ) : null}
      {names.workspace ? (
        <Link
          to="/console/$organizationId/settings/workspaces/$workspaceId"
          params={{ organizationId: org, workspaceId }}
        >
          {names.workspace}
        </Link>
      ) : null}
      {names.role ? <span>{names.role}</span> : null}
      {source === 'scim' && requestId ? (
        <Link to="/console/$organizationId/activity" params={{ organizationId: org }} search={{ request: requestId }}>
          {text.request}
        </Link>
      ) : null}
    </span>
  );
}

/** It reads the whole log, so that it is asked for. */
function Verification() {
  const { id: org } = useOrganization();
  const [asked, setAsked] = useState(false);
  const { data, error, refetch, isFetching } = api.useQuery(
    'get',
    '/organizations/{org}/audit-events/verification',
    { params: { path: { org } } },
    { enabled: asked },
  );
  if (error) return <ErrorState error={error} onRetry={refetch} compact />;
  return (
    <>
      <Button busy={isFetching} onClick={() => (asked ? void refetch() : setAsked(true))}>
        {text.verify}
      </Button>
      <output className={data?.broken ? css.bad : css.good}>
        {data
          ? data.broken
            ? text.broken(counted(data.broken.seq), data.broken.reason)
            : text.verified(counted(data.verified))
          : ''}
      </output>
    </>
  );
}
