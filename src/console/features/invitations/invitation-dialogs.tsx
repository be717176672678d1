import { api } from '../../lib/client.ts';
import { invitations as text } from '../../lib/messages/invitations.ts';
import { useOrganization } from '../../lib/session.ts';
import type { Invitation } from '../../lib/types.ts';
import { Confirm, closing } from '../../ui/confirm.tsx';

export type Asking = { readonly what: 'again' | 'back'; readonly invitation: Invitation };

type Props = { readonly invitation: Invitation; readonly onClose: () => void };

export function TakeBack({ invitation: { id, email }, onClose }: Props) {
  const { id: org } = useOrganization();
  const { mutate, isPending } = api.useMutation(
    'delete',
    '/organizations/{org}/invitations/{id}',
    closing(text.takenBack(email), onClose),
  );
  return (
    <Confirm
      onClose={onClose}
      title={text.takeBackTitle(email)}
      text={text.takeBackText}
      action={text.takeBackAction}
      look="danger"
      busy={isPending}
      onConfirm={() => mutate({ params: { path: { org, id } } })}
    />
  );
}
