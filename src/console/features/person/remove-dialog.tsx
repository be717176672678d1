import { useNavigate } from '@tanstack/react-router';
import { api } from '../../lib/client.ts';
import { person as text } from '../../lib/messages/person.ts';
import { useOrganization } from '../../lib/session.ts';
import type { Member } from '../../lib/types.ts';
import { ConfirmByName } from '../../ui/confirm-by-name.tsx';
import { tellDone, tellFailed } from '../../ui/toast.tsx';
import { AccessDiff, noAccess } from './access-diff.tsx';

type Props = { readonly member: Member; readonly onClose: () => void };

export function RemoveDialog({ member, onClose }: Props) {
  const { id: org } = useOrganization();
  const navigate = useNavigate();
  const name = member.name || member.userName;
  const { mutate, isPending } = api.useMutation('delete', '/organizations/{org}/members/{member}', {
    onSuccess: () => {
      tellDone(text.remove.done(name));
      void navigate({ to: '/console/$organizationId/people', params: { organizationId: org }, replace: true });
    },
    onError: tellFailed,
  });
  return (
    <ConfirmByName
      name={name}
      title={text.remove.title(name)}
      text={text.remove.text}
      action={text.remove.action(name)}
      busy={isPending}
      whyNot={null}
      onConfirm={() => mutate({ params: { path: { org, member: member.id } } })}
      onClose={onClose}
    >
      <AccessDiff label={text.remove.effect} before={member} after={noAccess} />
    </ConfirmByName>
  );
}
