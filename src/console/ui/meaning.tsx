import { type ReactNode, useId } from 'react';
import css from './meaning.module.css';

/** What the settings above come to, in words: heard anew whenever they change. */
export function Meaning({ title, children }: { readonly title: string; readonly children: ReactNode }) {
  const id = useId();
  return (
    <output className={css.meaning} aria-labelledby={id}>
      <strong id={id}>{title}</strong>
      {children}
    </output>
  );
}
