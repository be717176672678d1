import { useState } from 'react';
import { api } from '../../lib/client.ts';
import { guard as text } from '../../lib/messages/guard.ts';
import { messageOf } from '../../lib/problem.ts';
import { useOrganization } from '../../lib/session.ts';
import type { MassChangeGuard } from '../../lib/types.ts';
import { Button } from '../../ui/button.tsx';
import { CheckField } from '../../ui/check-field.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { TextField } from '../../ui/field.tsx';
import { Meaning } from '../../ui/meaning.tsx';
import { tellDone } from '../../ui/toast.tsx';
import { meaningOf } from './guard-meaning.ts';

type Props = {
  /** null: it is off. */
  readonly saved: MassChangeGuard | null;
  readonly active: number | null;
  readonly onClose: () => void;
};

const usual: MassChangeGuard = { maxMembers: 50, maxPercent: 10, windowMinutes: 60 };

/** Sets the limits; what they come to is said before they are saved. */
export function GuardDialog({ saved, active, onClose }: Props) {
  const { id: org } = useOrganization();
  const [enabled, setEnabled] = useState(saved !== null);
  const [typed, setTyped] = useState(typedOf(saved ?? usual));
  const { mutate, isPending, error } = api.useMutation('patch', '/organizations/{org}', {
    onSuccess: () => {
      tellDone(text.saved);
      onClose();
    },
  });
  const setting = enabled ? settingOf(typed) : null;
  const hasLimit = setting === null || setting.maxMembers !== null || setting.maxPercent !== null;
  const isSame = JSON.stringify(setting) === JSON.stringify(saved);
  const whyNot = hasLimit ? (isSame ? text.same : null) : text.needsLimit;
  const field = (name: keyof MassChangeGuard, hint: string) => (
    <TextField
      label={text[name]}
      hint={hint}
      type="number"
      min={name === 'windowMinutes' ? 1 : 0}
      value={typed[name]}
      onChange={(event) => setTyped({ ...typed, [name]: event.target.value })}
    />
  );
  return (
    <Dialog
      open
      onClose={onClose}
      title={text.title}
      text={text.dialogText}
      onSubmit={() => whyNot === null && mutate({ params: { path: { org } }, body: { massChangeGuard: setting } })}
      actions={
        <Button type="submit" look="primary" busy={isPending} whyNot={whyNot}>
          {text.save}
        </Button>
      }
    >
      <CheckField label={text.enabled} checked={enabled} onChange={setEnabled} />
      {enabled ? (
        <>
          {field('maxMembers', text.maxMembersHint)}
          {field('maxPercent', text.maxPercentHint)}
          {field('windowMinutes', text.windowHint)}
        </>
      ) : null}
      {error ? <p role="alert">{messageOf(error)}</p> : null}
      <Meaning title={text.effect}>
        <span>{hasLimit ? meaningOf(setting, active) : text.needsLimit}</span>
        {setting === null && saved !== null ? <span>{text.stays}</span> : null}
      </Meaning>
    </Dialog>
  );
}

const typedOf = ({ maxMembers, maxPercent, windowMinutes }: MassChangeGuard) => ({
  maxMembers: String(maxMembers ?? ''),
  maxPercent: String(maxPercent ?? ''),
  windowMinutes: String(windowMinutes),
});

function settingOf(typed: ReturnType<typeof typedOf>): MassChangeGuard {
  const limit = (value: string) => (value === '' ? null : Number(value));
  return {
    maxMembers: limit(typed.maxMembers),
    maxPercent: limit(typed.maxPercent),
    windowMinutes: limit(typed.windowMinutes) ?? usual.windowMinutes,
  };
}
