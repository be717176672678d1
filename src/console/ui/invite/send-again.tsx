import { api } from '../../lib/client.ts';
import { words } from '../../lib/messages/general.ts';
import { invitations as text } from '../../lib/messages/invitations.ts';
import { useOrganization } from '../../lib/session.ts';
import { Confirm } from '../confirm.tsx';
import { CopyField } from '../copy-button.tsx';
import { Dialog } from '../dialog.tsx';
import { tellDone, tellFailed } from '../toast.tsx';

type Props = {
  readonly invitation: { readonly id: string; readonly email: string };
  readonly onClose: () => void;
};

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
    <Confirm
      onClose={onClose}
      title={text.againTitle(email)}
      text={text.againText}
      action={text.againAction}
      look="primary"
      busy={isPending}
      onConfirm={() => mutate({ params: { path: { org, id } } })}
    />
  );
}
