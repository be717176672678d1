/** Locks or unlocks a person, after the server has said what that does. */
import { useState } from 'react';
import { api } from '../../lib/client.ts';
import { countOf } from '../../lib/format.ts';
import { person as text } from '../../lib/messages/person.ts';
import { messageOf } from '../../lib/problem.ts';
import { useOrganization } from '../../lib/session.ts';
import type { Member, Schemas } from '../../lib/types.ts';
import { Button } from '../../ui/button.tsx';
import { Confirm, closing } from '../../ui/confirm.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { ErrorState } from '../../ui/error-state.tsx';
import { TextField } from '../../ui/field.tsx';
import { SkeletonLines } from '../../ui/skeleton.tsx';
import { AccessDiff } from './access-diff.tsx';
import css from './person.module.css';

type Props = { readonly member: Member; readonly onClose: () => void };

const dryRun = { dryRun: 'true' } as const;

export function LockDialog({ member, onClose }: Props) {
  const { id: org } = useOrganization();
  const [reason, setReason] = useState('');
  const name = member.name || member.userName;
  const path = { org, member: member.id };
  const preview = api.useQuery(
    'post',
    '/organizations/{org}/members/{member}/lock',
    // Whatever the reason will be, the effect is the same.
    { params: { path, query: dryRun }, body: { reason: text.lock.reason } },
    { staleTime: 0 },
  );
  const { mutate, isPending } = api.useMutation(
    'post',
    '/organizations/{org}/members/{member}/lock',
    closing(text.lock.done(name), onClose),
  );
  const whyNot = messageOf(preview.error) ?? (reason.trim() === '' ? text.lock.reasonFirst : null);
  const lock = () => whyNot === null && mutate({ params: { path }, body: { reason: reason.trim() } });
  return (
    <Dialog
      open
      onClose={onClose}
      title={text.lock.title(name)}
      text={text.lock.text}
      onSubmit={lock}
      actions={
        <Button type="submit" look="danger" busy={isPending} whyNot={whyNot}>
          {text.lock.action(name)}
        </Button>
      }
    >
      <TextField
        label={text.lock.reason}
        hint={text.lock.reasonHint}
        value={reason}
        maxLength={500}
        autoComplete="off"
        onChange={(event) => setReason(event.target.value)}
      />
      <Shown {...preview} member={member} label={text.lock.effect} />
    </Dialog>
  );
}

export function UnlockDialog({ member, onClose }: Props) {
  const { id: org } = useOrganization();
  const name = member.name || member.userName;
  const path = { org, member: member.id };
  const preview = api.useQuery(
    'post',
    '/organizations/{org}/members/{member}/unlock',
    { params: { path, query: dryRun } },
    { staleTime: 0 },
  );
  const { mutate, isPending } = api.useMutation(
    'post',
    '/organizations/{org}/members/{member}/unlock',
    closing(text.unlock.done(name), onClose),
  );
  return (
    <Confirm
      onClose={onClose}
      title={text.unlock.title(name)}
      text={text.unlock.text}
      action={text.unlock.action(name)}
      look="primary"
      busy={isPending}
      whyNot={messageOf(preview.error)}
      onConfirm={() => mutate({ params: { path } })}
    >
      <Shown {...preview} member={member} label={text.unlock.effect} />
    </Confirm>
  );
}

type ShownProps = {
  readonly member: Member;
  readonly label: string;
  readonly data: Schemas['LockOutcome'] | undefined;
  readonly error: unknown;
  readonly refetch: () => unknown;
};

function Shown({ member, label, data, error, refetch }: ShownProps) {
  if (error) return <ErrorState error={error} onRetry={refetch} compact />;
  if (!data) return <SkeletonLines count={3} />;
  const { sessions, apiKeys } = data.ended;
  return (
    <>
      <AccessDiff label={label} before={member} after={data.member} />
      {sessions + apiKeys === 0 ? null : (
        <p className={css.note}>
          {text.lock.ends(countOf(sessions, text.lock.sessions), countOf(apiKeys, text.lock.keys))}
        </p>
      )}
    </>
  );
}
