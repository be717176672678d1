import { api } from '../../lib/client.ts';
import { invite as text } from '../../lib/messages/invite.ts';
import { organizationRoles } from '../../lib/searches.ts';
import { Select } from '../select.tsx';
import css from './invite.module.css';
import type { InviteOrder } from './use-invite.ts';

type Props = {
  readonly organizationId: string;
  readonly order: InviteOrder;
  readonly onChange: (order: InviteOrder) => void;
};

/** What everybody in one invitation to the organization gets. */
export function OrganizationInviteRoles({ organizationId, order, onChange }: Props) {
  const path = { org: organizationId };
  const query = { limit: 500 };
  const workspaces =
    api.useQuery('get', '/organizations/{org}/workspaces', { params: { path, query } }).data?.items ?? [];
  return (
    <>
      <Select
        label={text.organizationRole}
        value={order.organizationRole}
        choices={organizationRoles.map((value) => ({ value, label: value }))}
        onChange={(organizationRole) => onChange({ ...order, organizationRole })}
      />
      <div className={css.pair}>
        <Select
          label={text.workspace}
          value={order.workspaceId}
          choices={[
            { value: '', label: text.noWorkspace },
            ...workspaces.map(({ id, name }) => ({ value: id, label: name })),
          ]}
          onChange={(workspaceId) => onChange({ ...order, workspaceId })}
        />
        <WorkspaceInviteRole {...{ organizationId, order, onChange }} disabled={order.workspaceId === ''} />
      </div>
    </>
  );
}

/** The role in the workspace alone. */
export function WorkspaceInviteRole({ organizationId, order, onChange, disabled }: Props & { disabled?: boolean }) {
  const params = { path: { org: organizationId }, query: { limit: 500 } };
  const { data } = api.useQuery('get', '/organizations/{org}/roles', { params });
  return (
    <Select
      label={text.workspaceRole}
      value={order.workspaceRole}
      choices={(data?.items ?? []).map(({ name }) => ({ value: name, label: name }))}
      disabled={disabled}
      onChange={(workspaceRole) => onChange({ ...order, workspaceRole })}
    />
  );
}
