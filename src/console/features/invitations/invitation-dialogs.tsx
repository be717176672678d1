import { api } from '../../lib/client.ts';
import { words } from '../../lib/messages/general.ts';
import { invitations as text } from '../../lib/messages/invitations.ts';
import { useOrganization } from '../../lib/session.ts';
import type { Invitation } from '../../lib/types.ts';
import { Button } from '../../ui/button.tsx';
import { CopyField } from '../../ui/copy-button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { tellDone, tellFailed } from '../../ui/toast.tsx';

export type Asking = { readonly what: 'again' | 'back'; readonly invitation: Invitation };

type Props = { readonly invitation: Invitation; readonly onClose: () => void };

/** Where no mail is sent, the new link is here and nowhere else. */
export function SendAgain({ invitation: { id, email }, onClose }: Props) {
  const { id: org } = useOrganization();
  const { mutate, isPending, data } = api.useMutation('post', '/organizations/{org}/invitations/{id}/resend', {
    onSuccess: ({ link }) => {
      if (link !== undefined) return;
      tellDone(text.sent(email));
      onClose();
    },
    onError: tellFailed,
  });
  if (data?.link)
    return (
      <Dialog open onClose={onClose} title={text.linkTitle(email)} text={text.linkText} dismiss={words.close}>
        <CopyField label={text.link(email)} value={data.link} />
      </Dialog>
    );
  return (
    <Dialog
      open
      onClose={onClose}
      title={text.againTitle(email)}
      text={text.againText}
      actions={
        <Button look="primary" busy={isPending} onClick={() => mutate({ params: { path: { org, id } } })}>
          {text.againAction}
        </Button>
      }
    />
  );
}

export function TakeBack({ invitation: { id, email }, onClose }: Props) {
  const { id: org } = useOrganization();
  const { mutate, isPending } = api.useMutation('delete', '/organizations/{org}/invitations/{id}', {
    onSuccess: () => {
      tellDone(text.takenBack(email));
      onClose();
    },
    onError: tellFailed,
  });
  return (
    <Dialog
      open
      onClose={onClose}
      title={text.takeBackTitle(email)}
      text={text.takeBackText}
      actions={
        <Button look="danger" busy={isPending} onClick={() => mutate({ params: { path: { org, id } } })}>
          {text.takeBackAction}
        </Button>
      }
    />
  );
}
