/** One person: who it is, what is in force and why, by what they sign in, and what happened. */
import { getRouteApi, Link } from '@tanstack/react-router';
import { ArrowLeft, UserRoundX } from 'lucide-react';
import { api } from '../../lib/client.ts';
import { person as text } from '../../lib/messages/person.ts';
import { isNotFound } from '../../lib/problem.ts';
import { useMay, useOrganization } from '../../lib/session.ts';
import type { Member } from '../../lib/types.ts';
import { Status } from '../../ui/badge.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { ErrorState } from '../../ui/error-state.tsx';
import { Page } from '../../ui/page.tsx';
import { RefusedState } from '../../ui/refused-state.tsx';
import { SkeletonLines } from '../../ui/skeleton.tsx';
import { Tabs } from '../../ui/tabs.tsx';
import { AccessTab } from './access-tab.tsx';
import { HistoryTab } from './history-tab.tsx';
import { PerhapsOne } from './perhaps-one.tsx';
import { PersonActions } from './person-actions.tsx';
import { PersonFacts } from './person-facts.tsx';
import { SignInTab } from './sign-in-tab.tsx';

const route = getRouteApi('/console/$organizationId/people/$memberId');

export function PersonPage() {
  return useMay()('members:read') ? <Person /> : <RefusedState permission="members:read" />;
}

function Person() {
  const { id } = useOrganization();
  const { memberId } = route.useParams();
  const { data, error, refetch } = api.useQuery('get', '/organizations/{org}/members/{member}', {
    params: { path: { org: id, member: memberId } },
  });
  if (data) return <Shown member={data} />;
  if (isNotFound(error))
    return <EmptyState icon={<UserRoundX aria-hidden />} heading={text.notFound.heading} text={text.notFound.text} />;
  return (
    <Page title="" back={<BackToPeople />}>
      {error ? <ErrorState error={error} onRetry={refetch} /> : <SkeletonLines count={8} />}
    </Page>
  );
}

function Shown({ member }: { readonly member: Member }) {
  const may = useMay();
  const { tab = 'access' } = route.useSearch();
  const navigate = route.useNavigate();
  const tabs = [
    { value: 'access' as const, label: text.tabs.access, content: <AccessTab member={member} /> },
    { value: 'sign-in' as const, label: text.tabs['sign-in'], content: <SignInTab member={member} /> },
    ...(may('audit:read')
      ? [{ value: 'history' as const, label: text.tabs.history, content: <HistoryTab memberId={member.id} /> }]
      : []),
  ];
  return (
    <Page
      title={member.name || member.userName}
      mark={<Status status={member.status} isLocked={member.lock !== null} />}
      text={member.email}
      back={<BackToPeople />}
      actions={<PersonActions member={member} />}
    >
      <PersonFacts member={member} />
      <PerhapsOne member={member} />
      <Tabs
        label={text.tabs.label}
        value={tab}
        tabs={tabs}
        onChange={(next) => void navigate({ search: { tab: next === 'access' ? undefined : next }, replace: true })}
      />
    </Page>
  );
}

function BackToPeople() {
  const { id } = useOrganization();
  return (
    <Link to="/console/$organizationId/people" params={{ organizationId: id }}>
      <ArrowLeft aria-hidden /> {text.back}
    </Link>
  );
}
