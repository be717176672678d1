import { useState } from 'react';
import { api } from '../../lib/client.ts';
import { naming as text } from '../../lib/messages/groups.ts';
import { useOrganization } from '../../lib/session.ts';
import type { ScimSettings } from '../../lib/types.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { actionFor, Effects, usePreview, whyNotYet } from '../../ui/effects.tsx';
import { TextField } from '../../ui/field.tsx';
import { Select } from '../../ui/select.tsx';
import { tellDone, tellFailed } from '../../ui/toast.tsx';

type Props = { readonly settings: ScimSettings; readonly onClose: () => void };

type Separator = ScimSettings['separator'];
type Precedence = ScimSettings['precedence'];

const choicesOf = <T extends string>(labels: Readonly<Record<T, string>>, notes?: Readonly<Record<T, string>>) =>
  (Object.keys(labels) as T[]).map((value) => ({ value, label: labels[value], ...(notes && { note: notes[value] }) }));

/** Changes how groups give roles; who would gain or lose by it is shown first. */
export function NamingDialog({ settings, onClose }: Props) {
  const { id: org } = useOrganization();
  const [draft, setDraft] = useState(settings);
  const change = (changes: Partial<ScimSettings>) => setDraft((before) => ({ ...before, ...changes }));
  const { separator, precedence, conventionEnabled, requiredPrefix } = draft;
  const order = { separator, precedence, conventionEnabled, requiredPrefix: requiredPrefix || null };
  const previewed = usePreview({ kind: 'scim-settings', settings: order });
  const whyNot = whyNotYet(previewed);
  const { mutate, isPending } = api.useMutation('patch', '/organizations/{org}/scim/settings', {
    onSuccess: ({ jobId }) => {
      tellDone(jobId === null ? text.saved : text.savedByJob);
      onClose();
    },
    onError: tellFailed,
  });
  return (
    <Dialog
      open
      wide
      onClose={onClose}
      title={text.title}
      text={text.text}
      onSubmit={() => whyNot === null && mutate({ params: { path: { org } }, body: order })}
      actions={
        <Button type="submit" look="primary" busy={isPending} whyNot={whyNot}>
          {actionFor(text.save, previewed)}
        </Button>
      }
    >
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
      <Effects {...previewed} />
    </Dialog>
  );
}
