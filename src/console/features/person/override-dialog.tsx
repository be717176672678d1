/** An admin decides one role, for a time if need be, and sees before what it changes. */
import { useState } from 'react';
import { api } from '../../lib/client.ts';
import { person as text } from '../../lib/messages/person.ts';
import { messageOf } from '../../lib/problem.ts';
import { organizationRoles } from '../../lib/searches.ts';
import { useOrganization } from '../../lib/session.ts';
import type { Member } from '../../lib/types.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { Diff } from '../../ui/diff.tsx';
import { TextField } from '../../ui/field.tsx';
import { type Choice, Select } from '../../ui/select.tsx';
import css from './person.module.css';
import type { Place } from './place.ts';
import { useDecide } from './use-decide.ts';

type Props = { readonly member: Member; readonly place: Place; readonly onClose: () => void };

const deny = '';

export function OverrideDialog({ member, place, onClose }: Props) {
  const { workspaceId, name, explained } = place;
  const choices = useChoices(workspaceId);
  const [chosen, setChosen] = useState<string | null>(null);
  const [reason, setReason] = useState('');
  const [ends, setEnds] = useState('');
  const { decide, isPending, error } = useDecide(member, workspaceId, onClose);
  const role = chosen ?? explained.role ?? choices[0]?.value ?? deny;
  const after = role === deny ? null : role;
  const isDormant = workspaceId !== null && member.organizationRole === 'Organization Admin';
  const shown = isDormant || member.status !== 'active' ? explained.role : after;
  const send = () =>
    decide({
      role: after,
      reason: reason.trim() || null,
      ...(ends === '' ? {} : { expiresAt: new Date(ends).toISOString() }),
    });
  return (
    <Dialog
      open
      onClose={onClose}
      title={workspaceId === null ? text.override.organizationTitle : text.override.title(name)}
      text={text.override.text}
      onSubmit={send}
      actions={
        <Button type="submit" look={after === null ? 'danger' : 'primary'} busy={isPending}>
          {after === null ? text.override.deny1 : text.override.give(after)}
        </Button>
      }
    >
      <Select label={text.override.role} value={role} choices={choices} onChange={setChosen} />
      <TextField
        label={text.override.reason}
        hint={text.override.reasonHint}
        value={reason}
        maxLength={500}
        autoComplete="off"
        onChange={(event) => setReason(event.target.value)}
      />
      <TextField
        label={text.override.ends}
        hint={text.override.endsHint}
        type="datetime-local"
        value={ends}
        error={messageOf(error)}
        onChange={(event) => setEnds(event.target.value)}
      />
      <div className={css.effect}>
        <h3>{text.override.effect}</h3>
        <Diff
          label={text.override.effect}
          changes={[{ key: 'it', what: member.name || member.userName, before: explained.role, after: shown }]}
        />
        {isDormant ? <p className={css.note}>{text.override.dormant}</p> : null}
        {member.status === 'active' ? null : <p className={css.note}>{text.override.notActive}</p>}
      </div>
    </Dialog>
  );
}

function useChoices(workspaceId: string | null): readonly Choice<string>[] {
  const { id } = useOrganization();
  const { data } = api.useQuery(
    'get',
    '/organizations/{org}/roles',
    { params: { path: { org: id }, query: { limit: 500 } } },
    { enabled: workspaceId !== null },
  );
  if (workspaceId === null) return organizationRoles.map((value) => ({ value, label: value }));
  const roles = (data?.items ?? []).map(({ name }) => ({ value: name, label: name }));
  return [...roles, { value: deny, label: text.override.deny, note: text.override.denyNote }];
}
