/** What is particular on the page of a group that admins made. */
import { getRouteApi } from '@tanstack/react-router';
import { api } from '../../lib/client.ts';
import { adminGroups as text } from '../../lib/messages/admin-groups.ts';
import { group as shared } from '../../lib/messages/groups.ts';
import { useOrganization } from '../../lib/session.ts';
import type { Group } from '../../lib/types.ts';
import { Button } from '../../ui/button.tsx';
import { Rows, RowText, Section } from '../../ui/page.tsx';
import { AdminGroupDialog } from './admin-group-dialog.tsx';
import { DeleteGroupDialog, HandOverDialog } from './end-dialogs.tsx';
import { wordsOf } from './gives.tsx';
import { useWhyNotMap } from './use-why-not-map.ts';

const route = getRouteApi('/console/$organizationId/groups/$groupId');

type Props = { readonly group: Group };

export function AdminGroupActions({ group }: Props) {
  const whyNot = useWhyNotMap();
  const { handOver, remove } = route.useSearch();
  const navigate = route.useNavigate();
  const close = () => void navigate({ search: {}, replace: true });
  return (
    <>
      <Button whyNot={whyNot} onClick={() => void navigate({ search: { handOver: true } })}>
        {text.handOver}
      </Button>
      <Button look="danger" whyNot={whyNot} onClick={() => void navigate({ search: { remove: true } })}>
        {text.delete}
      </Button>
      {handOver && whyNot === null ? <HandOverDialog group={group} onClose={close} /> : null}
      {remove && whyNot === null ? <DeleteGroupDialog group={group} onClose={close} /> : null}
    </>
  );
}

export function AdminGroupGives({ group }: Props) {
  const whyNot = useWhyNotMap();
  const { map } = route.useSearch();
  const navigate = route.useNavigate();
  const { targets } = group;
  return (
    <Section
      title={shared.gives}
      text={targets.length === 0 ? text.givesNothing : text.givesText}
      actions={
        <Button small whyNot={whyNot} onClick={() => void navigate({ search: { map: true } })}>
          {text.change}
        </Button>
      }
    >
      <Rows label={shared.gives}>
        {targets.map((target) => (
          <li key={target.workspaceId ?? 'organization'}>
            <RowText title={wordsOf(target)} text={null} />
          </li>
        ))}
      </Rows>
      {map && whyNot === null ? (
        <ChangeDialog groupId={group.id} onClose={() => void navigate({ search: {}, replace: true })} />
      ) : null}
    </Section>
  );
}

function ChangeDialog({ groupId, onClose }: { readonly groupId: string; readonly onClose: () => void }) {
  const { id: org } = useOrganization();
  const { data } = api.useQuery('get', '/organizations/{org}/groups/{group}', {
    params: { path: { org, group: groupId } },
  });
  return data ? <AdminGroupDialog group={data} onClose={onClose} /> : null;
}
