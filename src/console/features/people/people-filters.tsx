import { getRouteApi } from '@tanstack/react-router';
import { statuses } from '../../lib/messages/general.ts';
import { people as text } from '../../lib/messages/people.ts';
import { memberStatuses, organizationRoles } from '../../lib/searches.ts';
import type { Member } from '../../lib/types.ts';
import { Button } from '../../ui/button.tsx';
import { FilterSelect } from '../../ui/select.tsx';

const route = getRouteApi('/console/$organizationId/people');

const orders = ['-name', '-createdAt', 'createdAt'] as const;

/** What the server can filter by. All of it is in the address. */
export function PeopleFilters({ rows }: { readonly rows: readonly Member[] }) {
  const { status, role, group, sort } = route.useSearch();
  const navigate = route.useNavigate();
  const change = (changes: object) => void navigate({ search: (before) => ({ ...before, ...changes }) });
  const groupName = rows[0]?.groups.find(({ id }) => id === group)?.displayName ?? group;
  return (
    <>
      <FilterSelect
        label={text.filters.status}
        any={text.filters.anyStatus}
        value={status}
        choices={memberStatuses.map((value) => ({ value, label: statuses[value] }))}
        onChange={(next) => change({ status: next })}
      />
      <FilterSelect
        label={text.filters.role}
        any={text.filters.anyRole}
        value={role}
        choices={organizationRoles.map((value) => ({ value, label: value }))}
        onChange={(next) => change({ role: next })}
      />
      <FilterSelect
        label={text.filters.sort}
        any={text.orders.name}
        value={sort === 'name' ? undefined : sort}
        choices={orders.map((value) => ({ value, label: text.orders[value] }))}
        onChange={(next) => change({ sort: next })}
      />
      {groupName === undefined ? null : <span>{text.filters.group(groupName)}</span>}
      {status || role || group ? (
        <Button look="quiet" onClick={() => change({ status: undefined, role: undefined, group: undefined })}>
          {text.filters.clear}
        </Button>
      ) : null}
    </>
  );
}
