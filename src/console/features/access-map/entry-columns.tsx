import { Link } from '@tanstack/react-router';
import { classes } from '../../lib/format.ts';
import { matrix as text } from '../../lib/messages/access-map.ts';
import { noAccess } from '../../lib/messages/general.ts';
import { Status } from '../../ui/badge.tsx';
import { PersonCell } from '../../ui/person-cell.tsx';
import { RoleBadge } from '../../ui/role-badge.tsx';
import type { Column } from '../../ui/table.tsx';
import { WhyOf } from '../../ui/why.tsx';
import css from './access-map.module.css';
import type { Entry } from './entries.ts';

export function entryColumns(organizationId: string): Column<Entry>[] {
  return [
    {
      key: 'person',
      header: text.columns.person,
      width: 'minmax(0, 1.6fr)',
      cell: ({ person: { memberId, name, email } }) => (
        <PersonCell {...{ organizationId, memberId, email }} claimedEmail={null} name={name || email || memberId} />
      ),
    },
    {
      key: 'status',
      header: text.columns.status,
      width: '88px',
      wideOnly: true,
      cell: ({ person }) => <Status status={person.status} />,
    },
    {
      key: 'workspace',
      header: text.columns.workspace,
      width: 'minmax(0, 1.2fr)',
      wideOnly: true,
      cell: ({ workspace }) => (workspace ? <Workspace {...{ organizationId, workspace }} /> : null),
    },
    {
      key: 'role',
      header: text.columns.role,
      width: '200px',
      cell: ({ person: { memberId }, workspace, cell }) =>
        workspace && cell ? (
          <div className={css.two}>
            <RoleBadge
              role={cell.role}
              roles={cell.roles}
              source={cell.source}
              why={() => <WhyOf {...{ organizationId, memberId }} workspaceId={workspace.workspaceId} />}
            />
            <span className={classes(css.narrowOnly, css.where)}>{workspace.name}</span>
          </div>
        ) : (
          <span className={css.soft}>{noAccess}</span>
        ),
    },
  ];
}

type WorkspaceProps = { readonly organizationId: string; readonly workspace: NonNullable<Entry['workspace']> };

function Workspace({ organizationId, workspace: { workspaceId, name } }: WorkspaceProps) {
  return (
    <Link
      to="/console/$organizationId/settings/workspaces/$workspaceId"
      params={{ organizationId, workspaceId }}
      className={css.name}
    >
      {name}
    </Link>
  );
}
