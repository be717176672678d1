/** Why somebody has a role: the grant that won, those that count too, and those that lost, each with the reason. */
import { api } from '../lib/client.ts';
import { why as text } from '../lib/messages/reasons.ts';
import { countingGrants, lostGrants, reasonOf, roleNameOf } from '../lib/reasons.ts';
import type { Explained } from '../lib/types.ts';
import { ErrorState } from './error-state.tsx';
import { OriginMark } from './role-badge.tsx';
import { SkeletonLines } from './skeleton.tsx';
import css from './why.module.css';

export function Why({ explained }: { readonly explained: Explained }) {
  const { role, winner } = explained;
  const also = countingGrants(explained);
  const others = lostGrants(explained);
  return (
    <div className={css.why}>
      {winner ? (
        <p className={css.winner}>
          <OriginMark source={winner.source} />
          <span>
            <strong>{roleNameOf(role)}</strong>, {reasonOf(winner)}.
          </span>
        </p>
      ) : (
        <p>{text.nothing}</p>
      )}
      {also.length > 0 ? (
        <div className={css.others}>
          <p className={css.heading}>{text.also}</p>
          <ul>
            {also.map((grant) => (
              <li key={grant.id ?? `${grant.source} ${grant.role}`}>
                <OriginMark source={grant.source} />
                <span>
                  <strong>{roleNameOf(grant.role)}</strong>, {reasonOf(grant)}.
                </span>
              </li>
            ))}
          </ul>
        </div>
      ) : null}
      {others.length > 0 ? (
        <div className={css.others}>
          <p className={css.heading}>{text.others}</p>
          <ul>
            {others.map((grant) => (
              <li key={`${grant.source} ${grant.role} ${grant.group?.id} ${grant.lostBecause}`}>
                <OriginMark source={grant.source} />
                <span>
                  <s>{roleNameOf(grant.role)}</s>, {reasonOf(grant)}
                  <span className={css.lost}>{text.lost(grant.lostBecause ?? '')}</span>
                </span>
              </li>
            ))}
          </ul>
        </div>
      ) : null}
    </div>
  );
}

type Asked = {
  readonly organizationId: string;
  readonly memberId: string;
  /** null: the role in the organization. */
  readonly workspaceId: string | null;
};

/** The same, asked of the server when somebody wants to know. */
export function WhyOf({ organizationId, memberId, workspaceId }: Asked) {
  const { data, error, refetch } = api.useQuery('get', '/organizations/{org}/members/{member}/access', {
    params: { path: { org: organizationId, member: memberId } },
  });
  if (error) return <ErrorState error={error} onRetry={refetch} compact />;
  if (!data) return <SkeletonLines count={2} />;
  const explained =
    workspaceId === null ? data.organization : data.workspaces.find((one) => one.workspaceId === workspaceId);
  return explained ? <Why explained={explained} /> : <p>{text.nothing}</p>;
}
