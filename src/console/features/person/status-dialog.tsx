import { api } from '../../lib/client.ts';
import { person as text } from '../../lib/messages/person.ts';
import { useOrganization } from '../../lib/session.ts';
import type { Member } from '../../lib/types.ts';
import { Confirm, closing } from '../../ui/confirm.tsx';
import { Diff } from '../../ui/diff.tsx';
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
      {active ? null : <Losses member={member} />}
      {!active && member.managedBy === 'scim' ? <p className={css.note}>{text.deactivate.directory}</p> : null}
    </Confirm>
  );
}

/** What a person has, as what would be gone. */
export function Losses({ member }: { readonly member: Member }) {
  const { workspaces, organizationRole } = member;
  const changes = [
    { key: 'organization', what: text.access.organization, before: organizationRole, after: null },
    ...workspaces.map(({ workspaceId, name, role }) => ({ key: workspaceId, what: name, before: role, after: null })),
  ];
  return (
    <div className={css.effect}>
      <h3>{text.remove.effect}</h3>
      <Diff label={text.remove.effect} changes={changes.slice(0, 8)} total={changes.length} />
    </div>
  );
}
