import type { ReactNode } from 'react';
import { classes } from '../lib/format.ts';
import { locked, statuses } from '../lib/messages/general.ts';
import css from './badge.module.css';

type Tone = 'plain' | 'good' | 'warn' | 'bad' | 'accent';

/** A word about a thing. */
export function Badge({ tone = 'plain', children }: { readonly tone?: Tone; readonly children: ReactNode }) {
  return <span className={classes(css.badge, tone !== 'plain' && css[tone])}>{children}</span>;
}

type StatusProps = {
  readonly status: keyof typeof statuses;
  /** Where there is no room, the mark alone is seen, and the word heard. */
  readonly short?: boolean;
  /** An admin has locked the member, which counts whatever the status is. */
  readonly isLocked?: boolean;
};

/** How a member stands: the mark differs in shape, not in colour alone, and the word is always there. */
export function Status({ status, short = false, isLocked = false }: StatusProps) {
  if (isLocked) return <Badge tone="bad">{locked}</Badge>;
  return (
    <span className={classes(css.status, css[status])}>
      <span className={css.dot} aria-hidden />
      <span className={short ? css.short : undefined}>{statuses[status]}</span>
    </span>
  );
}
