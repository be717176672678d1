/** Email domains, each with the record that proves it. */

import { useState } from 'react';
import { api } from '../../lib/client.ts';
import { domains as text } from '../../lib/messages/sso.ts';
import { byCursor, together } from '../../lib/pages.ts';
import { messageOf } from '../../lib/problem.ts';
import { useOrganization } from '../../lib/session.ts';
import type { Schemas } from '../../lib/types.ts';
import { Badge } from '../../ui/badge.tsx';
import { Button } from '../../ui/button.tsx';
import { Confirm, closing } from '../../ui/confirm.tsx';
import { CopyField } from '../../ui/copy-button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { ErrorState } from '../../ui/error-state.tsx';
import { TextField } from '../../ui/field.tsx';
import { More } from '../../ui/more.tsx';
import { RowActions, Rows, RowText, Section } from '../../ui/page.tsx';
import { SkeletonLines } from '../../ui/skeleton.tsx';
import { Time } from '../../ui/time.tsx';
import { tellDone, tellFailed } from '../../ui/toast.tsx';
import css from './sso.module.css';

type Domain = Schemas['Domain'];
type Asking = 'add' | { readonly giveUp: Domain } | null;

export function Domains() {
  const { id: org } = useOrganization();
  const [asking, setAsking] = useState<Asking>(null);
  const { data, error, refetch, next } = together(
    api.useInfiniteQuery(
      'get',
      '/organizations/{org}/domains',
      { params: { path: { org }, query: { limit: 100 } } },
      byCursor,
    ),
  );
  const close = () => setAsking(null);
  return (
    <Section title={text.title} text={text.text} actions={<Button onClick={() => setAsking('add')}>{text.add}</Button>}>
      {error ? <ErrorState error={error} onRetry={refetch} /> : null}
      {data === undefined && !error ? <SkeletonLines count={2} /> : null}
      {data?.items.length === 0 ? <p className={css.soft}>{text.empty}</p> : null}
      <Rows label={text.list}>
        {data?.items.map((domain) => (
          <DomainRow key={domain.id} domain={domain} onGiveUp={() => setAsking({ giveUp: domain })} />
        ))}
      </Rows>
      <More {...next} />
      {asking === 'add' ? <AddDomain onClose={close} /> : null}
      {asking !== null && asking !== 'add' ? <GiveUp domain={asking.giveUp} onClose={close} /> : null}
    </Section>
  );
}

function DomainRow({ domain, onGiveUp }: { readonly domain: Domain; readonly onGiveUp: () => void }) {
  const { id: org } = useOrganization();
  const { id, name, verified, lapsesAt, txtRecord } = domain;
  const isWhole = verified && lapsesAt === null;
  const { mutate, isPending } = api.useMutation('post', '/organizations/{org}/domains/{id}/verify', {
    onSuccess: () => tellDone(text.proven(name)),
    onError: tellFailed,
  });
  const state = isWhole ? text.verified : verified ? text.missing : text.waiting;
  const mark = <Badge tone={isWhole ? 'good' : 'warn'}>{state}</Badge>;
  return (
    <li>
      <RowText
        title={
          <>
            {name} {mark}
          </>
        }
        text={
          lapsesAt === null ? undefined : (
            <>
              {text.lapses} <Time at={lapsesAt} />
            </>
          )
        }
      />
      <RowActions>
        {isWhole ? null : (
          <Button
            small
            busy={isPending}
            aria-label={text.checkLabel(name)}
            onClick={() => mutate({ params: { path: { org, id } } })}
          >
            {text.check}
          </Button>
        )}
        <Button small look="danger" aria-label={text.removeLabel(name)} onClick={onGiveUp}>
          {text.remove}
        </Button>
      </RowActions>
      {isWhole ? null : (
        <div className={css.full}>
          <CopyField label={text.record(name)} value={txtRecord} />
        </div>
      )}
    </li>
  );
}

function AddDomain({ onClose }: { readonly onClose: () => void }) {
  const { id: org } = useOrganization();
  const [name, setName] = useState('');
  const { mutate, isPending, error } = api.useMutation('post', '/organizations/{org}/domains', {
    onSuccess: (added) => {
      tellDone(text.added(added.name));
      onClose();
    },
  });
  return (
    <Dialog
      open
      onClose={onClose}
      title={text.addTitle}
      onSubmit={() => mutate({ params: { path: { org } }, body: { name } })}
      actions={
        <Button type="submit" look="primary" busy={isPending}>
          {text.add}
        </Button>
      }
    >
      <TextField
        label={text.name}
        hint={text.nameHint}
        error={messageOf(error)}
        value={name}
        autoComplete="off"
        spellCheck={false}
        onChange={(event) => setName(event.target.value)}
      />
    </Dialog>
  );
}

function GiveUp({ domain: { id, name }, onClose }: { readonly domain: Domain; readonly onClose: () => void }) {
  const { id: org } = useOrganization();
  const { mutate, isPending } = api.useMutation(
    'delete',
    '/organizations/{org}/domains/{id}',
    closing(text.removed(name), onClose),
  );
  return (
    <Confirm
      onClose={onClose}
      title={text.removeTitle(name)}
      text={text.removeText}
      action={text.remove}
      look="danger"
      busy={isPending}
      onConfirm={() => mutate({ params: { path: { org, id } } })}
    />
  );
}
