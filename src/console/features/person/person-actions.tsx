/** What can be done to a person as a whole. */
import { Ellipsis, UserCheck, UserMinus, UserX } from 'lucide-react';
import { useState } from 'react';
import { words } from '../../lib/messages/general.ts';
import { person as text } from '../../lib/messages/person.ts';
import { useMay, useOrganization, useWhoMay } from '../../lib/session.ts';
import type { Member } from '../../lib/types.ts';
import { Button } from '../../ui/button.tsx';
import { Menu, MenuItem } from '../../ui/menu.tsx';
import { RemoveDialog } from './remove-dialog.tsx';
import { StatusDialog } from './status-dialog.tsx';

export function PersonActions({ member }: { readonly member: Member }) {
  const [asking, setAsking] = useState<'status' | 'remove' | null>(null);
  const { memberId } = useOrganization();
  const allowed = useMay()('members:manage');
  const who = useWhoMay('members:manage');
  const forbidden = allowed ? null : words.onlyWho(who);
  const self = member.id === memberId ? text.actions.self : null;
  const whyNotStatus = forbidden ?? self ?? (member.status === 'pending' ? text.actions.pending : null);
  const isActive = member.status !== 'inactive';
  const close = () => setAsking(null);
  return (
    <>
      <Menu
        trigger={
          <Button icon aria-label={text.actions.more}>
            <Ellipsis aria-hidden />
          </Button>
        }
      >
        <MenuItem
          icon={isActive ? <UserX aria-hidden /> : <UserCheck aria-hidden />}
          whyNot={whyNotStatus}
          onChoose={() => setAsking('status')}
        >
          {isActive ? text.actions.deactivate : text.actions.reactivate}
        </MenuItem>
        <MenuItem
          icon={<UserMinus aria-hidden />}
          danger
          whyNot={forbidden ?? self}
          onChoose={() => setAsking('remove')}
        >
          {text.actions.remove}
        </MenuItem>
      </Menu>
      <StatusDialog member={member} open={asking === 'status'} onClose={close} />
      {asking === 'remove' ? <RemoveDialog member={member} onClose={close} /> : null}
    </>
  );
}
