/** One group: what it gives and why, where it stands among groups, and who is in it. */
import { getRouteApi, Link } from '@tanstack/react-router';
import { ArrowLeft, Boxes } from 'lucide-react';
import { api } from '../../lib/client.ts';
import { group as text } from '../../lib/messages/groups.ts';
import { isNotFound } from '../../lib/problem.ts';
import { useMay, useOrganization } from '../../lib/session.ts';
import type { Schemas } from '../../lib/types.ts';
import { CopyableCode } from '../../ui/copy-button.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { ErrorState } from '../../ui/error-state.tsx';
import { Facts, Page } from '../../ui/page.tsx';
import { RefusedState } from '../../ui/refused-state.tsx';
import { SkeletonLines } from '../../ui/skeleton.tsx';
import { MappingState } from './group-columns.tsx';
import { GroupGives } from './group-gives.tsx';
import { GroupMembers } from './group-members.tsx';
import css from './groups.module.css';
import { RenameHistory } from './rename-history.tsx';

const route = getRouteApi('/console/$organizationId/groups/$groupId');

export function GroupPage() {
  return useMay()('access:read') ? <Group /> : <RefusedState permission="access:read" />;
}

function Group() {
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
  const { id, displayName, externalId, contains, within, mapping } = data;
  return (
    <Page title={displayName} mark={<MappingState state={mapping.state} />} back={<BackToGroups />}>
      <div className={css.facts}>
        <Facts
          facts={[
            [text.facts.externalId, externalId && <CopyableCode label={text.facts.externalId} value={externalId} />],
            [text.facts.id, <CopyableCode key="id" label={text.facts.id} value={id} />],
            [text.facts.contains, contains.length === 0 ? null : <GroupLinks key="contains" groups={contains} />],
            [text.facts.within, within.length === 0 ? null : <GroupLinks key="within" groups={within} />],
          ]}
        />
      </div>
      <GroupGives group={data} />
      <GroupMembers groupId={id} />
      <RenameHistory groupId={id} />
    </Page>
  );
}

function BackToGroups() {
  const { id } = useOrganization();
  return (
    <Link to="/console/$organizationId/groups" params={{ organizationId: id }}>
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
