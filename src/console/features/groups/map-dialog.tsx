/** The mapping editor: what a group gives by the word of an admin, with its effect before it is saved. */
import { Plus } from 'lucide-react';
import { useState } from 'react';
import { mapping as text, waiting } from '../../lib/messages/groups.ts';
import { organizationRoles } from '../../lib/searches.ts';
import type { Mapping, OrganizationRole } from '../../lib/types.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { actionFor, Effects, usePreview, whyNotYet } from '../../ui/effects.tsx';
import { TextField } from '../../ui/field.tsx';
import { Select } from '../../ui/select.tsx';
import css from './groups.module.css';
import { emptyDraft, type MappedName, type MappingDraft, orderOf, proposalOf } from './mapping-draft.ts';
import { TargetRow } from './target-row.tsx';
import { useSaveMapping } from './use-save-mapping.ts';

type Props = {
  readonly group: MappedName;
  /** The one that it has; null: it gets one. */
  readonly mapping: Mapping | null;
  readonly begin?: MappingDraft;
  readonly onClose: () => void;
};

const roleChoices = [
  { value: '' as const, label: text.noOrganizationRole },
  ...organizationRoles.map((value) => ({ value, label: value })),
];

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
      <div className={css.rows}>
        {draft.rows.map((row, at) => (
          <TargetRow
            key={row.key}
            label={text.row(at + 1)}
            row={row}
            taken={draft.rows.filter((other) => other !== row).map(({ workspaceId }) => workspaceId)}
            onChange={(next) => change({ rows: draft.rows.map((one) => (one === row ? next : one)) })}
            onRemove={() => change({ rows: draft.rows.filter((one) => one !== row) })}
          />
        ))}
        <Button look="quiet" small onClick={() => setDraft(withRow)}>
          <Plus aria-hidden /> {text.add}
        </Button>
      </div>
      <Select<OrganizationRole | ''>
        label={text.organizationRole}
        value={draft.organizationRole}
        choices={roleChoices}
        onChange={(organizationRole) => change({ organizationRole })}
      />
      <TextField
        label={text.priority}
        hint={text.priorityHint}
        placeholder={text.last}
        inputMode="numeric"
        pattern="[0-9]*"
        maxLength={6}
        value={draft.priority}
        autoComplete="off"
        onChange={(event) => change({ priority: event.target.value.replaceAll(/\D/g, '') })}
      />
      <Effects {...previewed} />
    </Dialog>
  );
}

function withRow(draft: MappingDraft): MappingDraft {
  const key = Math.max(-1, ...draft.rows.map((row) => row.key)) + 1;
  return { ...draft, rows: [...draft.rows, { key, workspaceId: '', role: '' }] };
}
