/** One request of an identity provider: what was sent, what it changed, or why it was refused. */
import { Link } from '@tanstack/react-router';
import { api } from '../../lib/client.ts';
import { counted } from '../../lib/format.ts';
import { requests, request as text } from '../../lib/messages/activity.ts';
import { words } from '../../lib/messages/general.ts';
import { useOrganization } from '../../lib/session.ts';
import type { ScimRequest } from '../../lib/types.ts';
import { CodeBlock } from '../../ui/code-block.tsx';
import { CopyableCode } from '../../ui/copy-button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { ErrorState } from '../../ui/error-state.tsx';
import { Facts } from '../../ui/page.tsx';
import { SkeletonLines } from '../../ui/skeleton.tsx';
import { Time } from '../../ui/time.tsx';
import css from './activity.module.css';
import { StatusCode } from './request-columns.tsx';

type Props = { readonly requestId: string; readonly onClose: () => void };

export function RequestDialog({ requestId, onClose }: Props) {
  const { id: org } = useOrganization();
  const { data, error, refetch } = api.useQuery('get', '/organizations/{org}/scim/requests', {
    params: { path: { org }, query: { requestId, limit: 1 } },
  });
  const found = data?.items[0];
  return (
    <Dialog
      open
      wide
      onClose={onClose}
      title={found ? text.title(found.method, found.path) : requests.columns.request}
      dismiss={words.close}
    >
      {error ? <ErrorState error={error} onRetry={refetch} compact /> : null}
      {!data && !error ? <SkeletonLines count={6} /> : null}
      {data && !found ? <p className={css.soft}>{text.unknown}</p> : null}
      {found ? <Shown request={found} /> : null}
    </Dialog>
  );
}

function Shown({ request }: { readonly request: ScimRequest }) {
  const { detail, at, durationMs, token, changed, ignored, body, requestId } = request;
  return (
    <>
      <Facts
        facts={[
          [text.outcome, <StatusCode key="outcome" {...request} />],
          [text.why, detail],
          [text.changed, changed.length > 0 ? changed.join(', ') : null],
          [text.ignored, ignored.length > 0 ? ignored.join(', ') : null],
          [text.resource, request.resourceId === null ? null : <Resource key="about" request={request} />],
          [text.token, token.description],
          [text.at, <Time key="at" at={at} />],
          [text.took, text.milliseconds(counted(durationMs))],
          [text.requestId, <CopyableCode key="id" label={text.requestId} value={requestId} />],
        ]}
      />
      <div>
        <h3 className={css.heading}>{text.body}</h3>
        <p className={css.soft}>{body === null ? text.noBody : text.bodyText}</p>
      </div>
      {body === null ? null : <CodeBlock text={body} />}
    </>
  );
}

function Resource({ request: { resourceType, resourceId } }: { readonly request: ScimRequest }) {
  const { id: organizationId } = useOrganization();
  const id = resourceId ?? '';
  if (resourceType === 'Group')
    return (
      <Link to="/console/$organizationId/groups/$groupId" params={{ organizationId, groupId: id }}>
        {text.group}
      </Link>
    );
  if (resourceType === 'User')
    return (
      <Link to="/console/$organizationId/people/$memberId" params={{ organizationId, memberId: id }}>
        {text.person}
      </Link>
    );
  return <code>{id}</code>;
}
