/** By what a person signs in, where they are signed in, and which keys they have; each can be ended here. */
import { api } from '../../lib/client.ts';
import { deviceOf } from '../../lib/device.ts';
import { words } from '../../lib/messages/general.ts';
import { person } from '../../lib/messages/person.ts';
import { byCursor, together } from '../../lib/pages.ts';
import { useMay, useOrganization, useWhoMay } from '../../lib/session.ts';
import type { Member } from '../../lib/types.ts';
import { Button } from '../../ui/button.tsx';
import { ErrorState } from '../../ui/error-state.tsx';
import { More } from '../../ui/more.tsx';
import { Rows, RowText, Section } from '../../ui/page.tsx';
import { SkeletonLines } from '../../ui/skeleton.tsx';
import { Time } from '../../ui/time.tsx';
import { tellDone, tellFailed } from '../../ui/toast.tsx';
import css from './person.module.css';

const text = person.signIn;

type Props = { readonly member: Member };

export function SignInTab({ member }: Props) {
  const may = useMay();
  const who = useWhoMay('members:manage');
  if (!may('members:manage')) return <p className={css.soft}>{words.onlyWho(who)}</p>;
  return (
    <>
      <Sessions member={member} />
      <Keys member={member} />
      {may('sso:manage') ? <Identities member={member} /> : null}
    </>
  );
}

function usePath({ id: member }: Member) {
  const { id: org } = useOrganization();
  return { org, member };
}

function Sessions({ member }: Props) {
  const path = usePath(member);
  const done = { onSuccess: () => tellDone(text.ended), onError: tellFailed };
  const { data, error, refetch, next } = together(
    api.useInfiniteQuery(
      'get',
      '/organizations/{org}/members/{member}/sessions',
      { params: { path, query: { limit: 100 } } },
      byCursor,
    ),
  );
  const endOne = api.useMutation('delete', '/organizations/{org}/members/{member}/sessions/{id}', done);
  const endAll = api.useMutation('delete', '/organizations/{org}/members/{member}/sessions', done);
  const items = data?.items ?? [];
  const all =
    items.length > 1 ? (
      <Button small busy={endAll.isPending} onClick={() => endAll.mutate({ params: { path } })}>
        {text.endAll}
      </Button>
    ) : null;
  return (
    <Section title={text.sessions} actions={all}>
      <Listed
        {...{ error, refetch, isThere: data !== undefined, isEmpty: items.length === 0, empty: text.noSessions }}
      />
      <Rows label={text.sessions}>
        {items.map(({ id, userAgent, address, lastSeenAt, createdAt }) => {
          const device = deviceOf(userAgent) ?? text.unknownDevice;
          return (
            <li key={id}>
              <RowText
                title={device}
                text={
                  <>
                    {address ? `${address}, ` : ''}
                    {text.since} <Time at={createdAt} />
                  </>
                }
              />
              <span className={css.soft}>
                {text.seen} <Time at={lastSeenAt} />
              </span>
              <Button
                small
                aria-label={text.endLabel(device)}
                onClick={() => endOne.mutate({ params: { path: { ...path, id } } })}
              >
                {text.end}
              </Button>
            </li>
          );
        })}
      </Rows>
      <More {...next} />
    </Section>
  );
}

function Keys({ member }: Props) {
  const path = usePath(member);
  const done = { onSuccess: () => tellDone(text.revoked), onError: tellFailed };
  const { data, error, refetch, next } = together(
    api.useInfiniteQuery(
      'get',
      '/organizations/{org}/members/{member}/api-keys',
      { params: { path, query: { limit: 100 } } },
      byCursor,
    ),
  );
  const revoke = api.useMutation('delete', '/organizations/{org}/members/{member}/api-keys/{id}', done);
  const revokeAll = api.useMutation('delete', '/organizations/{org}/members/{member}/api-keys', done);
  const items = data?.items ?? [];
  const all =
    items.length > 1 ? (
      <Button small busy={revokeAll.isPending} onClick={() => revokeAll.mutate({ params: { path } })}>
        {text.revokeAll}
      </Button>
    ) : null;
  return (
    <Section title={text.keys} actions={all}>
      <Listed {...{ error, refetch, isThere: data !== undefined, isEmpty: items.length === 0, empty: text.noKeys }} />
      <Rows label={text.keys}>
        {items.map(({ id, description, lastUsedAt, createdAt }) => (
          <li key={id}>
            <RowText
              title={description}
              text={
                <>
                  {text.since} <Time at={createdAt} />
                </>
              }
            />
            <span className={css.soft}>
              {lastUsedAt === null ? (
                text.neverUsed
              ) : (
                <>
                  {text.used} <Time at={lastUsedAt} />
                </>
              )}
            </span>
            <Button
              small
              look="danger"
              aria-label={text.revokeLabel(description)}
              onClick={() => revoke.mutate({ params: { path: { ...path, id } } })}
            >
              {text.revoke}
            </Button>
          </li>
        ))}
      </Rows>
      <More {...next} />
    </Section>
  );
}

function Identities({ member }: Props) {
  const path = usePath(member);
  const { data, error, refetch, next } = together(
    api.useInfiniteQuery(
      'get',
      '/organizations/{org}/members/{member}/identities',
      { params: { path, query: { limit: 100 } } },
      byCursor,
    ),
  );
  const unlink = api.useMutation('delete', '/organizations/{org}/members/{member}/identities/{id}', {
    onSuccess: () => tellDone(text.unlinked),
    onError: tellFailed,
  });
  const items = data?.items ?? [];
  return (
    <Section title={text.identities} text={text.identitiesText}>
      <Listed
        {...{ error, refetch, isThere: data !== undefined, isEmpty: items.length === 0, empty: text.noIdentities }}
      />
      <Rows label={text.identities}>
        {items.map(({ id, issuer, subject, createdAt }) => (
          <li key={id}>
            <RowText title={<code>{subject}</code>} text={issuer} />
            <span className={css.soft}>
              {text.since} <Time at={createdAt} />
            </span>
            <Button
              small
              look="danger"
              aria-label={text.unlinkLabel(subject)}
              onClick={() => unlink.mutate({ params: { path: { ...path, id } } })}
            >
              {text.unlink}
            </Button>
          </li>
        ))}
      </Rows>
      <More {...next} />
    </Section>
  );
}

type ListedProps = {
  readonly error: unknown;
  readonly refetch: () => unknown;
  readonly isThere: boolean;
  readonly isEmpty: boolean;
  readonly empty: string;
};

/** What stands in place of a short list. */
function Listed({ error, refetch, isThere, isEmpty, empty }: ListedProps) {
  if (error) return <ErrorState error={error} onRetry={refetch} compact />;
  if (!isThere) return <SkeletonLines count={2} />;
  return isEmpty ? <p className={css.soft}>{empty}</p> : null;
}
