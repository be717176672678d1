import { api } from '../../lib/client.ts';
import { scim as text } from '../../lib/messages/scim.ts';
import { useOrganization } from '../../lib/session.ts';
import type { ScimToken } from '../../lib/types.ts';
import { Confirm, closing } from '../../ui/confirm.tsx';
import { CopyField } from '../../ui/copy-button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { tellFailed } from '../../ui/toast.tsx';

type Props = { readonly token: ScimToken; readonly onClose: () => void };

export function RevokeToken({ token: { id, description }, onClose }: Props) {
  const { id: org } = useOrganization();
  const { mutate, isPending } = api.useMutation(
    'delete',
    '/organizations/{org}/scim/tokens/{id}',
    closing(text.revoked(description), onClose),
  );
  return (
    <Confirm
      onClose={onClose}
      title={text.revokeTitle(description)}
      text={text.revokeText}
      action={text.revoke}
      look="danger"
      busy={isPending}
      onConfirm={() => mutate({ params: { path: { org, id } } })}
    />
  );
}

/** A new secret in place of the old one, which works on for a day. */
export function RotateToken({ token: { id, description }, onClose }: Props) {
  const { id: org } = useOrganization();
  const { mutate, isPending, data } = api.useMutation('post', '/organizations/{org}/scim/tokens/{id}/rotate', {
    onError: tellFailed,
  });
  if (data?.token)
    return (
      <Dialog open onClose={onClose} title={text.made} text={text.madeText} dismiss={text.done}>
        <CopyField label={text.token} value={data.token} />
      </Dialog>
    );
  return (
    <Confirm
      onClose={onClose}
      title={text.rotateTitle(description)}
      text={text.rotateText}
      action={text.rotate}
      look="primary"
      busy={isPending}
      onConfirm={() => mutate({ params: { path: { org, id } }, body: {} })}
    />
  );
}
