import { Tooltip } from '@base-ui/react/tooltip';
import type { ReactElement } from 'react';
import css from './hint.module.css';

/** A sentence beside what it explains, by hover and focus. Whoever cannot see it hears it as the description. */
export function Hint({ text, children }: { readonly text: string; readonly children: ReactElement<object> }) {
  return (
    <Tooltip.Root>
      <Tooltip.Trigger render={children} aria-description={text} delay={200} />
      <Tooltip.Portal>
        <Tooltip.Positioner sideOffset={6} className={css.layer}>
          <Tooltip.Popup className={css.hint}>{text}</Tooltip.Popup>
        </Tooltip.Positioner>
      </Tooltip.Portal>
    </Tooltip.Root>
  );
}

/** How many more there are, or how many at all; which ones, the hint says. */
export function More({ count, names }: { readonly count: string | number; readonly names: readonly string[] }) {
  return (
    <Hint text={names.join(', ')}>
      <button type="button" className={css.more}>
        {count}
      </button>
    </Hint>
  );
}
