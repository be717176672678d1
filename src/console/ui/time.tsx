import { words } from '../lib/messages/general.ts';
import { exactly, inWords } from '../lib/time.ts';
import { Hint } from './hint.tsx';
import css from './time.module.css';

/** A time in words, with the exact one by hover and focus; "never" where there is none. */
export function Time({ at, none = words.never }: { readonly at: string | null | undefined; readonly none?: string }) {
  if (!at) return <span className={css.none}>{none}</span>;
  return (
    <Hint text={exactly(at)}>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: the exact time is for whoever uses the keyboard, too */}
      <time className={css.time} dateTime={at} tabIndex={0}>
        {inWords(at)}
      </time>
    </Hint>
  );
}
