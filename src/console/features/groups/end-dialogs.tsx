/** Hands a group that admins made over to the directory, or deletes it, after it was shown who loses what. */
import { useNavigate } from '@tanstack/react-router';
import { api } from '../../lib/client.ts';
import { groupEnd as text } from '../../lib/messages/admin-groups.ts';
import { useOrganization } from '../../lib/session.ts';
import type { Group } from '../../lib/types.ts';
import { Confirm, closing } from '../../ui/confirm.tsx';
import { actionFor, Effects, usePreview, whyNotYet } from '../../ui/effects.tsx';

type Props = { readonly group: Pick<Group, 'id' | 'displayName'>; readonly onClose: () => void };

export function HandOverDialog({ group: { id: group, displayName }, onClose }: Props) {
  const { id: org } = useOrganization();
  const previewed = usePreview({ kind: 'admin-group-handed-over', groupId: group });
  const { mutate, isPending } = api.useMutation(
    'post',
    '/organizations/{org}/groups/{group}/hand-over',
    closing(text.handedOver(displayName), onClose),
  );
  return (
    <Confirm
      onClose={onClose}
      wide
      title={text.handOverTitle(displayName)}
      text={text.handOverText}
      action={actionFor(text.handOver, previewed)}
      look="primary"
      busy={isPending}
      whyNot={whyNotYet(previewed)}
      onConfirm={() => mutate({ params: { path: { org, group } } })}
    >
      <Effects {...previewed} />
    </Confirm>
  );
}

export function DeleteGroupDialog({ group: { id: group, displayName }, onClose }: Props) {
  const { id: org } = useOrganization();
  const navigate = useNavigate();
  const previewed = usePreview({ kind: 'admin-group-deleted', groupId: group });
  const leave = () =>
    void navigate({ to: '/console/$organizationId/groups', params: { organizationId: org }, search: { tab: 'made' } });
  const { mutate, isPending } = api.useMutation(
    'delete',
    '/organizations/{org}/groups/{group}',
    closing(text.deleted(displayName), leave),
  );
  return (
    <Confirm
      onClose={onClose}
      wide
      title={text.deleteTitle(displayName)}
      text={text.deleteText}
      action={actionFor(text.delete, previewed)}
      look="danger"
      busy={isPending}
      whyNot={whyNotYet(previewed)}
      onConfirm={() => mutate({ params: { path: { org, group } } })}
    >
      <Effects {...previewed} />
    </Confirm>
  );
}
