import { useState } from 'react';
import { naming as text } from '../../lib/messages/groups.ts';
import type { ScimSettings } from '../../lib/types.ts';
import { TextField } from '../../ui/field.tsx';
import { ScimSettingsDialog } from '../../ui/scim-settings-dialog.tsx';
import { Select } from '../../ui/select.tsx';

type Props = { readonly settings: ScimSettings; readonly onClose: () => void };

type Separator = ScimSettings['separator'];
type Precedence = ScimSettings['precedence'];

const choicesOf = <T extends string>(labels: Readonly<Record<T, string>>, notes?: Readonly<Record<T, string>>) =>
  (Object.keys(labels) as T[]).map((value) => ({ value, label: labels[value], ...(notes && { note: notes[value] }) }));

/** Changes how groups give roles. */
export function NamingDialog({ settings, onClose }: Props) {
  const [draft, setDraft] = useState(settings);
  const change = (changes: Partial<ScimSettings>) => setDraft((before) => ({ ...before, ...changes }));
  const { separator, precedence, conventionEnabled, requiredPrefix } = draft;
  const order = { separator, precedence, conventionEnabled, requiredPrefix: requiredPrefix || null };
  return (
    <ScimSettingsDialog order={order} text={text} onClose={onClose}>
      <Select
        label={text.enabled}
        value={conventionEnabled ? 'on' : 'off'}
        choices={[
          { value: 'on', label: text.on },
          { value: 'off', label: text.isOff },
        ]}
        onChange={(next) => change({ conventionEnabled: next === 'on' })}
      />
      <Select<Separator>
        label={text.separator}
        value={separator}
        choices={choicesOf(text.separators)}
        onChange={(next) => change({ separator: next })}
      />
      <TextField
        label={text.prefix}
        hint={text.prefixHint}
        value={requiredPrefix ?? ''}
        autoComplete="off"
        maxLength={100}
        onChange={(event) => change({ requiredPrefix: event.target.value })}
      />
      <Select<Precedence>
        label={text.precedence}
        value={precedence}
        choices={choicesOf(text.precedences, text.precedenceNotes)}
        onChange={(next) => change({ precedence: next })}
      />
    </ScimSettingsDialog>
  );
}
