import { KeyRound } from 'lucide-react';
import { useState } from 'react';
import { api } from '../../lib/client.ts';
import { scim as text } from '../../lib/messages/scim.ts';
import { useOrganization } from '../../lib/session.ts';
import type { ScimToken } from '../../lib/types.ts';
import { Badge } from '../../ui/badge.tsx';
import { Button } from '../../ui/button.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { ErrorState } from '../../ui/error-state.tsx';
import { Rows, RowText } from '../../ui/page.tsx';
import { SkeletonLines } from '../../ui/skeleton.tsx';
import { Time } from '../../ui/time.tsx';
import { RevokeToken, RotateToken } from './token-dialogs.tsx';

type Asking = { readonly what: 'revoke' | 'rotate'; readonly token: ScimToken };

/** The tokens that are not revoked, newest first. */
export function Tokens() {
  const { id: org } = useOrganization();
  const [asking, setAsking] = useState<Asking | null>(null);
  const { data, error, refetch } = api.useQuery('get', '/organizations/{org}/scim/tokens', {
    params: { path: { org }, query: { limit: 200 } },
  });
  if (error) return <ErrorState error={error} onRetry={refetch} />;
  if (!data) return <SkeletonLines count={4} />;
  if (data.items.length === 0)
    return <EmptyState icon={<KeyRound aria-hidden />} heading={text.empty} text={text.emptyText} />;
  const close = () => setAsking(null);
  return (
    <>
      <Rows label={text.list}>
        {data.items.map((token) => (
          <Token key={token.id} token={token} onAsk={(what) => setAsking({ what, token })} />
        ))}
      </Rows>
      {asking?.what === 'revoke' ? <RevokeToken token={asking.token} onClose={close} /> : null}
      {asking?.what === 'rotate' ? <RotateToken token={asking.token} onClose={close} /> : null}
    </>
  );
}

function Token({ token, onAsk }: { readonly token: ScimToken; readonly onAsk: (what: Asking['what']) => void }) {
  const { description, scopes, lastUsedAt, expiresAt, memberId } = token;
  const marks = (
    <>
      {description} {scopes.includes('write') ? null : <Badge>{text.readOnly}</Badge>}
      {memberId === null ? null : <Badge>{text.ofMember}</Badge>}
    </>
  );
  const used = (
    <>
      {text.used} <Time at={lastUsedAt} />
      {expiresAt ? (
        <>
          , {text.ends} <Time at={expiresAt} />
        </>
      ) : null}
    </>
  );
  return (
    <li>
      <RowText title={marks} text={used} />
      <Button small aria-label={text.rotateLabel(description)} onClick={() => onAsk('rotate')}>
        {text.rotate}
      </Button>
      <Button small look="danger" aria-label={text.revokeLabel(description)} onClick={() => onAsk('revoke')}>
        {text.revoke}
      </Button>
    </li>
  );
}
