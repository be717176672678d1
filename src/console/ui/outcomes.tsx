/** What became of each of several people. */
import { CopyField } from './copy-button.tsx';
import css from './outcomes.module.css';

export type OutcomeRow = {
  readonly key: string;
  readonly who: string;
  readonly outcome: string;
  /** It was not done. */
  readonly failed?: boolean;
  readonly detail?: string | null | undefined;
  /** A link that is shown here and nowhere else. */
  readonly link?: { readonly label: string; readonly value: string } | undefined;
};

export function Outcomes({ label, rows }: { readonly label: string; readonly rows: readonly OutcomeRow[] }) {
  return (
    <ul className={css.rows} aria-label={label}>
      {rows.map(({ key, who, outcome, failed, detail, link }) => (
        <li key={key}>
          <span>
            <strong>{who}</strong> <span className={failed ? css.failed : css.soft}>{outcome}</span>
          </span>
          {detail ? <span className={css.soft}>{detail}</span> : null}
          {link ? <CopyField {...link} /> : null}
        </li>
      ))}
    </ul>
  );
}
