import { api } from '../../lib/client.ts';
import { scim as text } from '../../lib/messages/scim.ts';
import { useOrganization } from '../../lib/session.ts';
import type { ScimToken } from '../../lib/types.ts';
import { Button } from '../../ui/button.tsx';
import { CopyField } from '../../ui/copy-button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { tellDone, tellFailed } from '../../ui/toast.tsx';

type Props = { readonly token: ScimToken; readonly onClose: () => void };

export function RevokeToken({ token: { id, description }, onClose }: Props) {
  const { id: org } = useOrganization();
  const { mutate, isPending } = api.useMutation('delete', '/organizations/{org}/scim/tokens/{id}', {
    onSuccess: () => {
      tellDone(text.revoked(description));
      onClose();
    },
    onError: tellFailed,
  });
  return (
    <Dialog
      open
      onClose={onClose}
      title={text.revokeTitle(description)}
      text={text.revokeText}
      actions={
        <Button look="danger" busy={isPending} onClick={() => mutate({ params: { path: { org, id } } })}>
          {text.revoke}
        </Button>
      }
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
    <Dialog
      open
      onClose={onClose}
      title={text.rotateTitle(description)}
      text={text.rotateText}
      actions={
        <Button look="primary" busy={isPending} onClick={() => mutate({ params: { path: { org, id } }, body: {} })}>
          {text.rotate}
        </Button>
      }
    />
  );
}
