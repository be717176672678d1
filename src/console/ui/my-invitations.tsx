/** What the reader is invited to, by the address that the sign-in has proven. Nothing where there is nothing. */
import { useNavigate } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { api } from '../lib/client.ts';
import { invitations, myInvitations as text } from '../lib/messages/invitations.ts';
import { dateOf } from '../lib/time.ts';
import { Button } from './button.tsx';
import css from './offers.module.css';
import { tellDone, tellFailed } from './toast.tsx';

type Props = {
  readonly onAccepted?: () => void;
  /** What stands around the list where there is one. */
  readonly children: (list: ReactNode) => ReactNode;
};

export function MyInvitations({ onAccepted, children }: Props) {
  const navigate = useNavigate();
  const { data } = api.useQuery('get', '/me/invitations', {});
  const { mutate, isPending } = api.useMutation('post', '/me/invitations/{token}/accept', {
    onSuccess: ({ organizationId }) => {
      onAccepted?.();
      const name = open.find(({ organization }) => organization.id === organizationId)?.organization.name;
      tellDone(text.accepted(name ?? ''));
      void navigate({ to: '/console/$organizationId', params: { organizationId } });
    },
    onError: tellFailed,
  });
  const { mutate: decline, isPending: isDeclining } = api.useMutation('post', '/me/invitations/{token}/decline', {
    onSuccess: (_, { params }) => tellDone(text.declined(nameOf(params.path.token))),
    onError: tellFailed,
  });
  const open = data?.items ?? [];
  const nameOf = (id: string) => open.find((one) => one.id === id)?.organization.name ?? '';
  if (open.length === 0) return null;
  return children(
    <ul className={css.offers} aria-label={text.title}>
      {open.map(({ id, organization, organizationRole, inviterName, workspaces, expiresAt }) => (
        <li key={id}>
          <div className={css.what}>
            <strong>{organization.name}</strong>
            <small>{text.invites(inviterName, organizationRole)}</small>
            {workspaces.length === 0 ? null : (
              <small>{workspaces.map(({ name, role }) => invitations.where(name, role)).join(', ')}</small>
            )}
            {expiresAt === null ? null : <small>{text.ends(dateOf(expiresAt))}</small>}
          </div>
          <div className={css.answers}>
            <Button
              small
              busy={isPending}
              aria-label={text.acceptLabel(organization.name)}
              onClick={() => mutate({ params: { path: { token: id } } })}
              data-item
            >
              {text.accept}
            </Button>
            <Button
              small
              look="quiet"
              busy={isDeclining}
              aria-label={text.declineLabel(organization.name)}
              onClick={() => decline({ params: { path: { token: id } } })}
              data-item
            >
              {text.decline}
            </Button>
          </div>
        </li>
      ))}
    </ul>,
  );
}
