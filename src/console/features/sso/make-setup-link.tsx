/** Makes a set-up link: for whom, for what, for how long; then it is shown once. */
import { useState } from 'react';
import { api } from '../../lib/client.ts';
import { setupLinks as text } from '../../lib/messages/setup-links.ts';
import { messageOf } from '../../lib/problem.ts';
import { useOrganization } from '../../lib/session.ts';
import type { SetupPart } from '../../lib/types.ts';
import { Button } from '../../ui/button.tsx';
import { CheckField } from '../../ui/check-field.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { TextField } from '../../ui/field.tsx';
import { ShownSecret } from '../../ui/secrets/shown-secret.tsx';
import { Select } from '../../ui/select.tsx';
import css from './sso.module.css';

const parts = ['domain', 'sign-in', 'directory'] as const satisfies readonly SetupPart[];
const lifetimes = ['1', '7', '14', '30'] as const;

export function MakeSetupLink({ onClose }: { readonly onClose: () => void }) {
  const { id: org } = useOrganization();
  const [name, setName] = useState('');
  const [chosen, setChosen] = useState<readonly SetupPart[]>(parts);
  const [maySwitchOn, setMaySwitchOn] = useState(false);
  const [days, setDays] = useState<(typeof lifetimes)[number]>('7');
  const { mutate, isPending, error, data } = api.useMutation('post', '/organizations/{org}/setup-links');
  if (data?.link !== undefined)
    return (
      <ShownSecret title={text.made} label={text.link} secret={data.link} onClose={onClose}>
        <p className={css.soft}>{text.afterwards}</p>
      </ShownSecret>
    );
  const make = () => {
    // A minute less, as the longest is counted by the clock of the server.
    const expiresAt = new Date(Date.now() + Number(days) * 86_400_000 - 60_000).toISOString();
    mutate({ params: { path: { org } }, body: { name, parts: [...chosen], maySwitchOn, expiresAt } });
  };
  return (
    <Dialog
      open
      onClose={onClose}
      title={text.make}
      text={text.makeText}
      onSubmit={make}
      actions={
        <Button type="submit" look="primary" busy={isPending} whyNot={chosen.length === 0 && text.nothing}>
          {text.make}
        </Button>
      }
    >
      <TextField
        label={text.name}
        hint={text.nameHint}
        error={messageOf(error)}
        value={name}
        maxLength={100}
        autoComplete="off"
        onChange={(event) => setName(event.target.value)}
      />
      <fieldset className={css.part}>
        <legend>{text.whatFor}</legend>
        {parts.map((part) => (
          <CheckField
            key={part}
            label={text.parts[part]}
            hint={text.partHints[part]}
            checked={chosen.includes(part)}
            onChange={(checked) => setChosen(parts.filter((one) => (one === part ? checked : chosen.includes(one))))}
          />
        ))}
        {chosen.includes('sign-in') ? (
          <CheckField
            label={text.maySwitchOn}
            hint={text.maySwitchOnHint}
            checked={maySwitchOn}
            onChange={setMaySwitchOn}
          />
        ) : null}
      </fieldset>
      <Select
        label={text.ends}
        value={days}
        choices={lifetimes.map((value) => ({ value, label: text.days(Number(value)) }))}
        onChange={setDays}
      />
    </Dialog>
  );
}
