/** What can be done to a person as a whole. */
import { Ellipsis, Lock, LockOpen, Mail, Merge, UserCheck, UserMinus, UserX } from 'lucide-react';
import { useState } from 'react';
import { words } from '../../lib/messages/general.ts';
import { join } from '../../lib/messages/join.ts';
import { person } from '../../lib/messages/person.ts';
import { useMay, useOrganization, useWhoMay } from '../../lib/session.ts';
import type { Member } from '../../lib/types.ts';
import { Button } from '../../ui/button.tsx';
import { SendAgain } from '../../ui/invite/send-again.tsx';
import { Menu, MenuItem } from '../../ui/menu.tsx';
import { JoinDialog } from './join-dialog.tsx';
import { LockDialog, UnlockDialog } from './lock-dialog.tsx';
import { RemoveDialog } from './remove-dialog.tsx';
import { StatusDialog } from './status-dialog.tsx';

const text = person.actions;

type Asking = 'again' | 'lock' | 'unlock' | 'status' | 'join' | 'remove';

export function PersonActions({ member }: { readonly member: Member }) {
  const [asking, setAsking] = useState<Asking | null>(null);
  const whyNot = useWhyNot(member);
  const isActive = member.status !== 'inactive';
  const close = () => setAsking(null);
  return (
    <>
      <Menu
        trigger={
          <Button icon aria-label={text.more}>
            <Ellipsis aria-hidden />
          </Button>
        }
      >
        {member.status === 'pending' ? (
          <MenuItem icon={<Mail aria-hidden />} whyNot={whyNot.again} onChoose={() => setAsking('again')}>
            {text.inviteAgain}
          </MenuItem>
        ) : null}
        {member.lock ? (
          <MenuItem icon={<LockOpen aria-hidden />} whyNot={whyNot.unlock} onChoose={() => setAsking('unlock')}>
            {text.unlock}
          </MenuItem>
        ) : (
          <MenuItem icon={<Lock aria-hidden />} whyNot={whyNot.lock} onChoose={() => setAsking('lock')}>
            {text.lock}
          </MenuItem>
        )}
        <MenuItem
          icon={isActive ? <UserX aria-hidden /> : <UserCheck aria-hidden />}
          whyNot={whyNot.status}
          onChoose={() => setAsking('status')}
        >
          {isActive ? text.deactivate : text.reactivate}
        </MenuItem>
        <MenuItem icon={<Merge aria-hidden />} whyNot={whyNot.join} onChoose={() => setAsking('join')}>
          {join.open}
        </MenuItem>
        <MenuItem icon={<UserMinus aria-hidden />} danger whyNot={whyNot.remove} onChoose={() => setAsking('remove')}>
          {text.remove}
        </MenuItem>
      </Menu>
      {asking === 'again' && member.invitation ? (
        <SendAgain invitation={{ id: member.invitation.id, email: member.email ?? member.userName }} onClose={close} />
      ) : null}
      {asking === 'lock' ? <LockDialog member={member} onClose={close} /> : null}
      {asking === 'unlock' ? <UnlockDialog member={member} onClose={close} /> : null}
      <StatusDialog member={member} open={asking === 'status'} onClose={close} />
      {asking === 'join' ? <JoinDialog member={member} onClose={close} /> : null}
      {asking === 'remove' ? <RemoveDialog member={member} onClose={close} /> : null}
    </>
  );
}

/** Why each of them cannot be done; null: it can. */
function useWhyNot({ id, status, invitation }: Member): Readonly<Record<Asking, string | null>> {
  const { memberId } = useOrganization();
  const may = useMay();
  const managers = useWhoMay('members:manage');
  const admins = useWhoMay('access:manage');
  const forbidden = may('members:manage') ? null : words.onlyWho(managers);
  const notAdmin = may('access:manage') ? null : words.onlyWho(admins);
  const self = id === memberId ? text.self : null;
  const pending = status === 'pending' ? text.pending : null;
  return {
    again: forbidden ?? (invitation === null ? text.notPending : null),
    lock: notAdmin ?? self ?? pending,
    unlock: notAdmin,
    status: forbidden ?? self ?? pending,
    join: notAdmin,
    remove: forbidden ?? self,
  };
}
