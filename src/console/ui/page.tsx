/** The frame of a page: its name, what it is for, what can be done, and its parts. */
import { type ReactNode, useId } from 'react';
import { classes } from '../lib/format.ts';
import { useTitle } from '../lib/title.ts';
import factsCss from './facts.module.css';
import css from './page.module.css';

type Props = {
  readonly title: string;
  /** Beside the title: a status, a badge. */
  readonly mark?: ReactNode;
  readonly text?: ReactNode;
  /** A link to where this page is one of several. */
  readonly back?: ReactNode;
  readonly actions?: ReactNode;
  /** For text and forms, which nobody reads across a wide screen. */
  readonly narrow?: boolean;
  readonly children: ReactNode;
};

export function Page({ title, mark, text, back, actions, narrow, children }: Props) {
  useTitle(title);
  return (
    <div className={classes(css.page, narrow && css.narrow)}>
      {back ? <p className={css.back}>{back}</p> : null}
      <header className={css.header}>
        <div className={css.heading}>
          <h1 className={css.title}>
            {title}
            {mark}
          </h1>
          {text ? <p className={css.text}>{text}</p> : null}
        </div>
        {actions ? <div className={css.actions}>{actions}</div> : null}
      </header>
      {children}
    </div>
  );
}

type SectionProps = Pick<Props, 'title' | 'text' | 'actions' | 'children'>;

export function Section({ title, text, actions, children }: SectionProps) {
  const id = useId();
  return (
    <section className={css.section} aria-labelledby={id}>
      <header className={css.sectionHeader}>
        <div>
          <h2 id={id} className={css.sectionTitle}>
            {title}
          </h2>
          {text ? <p className={css.text}>{text}</p> : null}
        </div>
        {actions}
      </header>
      {children}
    </section>
  );
}

/** Above a list: search, filters, and how many there are. */
export function Toolbar({ children, count }: { readonly children: ReactNode; readonly count?: string | null }) {
  return (
    <div className={css.toolbar}>
      {children}
      {count === undefined ? null : <output className={css.count}>{count}</output>}
    </div>
  );
}

/** Names with their values. What has none is left out. */
export function Facts({ facts }: { readonly facts: readonly (readonly [name: string, value: ReactNode])[] }) {
  return (
    <dl className={factsCss.facts}>
      {facts.map(([name, value]) =>
        value === null || value === undefined ? null : (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ),
      )}
    </dl>
  );
}

/** A few things below each other, each with what can be done to it. */
export function Rows({ label, children }: { readonly label: string; readonly children: ReactNode }) {
  return (
    <ul className={css.list} aria-label={label}>
      {children}
    </ul>
  );
}

export function RowText({ title, text }: { readonly title: ReactNode; readonly text?: ReactNode }) {
  return (
    <div className={css.grow}>
      <div>{title}</div>
      {text ? <div className={css.soft}>{text}</div> : null}
    </div>
  );
}

/** What can be done to the thing of a row, kept together where there is no room beside it. */
export function RowActions({ children }: { readonly children: ReactNode }) {
  return <div className={css.rowActions}>{children}</div>;
}
