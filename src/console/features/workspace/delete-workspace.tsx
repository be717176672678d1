/** What cannot be undone is shown before, counted, and asks for the name. */
import { useNavigate } from '@tanstack/react-router';
import { api } from '../../lib/client.ts';
import { countOf } from '../../lib/format.ts';
import { words } from '../../lib/messages/general.ts';
import { workspace as text } from '../../lib/messages/workspaces.ts';
import { useOrganization } from '../../lib/session.ts';
import type { Workspace } from '../../lib/types.ts';
import { ConfirmByName } from '../../ui/confirm-by-name.tsx';
import { Diff } from '../../ui/diff.tsx';
import { ErrorState } from '../../ui/error-state.tsx';
import { tellDone, tellFailed } from '../../ui/toast.tsx';

type Props = { readonly workspace: Workspace; readonly onClose: () => void };

export function DeleteWorkspace({ workspace: { id, name }, onClose }: Props) {
  const { id: org } = useOrganization();
  const navigate = useNavigate();
  const { data, error, refetch } = api.useQuery('post', '/organizations/{org}/preview', {
    params: { path: { org }, query: { limit: 8 } },
    body: { change: { kind: 'workspace-deleted', workspaceId: id } },
  });
  const { mutate, isPending } = api.useMutation('delete', '/organizations/{org}/workspaces/{ws}', {
    onSuccess: () => {
      tellDone(text.removed(name));
      void navigate({
        to: '/console/$organizationId/settings/workspaces',
        params: { organizationId: org },
        replace: true,
      });
    },
    onError: tellFailed,
  });
  const people = data?.counts?.lost ?? 0;
  return (
    <ConfirmByName
      name={name}
      title={text.removeTitle(name)}
      text={text.removeDetail}
      action={text.removeNow(people === 0 ? '' : countOf(people, words.people))}
      busy={isPending}
      whyNot={data === undefined ? text.counting : null}
      onConfirm={() => mutate({ params: { path: { org, ws: id } } })}
      onClose={onClose}
    >
      {error ? <ErrorState error={error} onRetry={refetch} compact /> : null}
      <p role="status">{data ? lossOf(people) : text.counting}</p>
      {data && people > 0 ? (
        <Diff
          label={text.effect}
          total={people}
          changes={data.items.flatMap(({ memberId, name: who, email, workspaces }) =>
            workspaces.map(({ before, after }) => ({ key: memberId, what: who || email || memberId, before, after })),
          )}
        />
      ) : null}
    </ConfirmByName>
  );
}

function lossOf(people: number): string {
  return people === 0 ? text.losesNobody : text.loses(countOf(people, words.people));
}
