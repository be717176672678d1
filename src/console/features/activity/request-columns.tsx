import { getRouteApi } from '@tanstack/react-router';
import { requests as text } from '../../lib/messages/activity.ts';
import type { ScimRequest } from '../../lib/types.ts';
import { Badge } from '../../ui/badge.tsx';
import type { Column } from '../../ui/table.tsx';
import { Time } from '../../ui/time.tsx';
import css from './activity.module.css';

const { Link } = getRouteApi('/console/$organizationId/activity');

export function StatusCode({ status, scimType }: Pick<ScimRequest, 'status' | 'scimType'>) {
  return <Badge tone={status < 400 ? 'good' : 'bad'}>{scimType ? `${status} ${scimType}` : status}</Badge>;
}

export const requestColumns: readonly Column<ScimRequest>[] = [
  {
    key: 'request',
    header: text.columns.request,
    width: 'minmax(0, 2fr)',
    cell: ({ method, path, requestId, detail, changed }) => (
      <div className={css.request}>
        <Link to="." search={(before) => ({ ...before, request: requestId })} data-row-link>
          {`${method} ${path}`}
        </Link>
        <span className={css.detail}>{detail ?? changed.join(', ')}</span>
      </div>
    ),
  },
  {
    key: 'outcome',
    header: text.columns.outcome,
    width: '136px',
    cell: (request) => <StatusCode {...request} />,
  },
  {
    key: 'token',
    header: text.columns.token,
    width: 'minmax(0, 0.6fr)',
    wideOnly: true,
    cell: ({ token }) => <span className={css.detail}>{token.description}</span>,
  },
  { key: 'at', header: text.columns.at, width: '128px', wideOnly: true, cell: ({ at }) => <Time at={at} /> },
];
