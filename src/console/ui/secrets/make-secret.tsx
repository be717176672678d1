/** Makes something whose secret is shown once: a token or a key. First its name and what it may, then the secret. */
import { type ReactNode, useState } from 'react';
import { secrets as text } from '../../lib/messages/secrets.ts';
import { messageOf } from '../../lib/problem.ts';
import { Button } from '../button.tsx';
import { Dialog } from '../dialog.tsx';
import { TextField } from '../field.tsx';
import { Select } from '../select.tsx';
import { ShownSecret } from './shown-secret.tsx';

type SecretOrder = {
  readonly description: string;
  readonly scopes: ('read' | 'write')[];
  readonly expiresAt?: string;
};

type Expiry = keyof typeof text.expiries;

type Props = {
  readonly words: {
    readonly make: string;
    readonly makeText: string;
    readonly description: string;
    readonly descriptionHint: string;
    readonly made: string;
    readonly secret: string;
  };
  /** The first one is suggested. */
  readonly expiries: readonly Expiry[];
  readonly suggested: string;
  readonly busy: boolean;
  readonly error: unknown;
  /** As the answer has it; null before. */
  readonly secret: string | null;
  readonly onMake: (order: SecretOrder) => void;
  readonly onClose: () => void;
  /** What else there is to choose. */
  readonly choices?: ReactNode;
  /** Below the secret: what to do with it. */
  readonly children?: ReactNode;
};

const scopes = (['write', 'read'] as const).map((value) => ({ value, label: text.scopes[value] }));

export function MakeSecret({
  words,
  expiries,
  suggested,
  busy,
  error,
  secret,
  onMake,
  onClose,
  choices,
  children,
}: Props) {
  const [description, setDescription] = useState(suggested);
  const [scope, setScope] = useState<'read' | 'write'>('write');
  const [expiry, setExpiry] = useState<Expiry>(expiries[0] ?? 'never');
  if (secret !== null)
    return (
      <ShownSecret title={words.made} label={words.secret} secret={secret} onClose={onClose}>
        {children}
      </ShownSecret>
    );
  const make = () =>
    onMake({
      description,
      scopes: scope === 'write' ? ['read', 'write'] : ['read'],
      ...(expiry === 'never' ? {} : { expiresAt: new Date(Date.now() + Number(expiry) * 86_400_000).toISOString() }),
    });
  return (
    <Dialog
      open
      onClose={onClose}
      title={words.make}
      text={words.makeText}
      onSubmit={make}
      actions={
        <Button type="submit" look="primary" busy={busy}>
          {words.make}
        </Button>
      }
    >
      <TextField
        label={words.description}
        hint={words.descriptionHint}
        error={messageOf(error)}
        value={description}
        maxLength={200}
        autoComplete="off"
        onChange={(event) => setDescription(event.target.value)}
      />
      <Select label={text.scope} value={scope} choices={scopes} onChange={setScope} />
      <Select
        label={text.expires}
        value={expiry}
        choices={expiries.map((value) => ({ value, label: text.expiries[value] }))}
        onChange={setExpiry}
      />
      {choices}
    </Dialog>
  );
}
