import { countOf } from '../../lib/format.ts';
import { bulk as text } from '../../lib/messages/bulk.ts';
import { words } from '../../lib/messages/general.ts';
import type { Member } from '../../lib/types.ts';
import css from './people.module.css';

type Reason = keyof typeof text.leftOut;
export type LeftOut = { readonly member: Member; readonly why: Reason };

/** Those of the chosen whom it can be done to, and why not to the others. */
export function sorted(chosen: readonly Member[], whyNot: (member: Member) => Reason | null) {
  const leftOut = chosen.flatMap((member): LeftOut[] => {
    const why = whyNot(member);
    return why === null ? [] : [{ member, why }];
  });
  return { people: chosen.filter((member) => whyNot(member) === null), leftOut };
}

/** A reason stands once, with how many it concerns. */
export function LeftOutList({ leftOut }: { readonly leftOut: readonly LeftOut[] }) {
  const reasons = [...new Set(leftOut.map(({ why }) => why))];
  if (reasons.length === 0) return null;
  return (
    <ul className={css.leftOut} aria-label={text.leftOutLabel}>
      {reasons.map((reason) => {
        const count = leftOut.filter(({ why }) => why === reason).length;
        return <li key={reason}>{text.leftOut[reason](countOf(count, words.people))}</li>;
      })}
    </ul>
  );
}
