import { people as text } from '../../lib/messages/people.ts';
import { roleNamesOf } from '../../lib/reasons.ts';
import { useOrganization } from '../../lib/session.ts';
import type { Member } from '../../lib/types.ts';
import { Status } from '../../ui/badge.tsx';
import { More } from '../../ui/hint.tsx';
import { PersonCell } from '../../ui/person-cell.tsx';
import { RoleBadge } from '../../ui/role-badge.tsx';
import type { Column } from '../../ui/table.tsx';
import { Time } from '../../ui/time.tsx';
import { WhyOf } from '../../ui/why.tsx';
import css from './people.module.css';

/** Those that can be chosen, in the order in which they stand. */
export const columnKeys = [
  'status',
  'role',
  'workspaces',
  'groups',
  'userName',
  'externalId',
  'managedBy',
  'signedIn',
  'createdAt',
] as const;
export type ColumnKey = (typeof columnKeys)[number];

export const usualColumns: readonly ColumnKey[] = ['status', 'role', 'workspaces', 'groups'];

export function peopleColumns(organizationId: string, chosen: readonly ColumnKey[]): Column<Member>[] {
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
    ...chosen.map((key) => ({ wideOnly: true, ...cells[key], key, header: text.columns[key] })),
  ];
}

type Cell = Pick<Column<Member>, 'width' | 'cell' | 'wideOnly'>;

const plain = (value: string | null) => <span className={css.text}>{value}</span>;
const soft = (value: string) => <span className={css.usual}>{value}</span>;

const cells: Readonly<Record<ColumnKey, Cell>> = {
  status: {
    width: '88px',
    wideOnly: false,
    cell: ({ status, lock }) => <Status status={status} isLocked={lock !== null} />,
  },
  role: {
    width: '168px',
    cell: ({ organizationRole }) => (
      <span className={organizationRole === 'Organization User' ? css.usual : undefined}>{organizationRole}</span>
    ),
  },
  workspaces: { width: 'minmax(0, 1.6fr)', cell: (member) => <Workspaces member={member} /> },
  groups: { width: '56px', cell: (member) => <Groups member={member} /> },
  userName: { width: 'minmax(0, 1fr)', cell: ({ userName }) => plain(userName) },
  externalId: { width: 'minmax(0, 1fr)', cell: ({ externalId }) => plain(externalId) },
  managedBy: { width: '88px', cell: ({ managedBy }) => soft(text.managedBy[managedBy ?? 'nobody']) },
  signedIn: { width: '72px', cell: ({ signedIn }) => (signedIn ? soft(text.ever) : plain(text.never)) },
  createdAt: { width: '104px', cell: ({ createdAt }) => <Time at={createdAt} /> },
};

type Props = { readonly member: Member };

/** The first of them with its role; of the others, how many, and their names by hover and focus. */
function Workspaces({ member: { id, workspaces } }: Props) {
  const { id: organizationId } = useOrganization();
  const [first, ...others] = workspaces;
  if (!first) return <span className={css.usual}>{text.noWorkspace}</span>;
  return (
    <div className={css.workspaces}>
      <span className={css.text}>{first.name}</span>
      <RoleBadge
        role={first.role}
        roles={first.roles}
        source={first.source}
        why={() => <WhyOf organizationId={organizationId} memberId={id} workspaceId={first.workspaceId} />}
      />
      {others.length > 0 ? (
        <More count={text.moreWorkspaces(others.length)} names={others.map(({ name, roles }) => `${name}: ${roleNamesOf(roles)}`)} />
      ) : null}
    </div>
  );
}

function Groups({ member: { groups } }: Props) {
  if (groups.length === 0) return null;
  return <More count={groups.length} names={groups.map(({ displayName }) => displayName)} />;
}
