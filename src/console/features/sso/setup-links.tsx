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
import { Rows, RowText, Section } from '../../ui/page.tsx';
import { SkeletonLines } from '../../ui/skeleton.tsx';
import { Time } from '../../ui/time.tsx';
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

export function SetupLinks() {
  const { id: org } = useOrganization();
  const [asking, setAsking] = useState<'make' | SetupLink | null>(null);
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
          <Row key={link.id} link={link} onRevoke={() => setAsking(link)} />
        ))}
      </Rows>
      <More {...next} />
      {asking === 'make' ? <MakeSetupLink onClose={close} /> : null}
      {asking !== null && asking !== 'make' ? <Revoke link={asking} onClose={close} /> : null}
    </Section>
  );
}

function Row({ link, onRevoke }: { readonly link: SetupLink; readonly onRevoke: () => void }) {
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
      {isOpen ? (
        <Button small look="danger" aria-label={text.revokeLabel(name)} onClick={onRevoke}>
          {text.revoke}
        </Button>
      ) : null}
    </li>
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
