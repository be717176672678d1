/** What is pressed. One that may not be pressed says why, and to whom it belongs. */
import type { ComponentProps } from 'react';
import { classes } from '../lib/format.ts';
import css from './button.module.css';
import { Hint } from './hint.tsx';

export type ButtonLook = {
  readonly look?: 'plain' | 'primary' | 'danger' | 'quiet';
  readonly small?: boolean;
  /** Holds an icon alone; give it an `aria-label`. */
  readonly icon?: boolean;
};

type Props = ComponentProps<'button'> &
  ButtonLook & {
    /** Why it cannot be pressed now. It stays where Tab finds it, so that everybody can read the reason. */
    readonly whyNot?: string | null | false;
    /** What it started is under way. */
    readonly busy?: boolean;
  };

/** The class of a button, for links that look like one. */
export function buttonClass({ look = 'plain', small = false, icon = false }: ButtonLook = {}): string {
  return classes(css.button, look !== 'plain' && css[look], small && css.small, icon && css.icon);
}

export function Button({
  look,
  small,
  icon,
  whyNot,
  busy = false,
  className,
  onClick,
  type = 'button',
  ...rest
}: Props) {
  const off = Boolean(whyNot) || busy;
  const button = (
    <button
      {...rest}
      type={type}
      className={classes(buttonClass({ look, small, icon }), className)}
      aria-disabled={off || undefined}
      aria-busy={busy || undefined}
      onClick={(event) => (off ? event.preventDefault() : onClick?.(event))}
    />
  );
  return whyNot ? <Hint text={whyNot}>{button}</Hint> : button;
}
