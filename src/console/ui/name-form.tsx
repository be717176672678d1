import { useState } from 'react';
import { messageOf } from '../lib/problem.ts';
import { Button } from './button.tsx';
import { TextField } from './field.tsx';
import css from './name-form.module.css';

type Props = {
  readonly words: {
    readonly name: string;
    readonly nameHint: string;
    readonly rename: string;
    readonly renameFirst: string;
  };
  readonly saved: string;
  /** Why the reader may not; null: they may. */
  readonly forbidden: string | null;
  readonly busy: boolean;
  readonly error: unknown;
  readonly onRename: (name: string) => void;
};

/** The name of what the page is about. Give it the saved one as `key`, so that it begins anew when that changes. */
export function NameForm({ words, saved, forbidden, busy, error, onRename }: Props) {
  const [name, setName] = useState(saved);
  const whyNot = forbidden ?? (name.trim() === saved ? words.renameFirst : null);
  return (
    <form
      className={css.form}
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        if (whyNot === null) onRename(name);
      }}
    >
      <TextField
        label={words.name}
        hint={words.nameHint}
        error={messageOf(error)}
        value={name}
        maxLength={100}
        readOnly={forbidden !== null}
        autoComplete="off"
        onChange={(event) => setName(event.target.value)}
      />
      <Button type="submit" busy={busy} whyNot={whyNot}>
        {words.rename}
      </Button>
    </form>
  );
}
