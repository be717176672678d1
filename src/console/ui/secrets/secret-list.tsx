/** Tokens or keys, newest first: what each may, when it was used and when it ends; revoked after one more question. */
import { KeyRound } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import { secrets as text } from '../../lib/messages/secrets.ts';
import type { Next } from '../../lib/pages.ts';
import { Badge } from '../badge.tsx';
import { Button } from '../button.tsx';
import { Confirm, closing } from '../confirm.tsx';
import { EmptyState } from '../empty-state.tsx';
import { ErrorState } from '../error-state.tsx';
import { More } from '../more.tsx';
import { RowActions, Rows, RowText } from '../page.tsx';
import { SkeletonLines } from '../skeleton.tsx';
import { Time } from '../time.tsx';

type Secret = {
  readonly id: string;
  readonly description: string;
  readonly scopes: readonly string[];
  readonly lastUsedAt: string | null;
  readonly expiresAt: string | null;
};

type Props<S extends Secret> = {
  readonly words: { readonly list: string; readonly empty: string; readonly emptyText: string };
  readonly found: {
    readonly data: { readonly items: readonly S[] } | undefined;
    readonly error: unknown;
    readonly refetch: () => unknown;
    readonly next: Next;
  };
  readonly onRevoke: (id: string, then: ReturnType<typeof closing>) => void;
  readonly busy: boolean;
  /** Beside the name. */
  readonly mark?: (secret: S) => ReactNode;
  /** What else can be done to one. */
  readonly actions?: (secret: S) => ReactNode;
};

export function SecretList<S extends Secret>({ words, found, onRevoke, busy, mark, actions }: Props<S>) {
  const [asking, setAsking] = useState<S | null>(null);
  if (found.error) return <ErrorState error={found.error} onRetry={found.refetch} />;
  if (!found.data) return <SkeletonLines count={4} />;
  if (found.data.items.length === 0)
    return <EmptyState icon={<KeyRound aria-hidden />} heading={words.empty} text={words.emptyText} />;
  const close = () => setAsking(null);
  return (
    <>
      <Rows label={words.list}>
        {found.data.items.map((secret) => (
          <li key={secret.id}>
            <About secret={secret} mark={mark?.(secret)} />
            <RowActions>
              {actions?.(secret)}
              <Button
                small
                look="danger"
                aria-label={text.revokeLabel(secret.description)}
                onClick={() => setAsking(secret)}
              >
                {text.revoke}
              </Button>
            </RowActions>
          </li>
        ))}
      </Rows>
      <More {...found.next} />
      {asking ? (
        <Confirm
          onClose={close}
          title={text.revokeTitle(asking.description)}
          text={text.revokeText}
          action={text.revoke}
          look="danger"
          busy={busy}
          onConfirm={() => onRevoke(asking.id, closing(text.revoked(asking.description), close))}
        />
      ) : null}
    </>
  );
}

function About({ secret, mark }: { readonly secret: Secret; readonly mark: ReactNode }) {
  const { description, scopes, lastUsedAt, expiresAt } = secret;
  const isOver = expiresAt !== null && new Date(expiresAt).getTime() <= Date.now();
  const title = (
    <>
      {description} {scopes.includes('write') ? null : <Badge>{text.readOnly}</Badge>}{' '}
      {isOver ? <Badge tone="bad">{text.ended}</Badge> : null} {mark}
    </>
  );
  const times = (
    <>
      {lastUsedAt === null ? (
        text.neverUsed
      ) : (
        <>
          {text.used} <Time at={lastUsedAt} />
        </>
      )}
      {expiresAt ? (
        <>
          , {isOver ? text.ended : text.ends} <Time at={expiresAt} />
        </>
      ) : null}
    </>
  );
  return <RowText title={title} text={times} />;
}
