import { Select as Base } from '@base-ui/react/select';
import { Check, ChevronDown } from 'lucide-react';
import { classes } from '../lib/format.ts';
import popup from './popup.module.css';
import css from './select.module.css';

export type Choice<T extends string> = { readonly value: T; readonly label: string; readonly note?: string };

type Props<T extends string> = {
  readonly label: string;
  readonly value: T;
  readonly choices: readonly Choice<T>[];
  readonly onChange: (value: T) => void;
  readonly disabled?: boolean;
};

/** One of a few, under a label of its own. */
export function Select<T extends string>({ label, value, choices, onChange, disabled }: Props<T>) {
  return (
    <div>
      <Base.Root
        items={choices}
        value={value}
        onValueChange={(next) => next !== null && onChange(next)}
        disabled={disabled}
      >
        <Base.Label className={css.label}>{label}</Base.Label>
        <Base.Trigger className={classes(css.trigger, css.wide)}>
          <Base.Value className={css.value} />
          <ChevronDown aria-hidden />
        </Base.Trigger>
        <Choices choices={choices} />
      </Base.Root>
    </div>
  );
}

type FilterProps<T extends string> = Omit<Props<T>, 'value' | 'onChange'> & {
  readonly value: T | undefined;
  readonly any: string;
  readonly onChange: (value: T | undefined) => void;
};

/** One of a few, or any: as short as it can be, above a list. */
export function FilterSelect<T extends string>({ label, any, value, choices, onChange }: FilterProps<T>) {
  const all: readonly Choice<string>[] = [{ value: '', label: any }, ...choices];
  return (
    <Base.Root items={all} value={value ?? ''} onValueChange={(next) => onChange(next ? (next as T) : undefined)}>
      <Base.Trigger className={classes(css.trigger, value !== undefined && css.set)} aria-label={label}>
        {value === undefined ? <span className={css.name}>{label}</span> : <Base.Value />}
        <ChevronDown aria-hidden />
      </Base.Trigger>
      <Choices choices={all} />
    </Base.Root>
  );
}

function Choices({ choices }: { readonly choices: readonly Choice<string>[] }) {
  return (
    <Base.Portal>
      <Base.Positioner className={popup.layer} sideOffset={4} alignItemWithTrigger={false}>
        <Base.Popup className={popup.popup}>
          {choices.map(({ value, label, note }) => (
            <Base.Item key={value} value={value} className={popup.item}>
              <span>
                <Base.ItemText>{label}</Base.ItemText>
                {note ? <span className={popup.note}>{note}</span> : null}
              </span>
              <Base.ItemIndicator className={popup.end}>
                <Check aria-hidden />
              </Base.ItemIndicator>
            </Base.Item>
          ))}
        </Base.Popup>
      </Base.Positioner>
    </Base.Portal>
  );
}
