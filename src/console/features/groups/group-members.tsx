/** Who is in a group, page by page. */
import { Link } from '@tanstack/react-router';
import { api } from '../../lib/client.ts';
import { countOf } from '../../lib/format.ts';
import { words } from '../../lib/messages/general.ts';
import { group as text } from '../../lib/messages/groups.ts';
import { useOrganization } from '../../lib/session.ts';
import type { Member } from '../../lib/types.ts';
import { Status } from '../../ui/badge.tsx';
import { ErrorState } from '../../ui/error-state.tsx';
import { Section } from '../../ui/page.tsx';
import { type Column, Table } from '../../ui/table.tsx';
import css from './groups.module.css';

export function GroupMembers({ groupId }: { readonly groupId: string }) {
  const { id: org } = useOrganization();
  const found = api.useInfiniteQuery(
    'get',
    '/organizations/{org}/members',
    { params: { path: { org }, query: { group: groupId, limit: 100 } } },
    {
      pageParamName: 'cursor',
      initialPageParam: null,
      getNextPageParam: ({ nextCursor }: { nextCursor: string | null }) => nextCursor ?? undefined,
    },
  );
  const rows = (found.data?.pages ?? []).flatMap(({ items }) => items);
  const total = found.data?.pages[0]?.total;
  const link = (
    <Link to="/console/$organizationId/people" params={{ organizationId: org }} search={{ group: groupId }}>
      {text.inPeople}
    </Link>
  );
  return (
    <Section
      title={total === undefined ? text.members : `${text.members}: ${countOf(total, words.people)}`}
      text={text.membersText}
      actions={rows.length > 0 ? link : null}
    >
      {found.error ? <ErrorState error={found.error} onRetry={found.refetch} /> : null}
      {found.data && rows.length === 0 ? <p className={css.soft}>{text.noMembers}</p> : null}
      {found.isPending || rows.length > 0 ? (
        <Table
          label={text.members}
          columns={columnsFor(org)}
          rows={rows}
          rowKey={(member) => member.id}
          total={total}
          rowHeight={52}
          more={{ has: found.hasNextPage, load: () => found.isFetching || found.fetchNextPage() }}
          loading={found.isPending}
        />
      ) : null}
    </Section>
  );
}

function columnsFor(organizationId: string): Column<Member>[] {
  return [
    {
      key: 'person',
      header: text.columns.person,
      width: 'minmax(0, 1.6fr)',
      cell: ({ id, name, userName, email }) => (
        <div className={css.group}>
          <Link to="/console/$organizationId/people/$memberId" params={{ organizationId, memberId: id }} data-row-link>
            {name || userName}
          </Link>
          <span className={css.soft}>{email ?? userName}</span>
        </div>
      ),
    },
    { key: 'status', header: text.columns.status, width: '112px', cell: ({ status }) => <Status status={status} /> },
    {
      key: 'role',
      header: text.columns.role,
      width: 'minmax(0, 1fr)',
      wideOnly: true,
      cell: ({ organizationRole }) => <span className={css.soft}>{organizationRole}</span>,
    },
  ];
}
