import { useState } from 'react';
import { api } from '../../lib/client.ts';
import { mapping as text } from '../../lib/messages/groups.ts';
import { useOrganization } from '../../lib/session.ts';
import type { Mapping } from '../../lib/types.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { actionFor, Effects, usePreview, whyNotYet } from '../../ui/effects.tsx';
import { Select } from '../../ui/select.tsx';
import { tellDone, tellFailed } from '../../ui/toast.tsx';

type Props = { readonly mapping: Mapping; readonly onClose: () => void };

const choices = [
  { value: 'keep' as const, label: text.keep, note: text.keepNote },
  { value: 'remove' as const, label: text.lose },
];

/** Takes an explicit mapping away, and asks what becomes of those who have a role by it. */
export function UnmapDialog({ mapping: { id, group, waiting }, onClose }: Props) {
  const { id: org } = useOrganization();
  const [onDelete, setOnDelete] = useState<'keep' | 'remove'>(waiting ? 'remove' : 'keep');
  const previewed = usePreview({ kind: 'mapping-deleted', mappingId: id, onDelete });
  const whyNot = whyNotYet(previewed);
  const { mutate, isPending } = api.useMutation('delete', '/organizations/{org}/scim/mappings/{id}', {
    onSuccess: (job) => {
      tellDone(job ? text.deletedByJob(group.displayName) : text.deleted(group.displayName));
      onClose();
    },
    onError: tellFailed,
  });
  const remove = () => mutate({ params: { path: { org, id }, query: { onDelete } } });
  return (
    <Dialog
      open
      wide
      onClose={onClose}
      title={text.deleteTitle(group.displayName)}
      text={text.deleteText}
      actions={
        <Button look="danger" busy={isPending} whyNot={whyNot} onClick={remove}>
          {actionFor(text.delete, previewed)}
        </Button>
      }
    >
      {waiting ? null : <Select label={text.onDelete} value={onDelete} choices={choices} onChange={setOnDelete} />}
      <Effects {...previewed} />
    </Dialog>
  );
}
