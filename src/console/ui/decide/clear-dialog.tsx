import { api } from '../../lib/client.ts';
import { override as text } from '../../lib/messages/override.ts';
import { useOrganization } from '../../lib/session.ts';
import { Confirm, closing } from '../confirm.tsx';
import { Why } from '../why.tsx';
import type { Decided, Place } from './place.ts';

type Props = { readonly person: Decided; readonly place: Place; readonly onClose: () => void };

/** Lets groups, invitations and sign-ins decide again. */
export function ClearDialog({ person, place: { workspaceId, name, explained }, onClose }: Props) {
  const { id: org } = useOrganization();
  const done = closing(text.cleared(person.name), onClose);
  const ofWorkspace = api.useMutation('delete', '/organizations/{org}/workspaces/{ws}/members/{member}/override', done);
  const ofOrganization = api.useMutation('patch', '/organizations/{org}/members/{member}', done);
  const clear = () => {
    const path = { org, member: person.id };
    if (workspaceId === null) ofOrganization.mutate({ params: { path }, body: { organizationRole: null } });
    else ofWorkspace.mutate({ params: { path: { ...path, ws: workspaceId } } });
  };
  return (
    <Confirm
      onClose={onClose}
      title={text.clearTitle(name)}
      text={text.clearText}
      action={text.clear}
      look="primary"
      busy={ofWorkspace.isPending || ofOrganization.isPending}
      onConfirm={clear}
    >
      <Why explained={explained} />
    </Confirm>
  );
}
