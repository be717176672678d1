import { api } from '../../lib/client.ts';
import { person as text } from '../../lib/messages/person.ts';
import { useOrganization } from '../../lib/session.ts';
import type { Member } from '../../lib/types.ts';
import { Confirm, closing } from '../../ui/confirm.tsx';
import { AccessDiff, noAccess } from './access-diff.tsx';
import css from './person.module.css';

type Props = { readonly member: Member; readonly open: boolean; readonly onClose: () => void };

/** Deactivates or reactivates, and says what goes with it. */
export function StatusDialog({ member, open, onClose }: Props) {
  const { id: org } = useOrganization();
  const name = member.name || member.userName;
  const active = member.status === 'inactive';
  const words = active ? text.reactivate : text.deactivate;
  const { mutate, isPending } = api.useMutation(
    'patch',
    '/organizations/{org}/members/{member}',
    closing(words.done(name), onClose),
  );
  const change = () => mutate({ params: { path: { org, member: member.id } }, body: { active } });
  return (
    <Confirm
      open={open}
      onClose={onClose}
      title={words.title(name)}
      text={words.text}
      action={words.action(name)}
      look={active ? 'primary' : 'danger'}
      busy={isPending}
      onConfirm={change}
    >
      {active ? null : <AccessDiff label={text.remove.effect} before={member} after={noAccess} />}
      {!active && member.managedBy === 'scim' ? <p className={css.note}>{text.deactivate.directory}</p> : null}
    </Confirm>
  );
}
