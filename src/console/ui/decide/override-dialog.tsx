/** An admin decides one role, for a time if need be, and sees before what it changes. */
import { useState } from 'react';
import { api } from '../../lib/client.ts';
import { override as text } from '../../lib/messages/override.ts';
import { messageOf } from '../../lib/problem.ts';
import { organizationRoles } from '../../lib/searches.ts';
import { useOrganization } from '../../lib/session.ts';
import { Button } from '../button.tsx';
import { Dialog } from '../dialog.tsx';
import { Diff } from '../diff.tsx';
import { TextField } from '../field.tsx';
import { type Choice, Select } from '../select.tsx';
import css from './decide.module.css';
import type { Decided, Place } from './place.ts';
import { useDecide } from './use-decide.ts';

type Props = {
  readonly person: Decided;
  readonly place: Place;
  /** To begin with: no access, rather than the role in force. */
  readonly denies?: boolean;
  readonly onClose: () => void;
};

const deny = '';

export function OverrideDialog({ person, place, denies = false, onClose }: Props) {
  const { workspaceId, name, explained } = place;
  const choices = useChoices(workspaceId);
  const [chosen, setChosen] = useState<string | null>(denies ? deny : null);
  const [reason, setReason] = useState('');
  const [ends, setEnds] = useState('');
  const { decide, isPending, error } = useDecide(person, workspaceId, onClose);
  const role = chosen ?? explained.role ?? choices[0]?.value ?? deny;
  const after = role === deny ? null : role;
  const isDormant = workspaceId !== null && person.isAdmin;
  const shown = isDormant || person.status !== 'active' ? explained.role : after;
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
      title={workspaceId === null ? text.organizationTitle : text.title(name)}
      text={text.text}
      onSubmit={send}
      actions={
        <Button type="submit" look={after === null ? 'danger' : 'primary'} busy={isPending}>
          {after === null ? text.deny1 : text.give(after)}
        </Button>
      }
    >
      <Select label={text.role} value={role} choices={choices} onChange={setChosen} />
      <TextField
        label={text.reason}
        hint={text.reasonHint}
        value={reason}
        maxLength={500}
        autoComplete="off"
        onChange={(event) => setReason(event.target.value)}
      />
      <TextField
        label={text.ends}
        hint={text.endsHint}
        type="datetime-local"
        value={ends}
        error={messageOf(error)}
        onChange={(event) => setEnds(event.target.value)}
      />
      <div className={css.effect}>
        <h3>{text.effect}</h3>
        <Diff label={text.effect} changes={[{ key: 'it', what: person.name, before: explained.role, after: shown }]} />
        {isDormant ? <p className={css.note}>{text.dormant}</p> : null}
        {person.status === 'active' ? null : <p className={css.note}>{text.notActive}</p>}
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
  return [...roles, { value: deny, label: text.deny, note: text.denyNote }];
}
