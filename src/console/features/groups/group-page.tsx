/** One group: what it gives and why, where it stands among groups, and who is in it. */
import { getRouteApi, Link } from '@tanstack/react-router';
import { ArrowLeft, Boxes } from 'lucide-react';
import { api } from '../../lib/client.ts';
import { adminGroups as made } from '../../lib/messages/admin-groups.ts';
import { group as text } from '../../lib/messages/groups.ts';
import { isNotFound } from '../../lib/problem.ts';
import { useMay, useOrganization } from '../../lib/session.ts';
import type { Group, Schemas } from '../../lib/types.ts';
import { Badge } from '../../ui/badge.tsx';
import { CopyableCode } from '../../ui/copy-button.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { ErrorState } from '../../ui/error-state.tsx';
import { Facts, Page } from '../../ui/page.tsx';
import { RefusedState } from '../../ui/refused-state.tsx';
import { SkeletonLines } from '../../ui/skeleton.tsx';
import { AdminGroupActions, AdminGroupGives } from './admin-group.tsx';
import { MappingState } from './group-columns.tsx';
import { GroupGives } from './group-gives.tsx';
import { GroupMembers } from './group-members.tsx';
import css from './groups.module.css';
import { RenameHistory } from './rename-history.tsx';

const route = getRouteApi('/console/$organizationId/groups/$groupId');

export function GroupPage() {
  return useMay()('access:read') ? <OneGroup /> : <RefusedState permission="access:read" />;
}

function OneGroup() {
  const { id: org } = useOrganization();
  const { groupId } = route.useParams();
  const { data, error, refetch } = api.useQuery('get', '/organizations/{org}/scim/groups/{id}', {
    params: { path: { org, id: groupId } },
  });
  if (isNotFound(error))
    return <EmptyState icon={<Boxes aria-hidden />} heading={text.notFound.heading} text={text.notFound.text} />;
  if (!data)
    return (
      <Page title="" back={<BackToGroups />}>
        {error ? <ErrorState error={error} onRetry={refetch} /> : <SkeletonLines count={8} />}
      </Page>
    );
  const { id, displayName, externalId, contains, within, mapping, madeBy } = data;
  const isMade = madeBy === 'admin';
  return (
    <Page
      title={displayName}
      mark={isMade ? <Badge tone="plain">{made.mark}</Badge> : <MappingState state={mapping.state} />}
      back={<BackToGroups madeBy={madeBy} />}
      actions={isMade ? <AdminGroupActions group={data} /> : null}
    >
      <div className={css.facts}>
        <Facts
          facts={[
            [made.madeBy, made.makers[madeBy]],
            [text.facts.externalId, externalId && <CopyableCode label={text.facts.externalId} value={externalId} />],
            [text.facts.id, <CopyableCode key="id" label={text.facts.id} value={id} />],
            [text.facts.contains, contains.length === 0 ? null : <GroupLinks key="contains" groups={contains} />],
            [text.facts.within, within.length === 0 ? null : <GroupLinks key="within" groups={within} />],
          ]}
        />
      </div>
      {isMade ? <AdminGroupGives group={data} /> : <GroupGives group={data} />}
      <GroupMembers group={data} />
      <RenameHistory groupId={id} />
    </Page>
  );
}

function BackToGroups({ madeBy = 'directory' }: { readonly madeBy?: Group['madeBy'] }) {
  const { id } = useOrganization();
  return (
    <Link
      to="/console/$organizationId/groups"
      params={{ organizationId: id }}
      search={madeBy === 'admin' ? { tab: 'made' } : {}}
    >
      <ArrowLeft aria-hidden /> {text.back}
    </Link>
  );
}

function GroupLinks({ groups }: { readonly groups: readonly Schemas['GroupReference'][] }) {
  const { id: organizationId } = useOrganization();
  return (
    <ul className={css.links}>
      {groups.map(({ id, displayName }) => (
        <li key={id}>
          <Link to="/console/$organizationId/groups/$groupId" params={{ organizationId, groupId: id }}>
            {displayName}
          </Link>
        </li>
      ))}
    </ul>
  );
}
