import { X } from 'lucide-react';
import { classes } from '../lib/format.ts';
import css from './chips.module.css';

export type Chip = {
  readonly key: string;
  readonly text: string;
  /** How it is judged, in words; the colour only goes with them. */
  readonly note?: string;
  readonly tone?: 'good' | 'warn' | 'bad';
};

type Props = {
  readonly label: string;
  readonly chips: readonly Chip[];
  readonly onRemove?: (key: string) => void;
  readonly removeLabel?: (text: string) => string;
};

/** Several values that were given one by one. */
export function Chips({ label, chips, onRemove, removeLabel = (text) => `Remove ${text}` }: Props) {
  return (
    <ul className={css.chips} aria-label={label}>
      {chips.map(({ key, text, note, tone }) => (
        <li key={key} className={classes(css.chip, tone && css[tone])}>
          <span>{text}</span>
          {note ? <span className={css.note}>{note}</span> : null}
          {onRemove ? (
            <button type="button" className={css.remove} aria-label={removeLabel(text)} onClick={() => onRemove(key)}>
              <X aria-hidden />
            </button>
          ) : null}
        </li>
      ))}
    </ul>
  );
}
