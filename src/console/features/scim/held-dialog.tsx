/** One held change: who would lose what, and the decision, asked for once more with the number. */
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { api } from '../../lib/client.ts';
import { words } from '../../lib/messages/general.ts';
import { held as text } from '../../lib/messages/guard.ts';
import { useMay, useOrganization, useWhoMay } from '../../lib/session.ts';
import type { HeldChange } from '../../lib/types.ts';
import { Button } from '../../ui/button.tsx';
import { Confirm, closing } from '../../ui/confirm.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { ErrorState } from '../../ui/error-state.tsx';
import { Facts } from '../../ui/page.tsx';
import { SkeletonLines } from '../../ui/skeleton.tsx';
import { Time } from '../../ui/time.tsx';
import { HeldStatus, peopleOf } from './held-columns.tsx';
import { Losers } from './losers.tsx';

type Props = { readonly id: string; readonly onClose: () => void };
type Decision = 'approve' | 'reject';

export function HeldDialog({ id, onClose }: Props) {
  const { id: org } = useOrganization();
  const [deciding, setDeciding] = useState<Decision | null>(null);
  const who = useWhoMay('access:manage');
  const whyNot = useMay()('access:manage') ? null : words.onlyWho(who);
  const { data, error, refetch } = api.useQuery('get', '/organizations/{org}/held-changes/{id}', {
    params: { path: { org, id } },
  });
  if (data && deciding) return <Decide change={data} decision={deciding} onClose={onClose} />;
  const decisions = (
    <>
      <Button whyNot={whyNot} onClick={() => setDeciding('reject')}>
        {text.reject}
      </Button>
      <Button look="danger" whyNot={whyNot} onClick={() => setDeciding('approve')}>
        {text.approve}
      </Button>
    </>
  );
  return (
    <Dialog
      open
      wide
      onClose={onClose}
      title={data ? text.dialog(data.group.displayName) : text.title}
      dismiss={words.close}
      actions={data?.status === 'pending' ? decisions : null}
    >
      {error ? <ErrorState error={error} onRetry={refetch} compact /> : null}
      {data || error ? null : <SkeletonLines count={5} />}
      {data ? <About change={data} /> : null}
      {data?.status === 'pending' ? <Losers id={id} people={peopleOf(data)} /> : null}
    </Dialog>
  );
}

function About({ change }: { readonly change: HeldChange }) {
  const { id: organizationId } = useOrganization();
  const { group, cause, createdAt, decidedAt, decidedBy, status, jobId } = change;
  const groupLink = (
    <Link key="group" to="/console/$organizationId/groups/$groupId" params={{ organizationId, groupId: group.id }}>
      {group.displayName}
    </Link>
  );
  const decided = (
    <span key="decided">
      <Time at={decidedAt} /> {decidedBy && 'name' in decidedBy && decidedBy.name ? text.by(decidedBy.name) : ''}
    </span>
  );
  return (
    <Facts
      facts={[
        [text.status, <HeldStatus key="status" {...change} />],
        [text.directory, text.causes[cause]],
        [text.group, cause === 'group_deleted' ? group.displayName : groupLink],
        [text.at, <Time key="at" at={createdAt} />],
        [text.decided, decidedAt ? decided : null],
        [text.columns.people, status === 'pending' ? null : text.wouldHaveLost(peopleOf(change))],
        [text.jobTitle, jobId ? text.job : null],
      ]}
    />
  );
}

type DecideProps = { readonly change: HeldChange; readonly decision: Decision; readonly onClose: () => void };

function Decide({ change, decision, onClose }: DecideProps) {
  const { id: org } = useOrganization();
  const people = peopleOf(change);
  const params = { path: { org, id: change.id } };
  const approve = api.useMutation(
    'post',
    '/organizations/{org}/held-changes/{id}/approve',
    closing(text.approved(people), onClose),
  );
  const reject = api.useMutation(
    'post',
    '/organizations/{org}/held-changes/{id}/reject',
    closing(text.rejected(people), onClose),
  );
  if (decision === 'approve')
    return (
      <Confirm
        onClose={onClose}
        title={text.approveTitle(people)}
        text={text.approveText}
        action={text.approveAction(people)}
        look="danger"
        busy={approve.isPending}
        onConfirm={() => approve.mutate({ params })}
      />
    );
  return (
    <Confirm
      onClose={onClose}
      title={text.rejectTitle(people)}
      text={text.rejectText}
      action={text.rejectAction(people)}
      look="primary"
      busy={reject.isPending}
      onConfirm={() => reject.mutate({ params })}
    />
  );
}
