import { type ReactNode, useId } from 'react';
import css from './checkbox.module.css';

type Props = {
  readonly label: ReactNode;
  readonly note?: ReactNode;
  readonly checked: boolean;
  readonly onChange: (checked: boolean) => void;
};

/** Yes or no, with what it means below. */
export function Checkbox({ label, note, checked, onChange }: Props) {
  const id = useId();
  return (
    <div className={css.row}>
      <input
        id={id}
        type="checkbox"
        checked={checked}
        aria-describedby={note ? `${id}-note` : undefined}
        onChange={(event) => onChange(event.target.checked)}
      />
      <label htmlFor={id}>{label}</label>
      {note ? (
        <span id={`${id}-note`} className={css.note}>
          {note}
        </span>
      ) : null}
    </div>
  );
}
