/** Set-up links: who has one, for what, and what became of it. */
import { useState } from 'react';
import { api } from '../../lib/client.ts';
import { setupLinks as text } from '../../lib/messages/setup-links.ts';
import { byCursor, together } from '../../lib/pages.ts';
import { useOrganization } from '../../lib/session.ts';
import type { SetupLink } from '../../lib/types.ts';
import { Badge } from '../../ui/badge.tsx';
import { Button } from '../../ui/button.tsx';
import { Confirm, closing } from '../../ui/confirm.tsx';
import { ErrorState } from '../../ui/error-state.tsx';
import { More } from '../../ui/more.tsx';
import { RowActions, Rows, RowText, Section } from '../../ui/page.tsx';
import { ShownSecret } from '../../ui/secrets/shown-secret.tsx';
import { SkeletonLines } from '../../ui/skeleton.tsx';
import { Time } from '../../ui/time.tsx';
import { tellFailed } from '../../ui/toast.tsx';
import { MakeSetupLink } from './make-setup-link.tsx';
import css from './sso.module.css';

const tones = {
  unused: 'accent',
  opened: 'good',
  finished: 'plain',
  revoked: 'plain',
  expired: 'plain',
  void: 'bad',
} as const;

type Asking = 'make' | { readonly what: 'renew' | 'revoke'; readonly link: SetupLink };

export function SetupLinks() {
  const { id: org } = useOrganization();
  const [asking, setAsking] = useState<Asking | null>(null);
  const { data, error, refetch, next } = together(
    api.useInfiniteQuery(
      'get',
      '/organizations/{org}/setup-links',
      { params: { path: { org }, query: { limit: 100 } } },
      byCursor,
    ),
  );
  const close = () => setAsking(null);
  return (
    <Section
      title={text.title}
      text={text.text}
      actions={<Button onClick={() => setAsking('make')}>{text.make}</Button>}
    >
      {error ? <ErrorState error={error} onRetry={refetch} /> : null}
      {data === undefined && !error ? <SkeletonLines count={2} /> : null}
      {data?.items.length === 0 ? <p className={css.soft}>{text.empty}</p> : null}
      <Rows label={text.list}>
        {data?.items.map((link) => (
          <Row key={link.id} link={link} onAsk={(what) => setAsking({ what, link })} />
        ))}
      </Rows>
      <More {...next} />
      {asking === 'make' ? <MakeSetupLink onClose={close} /> : null}
      {asking !== null && asking !== 'make' && asking.what === 'renew' ? (
        <Renew link={asking.link} onClose={close} />
      ) : null}
      {asking !== null && asking !== 'make' && asking.what === 'revoke' ? (
        <Revoke link={asking.link} onClose={close} />
      ) : null}
    </Section>
  );
}

type RowProps = { readonly link: SetupLink; readonly onAsk: (what: 'renew' | 'revoke') => void };

function Row({ link, onAsk }: RowProps) {
  const { name, parts, status, createdBy, expiresAt, openedAt, finishedAt } = link;
  const isOpen = status === 'unused' || status === 'opened' || status === 'void';
  const title = (
    <>
      {name} <Badge tone={tones[status]}>{text.statuses[status]}</Badge>
    </>
  );
  const [when, at] = finishedAt
    ? [text.finished, finishedAt]
    : openedAt && status !== 'opened'
      ? [text.opened, openedAt]
      : [text.endsIn, expiresAt];
  const about = (
    <>
      {parts.map((part) => text.parts[part]).join(', ')} · {text.by(createdBy.name ?? null)} · {when} <Time at={at} />
    </>
  );
  return (
    <li>
      <RowText title={title} text={about} />
      <RowActions>
        {isOpen || status === 'expired' ? (
          <Button small aria-label={text.renewLabel(name)} onClick={() => onAsk('renew')}>
            {text.renew}
          </Button>
        ) : null}
        {isOpen ? (
          <Button small look="danger" aria-label={text.revokeLabel(name)} onClick={() => onAsk('revoke')}>
            {text.revoke}
          </Button>
        ) : null}
      </RowActions>
    </li>
  );
}

function Renew({ link: { id, name }, onClose }: { readonly link: SetupLink; readonly onClose: () => void }) {
  const { id: org } = useOrganization();
  const { mutate, isPending, data } = api.useMutation('post', '/organizations/{org}/setup-links/{id}/renew', {
    onError: tellFailed,
  });
  if (data?.link !== undefined)
    return (
      <ShownSecret title={text.made} label={text.link} secret={data.link} onClose={onClose}>
        <p className={css.soft}>{text.afterwards}</p>
      </ShownSecret>
    );
  return (
    <Confirm
      onClose={onClose}
      title={text.renewTitle(name)}
      text={text.renewText}
      action={text.renew}
      look="primary"
      busy={isPending}
      onConfirm={() => mutate({ params: { path: { org, id } }, body: {} })}
    />
  );
}

function Revoke({ link: { id, name }, onClose }: { readonly link: SetupLink; readonly onClose: () => void }) {
  const { id: org } = useOrganization();
  const { mutate, isPending } = api.useMutation(
    'delete',
    '/organizations/{org}/setup-links/{id}',
    closing(text.revoked(name), onClose),
  );
  return (
    <Confirm
      onClose={onClose}
      title={text.revokeTitle(name)}
      text={text.revokeText}
      action={text.revoke}
      look="danger"
      busy={isPending}
      onConfirm={() => mutate({ params: { path: { org, id } } })}
    />
  );
}
