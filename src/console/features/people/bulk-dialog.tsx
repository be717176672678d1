/** Does the same to several people: first what it does to whom, then how far it is, in the end what became of each. */
import type { ReactNode } from 'react';
import { counted, countOf } from '../../lib/format.ts';
import { bulk as text } from '../../lib/messages/bulk.ts';
import { words } from '../../lib/messages/general.ts';
import { type Outcome, useOneByOne } from '../../lib/one-by-one.ts';
import { messageOf } from '../../lib/problem.ts';
import type { Member } from '../../lib/types.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { type OutcomeRow, Outcomes } from '../../ui/outcomes.tsx';
import { type LeftOut, LeftOutList } from './left-out.tsx';

type Props<Answer> = {
  readonly words: {
    readonly title: (people: string) => string;
    readonly text: string;
    readonly action: (people: string) => string;
    readonly done: string;
    readonly nobody: string;
  };
  readonly look: 'primary' | 'danger';
  readonly people: readonly Member[];
  readonly leftOut: readonly LeftOut[];
  readonly act: (member: Member) => Promise<Answer>;
  readonly linkOf?: (member: Member, answer: Answer) => OutcomeRow['link'];
  readonly onClose: () => void;
  readonly onDone: () => void;
  /** What it would do. */
  readonly children?: ReactNode;
};

export function BulkDialog<Answer>({ people, leftOut, look, act, linkOf, onClose, onDone, ...rest }: Props<Answer>) {
  const { run, stop, done, isRunning, outcomes } = useOneByOne(act);
  const howMany = countOf(people.length, words.people);
  const all = counted(people.length);
  if (outcomes) {
    const rows = outcomes.map((outcome) => rowOf(outcome, rest.words.done, linkOf));
    const succeeded = counted(rows.filter(({ failed }) => !failed).length);
    return (
      <Dialog
        open
        wide
        onClose={onDone}
        title={text.doneTitle}
        text={text.doneText(succeeded, all)}
        dismiss={text.close}
      >
        <Outcomes label={text.doneTitle} rows={rows} />
      </Dialog>
    );
  }
  if (isRunning)
    return (
      <Dialog open onClose={stop} title={rest.words.action(howMany)} dismiss={text.stop}>
        <progress max={people.length} value={done} aria-label={rest.words.action(howMany)} />
        <output>{text.progress(counted(done), all)}</output>
      </Dialog>
    );
  return (
    <Dialog
      open
      wide
      onClose={onClose}
      title={rest.words.title(howMany)}
      text={rest.words.text}
      actions={
        <Button look={look} whyNot={people.length === 0 ? rest.words.nobody : null} onClick={() => run(people)}>
          {rest.words.action(howMany)}
        </Button>
      }
    >
      {rest.children}
      <LeftOutList leftOut={leftOut} />
    </Dialog>
  );
}

function rowOf<Answer>(
  outcome: Outcome<Member, Answer>,
  done: string,
  linkOf: Props<Answer>['linkOf'] = () => undefined,
): OutcomeRow {
  const { item } = outcome;
  const row = { key: item.id, who: item.name || item.userName };
  if ('answer' in outcome) return { ...row, outcome: done, link: linkOf(item, outcome.answer) };
  if ('left' in outcome) return { ...row, outcome: text.stopped, failed: true };
  return { ...row, outcome: text.failed, failed: true, detail: messageOf(outcome.error) };
}
