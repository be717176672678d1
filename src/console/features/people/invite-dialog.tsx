/** Invites people to the organization, many at once: each address is judged by the server before anything is sent. */
import { useState } from 'react';
import { readAddresses, type TypedAddress } from '../../lib/addresses.ts';
import { words } from '../../lib/messages/general.ts';
import { invite as text } from '../../lib/messages/people.ts';
import { useOrganization } from '../../lib/session.ts';
import { Button } from '../../ui/button.tsx';
import { Chips } from '../../ui/chips.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { TextArea } from '../../ui/field.tsx';
import { tellFailed } from '../../ui/toast.tsx';
import { InviteResults } from './invite-results.tsx';
import { type InviteOrder, InviteRoles } from './invite-roles.tsx';
import css from './people.module.css';
import { useInvite, useJudgement } from './use-invite.ts';

type Props = { readonly open: boolean; readonly onClose: () => void };

export function InviteDialog({ open, onClose }: Props) {
  const [round, setRound] = useState(0);
  const close = () => {
    onClose();
    setRound(round + 1);
  };
  return open ? <Invite key={round} onClose={close} /> : null;
}

const atOnce = 500;

function Invite({ onClose }: { readonly onClose: () => void }) {
  const { id, name } = useOrganization();
  const [typed, setTyped] = useState('');
  const [order, setOrder] = useState<InviteOrder>({
    organizationRole: 'Organization User',
    workspaceId: '',
    workspaceRole: 'Workspace Viewer',
  });
  const addresses = readAddresses(typed);
  const { judgements, isJudging } = useJudgement(id, addresses, order);
  const { mutate, isPending, data } = useInvite(id, tellFailed);
  if (data) return <InviteResults results={data.results} onClose={onClose} />;
  const good = addresses.filter(({ email }) => judgements.get(email)?.outcome !== 'error');
  const whyNot = whyNotNow(addresses, good);
  return (
    <Dialog
      open
      wide
      onClose={onClose}
      title={text.title(name)}
      dismiss={words.cancel}
      onSubmit={() => whyNot === null && mutate(good, order)}
      actions={
        <Button type="submit" look="primary" busy={isPending || isJudging} whyNot={whyNot}>
          {text.send(good.length)}
        </Button>
      }
    >
      <TextArea
        label={text.addresses}
        hint={text.addressesHint}
        error={addresses.length > atOnce ? text.tooMany(atOnce) : null}
        placeholder={text.placeholder}
        value={typed}
        spellCheck={false}
        autoComplete="off"
        onChange={(event) => setTyped(event.target.value)}
      />
      <Chips
        label={text.people}
        chips={addresses.slice(0, 60).map(({ email, name: who }) => ({
          key: email,
          text: who ? `${who} (${email})` : email,
          ...judgements.get(email)?.chip,
        }))}
        removeLabel={text.remove}
        onRemove={(email) =>
          setTyped(
            addresses
              .filter((one) => one.email !== email)
              .map(written)
              .join(', '),
          )
        }
      />
      <p className={css.judging} role="status">
        {isJudging ? text.judging : ''}
      </p>
      <InviteRoles organizationId={id} order={order} onChange={setOrder} />
    </Dialog>
  );
}

function whyNotNow(addresses: readonly TypedAddress[], good: readonly TypedAddress[]): string | null {
  if (addresses.length === 0) return text.nobody;
  if (addresses.length > atOnce) return text.tooMany(atOnce);
  return good.length === 0 ? text.nobodyFits : null;
}

const written = ({ email, name }: TypedAddress) => (name ? `${name} <${email}>` : email);
