/** The identity providers of an organization's own. */
import { useState } from 'react';
import { api } from '../../lib/client.ts';
import { signals, connections as text } from '../../lib/messages/sso.ts';
import { byCursor, together } from '../../lib/pages.ts';
import { useOrganization } from '../../lib/session.ts';
import type { Connection } from '../../lib/types.ts';
import { Badge } from '../../ui/badge.tsx';
import { Button } from '../../ui/button.tsx';
import { ErrorState } from '../../ui/error-state.tsx';
import { More } from '../../ui/more.tsx';
import { RowActions, Rows, RowText, Section } from '../../ui/page.tsx';
import { SkeletonLines } from '../../ui/skeleton.tsx';
import { ConnectionDialog } from './connection-dialog.tsx';
import { RemoveConnection, TestConnection } from './connection-dialogs.tsx';
import { Signals } from './signals.tsx';
import css from './sso.module.css';

/** null for `connection`: a new one. */
type Asking = { readonly what: 'change' | 'test' | 'signals' | 'remove'; readonly connection: Connection | null };

export function Connections() {
  const { id: org } = useOrganization();
  const [asking, setAsking] = useState<Asking | null>(null);
  const { data, error, refetch, next } = together(
    api.useInfiniteQuery(
      'get',
      '/organizations/{org}/sso-connections',
      { params: { path: { org }, query: { limit: 100 } } },
      byCursor,
    ),
  );
  const close = () => setAsking(null);
  return (
    <Section
      title={text.title}
      text={text.text}
      actions={<Button onClick={() => setAsking({ what: 'change', connection: null })}>{text.add}</Button>}
    >
      {error ? <ErrorState error={error} onRetry={refetch} /> : null}
      {data === undefined && !error ? <SkeletonLines count={2} /> : null}
      {data?.items.length === 0 ? <p className={css.soft}>{text.empty}</p> : null}
      <Rows label={text.list}>
        {data?.items.map((connection) => (
          <Row key={connection.id} connection={connection} onAsk={(what) => setAsking({ what, connection })} />
        ))}
      </Rows>
      <More {...next} />
      {asking?.what === 'change' ? (
        <ConnectionDialog connection={asking.connection} isFirst={data?.items.length === 0} onClose={close} />
      ) : null}
      {asking?.connection && asking.what === 'test' ? (
        <TestConnection connection={asking.connection} onClose={close} />
      ) : null}
      {asking?.connection && asking.what === 'signals' ? (
        <Signals connectionId={asking.connection.id} onClose={close} />
      ) : null}
      {asking?.connection && asking.what === 'remove' ? (
        <RemoveConnection connection={asking.connection} onClose={close} />
      ) : null}
    </Section>
  );
}

type RowProps = { readonly connection: Connection; readonly onAsk: (what: Asking['what']) => void };

function Row({ connection: { name, issuer, enabled, receivesSignals }, onAsk }: RowProps) {
  const title = (
    <>
      {name} {enabled ? null : <Badge>{text.off}</Badge>}{' '}
      {receivesSignals ? <Badge tone="good">{signals.listening}</Badge> : null}
    </>
  );
  return (
    <li>
      <RowText title={title} text={issuer} />
      <RowActions>
        <Button small aria-label={text.testLabel(name)} onClick={() => onAsk('test')}>
          {text.test}
        </Button>
        <Button small aria-label={signals.openLabel(name)} onClick={() => onAsk('signals')}>
          {signals.open}
        </Button>
        <Button small aria-label={text.changeLabel(name)} onClick={() => onAsk('change')}>
          {text.change}
        </Button>
        <Button small look="danger" aria-label={text.removeLabel(name)} onClick={() => onAsk('remove')}>
          {text.remove}
        </Button>
      </RowActions>
    </li>
  );
}
