/** What can be done to whom the reader has chosen. It is there while somebody is. */
import { LayoutGrid, Mail, UserX, X } from 'lucide-react';
import { useState } from 'react';
import { countOf } from '../../lib/format.ts';
import { bulk as text } from '../../lib/messages/bulk.ts';
import { words } from '../../lib/messages/general.ts';
import { useMay, useWhoMay } from '../../lib/session.ts';
import type { Member } from '../../lib/types.ts';
import { Button } from '../../ui/button.tsx';
import type { Selection } from '../../ui/selection.tsx';
import { BulkDeactivate, BulkInviteAgain } from './bulk-actions.tsx';
import { BulkAdd } from './bulk-add.tsx';
import { atOnce, type Batch, ChooseAll, firstBatch } from './choose-all.tsx';
import css from './people.module.css';
import type { PeopleSearch } from './use-people.ts';

const dialogs = { inviteAgain: BulkInviteAgain, add: BulkAdd, deactivate: BulkDeactivate };

type Props = {
  readonly selection: Selection<Member>;
  readonly search: PeopleSearch;
  /** How many the filters find, and how many of them are loaded. */
  readonly total: number;
  readonly loaded: number;
};

export function BulkBar({ selection, search, total, loaded }: Props) {
  const { chosen } = selection;
  const [batch, setBatch] = useState<Batch>(firstBatch);
  const [asking, setAsking] = useState<keyof typeof dialogs | null>(null);
  const may = useMay()('members:manage');
  const who = useWhoMay('members:manage');
  const forbidden = may ? null : words.onlyWho(who);
  const close = () => setAsking(null);
  const Asked = asking && dialogs[asking];
  const howMany = countOf(chosen.length, words.people);
  const forget = () => {
    selection.clear();
    setBatch(firstBatch);
  };
  // After a batch the next one is offered, without anybody chosen.
  const goesOn = batch.next !== null;
  const isWaiting = chosen.some(({ invitation }) => invitation !== null);
  const isActive = chosen.some(({ status }) => status === 'active');
  return (
    <>
      {chosen.length === 0 && !goesOn ? null : (
        <section className={css.bar} aria-label={text.label}>
          <Button small icon look="quiet" aria-label={text.clear} onClick={forget}>
            <X aria-hidden />
          </Button>
          <output>{chosen.length < atOnce ? text.chosen(howMany) : text.most(howMany)}</output>
          {goesOn || (total > loaded && chosen.length < total) ? (
            <ChooseAll
              {...{ search, total, batch }}
              onChosen={(people, next) => {
                selection.chooseThese(people);
                setBatch(next);
              }}
            />
          ) : null}
          <Button
            small
            whyNot={forbidden ?? (isWaiting ? null : text.inviteAgain.nobody)}
            onClick={() => setAsking('inviteAgain')}
          >
            <Mail aria-hidden /> {text.inviteAgain.open}
          </Button>
          <Button small whyNot={chosen.length === 0 ? text.nobodyChosen : null} onClick={() => setAsking('add')}>
            <LayoutGrid aria-hidden /> {text.add.open}
          </Button>
          <Button
            small
            look="danger"
            whyNot={forbidden ?? (isActive ? null : text.deactivate.nobody)}
            onClick={() => setAsking('deactivate')}
          >
            <UserX aria-hidden /> {text.deactivate.open}
          </Button>
        </section>
      )}
      {Asked ? (
        <Asked
          chosen={chosen}
          onClose={close}
          onDone={() => {
            close();
            selection.clear();
          }}
        />
      ) : null}
    </>
  );
}
