/** What a change would do: plus, minus or tilde, and the same in words. */
import { counted } from '../lib/format.ts';
import { diffWords } from '../lib/messages/diff.ts';
import css from './diff.module.css';

export type Change = {
  readonly key: string;
  /** Whom or what it concerns. */
  readonly what: string;
  /** null: no access. */
  readonly before: string | null;
  readonly after: string | null;
};

type Props = {
  readonly label: string;
  readonly changes: readonly Change[];
  /** How many there are, where not all of them are shown. */
  readonly total?: number;
};

export function Diff({ label, changes, total }: Props) {
  const shown = changes.filter(({ before, after }) => before !== after);
  if (shown.length === 0) return <p className={css.same}>{diffWords.nothing}</p>;
  const more = (total ?? shown.length) - shown.length;
  return (
    <ul className={css.diff} aria-label={label}>
      {shown.map((change) => {
        const kind = kindOf(change);
        return (
          <li key={change.key} className={css[kind]}>
            <span className={css.sign} aria-hidden>
              {signs[kind]}
            </span>
            <span className={css.what}>{change.what}</span>
            <span className={css.word}>{diffWords[kind]}</span>
            <span className={css.roles}>{diffWords.roles(change.before, change.after)}</span>
          </li>
        );
      })}
      {more > 0 ? <li className={css.same}>{diffWords.more(counted(more))}</li> : null}
    </ul>
  );
}

const signs = { gained: '+', lost: '−', changed: '~' } as const;

function kindOf({ before, after }: Change): keyof typeof signs {
  if (before === null) return 'gained';
  return after === null ? 'lost' : 'changed';
}
