/** What an admin is asked before something about one person changes here. */
import { api } from '../../lib/client.ts';
import { workspaceMembers as text } from '../../lib/messages/workspaces.ts';
import { messageOf, RequestFailed } from '../../lib/problem.ts';
import { roleNamesOf } from '../../lib/reasons.ts';
import { useOrganization } from '../../lib/session.ts';
import type { Workspace, WorkspaceMember } from '../../lib/types.ts';
import { Button } from '../../ui/button.tsx';
import { ClearDialog } from '../../ui/decide/clear-dialog.tsx';
import { OverrideDialog } from '../../ui/decide/override-dialog.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { Diff } from '../../ui/diff.tsx';
import { tellDone } from '../../ui/toast.tsx';
import { explainMember } from './explain-member.ts';
import css from './workspace.module.css';

export type Asking = { readonly what: 'change' | 'clear' | 'deny' | 'remove'; readonly member: WorkspaceMember };

type Props = {
  readonly asking: Asking;
  readonly workspace: Workspace;
  /** Another question instead; null: none any more. */
  readonly onAsk: (asking: Asking | null) => void;
};

export function MemberDialog({ asking: { what, member }, workspace, onAsk }: Props) {
  const close = () => onAsk(null);
  const person = {
    id: member.memberId,
    name: nameOf(member),
    status: member.status,
    isAdmin: member.source === 'organization-admin' || member.override?.dormant === true,
  };
  const place = { workspaceId: workspace.id, name: workspace.name, explained: explainMember(member) };
  if (what === 'remove')
    return <Remove {...{ member, workspace }} onClose={close} onDeny={() => onAsk({ what: 'deny', member })} />;
  if (what === 'clear') return <ClearDialog person={person} place={place} onClose={close} />;
  return <OverrideDialog person={person} place={place} denies={what === 'deny'} onClose={close} />;
}

type RemoveProps = {
  readonly member: WorkspaceMember;
  readonly workspace: Workspace;
  readonly onClose: () => void;
  readonly onDeny: () => void;
};

/** Where it turns out that a group gives access as well, a deny is one step away. */
function Remove({ member, workspace, onClose, onDeny }: RemoveProps) {
  const { id: org } = useOrganization();
  const name = nameOf(member);
  const { mutate, isPending, error } = api.useMutation(
    'delete',
    '/organizations/{org}/workspaces/{ws}/members/{member}',
    {
      onSuccess: () => {
        tellDone(text.removed(name, workspace.name));
        onClose();
      },
    },
  );
  const needsDeny = error instanceof RequestFailed && error.code === 'granted_by_group';
  const remove = () => mutate({ params: { path: { org, ws: workspace.id, member: member.memberId } } });
  return (
    <Dialog
      open
      onClose={onClose}
      title={text.removeTitle(name, workspace.name)}
      text={member.status === 'pending' ? text.removeInvited : text.removeText}
      actions={
        needsDeny ? (
          <Button look="danger" onClick={onDeny}>
            {text.denyInstead}
          </Button>
        ) : (
          <Button look="danger" busy={isPending} onClick={remove}>
            {text.removeAction(name)}
          </Button>
        )
      }
    >
      <Diff label={text.effect} changes={[{ key: 'it', what: workspace.name, before: roleNamesOf(member.roles), after: null }]} />
      {error ? (
        <p className={css.error} role="alert">
          {messageOf(error)}
        </p>
      ) : null}
    </Dialog>
  );
}

function nameOf({ name, email, memberId }: WorkspaceMember): string {
  return name || email || memberId;
}
