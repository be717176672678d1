import { api } from '../../lib/client.ts';
import { person as text } from '../../lib/messages/person.ts';
import { useOrganization } from '../../lib/session.ts';
import type { Member } from '../../lib/types.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { tellDone, tellFailed } from '../../ui/toast.tsx';
import { Why } from '../../ui/why.tsx';
import type { Place } from './place.ts';

type Props = { readonly member: Member; readonly place: Place; readonly onClose: () => void };

/** Lets groups, invitations and sign-ins decide again. */
export function ClearDialog({ member, place: { workspaceId, name, explained }, onClose }: Props) {
  const { id: org } = useOrganization();
  const onSuccess = () => {
    tellDone(text.override.cleared(member.name || member.userName));
    onClose();
  };
  const done = { onSuccess, onError: tellFailed };
  const ofWorkspace = api.useMutation('delete', '/organizations/{org}/workspaces/{ws}/members/{member}/override', done);
  const ofOrganization = api.useMutation('patch', '/organizations/{org}/members/{member}', done);
  const clear = () => {
    const path = { org, member: member.id };
    if (workspaceId === null) ofOrganization.mutate({ params: { path }, body: { organizationRole: null } });
    else ofWorkspace.mutate({ params: { path: { ...path, ws: workspaceId } } });
  };
  return (
    <Dialog
      open
      onClose={onClose}
      title={text.override.clearTitle(name)}
      text={text.override.clearText}
      actions={
        <Button look="primary" busy={ofWorkspace.isPending || ofOrganization.isPending} onClick={clear}>
          {text.override.clear}
        </Button>
      }
    >
      <Why explained={explained} />
    </Dialog>
  );
}
