/** What a group gives: rows of workspaces with roles, an organization role, a priority. */
import { Plus } from 'lucide-react';
import { mapping as text } from '../../lib/messages/groups.ts';
import { organizationRoles } from '../../lib/searches.ts';
import type { OrganizationRole } from '../../lib/types.ts';
import { Button } from '../../ui/button.tsx';
import { TextField } from '../../ui/field.tsx';
import { Select } from '../../ui/select.tsx';
import css from './groups.module.css';
import type { MappingDraft } from './mapping-draft.ts';
import { TargetRow } from './target-row.tsx';

const roleChoices = [
  { value: '' as const, label: text.noOrganizationRole },
  ...organizationRoles.map((value) => ({ value, label: value })),
];

type Props = { readonly draft: MappingDraft; readonly onChange: (changes: Partial<MappingDraft>) => void };

export function MappingFields({ draft, onChange }: Props) {
  return (
    <>
      <div className={css.rows}>
        {draft.rows.map((row, at) => (
          <TargetRow
            key={row.key}
            label={text.row(at + 1)}
            row={row}
            taken={draft.rows.filter((other) => other !== row).map(({ workspaceId }) => workspaceId)}
            onChange={(next) => onChange({ rows: draft.rows.map((one) => (one === row ? next : one)) })}
            onRemove={() => onChange({ rows: draft.rows.filter((one) => one !== row) })}
          />
        ))}
        <Button look="quiet" small onClick={() => onChange(withRow(draft))}>
          <Plus aria-hidden /> {text.add}
        </Button>
      </div>
      <Select<OrganizationRole | ''>
        label={text.organizationRole}
        value={draft.organizationRole}
        choices={roleChoices}
        onChange={(organizationRole) => onChange({ organizationRole })}
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
        onChange={(event) => onChange({ priority: event.target.value.replaceAll(/\D/g, '') })}
      />
    </>
  );
}

/** With one more row to fill in. */
export function withRow(draft: MappingDraft): MappingDraft {
  const key = Math.max(-1, ...draft.rows.map((row) => row.key)) + 1;
  return { ...draft, rows: [...draft.rows, { key, workspaceId: '', role: '' }] };
}
