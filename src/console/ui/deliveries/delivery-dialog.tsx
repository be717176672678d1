/** One message to a webhook: how it went, what the receiver said, and the event. A pending one is watched. */
import { api } from '../../lib/client.ts';
import { counted } from '../../lib/format.ts';
import { words } from '../../lib/messages/general.ts';
import { deliveries, delivery as text } from '../../lib/messages/webhooks.ts';
import { isNotFound } from '../../lib/problem.ts';
import { useMay, useOrganization } from '../../lib/session.ts';
import type { Delivery } from '../../lib/types.ts';
import { Button } from '../button.tsx';
import { CodeBlock } from '../code-block.tsx';
import { CopyableCode } from '../copy-button.tsx';
import { Dialog } from '../dialog.tsx';
import { ErrorState } from '../error-state.tsx';
import { Facts } from '../page.tsx';
import { SkeletonLines } from '../skeleton.tsx';
import { Time } from '../time.tsx';
import { tellDone, tellFailed } from '../toast.tsx';
import css from './deliveries.module.css';
import { DeliveryState, messageNameOf } from './delivery-columns.tsx';

type Props = { readonly webhookId: string; readonly id: string; readonly onClose: () => void };
const every = 1_000;

export function DeliveryDialog({ webhookId, id, onClose }: Props) {
  const { id: org } = useOrganization();
  const params = { path: { org, id: webhookId, delivery: id } };
  const { data, error, refetch } = api.useQuery(
    'get',
    '/organizations/{org}/webhooks/{id}/deliveries/{delivery}',
    { params },
    { refetchInterval: ({ state }) => (state.data?.state === 'pending' ? every : false) },
  );
  const { mutate, isPending } = api.useMutation(
    'post',
    '/organizations/{org}/webhooks/{id}/deliveries/{delivery}/replay',
    { onSuccess: () => tellDone(text.sentAgain), onError: tellFailed },
  );
  const again = (
    <Button look="primary" busy={isPending} onClick={() => mutate({ params })}>
      {text.again}
    </Button>
  );
  return (
    <Dialog
      open
      wide
      onClose={onClose}
      title={data ? messageNameOf(data) : deliveries.columns.message}
      dismiss={words.close}
      actions={data ? again : null}
    >
      {isNotFound(error) ? <p className={css.soft}>{text.unknown}</p> : null}
      {error && !isNotFound(error) ? <ErrorState error={error} onRetry={refetch} compact /> : null}
      {data || error ? null : <SkeletonLines count={6} />}
      {data ? <Shown delivery={data} /> : null}
    </Dialog>
  );
}

function Shown({ delivery }: { readonly delivery: Delivery }) {
  const { id, seq, attempts, nextAttemptAt, lastAttempt, createdAt } = delivery;
  const mayReadEvents = useMay()('audit:read');
  return (
    <>
      <Facts
        facts={[
          [text.state, <DeliveryState key="state" {...delivery} />],
          [text.answer, lastAttempt?.status],
          [text.why, lastAttempt?.error],
          [text.attempts, counted(attempts)],
          [text.last, lastAttempt ? <Time key="last" at={lastAttempt.at} /> : null],
          [text.took, lastAttempt ? text.milliseconds(counted(lastAttempt.ms)) : null],
          [text.next, nextAttemptAt ? <Time key="next" at={nextAttemptAt} /> : null],
          [text.created, <Time key="created" at={createdAt} />],
          [text.id, <CopyableCode key="id" label={text.id} value={id} />],
        ]}
      />
      {lastAttempt?.body ? (
        <div>
          <h3 className={css.heading}>{text.body}</h3>
          <CodeBlock text={lastAttempt.body} />
        </div>
      ) : null}
      {seq !== null && mayReadEvents ? <Event seq={seq} /> : null}
    </>
  );
}

/** By its number in the feed, which is what the message has inside. */
function Event({ seq }: { readonly seq: number }) {
  const { id: org } = useOrganization();
  const { data, error } = api.useQuery('get', '/organizations/{org}/events', {
    params: { path: { org }, query: { after: seq - 1, limit: 1 } },
  });
  const found = data?.items.find((event) => event.seq === seq);
  return (
    <div>
      <h3 className={css.heading}>{text.sent}</h3>
      {found ? <CodeBlock text={JSON.stringify(found)} /> : null}
      {!found && (data || error) ? <p className={css.soft}>{text.cut}</p> : null}
      {data || error ? null : <SkeletonLines count={3} />}
    </div>
  );
}
