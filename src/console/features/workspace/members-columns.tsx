import { workspaceMembers as text } from '../../lib/messages/workspaces.ts';
import type { WorkspaceMember } from '../../lib/types.ts';
import { Badge, Status } from '../../ui/badge.tsx';
import { Hint } from '../../ui/hint.tsx';
import { PersonCell } from '../../ui/person-cell.tsx';
import { RoleBadge } from '../../ui/role-badge.tsx';
import type { Column } from '../../ui/table.tsx';
import { Time } from '../../ui/time.tsx';
import { Why, WhyOf } from '../../ui/why.tsx';
import { explainMember, sourceOf } from './explain-member.ts';
import { MemberActions } from './member-actions.tsx';
import type { Asking } from './member-dialogs.tsx';
import css from './workspace.module.css';

type About = {
  readonly organizationId: string;
  readonly workspaceId: string;
  readonly seesWhy: boolean;
  readonly manages: boolean;
  readonly onAsk: (asking: Asking) => void;
};

export function memberColumns({
  organizationId,
  workspaceId,
  seesWhy,
  manages,
  onAsk,
}: About): Column<WorkspaceMember>[] {
  return [
    {
      key: 'person',
      header: text.columns.person,
      width: 'minmax(0, 1.4fr)',
      cell: ({ memberId, name, email, claimedEmail }) => (
        <PersonCell
          {...{ organizationId, memberId, email, claimedEmail }}
          name={name || email || claimedEmail || memberId}
        />
      ),
    },
    {
      key: 'status',
      header: text.columns.status,
      width: '80px',
      cell: ({ status }) => <Status status={status} short />,
    },
    {
      key: 'role',
      header: text.columns.role,
      width: '180px',
      cell: (member) => (
        <RoleBadge
          role={member.role}
          roles={member.roles}
          source={sourceOf(member)}
          why={() =>
            seesWhy ? (
              <WhyOf {...{ organizationId, workspaceId }} memberId={member.memberId} />
            ) : (
              <Why explained={explainMember(member)} />
            )
          }
        />
      ),
    },
    {
      key: 'decision',
      header: text.columns.decision,
      width: 'minmax(0, 1fr)',
      wideOnly: true,
      cell: ({ override }) => (override ? <Decision override={override} /> : null),
    },
    {
      key: 'actions',
      header: text.columns.actions,
      headerHeard: true,
      width: '32px',
      cell: (member) => <MemberActions member={member} manages={manages} onAsk={onAsk} />,
    },
  ];
}

function Decision({ override }: { readonly override: NonNullable<WorkspaceMember['override']> }) {
  const { reason, expiresAt, dormant } = override;
  return (
    <div className={css.decision}>
      {reason ? <span className={css.reason}>{reason}</span> : null}
      {expiresAt ? (
        <span className={css.until}>
          {text.until} <Time at={expiresAt} />
        </span>
      ) : null}
      {dormant ? (
        <Hint text={text.dormantHint}>
          <span>
            <Badge>{text.dormant}</Badge>
          </span>
        </Hint>
      ) : null}
    </div>
  );
}
