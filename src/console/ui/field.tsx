import { Search } from 'lucide-react';
import { type ComponentProps, type ReactNode, useId } from 'react';
import { classes } from '../lib/format.ts';
import css from './field.module.css';
import { Key } from './key.tsx';

type Shared = {
  readonly label: string;
  readonly hint?: string;
  /** What is wrong with what stands in it. */
  readonly error?: string | null;
};

type TextProps = Shared & Omit<ComponentProps<'input'>, 'id'>;

export function TextField({ label, hint, error, className, ...rest }: TextProps) {
  return (
    <Field label={label} hint={hint} error={error}>
      {(ids) => <input {...ids} {...rest} className={classes(css.input, className)} />}
    </Field>
  );
}

export function TextArea({ label, hint, error, className, ...rest }: Shared & Omit<ComponentProps<'textarea'>, 'id'>) {
  return (
    <Field label={label} hint={hint} error={error}>
      {(ids) => <textarea {...ids} {...rest} className={classes(css.input, className)} />}
    </Field>
  );
}

type Ids = { readonly id: string; readonly 'aria-describedby'?: string; readonly 'aria-invalid'?: true };

/** A label, the control, and below it what helps or what is wrong. */
function Field({ label, hint, error, children }: Shared & { readonly children: (ids: Ids) => ReactNode }) {
  const id = useId();
  const note = error ?? hint;
  return (
    <div className={css.field}>
      <label className={css.label} htmlFor={id}>
        {label}
      </label>
      {children({
        id,
        ...(note ? { 'aria-describedby': `${id}-note` } : {}),
        ...(error ? { 'aria-invalid': true as const } : {}),
      })}
      {note ? (
        <p id={`${id}-note`} className={error ? css.error : css.hint} role={error ? 'alert' : undefined}>
          {note}
        </p>
      ) : null}
    </div>
  );
}

type SearchProps = {
  readonly label: string;
  readonly value: string;
  readonly onChange: (value: string) => void;
};

/** Where `/` puts the focus. Esc empties it. */
export function SearchField({ label, value, onChange }: SearchProps) {
  return (
    <div className={css.search}>
      <Search aria-hidden />
      <input
        type="search"
        className={css.input}
        data-search
        aria-label={label}
        placeholder={label}
        autoComplete="off"
        spellCheck={false}
        maxLength={200}
        value={value}
        onChange={(event) => onChange(event.target.value)}
        onKeyDown={(event) => {
          if (event.key === 'Escape') onChange('');
        }}
      />
      <span className={css.key} aria-hidden>
        <Key>/</Key>
      </span>
    </div>
  );
}
