import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { api } from '../../lib/client.ts';
import { person as text } from '../../lib/messages/person.ts';
import { useOrganization } from '../../lib/session.ts';
import type { Member } from '../../lib/types.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { TextField } from '../../ui/field.tsx';
import { tellDone, tellFailed } from '../../ui/toast.tsx';
import { AccessDiff, noAccess } from './access-diff.tsx';

type Props = { readonly member: Member; readonly onClose: () => void };

/** What cannot be undone asks for the name. */
export function RemoveDialog({ member, onClose }: Props) {
  const { id: org } = useOrganization();
  const navigate = useNavigate();
  const [typed, setTyped] = useState('');
  const name = member.name || member.userName;
  const { mutate, isPending } = api.useMutation('delete', '/organizations/{org}/members/{member}', {
    onSuccess: () => {
      tellDone(text.remove.done(name));
      void navigate({ to: '/console/$organizationId/people', params: { organizationId: org }, replace: true });
    },
    onError: tellFailed,
  });
  const whyNot = typed.trim() === name ? null : text.remove.confirm(name);
  const remove = () => whyNot === null && mutate({ params: { path: { org, member: member.id } } });
  return (
    <Dialog
      open
      onClose={onClose}
      title={text.remove.title(name)}
      text={text.remove.text}
      onSubmit={remove}
      actions={
        <Button type="submit" look="danger" busy={isPending} whyNot={whyNot}>
          {text.remove.action(name)}
        </Button>
      }
    >
      <AccessDiff label={text.remove.effect} before={member} after={noAccess} />
      <TextField
        label={text.remove.confirm(name)}
        value={typed}
        autoComplete="off"
        onChange={(event) => setTyped(event.target.value)}
      />
    </Dialog>
  );
}
