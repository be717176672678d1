/** Makes a role, or changes one after it was shown for whom. */
import { useState } from 'react';
import { role as text } from '../../lib/messages/roles.ts';
import { messageOf } from '../../lib/problem.ts';
import type { Permission, ProposedChange, Role } from '../../lib/types.ts';
import { Button } from '../../ui/button.tsx';
import { Checkbox } from '../../ui/checkbox.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { actionFor, Effects, usePreview, whyNotYet } from '../../ui/effects.tsx';
import { TextField } from '../../ui/field.tsx';
import { Select } from '../../ui/select.tsx';
import css from './roles.module.css';
import { type RoleDraft, useSaveRole } from './use-save-role.ts';

type Props = {
  /** null: a new one. */
  readonly present: Role | null;
  readonly roles: readonly Role[];
  readonly permissions: readonly Permission[];
  readonly onClose: () => void;
};

const empty: RoleDraft = { name: '', description: '', permissions: [], rank: '', base: '' };

export function RoleDialog({ present: role, roles, permissions, onClose }: Props) {
  const [draft, setDraft] = useState<RoleDraft>(role ? { ...role, rank: String(role.rank), base: '' } : empty);
  const change = (changes: Partial<RoleDraft>) => setDraft((before) => ({ ...before, ...changes }));
  const proposal = role && proposalOf(role, draft);
  const previewed = usePreview(proposal);
  const { save, isPending, error } = useSaveRole(role, onClose);
  const renamed = role && (role.name !== draft.name.trim() || role.description !== draft.description.trim());
  const whyNot =
    draft.name.trim() === ''
      ? text.noName
      : role === null
        ? null
        : proposal
          ? whyNotYet(previewed)
          : renamed
            ? null
            : text.noChange;
  const begin = (base: string) =>
    change({ base, permissions: roles.find(({ name }) => name === base)?.permissions ?? [] });
  const tick = (name: string, on: boolean) =>
    change({ permissions: on ? [...draft.permissions, name] : draft.permissions.filter((one) => one !== name) });
  return (
    <Dialog
      open
      wide
      onClose={onClose}
      title={role ? text.changeTitle(role.name) : text.createTitle}
      text={role ? text.changeText : text.createText}
      onSubmit={() => whyNot === null && save(draft)}
      actions={
        <Button type="submit" look="primary" busy={isPending} whyNot={whyNot}>
          {role ? actionFor(text.save, previewed) : text.create}
        </Button>
      }
    >
      <TextField
        label={text.name}
        value={draft.name}
        maxLength={100}
        autoComplete="off"
        error={messageOf(error)}
        onChange={(event) => change({ name: event.target.value })}
      />
      <TextField
        label={text.description}
        value={draft.description}
        maxLength={500}
        autoComplete="off"
        onChange={(event) => change({ description: event.target.value })}
      />
      {role ? null : (
        <Select
          label={text.basedOn}
          value={draft.base}
          choices={[{ value: '', label: text.nothing }, ...roles.map(({ name }) => ({ value: name, label: name }))]}
          onChange={begin}
        />
      )}
      <fieldset className={css.permissions}>
        <legend>{text.permissions}</legend>
        {permissions.map(({ name, description }) => (
          <Checkbox
            key={name}
            label={description || name}
            note={<code>{name}</code>}
            checked={draft.permissions.includes(name)}
            onChange={(on) => tick(name, on)}
          />
        ))}
      </fieldset>
      <TextField
        label={text.rank}
        hint={text.rankHint}
        placeholder={text.rankFree}
        inputMode="numeric"
        maxLength={4}
        value={draft.rank}
        autoComplete="off"
        onChange={(event) => change({ rank: event.target.value.replaceAll(/\D/g, '') })}
      />
      <Effects {...previewed} />
    </Dialog>
  );
}

/** null: what is changed so far concerns nobody's access. */
function proposalOf(role: Role, { permissions, rank }: RoleDraft): ProposedChange | null {
  const order = {
    ...(sorted(permissions) === sorted(role.permissions) ? {} : { permissions: [...permissions] }),
    ...(rank === '' || Number(rank) === role.rank ? {} : { rank: Number(rank) }),
  };
  return Object.keys(order).length === 0 ? null : { kind: 'role-changed', roleId: role.id, ...order };
}

const sorted = (names: readonly string[]) => names.toSorted().join(' ');
