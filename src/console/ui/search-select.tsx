import { Autocomplete } from '@base-ui/react/autocomplete';
import { useId } from 'react';
import field from './field.module.css';
import popup from './popup.module.css';
import type { Choice } from './select.tsx';

type Props = {
  readonly label: string;
  readonly hint: string;
  /** What the server finds for what is typed. */
  readonly found: readonly Choice<string>[];
  /** Where it finds nothing. */
  readonly nothing: string;
  readonly typed: string;
  readonly onType: (typed: string) => void;
  readonly onChoose: (value: string) => void;
};

/** One of very many, found by what is typed. */
export function SearchSelect({ label, hint, found, nothing, typed, onType, onChoose }: Props) {
  const id = useId();
  return (
    <div className={field.field}>
      <label className={field.label} htmlFor={id}>
        {label}
      </label>
      <Autocomplete.Root
        items={found}
        mode="none"
        value={typed}
        onValueChange={(value, { reason }) => reason !== 'item-press' && onType(value)}
        autoHighlight
        itemToStringValue={(choice: Choice<string>) => choice.label}
      >
        <Autocomplete.Input id={id} className={field.input} placeholder={hint} autoComplete="off" spellCheck={false} />
        <Autocomplete.Portal>
          <Autocomplete.Positioner className={popup.layer} sideOffset={4} align="start">
            <Autocomplete.Popup className={popup.popup}>
              <Autocomplete.Empty>
                <p className={popup.label}>{typed === '' ? hint : nothing}</p>
              </Autocomplete.Empty>
              <Autocomplete.List>
                {(choice: Choice<string>) => (
                  <Autocomplete.Item
                    key={choice.value}
                    value={choice}
                    className={popup.item}
                    onClick={() => onChoose(choice.value)}
                  >
                    {choice.label}
                  </Autocomplete.Item>
                )}
              </Autocomplete.List>
            </Autocomplete.Popup>
          </Autocomplete.Positioner>
        </Autocomplete.Portal>
      </Autocomplete.Root>
    </div>
  );
}
