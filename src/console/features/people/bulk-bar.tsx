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
import css from './people.module.css';

export const atOnce = 500;

const dialogs = { inviteAgain: BulkInviteAgain, add: BulkAdd, deactivate: BulkDeactivate };

export function BulkBar({ selection: { chosen, clear } }: { readonly selection: Selection<Member> }) {
  const [asking, setAsking] = useState<keyof typeof dialogs | null>(null);
  const may = useMay()('members:manage');
  const who = useWhoMay('members:manage');
  const forbidden = may ? null : words.onlyWho(who);
  const close = () => setAsking(null);
  const Asked = asking && dialogs[asking];
  const howMany = countOf(chosen.length, words.people);
  const isWaiting = chosen.some(({ invitation }) => invitation !== null);
  const isActive = chosen.some(({ status }) => status === 'active');
  return (
    <>
      {chosen.length === 0 ? null : (
        <section className={css.bar} aria-label={text.label}>
          <Button small icon look="quiet" aria-label={text.clear} onClick={clear}>
            <X aria-hidden />
          </Button>
          <output>{chosen.length < atOnce ? text.chosen(howMany) : text.most(howMany)}</output>
          <Button
            small
            whyNot={forbidden ?? (isWaiting ? null : text.inviteAgain.nobody)}
            onClick={() => setAsking('inviteAgain')}
          >
            <Mail aria-hidden /> {text.inviteAgain.open}
          </Button>
          <Button small onClick={() => setAsking('add')}>
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
            clear();
          }}
        />
      ) : null}
    </>
  );
}
