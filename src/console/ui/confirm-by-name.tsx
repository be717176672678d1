import { type ReactNode, useState } from 'react';
import { words } from '../lib/messages/general.ts';
import { Button } from './button.tsx';
import { Dialog } from './dialog.tsx';
import { TextField } from './field.tsx';

type Props = {
  /** What has to be typed. */
  readonly name: string;
  readonly title: string;
  readonly text: string;
  readonly action: string;
  readonly busy: boolean;
  /** Why not even with the name. */
  readonly whyNot: string | null;
  readonly onConfirm: () => void;
  readonly onClose: () => void;
  /** What goes. */
  readonly children: ReactNode;
};

/** What cannot be undone is shown before, and asks for the name. */
export function ConfirmByName({ name, title, text, action, busy, whyNot, onConfirm, onClose, children }: Props) {
  const [typed, setTyped] = useState('');
  const notYet = whyNot ?? (typed.trim() === name ? null : words.typeName(name));
  return (
    <Dialog
      open
      onClose={onClose}
      title={title}
      text={text}
      onSubmit={() => notYet === null && onConfirm()}
      actions={
        <Button type="submit" look="danger" busy={busy} whyNot={notYet}>
          {action}
        </Button>
      }
    >
      {children}
      <TextField
        label={words.typeName(name)}
        value={typed}
        autoComplete="off"
        onChange={(event) => setTyped(event.target.value)}
      />
    </Dialog>
  );
}
