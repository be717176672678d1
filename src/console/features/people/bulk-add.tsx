import { useState } from 'react';
import { client } from '../../lib/client.ts';
import { countOf } from '../../lib/format.ts';
import { bulk } from '../../lib/messages/bulk.ts';
import { words } from '../../lib/messages/general.ts';
import { type Outcome, useOneByOne } from '../../lib/one-by-one.ts';
import { messageOf } from '../../lib/problem.ts';
import { useOrganization } from '../../lib/session.ts';
import type { Member } from '../../lib/types.ts';
import { Button } from '../../ui/button.tsx';
import { CheckField } from '../../ui/check-field.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { InviteResults } from '../../ui/invite/invite-results.tsx';
import { WorkspaceInviteRole } from '../../ui/invite/invite-roles.tsx';
import { Judgements } from '../../ui/invite/judgements.tsx';
import { type InviteOrder, useInvite, useJudgement } from '../../ui/invite/use-invite.ts';
import type { OutcomeRow } from '../../ui/outcomes.tsx';
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
  const [byOverride, setByOverride] = useState(false);
  const { people, leftOut } = sorted(chosen, ({ email }) => (email === null ? 'noAddress' : null));
  const unproven = leftOut.map(({ member }) => member).filter(({ status }) => status === 'active');
  const overridden = byOverride ? unproven : [];
  const addresses = people
    .map(({ email, name }) => ({ email: email ?? '', name: name === email ? null : name }))
    .filter(({ email }) => !without.includes(email));
  const target = { org, ws: order.workspaceId };
  const isChosen = order.workspaceId !== '';
  const { judgements, error, isJudging } = useJudgement(target, isChosen ? addresses : [], order);
  const { invite, isPending, results } = useInvite(target, tellFailed);
  const workspaces = [...useWorkspaceNames(true)].map(([value, label]) => ({ value, label }));
  const overriding = useOneByOne(({ id: member }: Member) =>
    client.PUT('/organizations/{org}/workspaces/{ws}/members/{member}/override', {
      params: { path: { org, ws: order.workspaceId, member } },
      body: { effect: 'allow', role: order.workspaceRole, reason: null, expiresAt: null },
    }),
  );
  const isDone = (results || addresses.length === 0) && (overriding.outcomes || overridden.length === 0);
  if (isDone && (results || overriding.outcomes))
    return <InviteResults results={results ?? []} more={(overriding.outcomes ?? []).map(rowOf)} onClose={onDone} />;
  const judged = addresses.flatMap(({ email }) => judgements.get(email) ?? []);
  const added = judged.filter(({ outcome }) => outcome === 'added' || outcome === 'invited').length;
  const gain = added + overridden.length;
  const howMany = countOf(gain, words.people);
  return (
    <Dialog
      open
      wide
      onClose={onClose}
      title={text.title(countOf(people.length + overridden.length, words.people))}
      text={text.text}
      actions={
        <Button
          look="primary"
          busy={isPending || isJudging || overriding.isRunning}
          whyNot={whyNot({ addresses: addresses.length + overridden.length, isChosen, gain, isJudging })}
          onClick={() => {
            if (addresses.length > 0) invite(addresses, order);
            if (overridden.length > 0) overriding.run(overridden);
          }}
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
      {unproven.length === 0 ? null : (
        <div>
          <p>{text.without(countOf(unproven.length, words.people))}</p>
          <CheckField label={text.override} hint={text.withoutText} checked={byOverride} onChange={setByOverride} />
        </div>
      )}
      <LeftOutList leftOut={leftOut.filter(({ member }) => !unproven.includes(member))} />
    </Dialog>
  );
}

function rowOf(outcome: Outcome<Member, unknown>): OutcomeRow {
  const { id: key, name, userName } = outcome.item;
  const row = { key, who: name || userName };
  if ('answer' in outcome) return { ...row, outcome: text.overridden };
  if ('left' in outcome) return { ...row, outcome: bulk.stopped, failed: true };
  return { ...row, outcome: bulk.failed, failed: true, detail: messageOf(outcome.error) };
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
