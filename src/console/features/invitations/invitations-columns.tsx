import { Link } from '@tanstack/react-router';
import { Ellipsis, Send, Undo2 } from 'lucide-react';
import { invitations as text } from '../../lib/messages/invitations.ts';
import type { Invitation } from '../../lib/types.ts';
import { Badge } from '../../ui/badge.tsx';
import { Button } from '../../ui/button.tsx';
import { Menu, MenuItem } from '../../ui/menu.tsx';
import type { Column } from '../../ui/table.tsx';
import { Time } from '../../ui/time.tsx';
import type { Asking } from './invitation-dialogs.tsx';
import css from './invitations.module.css';

type About = {
  readonly organizationId: string;
  /** Why the reader may change none; null: they may. */
  readonly forbidden: string | null;
  readonly onAsk: (asking: Asking) => void;
};

const tones = { pending: 'warn', expired: 'bad', accepted: 'good', declined: 'bad', revoked: 'plain' } as const;

export function invitationColumns({ organizationId, forbidden, onAsk }: About): Column<Invitation>[] {
  return [
    {
      key: 'person',
      header: text.columns.person,
      width: 'minmax(0, 1.4fr)',
      cell: (invitation) => <Person {...{ organizationId, invitation }} />,
    },
    {
      key: 'status',
      header: text.columns.status,
      width: '92px',
      cell: ({ status }) => <Badge tone={tones[status]}>{text.statuses[status]}</Badge>,
    },
    { key: 'gives', header: text.columns.gives, width: 'minmax(0, 1.2fr)', wideOnly: true, cell: gives },
    {
      key: 'by',
      header: text.columns.by,
      width: '168px',
      wideOnly: true,
      cell: ({ createdAt, createdBy }) => (
        <div className={css.two}>
          <Time at={createdAt} />
          {createdBy.name ? <span className={css.soft}>{text.by(createdBy.name)}</span> : null}
        </div>
      ),
    },
    {
      key: 'actions',
      header: text.columns.actions,
      headerHeard: true,
      width: '32px',
      cell: (invitation) => <Actions {...{ invitation, forbidden, onAsk }} />,
    },
  ];
}

type PersonProps = { readonly organizationId: string; readonly invitation: Invitation };

/** A member is there as long as the invitation is open or accepted. */
function Person({ organizationId, invitation: { email, memberId, status, expiresAt } }: PersonProps) {
  const open = status === 'pending' || status === 'expired';
  return (
    <div className={css.two}>
      {status === 'revoked' || status === 'declined' ? (
        <span className={css.name}>{email}</span>
      ) : (
        <Link
          to="/console/$organizationId/people/$memberId"
          params={{ organizationId, memberId }}
          className={css.name}
          data-row-link
        >
          {email}
        </Link>
      )}
      {open && expiresAt ? (
        <span className={css.soft}>
          {status === 'pending' ? text.ends : text.ended} <Time at={expiresAt} />
        </span>
      ) : null}
    </div>
  );
}

function gives({ organizationRole, workspaces }: Invitation) {
  const named = workspaces.map(({ name, role }) => text.where(name, role)).join(', ');
  const places = organizationRole === 'Organization Admin' ? text.everyWorkspace : named || text.noWorkspace;
  return (
    <div className={css.two}>
      <span className={css.cut}>{organizationRole}</span>
      <span className={css.softCut}>{places}</span>
    </div>
  );
}

type ActionsProps = Pick<About, 'forbidden' | 'onAsk'> & { readonly invitation: Invitation };

function Actions({ invitation, forbidden, onAsk }: ActionsProps) {
  const { email, status } = invitation;
  const over = status === 'pending' || status === 'expired' ? null : text[status];
  return (
    <Menu
      trigger={
        <Button look="quiet" small icon aria-label={text.actions(email)}>
          <Ellipsis aria-hidden />
        </Button>
      }
    >
      <MenuItem
        icon={<Send aria-hidden />}
        whyNot={forbidden ?? over}
        onChoose={() => onAsk({ what: 'again', invitation })}
      >
        {text.again}
      </MenuItem>
      <MenuItem
        icon={<Undo2 aria-hidden />}
        danger
        whyNot={forbidden ?? (over && text.over)}
        onChoose={() => onAsk({ what: 'back', invitation })}
      >
        {text.takeBack}
      </MenuItem>
    </Menu>
  );
}
