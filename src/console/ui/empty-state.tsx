import type { ReactNode } from 'react';
import css from './state.module.css';

type Props = {
  readonly icon?: ReactNode;
  readonly heading: string;
  /** What to do next, rather than what is not there. */
  readonly text?: string;
  readonly children?: ReactNode;
};

/** Nothing to show, and what to do about it. */
export function EmptyState({ icon, heading, text, children }: Props) {
  return (
    <div className={css.state}>
      {icon}
      <h2 className={css.heading}>{heading}</h2>
      {text ? <p className={css.text}>{text}</p> : null}
      {children ? <div className={css.actions}>{children}</div> : null}
    </div>
  );
}
