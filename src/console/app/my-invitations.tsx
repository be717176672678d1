import { useNavigate } from '@tanstack/react-router';
import { api } from '../lib/client.ts';
import { organizations as text } from '../lib/messages/shell.ts';
import { Button } from '../ui/button.tsx';
import { tellDone, tellFailed } from '../ui/toast.tsx';
import css from './organization-selector.module.css';

/** What the reader is invited to, by the address that the sign-in has proven. */
export function MyInvitations({ onAccepted }: { readonly onAccepted: () => void }) {
  const navigate = useNavigate();
  const { data } = api.useQuery('get', '/me/invitations', {});
  const { mutate, isPending } = api.useMutation('post', '/me/invitations/{token}/accept', {
    onSuccess: ({ organizationId }) => {
      onAccepted();
      const name = open.find(({ organization }) => organization.id === organizationId)?.organization.name;
      tellDone(text.accepted(name ?? ''));
      void navigate({ to: '/console/$organizationId', params: { organizationId } });
    },
    onError: tellFailed,
  });
  const open = data?.items ?? [];
  if (open.length === 0) return null;
  return (
    <section aria-label={text.invitations}>
      <h3 className={css.label}>{text.invitations}</h3>
      <ul>
        {open.map(({ id, organization, organizationRole }) => (
          <li key={id} className={css.invitation}>
            <span className={css.name}>
              {organization.name}
              <small>{organizationRole}</small>
            </span>
            <Button
              small
              busy={isPending}
              aria-label={text.acceptLabel(organization.name)}
              onClick={() => mutate({ params: { path: { token: id } } })}
              data-item
            >
              {text.accept}
            </Button>
          </li>
        ))}
      </ul>
    </section>
  );
}
