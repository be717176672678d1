/** Makes something whose secret is shown once: a token or a key. First its name and what it may, then the secret. */
import { type ReactNode, useState } from 'react';
import { messageOf } from '../lib/problem.ts';
import { Button } from './button.tsx';
import { CopyField } from './copy-button.tsx';
import { Dialog } from './dialog.tsx';
import { TextField } from './field.tsx';
import { type Choice, Select } from './select.tsx';

export type SecretOrder = {
  readonly description: string;
  readonly scopes: ('read' | 'write')[];
  readonly expiresAt?: string;
};

type Props = {
  readonly words: {
    readonly make: string;
    readonly makeText: string;
    readonly description: string;
    readonly descriptionHint: string;
    readonly scope: string;
    readonly expires: string;
    readonly made: string;
    readonly madeText: string;
    readonly secret: string;
    readonly done: string;
  };
  readonly scopes: readonly Choice<'read' | 'write'>[];
  /** By days; `never` for one that does not end. */
  readonly expiries: readonly Choice<string>[];
  readonly suggested: string;
  readonly busy: boolean;
  readonly error: unknown;
  /** As the answer has it; null before. */
  readonly secret: string | null;
  readonly onMake: (order: SecretOrder) => void;
  readonly onClose: () => void;
  /** Below the secret: what to do with it. */
  readonly children?: ReactNode;
};

export function MakeSecret({
  words,
  scopes,
  expiries,
  suggested,
  busy,
  error,
  secret,
  onMake,
  onClose,
  children,
}: Props) {
  const [description, setDescription] = useState(suggested);
  const [scope, setScope] = useState<'read' | 'write'>('write');
  const [expiry, setExpiry] = useState(expiries[0]?.value ?? 'never');
  if (secret !== null)
    return (
      <Dialog open onClose={onClose} title={words.made} text={words.madeText} dismiss={words.done}>
        <CopyField label={words.secret} value={secret} />
        {children}
      </Dialog>
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
      <Select label={words.scope} value={scope} choices={scopes} onChange={setScope} />
      <Select label={words.expires} value={expiry} choices={expiries} onChange={setExpiry} />
    </Dialog>
  );
}
