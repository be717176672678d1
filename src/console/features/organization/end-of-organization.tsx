import { useQueryClient } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { api } from '../../lib/client.ts';
import { countOf } from '../../lib/format.ts';
import { deleteOrganization as text } from '../../lib/messages/organization.ts';
import { meQuery, useMe, useOrganization } from '../../lib/session.ts';
import { Button } from '../../ui/button.tsx';
import { ConfirmByName } from '../../ui/confirm-by-name.tsx';
import { ErrorState } from '../../ui/error-state.tsx';
import { Section } from '../../ui/page.tsx';
import { tellDone, tellFailed } from '../../ui/toast.tsx';
import css from './organization.module.css';

const route = getRouteApi('/console/$organizationId/settings/organization');

export function EndOfOrganization() {
  const { isDefault } = useOrganization();
  const { remove } = route.useSearch();
  const navigate = route.useNavigate();
  const setRemove = (next: true | undefined) =>
    void navigate({ search: { remove: next }, replace: next === undefined });
  return (
    <Section
      title={text.title}
      text={text.text}
      actions={
        <Button look="danger" whyNot={isDefault ? text.isDefault : null} onClick={() => setRemove(true)}>
          {text.action}
        </Button>
      }
    >
      {remove && !isDefault ? <Delete onClose={() => setRemove(undefined)} /> : null}
    </Section>
  );
}

function Delete({ onClose }: { readonly onClose: () => void }) {
  const { id: org, name } = useOrganization();
  const me = useMe();
  const queryClient = useQueryClient();
  const navigate = route.useNavigate();
  const summary = api.useQuery('get', '/organizations/{org}/stats/summary', { params: { path: { org } } });
  const workspaces = api.useQuery('get', '/organizations/{org}/workspaces', {
    params: { path: { org }, query: { limit: 500 } },
  });
  const { mutate, isPending } = api.useMutation('delete', '/organizations/{org}', {
    onSuccess: () => {
      tellDone(text.done(name));
      // Whatever comes next must not lead back here.
      const organizations = me.organizations.filter(({ id }) => id !== org);
      queryClient.setQueryData(meQuery().queryKey, { ...me, organizations });
      void navigate({ to: '/console', replace: true });
    },
    onError: tellFailed,
  });
  const error = summary.error ?? workspaces.error;
  const counts = summary.data?.people;
  const total = counts ? counts.active + counts.pending + counts.inactive : null;
  const people = countOf(total ?? 0, text.people);
  const places = countOf(workspaces.data?.items.length ?? 0, text.workspaces);
  const groups = countOf(summary.data?.groups?.total ?? 0, text.groups);
  const isCounted = total !== null && workspaces.data !== undefined;
  return (
    <ConfirmByName
      name={name}
      title={text.dialogTitle(name)}
      text={text.dialogText}
      action={text.now(people)}
      busy={isPending}
      whyNot={isCounted ? null : text.counting}
      onConfirm={() => mutate({ params: { path: { org } } })}
      onClose={onClose}
    >
      {error ? (
        <ErrorState error={error} onRetry={() => Promise.all([summary.refetch(), workspaces.refetch()])} compact />
      ) : null}
      {isCounted ? (
        <ul className={css.goes} aria-label={text.goes}>
          <li>{text.peopleLine(people)}</li>
          <li>{text.placesLine(places, groups)}</li>
          <li>{text.keysLine}</li>
          <li>{text.logLine}</li>
        </ul>
      ) : (
        <p role="status">{error ? null : text.counting}</p>
      )}
    </ConfirmByName>
  );
}
