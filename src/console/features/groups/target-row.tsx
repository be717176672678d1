import { X } from 'lucide-react';
import { mapping as text } from '../../lib/messages/groups.ts';
import { Button } from '../../ui/button.tsx';
import { Select } from '../../ui/select.tsx';
import css from './groups.module.css';
import { type DraftRow, everyWorkspace } from './mapping-draft.ts';
import { useNames } from './use-names.ts';

type Props = {
  readonly label: string;
  readonly row: DraftRow;
  /** The workspaces of the other rows: a mapping gives one role in a workspace. */
  readonly taken: readonly string[];
  readonly onChange: (row: DraftRow) => void;
  readonly onRemove: () => void;
};

/** A role in a workspace. */
export function TargetRow({ label, row, taken, onChange, onRemove }: Props) {
  const { workspaces, roles } = useNames();
  const free = workspaces.filter(({ id }) => !taken.includes(id));
  const none = { value: '', label: text.choose };
  const workspaceChoices = [
    ...(row.workspaceId === '' ? [none] : []),
    ...(taken.includes(everyWorkspace) ? [] : [{ value: everyWorkspace, label: text.everyWorkspace }]),
    ...free.map(({ id, name }) => ({ value: id, label: name })),
  ];
  const roleChoices = [...(row.role === '' ? [none] : []), ...roles.map(({ name }) => ({ value: name, label: name }))];
  return (
    <fieldset className={css.row} aria-label={label}>
      <Select
        label={text.workspace}
        value={row.workspaceId}
        choices={workspaceChoices}
        onChange={(workspaceId) => onChange({ ...row, workspaceId })}
      />
      <Select
        label={text.role}
        value={row.role}
        choices={roleChoices}
        onChange={(role) => onChange({ ...row, role })}
      />
      <Button look="quiet" icon aria-label={text.remove(label)} onClick={onRemove}>
        <X aria-hidden />
      </Button>
    </fieldset>
  );
}
