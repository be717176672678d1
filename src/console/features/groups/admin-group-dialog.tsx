/** Makes a group of people picked by hand, or changes one, with its effect before it is saved. */
import { useState } from 'react';
import { api } from '../../lib/client.ts';
import { groupDialog as text } from '../../lib/messages/admin-groups.ts';
import { useOrganization } from '../../lib/session.ts';
import type { AdminGroup, ProposedChange } from '../../lib/types.ts';
import { Button } from '../../ui/button.tsx';
import { closing } from '../../ui/confirm.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { actionFor, Effects, usePreview, whyNotYet } from '../../ui/effects.tsx';
import { TextField } from '../../ui/field.tsx';
import { draftOf, emptyDraft, type MappingDraft, orderOf } from './mapping-draft.ts';
import { MappingFields, withRow } from './mapping-fields.tsx';
import { type Picked, PickPeople } from './pick-people.tsx';

type Props = {
  /** null: a new one. */
  readonly group: AdminGroup | null;
  readonly onClose: () => void;
};

export function AdminGroupDialog({ group, onClose }: Props) {
  const { id: org } = useOrganization();
  const [draft, setDraft] = useState<MappingDraft>(
    group ? { ...draftOf(group), name: group.displayName } : withRow(emptyDraft),
  );
  const [picked, setPicked] = useState<readonly Picked[]>([]);
  const displayName = draft.name.trim();
  const order = givesOf(draft);
  const members = picked.map(({ id }) => id);
  const regiven = group !== null && JSON.stringify(order) !== JSON.stringify(givesOf(draftOf(group)));
  const proposal: ProposedChange | null =
    group === null
      ? { kind: 'admin-group-created', group: order, members }
      : regiven
        ? { kind: 'admin-group-changed', groupId: group.id, group: order }
        : null;
  const previewed = usePreview(proposal);
  const make = api.useMutation('post', '/organizations/{org}/groups', closing(text.made(displayName), onClose));
  const change = api.useMutation(
    'patch',
    '/organizations/{org}/groups/{group}',
    closing(text.saved(displayName), onClose),
  );
  const isRenamed = displayName !== group?.displayName;
  const whyNot = displayName === '' ? text.noName : proposal ? whyNotYet(previewed) : isRenamed ? null : text.noChange;
  const save = () => {
    if (group === null) make.mutate({ params: { path: { org } }, body: { displayName, ...order, members } });
    else
      change.mutate({
        params: { path: { org, group: group.id } },
        body: { ...(isRenamed ? { displayName } : {}), ...(regiven ? order : {}) },
      });
  };
  return (
    <Dialog
      open
      wide
      onClose={onClose}
      title={group ? text.title(group.displayName) : text.newTitle}
      text={text.text}
      onSubmit={() => whyNot === null && save()}
      actions={
        <Button type="submit" look="primary" busy={make.isPending || change.isPending} whyNot={whyNot}>
          {actionFor(group ? text.save : text.make, previewed)}
        </Button>
      }
    >
      <TextField
        label={text.name}
        hint={text.nameHint}
        value={draft.name}
        autoComplete="off"
        maxLength={200}
        onChange={(event) => setDraft({ ...draft, name: event.target.value })}
      />
      <MappingFields draft={draft} onChange={(changes) => setDraft((before) => ({ ...before, ...changes }))} />
      {group ? null : <PickPeople picked={picked} onChange={setPicked} />}
      <Effects {...previewed} />
    </Dialog>
  );
}

/** It may give nothing. */
function givesOf(draft: MappingDraft) {
  return orderOf(draft) ?? { targets: [], organizationRole: null };
}
