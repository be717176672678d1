import { api } from '../../lib/client.ts';
import { invite as text } from '../../lib/messages/people.ts';
import { organizationRoles } from '../../lib/searches.ts';
import { Select } from '../../ui/select.tsx';
import css from './people.module.css';

export type InviteOrder = {
  readonly organizationRole: (typeof organizationRoles)[number];
  /** Empty: none. */
  readonly workspaceId: string;
  readonly workspaceRole: string;
};

type Props = {
  readonly organizationId: string;
  readonly order: InviteOrder;
  readonly onChange: (order: InviteOrder) => void;
};

/** What everybody in one invitation gets. */
export function InviteRoles({ organizationId, order, onChange }: Props) {
  const path = { org: organizationId };
  const query = { limit: 500 };
  const workspaces =
    api.useQuery('get', '/organizations/{org}/workspaces', { params: { path, query } }).data?.items ?? [];
  const roles = api.useQuery('get', '/organizations/{org}/roles', { params: { path, query } }).data?.items ?? [];
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
        <Select
          label={text.workspaceRole}
          value={order.workspaceRole}
          choices={roles.map(({ name }) => ({ value: name, label: name }))}
          disabled={order.workspaceId === ''}
          onChange={(workspaceRole) => onChange({ ...order, workspaceRole })}
        />
      </div>
    </>
  );
}
