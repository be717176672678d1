import { useState } from 'react';
import { countOf } from '../../lib/format.ts';
import { bulk } from '../../lib/messages/bulk.ts';
import { words } from '../../lib/messages/general.ts';
import { messageOf } from '../../lib/problem.ts';
import { useOrganization } from '../../lib/session.ts';
import type { Member } from '../../lib/types.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { InviteResults } from '../../ui/invite/invite-results.tsx';
import { WorkspaceInviteRole } from '../../ui/invite/invite-roles.tsx';
import { Judgements } from '../../ui/invite/judgements.tsx';
import { type InviteOrder, useInvite, useJudgement } from '../../ui/invite/use-invite.ts';
import { Select } from '../../ui/select.tsx';
import { tellFailed } from '../../ui/toast.tsx';
import { useWorkspaceNames } from './filters.ts';
import { LeftOutList, sorted } from './left-out.tsx';

const text = bulk.add;

type Props = { readonly chosen: readonly Member[]; readonly onClose: () => void; readonly onDone: () => void };

const usual: InviteOrder = {
  organizationRole: 'Organization User',
  workspaceId: '',
  workspaceRole: 'Workspace Viewer',
};

/** By their addresses, as if an admin of the workspace had typed them: the same rules judge and add them. */
export function BulkAdd({ chosen, onClose, onDone }: Props) {
  const { id: org } = useOrganization();
  const [order, setOrder] = useState(usual);
  const [without, setWithout] = useState<readonly string[]>([]);
  const { people, leftOut } = sorted(chosen, ({ email }) => (email === null ? 'noAddress' : null));
  const addresses = people
    .map(({ email, name }) => ({ email: email ?? '', name: name === email ? null : name }))
    .filter(({ email }) => !without.includes(email));
  const target = { org, ws: order.workspaceId };
  const isChosen = order.workspaceId !== '';
  const { judgements, error, isJudging } = useJudgement(target, isChosen ? addresses : [], order);
  const { invite, isPending, results } = useInvite(target, tellFailed);
  const workspaces = [...useWorkspaceNames(true)].map(([value, label]) => ({ value, label }));
  if (results) return <InviteResults results={results} onClose={onDone} />;
  const judged = addresses.flatMap(({ email }) => judgements.get(email) ?? []);
  const gain = judged.filter(({ outcome }) => outcome === 'added' || outcome === 'invited').length;
  const howMany = countOf(gain, words.people);
  return (
    <Dialog
      open
      wide
      onClose={onClose}
      title={text.title(countOf(people.length, words.people))}
      text={text.text}
      actions={
        <Button
          look="primary"
          busy={isPending || isJudging}
          whyNot={whyNot({ addresses: addresses.length, isChosen, gain, isJudging })}
          onClick={() => invite(addresses, order)}
        >
          {text.action(howMany)}
        </Button>
      }
    >
      <Select
        label={text.workspace}
        value={order.workspaceId}
        choices={[{ value: '', label: text.choose }, ...workspaces]}
        onChange={(workspaceId) => setOrder({ ...order, workspaceId })}
      />
      <WorkspaceInviteRole organizationId={org} order={order} onChange={setOrder} />
      {error ? <p role="alert">{messageOf(error)}</p> : null}
      {isChosen && !error ? (
        <Judgements {...{ addresses, judgements, isJudging }} onRemove={(email) => setWithout([...without, email])} />
      ) : null}
      <LeftOutList leftOut={leftOut} />
    </Dialog>
  );
}

type Standing = {
  readonly addresses: number;
  readonly isChosen: boolean;
  readonly gain: number;
  readonly isJudging: boolean;
};

function whyNot({ addresses, isChosen, gain, isJudging }: Standing): string | null {
  if (addresses === 0) return text.nobody;
  if (!isChosen) return text.chooseFirst;
  return gain === 0 && !isJudging ? text.nobodyGains : null;
}
