/** Joins two records of one person, after the server has said who gains and loses what. */
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { api } from '../../lib/client.ts';
import { countOf } from '../../lib/format.ts';
import { join as text } from '../../lib/messages/join.ts';
import { person } from '../../lib/messages/person.ts';
import { messageOf } from '../../lib/problem.ts';
import { useOrganization } from '../../lib/session.ts';
import { useSettled } from '../../lib/settled.ts';
import type { Member, Schemas } from '../../lib/types.ts';
import { Button } from '../../ui/button.tsx';
import { Confirm } from '../../ui/confirm.tsx';
import { Diff } from '../../ui/diff.tsx';
import { ErrorState } from '../../ui/error-state.tsx';
import { Facts } from '../../ui/page.tsx';
import { SearchSelect } from '../../ui/search-select.tsx';
import { SkeletonLines } from '../../ui/skeleton.tsx';
import { tellDone, tellFailed } from '../../ui/toast.tsx';
import css from './person.module.css';

type Props = {
  readonly member: Member;
  /** Whom it was opened for; null: the reader finds somebody. */
  readonly other?: Member | null;
  readonly onClose: () => void;
};

export function JoinDialog({ member, other = null, onClose }: Props) {
  const { id: org } = useOrganization();
  const navigate = useNavigate();
  const [chosen, setChosen] = useState(other);
  const path = { org, member: member.id };
  const body = { memberId: chosen?.id ?? '' };
  const preview = api.useQuery(
    'post',
    '/organizations/{org}/members/{member}/join',
    { params: { path, query: { dryRun: 'true' } }, body },
    { enabled: chosen !== null, staleTime: 0 },
  );
  const { mutate, isPending } = api.useMutation('post', '/organizations/{org}/members/{member}/join', {
    onSuccess: ({ member: { id: memberId, ...stays } }) => {
      tellDone(text.done(stays.name || stays.userName));
      onClose();
      void navigate({
        to: '/console/$organizationId/people/$memberId',
        params: { organizationId: org, memberId },
        replace: true,
      });
    },
    onError: tellFailed,
  });
  const refusal = chosen === null ? text.chooseFirst : messageOf(preview.error);
  return (
    <Confirm
      onClose={onClose}
      wide
      title={text.title(nameOf(member))}
      text={text.text}
      action={text.action}
      look="danger"
      busy={isPending}
      whyNot={refusal ?? (preview.data ? null : text.wait)}
      onConfirm={() => mutate({ params: { path }, body })}
    >
      {chosen === null ? <Find but={member.id} onChoose={setChosen} /> : null}
      {chosen !== null && preview.error ? <ErrorState error={preview.error} onRetry={preview.refetch} compact /> : null}
      {chosen !== null && !preview.error ? <Shown {...{ member, chosen }} outcome={preview.data} /> : null}
      {chosen !== null && other === null ? (
        <div>
          <Button small look="quiet" onClick={() => setChosen(null)}>
            {text.again}
          </Button>
        </div>
      ) : null}
    </Confirm>
  );
}

function nameOf({ name, userName }: Member): string {
  return name || userName;
}

/** Told apart also where both are called the same. */
function recordOf(member: Member): string {
  const more = member.email ?? member.claimedEmail ?? member.userName;
  return more === nameOf(member) ? more : `${nameOf(member)} (${more})`;
}

function Find({ but, onChoose }: { readonly but: string; readonly onChoose: (member: Member) => void }) {
  const { id: org } = useOrganization();
  const [typed, setTyped] = useState('');
  const q = useSettled(typed.trim());
  const { data } = api.useQuery(
    'get',
    '/organizations/{org}/members',
    { params: { path: { org }, query: { q, limit: 20 } } },
    { enabled: q !== '', placeholderData: (before) => before },
  );
  const found = q === '' ? [] : (data?.items ?? []).filter(({ id }) => id !== but);
  return (
    <SearchSelect
      label={text.other}
      hint={text.otherHint}
      nothing={text.otherNone}
      found={found.map((one) => ({ value: one.id, label: recordOf(one) }))}
      typed={typed}
      onType={setTyped}
      onChoose={(id) => {
        const one = found.find((candidate) => candidate.id === id);
        if (one) onChoose(one);
      }}
    />
  );
}

type ShownProps = {
  readonly member: Member;
  readonly chosen: Member;
  readonly outcome: Schemas['JoinOutcome'] | undefined;
};

function Shown({ member, chosen, outcome }: ShownProps) {
  if (!outcome) return <SkeletonLines count={4} />;
  const [goes, stays] = outcome.goneId === member.id ? [member, chosen] : [chosen, member];
  const labels = new Map([
    [goes.id, text.signedInAs(recordOf(goes))],
    [stays.id, recordOf(stays)],
  ]);
  const changes = outcome.effects.flatMap(({ memberId, organizationRole, workspaces }) => {
    const what = (where: string) => text.effectOf(labels.get(memberId) ?? memberId, where);
    return [
      ...(organizationRole
        ? [{ key: memberId, what: what(person.access.organization.toLowerCase()), ...organizationRole }]
        : []),
      ...workspaces.map(({ workspaceId, name, before, after }) => ({
        key: `${memberId} ${workspaceId}`,
        what: what(name),
        before,
        after,
      })),
    ];
  });
  const { sessions, apiKeys } = outcome.ended;
  return (
    <>
      <Facts
        facts={[
          [text.stays, recordOf(stays)],
          [text.goes, recordOf(goes)],
        ]}
      />
      <div className={css.effect}>
        <h3>{text.effect}</h3>
        {changes.length === 0 ? (
          <p className={css.note}>{text.same}</p>
        ) : (
          <Diff label={text.effect} changes={changes.slice(0, 20)} total={changes.length} />
        )}
      </div>
      {outcome.signInMoves ? <p className={css.note}>{text.signInMoves(recordOf(goes), recordOf(stays))}</p> : null}
      {sessions + apiKeys === 0 ? null : (
        <p className={css.note}>
          {text.ends(countOf(sessions, person.lock.sessions), countOf(apiKeys, person.lock.keys))}
        </p>
      )}
      <p className={css.note}>{text.undone}</p>
    </>
  );
}
