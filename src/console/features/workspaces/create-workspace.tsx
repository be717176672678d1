import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { api } from '../../lib/client.ts';
import { workspaces as text } from '../../lib/messages/workspaces.ts';
import { messageOf } from '../../lib/problem.ts';
import { useOrganization } from '../../lib/session.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { TextField } from '../../ui/field.tsx';
import { tellDone } from '../../ui/toast.tsx';

export function CreateWorkspace({ onClose }: { readonly onClose: () => void }) {
  const { id: org } = useOrganization();
  const navigate = useNavigate();
  const [name, setName] = useState('');
  const { mutate, isPending, error } = api.useMutation('post', '/organizations/{org}/workspaces', {
    onSuccess: (made) => {
      tellDone(text.created(made.name));
      void navigate({
        to: '/console/$organizationId/settings/workspaces/$workspaceId',
        params: { organizationId: org, workspaceId: made.id },
      });
    },
  });
  return (
    <Dialog
      open
      onClose={onClose}
      title={text.create}
      text={text.createText}
      onSubmit={() => mutate({ params: { path: { org } }, body: { name } })}
      actions={
        <Button type="submit" look="primary" busy={isPending}>
          {text.create}
        </Button>
      }
    >
      <TextField
        label={text.name}
        error={messageOf(error)}
        value={name}
        maxLength={100}
        autoComplete="off"
        onChange={(event) => setName(event.target.value)}
      />
    </Dialog>
  );
}
