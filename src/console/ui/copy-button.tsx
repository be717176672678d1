import { Check, Copy } from 'lucide-react';
import { useRef, useState } from 'react';
import { classes } from '../lib/format.ts';
import { words } from '../lib/messages/general.ts';
import { Button } from './button.tsx';
import css from './copy.module.css';

type Props = {
  /** What is copied, for whoever hears the button. */
  readonly label: string;
  readonly value: string;
  /** What is selected where the browser does not let a page copy. */
  readonly onRefused?: () => void;
};

function CopyButton({ label, value, onRefused }: Props) {
  const [outcome, setOutcome] = useState<'copied' | 'refused' | null>(null);
  const copy = async () => {
    const copied = await navigator.clipboard.writeText(value).then(
      () => true,
      () => false,
    );
    if (!copied) onRefused?.();
    setOutcome(copied ? 'copied' : 'refused');
  };
  return (
    <>
      <Button look="quiet" small icon aria-label={`${words.copy} ${label}`} onClick={copy}>
        {outcome === 'copied' ? <Check aria-hidden /> : <Copy aria-hidden />}
      </Button>
      <span className="visually-hidden" role="status">
        {outcome === null ? '' : outcome === 'copied' ? words.copied : words.select}
      </span>
    </>
  );
}

/** An id or an address in a row of facts. */
export function CopyableCode({ label, value }: Omit<Props, 'onRefused'>) {
  const code = useRef<HTMLElement>(null);
  return (
    <span className={css.copyable}>
      <code ref={code} className={css.value}>
        {value}
      </code>
      <CopyButton label={label} value={value} onRefused={() => select(code.current)} />
    </span>
  );
}

/** A value to be taken elsewhere, under its name. */
export function CopyField({ label, value }: Omit<Props, 'onRefused'>) {
  const code = useRef<HTMLElement>(null);
  return (
    <fieldset className={css.group}>
      <legend className={css.label}>{label}</legend>
      <span className={css.copyable}>
        <code ref={code} className={classes(css.value, css.boxed)}>
          {value}
        </code>
        <CopyButton label={label} value={value} onRefused={() => select(code.current)} />
      </span>
    </fieldset>
  );
}

function select(element: HTMLElement | null): void {
  if (element) getSelection()?.selectAllChildren(element);
}
