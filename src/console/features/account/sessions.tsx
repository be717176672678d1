import { api } from '../../lib/client.ts';
import { deviceOf } from '../../lib/device.ts';
import { account } from '../../lib/messages/account.ts';
import { person } from '../../lib/messages/person.ts';
import { byCursor, together } from '../../lib/pages.ts';
import { Badge } from '../../ui/badge.tsx';
import { Button } from '../../ui/button.tsx';
import { ErrorState } from '../../ui/error-state.tsx';
import { More } from '../../ui/more.tsx';
import { Rows, RowText, Section } from '../../ui/page.tsx';
import { SkeletonLines } from '../../ui/skeleton.tsx';
import { Time } from '../../ui/time.tsx';
import { tellDone, tellFailed } from '../../ui/toast.tsx';

const text = account.sessions;

export function Sessions() {
  const { data, error, refetch, next } = together(
    api.useInfiniteQuery('get', '/me/sessions', { params: { query: { limit: 100 } } }, byCursor),
  );
  const { mutate } = api.useMutation('delete', '/me/sessions/{id}', {
    onSuccess: () => tellDone(text.ended),
    onError: tellFailed,
  });
  return (
    <Section title={text.list}>
      {error ? <ErrorState error={error} onRetry={refetch} /> : null}
      {data || error ? null : <SkeletonLines count={4} />}
      <Rows label={text.list}>
        {data?.items.map(({ id, current, userAgent, address, lastSeenAt }) => {
          const device = deviceOf(userAgent) ?? person.signIn.unknownDevice;
          return (
            <li key={id}>
              <RowText
                title={
                  <>
                    {device} {current ? <Badge tone="good">{text.current}</Badge> : null}
                  </>
                }
                text={
                  <>
                    {address ? `${address}, ` : ''}
                    {person.signIn.seen.toLowerCase()} <Time at={lastSeenAt} />
                  </>
                }
              />
              {current ? null : (
                <Button small aria-label={text.endLabel(device)} onClick={() => mutate({ params: { path: { id } } })}>
                  {text.end}
                </Button>
              )}
            </li>
          );
        })}
      </Rows>
      <More {...next} />
    </Section>
  );
}
