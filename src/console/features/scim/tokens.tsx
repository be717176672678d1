import { useState } from 'react';
import { api } from '../../lib/client.ts';
import { strict as strictWords, scim as text } from '../../lib/messages/scim.ts';
import { secrets } from '../../lib/messages/secrets.ts';
import { useOrganization } from '../../lib/session.ts';
import type { ScimToken } from '../../lib/types.ts';
import { Badge } from '../../ui/badge.tsx';
import { Button } from '../../ui/button.tsx';
import { RotateSecret } from '../../ui/secrets/rotate-secret.tsx';
import { SecretList } from '../../ui/secrets/secret-list.tsx';
import { tellFailed } from '../../ui/toast.tsx';
import { useTokens } from './use-tokens.ts';

/** The tokens that are not revoked, newest first. */
export function Tokens() {
  const { id: org } = useOrganization();
  const [rotating, setRotating] = useState<ScimToken | null>(null);
  const { mutate, isPending } = api.useMutation('delete', '/organizations/{org}/scim/tokens/{id}');
  return (
    <>
      <SecretList
        words={text}
        found={useTokens()}
        busy={isPending}
        onRevoke={(id, then) => mutate({ params: { path: { org, id } } }, then)}
        mark={({ memberId, strict }) => (
          <>
            {memberId === null ? null : <Badge>{text.ofMember}</Badge>}{' '}
            {strict ? <Badge>{strictWords.mark}</Badge> : null}
          </>
        )}
        actions={(token) => (
          <Button small aria-label={secrets.rotateLabel(token.description)} onClick={() => setRotating(token)}>
            {secrets.rotate}
          </Button>
        )}
      />
      {rotating ? <RotateToken token={rotating} onClose={() => setRotating(null)} /> : null}
    </>
  );
}

type RotateProps = { readonly token: ScimToken; readonly onClose: () => void };

function RotateToken({ token: { id, description }, onClose }: RotateProps) {
  const { id: org } = useOrganization();
  const { mutate, isPending, data } = api.useMutation('post', '/organizations/{org}/scim/tokens/{id}/rotate', {
    onError: tellFailed,
  });
  return (
    <RotateSecret
      name={description}
      words={text}
      busy={isPending}
      secret={data?.token ?? null}
      onRotate={() => mutate({ params: { path: { org, id } }, body: {} })}
      onClose={onClose}
    />
  );
}
