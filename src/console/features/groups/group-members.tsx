/** Who is in a group, page by page. */
import { getRouteApi, Link } from '@tanstack/react-router';
import { UserMinus } from 'lucide-react';
import { useState } from 'react';
import { api } from '../../lib/client.ts';
import { countOf } from '../../lib/format.ts';
import { adminGroups as made } from '../../lib/messages/admin-groups.ts';
import { words } from '../../lib/messages/general.ts';
import { group as text } from '../../lib/messages/groups.ts';
import { useOrganization } from '../../lib/session.ts';
import type { Group, Member } from '../../lib/types.ts';
import { Status } from '../../ui/badge.tsx';
import { Button } from '../../ui/button.tsx';
import { ErrorState } from '../../ui/error-state.tsx';
import { Section } from '../../ui/page.tsx';
import { type Column, Table } from '../../ui/table.tsx';
import css from './groups.module.css';
import { AddPeopleDialog, TakeOutDialog } from './membership-dialogs.tsx';
import { nameOf, type Picked } from './pick-people.tsx';
import { useWhyNotMap } from './use-why-not-map.ts';

const route = getRouteApi('/console/$organizationId/groups/$groupId');

type Props = { readonly group: Pick<Group, 'id' | 'displayName' | 'madeBy'> };

export function GroupMembers({ group }: Props) {
  const { id: org } = useOrganization();
  const groupId = group.id;
  const isMade = group.madeBy === 'admin';
  const whyNot = useWhyNotMap();
  const { add } = route.useSearch();
  const navigate = route.useNavigate();
  const [leaving, setLeaving] = useState<Picked | null>(null);
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
      text={isMade ? made.membersText : text.membersText}
      actions={
        <span className={css.buttons}>
          {rows.length > 0 ? link : null}
          {isMade ? (
            <Button small whyNot={whyNot} onClick={() => void navigate({ search: { add: true } })}>
              {made.add}
            </Button>
          ) : null}
        </span>
      }
    >
      {found.error ? <ErrorState error={found.error} onRetry={found.refetch} /> : null}
      {found.data && rows.length === 0 ? <p className={css.soft}>{text.noMembers}</p> : null}
      {found.isPending || rows.length > 0 ? (
        <Table
          label={text.members}
          columns={isMade ? [...columnsFor(org), takeOutColumn(whyNot, setLeaving)] : columnsFor(org)}
          rows={rows}
          rowKey={(member) => member.id}
          total={total}
          rowHeight={52}
          more={{ has: found.hasNextPage, load: () => found.isFetching || found.fetchNextPage() }}
          loading={found.isPending}
        />
      ) : null}
      {isMade && add && whyNot === null ? (
        <AddPeopleDialog group={group} onClose={() => void navigate({ search: {}, replace: true })} />
      ) : null}
      {leaving ? <TakeOutDialog group={group} member={leaving} onClose={() => setLeaving(null)} /> : null}
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

function takeOutColumn(whyNot: string | null, onChoose: (member: Picked) => void): Column<Member> {
  return {
    key: 'take-out',
    header: made.takeOut,
    headerHeard: true,
    width: '44px',
    cell: (member) => (
      <Button
        look="quiet"
        icon
        whyNot={whyNot}
        aria-label={made.takeOutLabel(nameOf(member))}
        onClick={() => onChoose({ id: member.id, name: nameOf(member) })}
      >
        <UserMinus aria-hidden />
      </Button>
    ),
  };
}
