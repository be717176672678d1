import { people as text } from '../../lib/messages/people.ts';
import type { Member } from '../../lib/types.ts';
import { Status } from '../../ui/badge.tsx';
import { More } from '../../ui/hint.tsx';
import { PersonCell } from '../../ui/person-cell.tsx';
import { RoleBadge } from '../../ui/role-badge.tsx';
import type { Column } from '../../ui/table.tsx';
import { WhyOf } from '../../ui/why.tsx';
import css from './people.module.css';

export function peopleColumns(organizationId: string): Column<Member>[] {
  return [
    {
      key: 'person',
      header: text.columns.person,
      width: 'minmax(0, 1.6fr)',
      cell: ({ id, name, userName, email, claimedEmail }) => (
        <PersonCell
          {...{ organizationId, email, claimedEmail }}
          memberId={id}
          name={name || userName}
          instead={userName}
        />
      ),
    },
    { key: 'status', header: text.columns.status, width: '88px', cell: ({ status }) => <Status status={status} /> },
    {
      key: 'role',
      header: text.columns.role,
      width: '168px',
      wideOnly: true,
      cell: ({ organizationRole }) => (
        <span className={organizationRole === 'Organization User' ? css.usual : undefined}>{organizationRole}</span>
      ),
    },
    {
      key: 'workspaces',
      header: text.columns.workspaces,
      width: 'minmax(0, 1.6fr)',
      wideOnly: true,
      cell: (member) => <Workspaces {...{ organizationId, member }} />,
    },
    {
      key: 'groups',
      header: text.columns.groups,
      width: '56px',
      wideOnly: true,
      cell: (member) => <Groups member={member} />,
    },
  ];
}

type Props = { readonly organizationId: string; readonly member: Member };

/** The first of them with its role; of the others, how many, and their names by hover and focus. */
function Workspaces({ organizationId, member: { id, workspaces } }: Props) {
  const [first, ...others] = workspaces;
  if (!first) return <span className={css.usual}>{text.noWorkspace}</span>;
  return (
    <div className={css.workspaces}>
      <span className={css.text}>{first.name}</span>
      <RoleBadge
        role={first.role}
        source={first.source}
        why={() => <WhyOf organizationId={organizationId} memberId={id} workspaceId={first.workspaceId} />}
      />
      {others.length > 0 ? (
        <More count={text.moreWorkspaces(others.length)} names={others.map(({ name, role }) => `${name}: ${role}`)} />
      ) : null}
    </div>
  );
}

function Groups({ member: { groups } }: Pick<Props, 'member'>) {
  if (groups.length === 0) return null;
  return <More count={groups.length} names={groups.map(({ displayName }) => displayName)} />;
}
