/** Puts people into a group that admins made, and takes one out. */
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { api, client } from '../../lib/client.ts';
import { countOf } from '../../lib/format.ts';
import { groupMembership as text } from '../../lib/messages/admin-groups.ts';
import { words } from '../../lib/messages/general.ts';
import { useOrganization } from '../../lib/session.ts';
import type { Group } from '../../lib/types.ts';
import { Button } from '../../ui/button.tsx';
import { Confirm, closing } from '../../ui/confirm.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { Effects, usePreview, whyNotYet } from '../../ui/effects.tsx';
import { type Picked, PickPeople } from './pick-people.tsx';

type Props = { readonly group: Pick<Group, 'id' | 'displayName'>; readonly onClose: () => void };

export function AddPeopleDialog({ group: { id: group, displayName }, onClose }: Props) {
  const { id: org } = useOrganization();
  const [picked, setPicked] = useState<readonly Picked[]>([]);
  const add = picked.map(({ id }) => id);
  const previewed = usePreview(add.length === 0 ? null : { kind: 'admin-group-members', groupId: group, add });
  const { mutate, isPending } = useMutation({
    // One after the other: who is in it already may be added again.
    mutationFn: async () => {
      for (const member of add)
        await client.PUT('/organizations/{org}/groups/{group}/members/{member}', {
          params: { path: { org, group, member } },
        });
    },
    ...closing(text.added(countOf(add.length, words.people), displayName), onClose),
  });
  const whyNot = add.length === 0 ? text.pickFirst : whyNotYet(previewed);
  return (
    <Dialog
      open
      wide
      onClose={onClose}
      title={text.addTitle(displayName)}
      text={text.addText}
      onSubmit={() => whyNot === null && mutate()}
      actions={
        <Button type="submit" look="primary" busy={isPending} whyNot={whyNot}>
          {text.add}
        </Button>
      }
    >
      <PickPeople picked={picked} onChange={setPicked} />
      <Effects {...previewed} />
    </Dialog>
  );
}

export function TakeOutDialog({ group, member, onClose }: Props & { readonly member: Picked }) {
  const { id: org } = useOrganization();
  const previewed = usePreview({ kind: 'admin-group-members', groupId: group.id, remove: [member.id] });
  const { mutate, isPending } = api.useMutation(
    'delete',
    '/organizations/{org}/groups/{group}/members/{member}',
    closing(text.takenOut(member.name, group.displayName), onClose),
  );
  return (
    <Confirm
      onClose={onClose}
      title={text.takeOutTitle(member.name, group.displayName)}
      text={text.takeOutText}
      action={text.takeOut}
      look="danger"
      busy={isPending}
      whyNot={whyNotYet(previewed)}
      onConfirm={() => mutate({ params: { path: { org, group: group.id, member: member.id } } })}
    >
      <Effects {...previewed} />
    </Confirm>
  );
}
