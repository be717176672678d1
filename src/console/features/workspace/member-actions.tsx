import { Ban, Ellipsis, Eraser, PenLine, UserMinus } from 'lucide-react';
import { workspaceMembers as text } from '../../lib/messages/workspaces.ts';
import type { WorkspaceMember } from '../../lib/types.ts';
import { Button } from '../../ui/button.tsx';
import { Menu, MenuItem } from '../../ui/menu.tsx';
import type { Asking } from './member-dialogs.tsx';

type Props = {
  readonly member: WorkspaceMember;
  readonly manages: boolean;
  readonly onAsk: (asking: Asking) => void;
};

/** What can be done about one person here; what cannot, says why. */
export function MemberActions({ member, manages, onAsk }: Props) {
  const { name, email, override, status } = member;
  const forbidden = manages ? null : text.manages;
  const pending = status === 'pending' ? text.pending : null;
  const ask = (what: Asking['what']) => () => onAsk({ what, member });
  return (
    <Menu
      trigger={
        <Button look="quiet" small icon aria-label={text.actions(name || email || '')}>
          <Ellipsis aria-hidden />
        </Button>
      }
    >
      <MenuItem icon={<PenLine aria-hidden />} whyNot={forbidden ?? pending} onChoose={ask('change')}>
        {text.change}
      </MenuItem>
      <MenuItem
        icon={<Eraser aria-hidden />}
        whyNot={forbidden ?? (override === null ? text.noOverride : null)}
        onChoose={ask('clear')}
      >
        {text.clear}
      </MenuItem>
      <MenuItem
        icon={<Ban aria-hidden />}
        whyNot={forbidden ?? pending ?? (override?.effect === 'deny' ? text.denied : null)}
        onChoose={ask('deny')}
      >
        {text.deny}
      </MenuItem>
      <MenuItem
        icon={<UserMinus aria-hidden />}
        danger
        whyNot={forbidden ?? whyNotRemove(member)}
        onChoose={ask('remove')}
      >
        {text.remove}
      </MenuItem>
    </Menu>
  );
}

/** What the row alone tells; the server knows of what lies below an override. */
function whyNotRemove({ source, override, status }: WorkspaceMember): string | null {
  if (status === 'pending') return null;
  if (override?.effect === 'deny') return text.nothingToRemove;
  if (source === 'organization-admin') return text.admin;
  if (source === 'default') return text.byDefault;
  return source?.endsWith('-group') ? text.byGroup : null;
}
