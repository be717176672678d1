import { Popover } from '@base-ui/react/popover';
import type { ReactElement, ReactNode } from 'react';
import css from './panel.module.css';

type Props = {
  /** What opens it. */
  readonly trigger: ReactElement<object>;
  readonly title: string;
  readonly children: ReactNode;
};

/** A few fields beside what opens them; whatever is chosen counts at once. */
export function Panel({ trigger, title, children }: Props) {
  return (
    <Popover.Root>
      <Popover.Trigger render={trigger} />
      <Popover.Portal>
        <Popover.Positioner className={css.layer} sideOffset={4} align="start">
          <Popover.Popup className={css.panel} aria-label={title}>
            {children}
          </Popover.Popup>
        </Popover.Positioner>
      </Popover.Portal>
    </Popover.Root>
  );
}
