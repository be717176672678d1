import { Link } from '@tanstack/react-router';
import { counted } from '../../lib/format.ts';
import { flows as text } from '../../lib/messages/access-map.ts';
import { OriginMark } from '../../ui/role-badge.tsx';
import type { Column } from '../../ui/table.tsx';
import css from './access-map.module.css';
import { type Flow, nameOf } from './flows.ts';

export function flowColumns(organizationId: string): Column<Flow>[] {
  return [
    {
      key: 'from',
      header: text.columns.from,
      width: 'minmax(0, 2fr)',
      cell: (flow) => (
        <div className={css.origin}>
          <OriginMark source={flow.from.kind === 'source' ? flow.from.id : 'scim-group'} />
          <span className={css.two}>
            <Origin {...{ organizationId, flow }} />
            <span className={css.narrowOnly}>{`${flow.role}, ${nameOf(flow.to)}`}</span>
          </span>
        </div>
      ),
    },
    { key: 'role', header: text.columns.role, width: '148px', wideOnly: true, cell: ({ role }) => role },
    {
      key: 'to',
      header: text.columns.to,
      width: 'minmax(0, 1.2fr)',
      wideOnly: true,
      cell: ({ to }) =>
        to.kind === 'workspace' ? (
          <Link
            to="/console/$organizationId/settings/workspaces/$workspaceId"
            params={{ organizationId, workspaceId: to.id }}
            className={css.name}
          >
            {to.name}
          </Link>
        ) : (
          <span className={css.name}>{nameOf(to)}</span>
        ),
    },
    {
      key: 'mapping',
      header: text.columns.mapping,
      width: '88px',
      wideOnly: true,
      cell: ({ mapping }) => <span className={css.soft}>{mapping ? text.mapping[mapping] : ''}</span>,
    },
    {
      key: 'people',
      header: text.columns.people,
      width: '64px',
      numeric: true,
      cell: ({ people }) => counted(people),
    },
  ];
}

function Origin({ organizationId, flow: { from } }: { readonly organizationId: string; readonly flow: Flow }) {
  if (from.kind !== 'group') return <span className={css.name}>{nameOf(from)}</span>;
  return (
    <Link
      to="/console/$organizationId/groups/$groupId"
      params={{ organizationId, groupId: from.id }}
      className={css.name}
      data-row-link
    >
      {from.name}
    </Link>
  );
}
