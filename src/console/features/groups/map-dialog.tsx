/** The mapping editor: what a group gives by the word of an admin, with its effect before it is saved. */
import { useState } from 'react';
import { mapping as text, waiting } from '../../lib/messages/groups.ts';
import type { Mapping } from '../../lib/types.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { actionFor, Effects, usePreview, whyNotYet } from '../../ui/effects.tsx';
import { TextField } from '../../ui/field.tsx';
import { emptyDraft, type MappedName, type MappingDraft, orderOf, proposalOf } from './mapping-draft.ts';
import { MappingFields, withRow } from './mapping-fields.tsx';
import { useSaveMapping } from './use-save-mapping.ts';

type Props = {
  readonly group: MappedName;
  /** The one that it has; null: it gets one. */
  readonly mapping: Mapping | null;
  readonly begin?: MappingDraft;
  readonly onClose: () => void;
};

export function MapDialog({ group, mapping, begin = emptyDraft, onClose }: Props) {
  const [draft, setDraft] = useState(begin.rows.length > 0 || begin.organizationRole !== '' ? begin : withRow(begin));
  const change = (changes: Partial<MappingDraft>) => setDraft((before) => ({ ...before, ...changes }));
  const previewed = usePreview(proposalOf(group, mapping, draft));
  const { save, isPending } = useSaveMapping(group, mapping, onClose);
  const asksName = group.id === null && group.displayName === '';
  const whyNot =
    asksName && draft.name.trim() === ''
      ? waiting.noName
      : orderOf(draft) === null
        ? text.nothing
        : whyNotYet(previewed);
  return (
    <Dialog
      open
      wide
      onClose={onClose}
      title={asksName ? text.newTitle : text.title(group.displayName)}
      text={text.text}
      onSubmit={() => whyNot === null && save(draft)}
      actions={
        <Button type="submit" look="primary" busy={isPending} whyNot={whyNot}>
          {actionFor(text.save, previewed)}
        </Button>
      }
    >
      {asksName ? (
        <TextField
          label={waiting.name}
          hint={waiting.nameHint}
          value={draft.name}
          autoComplete="off"
          maxLength={200}
          onChange={(event) => change({ name: event.target.value })}
        />
      ) : null}
      <MappingFields draft={draft} onChange={change} />
      <Effects {...previewed} />
    </Dialog>
  );
}
