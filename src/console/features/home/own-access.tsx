/** What the reader may, and what gives it: of everybody, not of admins alone. */
import { Boxes } from 'lucide-react';
import { api } from '../../lib/client.ts';
import { home as text } from '../../lib/messages/home.ts';
import type { Organization } from '../../lib/types.ts';
import { EmptyState } from '../../ui/empty-state.tsx';
import { ErrorState } from '../../ui/error-state.tsx';
import { Section } from '../../ui/page.tsx';
import { SkeletonLines } from '../../ui/skeleton.tsx';
import { Why } from '../../ui/why.tsx';
import css from './home.module.css';

export function OwnAccess({ organization }: { readonly organization: Organization }) {
  const { id, name, memberId } = organization;
  const { data, error, refetch } = api.useQuery(
    'get',
    '/organizations/{org}/members/{member}/access',
    { params: { path: { org: id, member: memberId ?? '' } } },
    { enabled: memberId !== null },
  );
  return (
    <Section title={text.access} text={text.accessText(name)}>
      {error ? <ErrorState error={error} onRetry={refetch} /> : null}
      {data || error ? null : <SkeletonLines count={4} />}
      {data ? (
        <ul className={css.access} aria-label={text.list(name)}>
          <li>
            <h3 className={css.where}>
              <span className={css.all}>{text.organization}</span>
            </h3>
            <Why explained={data.organization} />
          </li>
          {data.workspaces.map((workspace) => (
            <li key={workspace.workspaceId}>
              <h3 className={css.where}>{workspace.name}</h3>
              <Why explained={workspace} />
            </li>
          ))}
        </ul>
      ) : null}
      {data?.workspaces.every(({ role }) => role === null) ? (
        <EmptyState icon={<Boxes aria-hidden />} heading={text.none} text={text.noneText(name)} />
      ) : null}
    </Section>
  );
}
