import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { api } from '../lib/client.ts';
import { organizations as text } from '../lib/messages/shell.ts';
import { messageOf } from '../lib/problem.ts';
import { Button } from '../ui/button.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { TextField } from '../ui/field.tsx';
import { tellDone } from '../ui/toast.tsx';

export function CreateOrganization({ open, onClose }: { readonly open: boolean; readonly onClose: () => void }) {
  const navigate = useNavigate();
  const [name, setName] = useState('');
  const { mutate, isPending, error, reset } = api.useMutation('post', '/organizations', {
    onSuccess: ({ id, name: made }) => {
      tellDone(text.created(made));
      close();
      void navigate({ to: '/console/$organizationId', params: { organizationId: id } });
    },
  });
  const close = () => {
    setName('');
    reset();
    onClose();
  };
  return (
    <Dialog
      open={open}
      onClose={close}
      title={text.create}
      text={text.createText}
      onSubmit={() => mutate({ body: { name } })}
      actions={
        <Button type="submit" look="primary" busy={isPending}>
          {text.create}
        </Button>
      }
    >
      <TextField
        label={text.name}
        value={name}
        onChange={(event) => setName(event.target.value)}
        error={messageOf(error)}
        autoComplete="off"
      />
    </Dialog>
  );
}
