/** What a sign-in would come to: who comes in, or why not, and the access with its reasons. */
import { Link } from '@tanstack/react-router';
import { api } from '../../lib/client.ts';
import { refusals, simulator as text } from '../../lib/messages/sso.ts';
import { useOrganization } from '../../lib/session.ts';
import type { Access, Connection, Schemas } from '../../lib/types.ts';
import { AccessRow, AccessRows } from '../../ui/access-rows.tsx';
import { Meaning } from '../../ui/meaning.tsx';
import type { Claims } from './pasted-claims.ts';
import css from './sso.module.css';

type Props = {
  readonly simulation: Schemas['SignInSimulation'];
  readonly claims: Claims;
  /** null: that of the deployment. */
  readonly connection: Connection | null;
};

export function Simulated({ simulation: { outcome, reason, access }, claims, connection }: Props) {
  const isElsewhere = outcome === 'existing' && access === null;
  return (
    <>
      <Meaning title={text.outcome}>
        <span className={outcome === 'refused' ? css.danger : css.good}>
          {isElsewhere ? text.elsewhere : text.outcomes[outcome]}
        </span>
        {reason === null ? null : <span>{refusals[reason] ?? text.unknownReason(reason)}</span>}
        <GroupsNote claims={claims} connection={connection} />
      </Meaning>
      {access ? (
        <div>
          {outcome === 'auto-join' ? null : <Person memberId={access.member.id} />}
          <AccessOf access={access} />
        </div>
      ) : null}
    </>
  );
}

/** Groups that nobody reads are a riddle otherwise: everything else of the claims counts. */
function GroupsNote({ claims, connection }: Pick<Props, 'claims' | 'connection'>) {
  const claim = connection?.claims.groups ?? 'groups';
  if (claims[claim] === undefined || connection?.groupSync) return null;
  return <span className={css.soft}>{connection ? text.groupsUnread(claim) : text.deploymentGroups}</span>;
}

function Person({ memberId }: { readonly memberId: string }) {
  const { id: organizationId } = useOrganization();
  const { data } = api.useQuery('get', '/organizations/{org}/members/{member}', {
    params: { path: { org: organizationId, member: memberId } },
  });
  if (!data) return null;
  return (
    <p className={css.person}>
      {text.who}{' '}
      <Link to="/console/$organizationId/people/$memberId" params={{ organizationId, memberId }}>
        {data.name || data.userName}
      </Link>
    </p>
  );
}

function AccessOf({ access: { organization, workspaces } }: { readonly access: Access }) {
  return (
    <>
      <AccessRows label={text.access}>
        <AccessRow where={text.organization} explained={organization} />
        {workspaces.map((one) => (
          <AccessRow key={one.workspaceId} where={one.name} explained={one} />
        ))}
      </AccessRows>
      {workspaces.length === 0 ? <p className={css.none}>{text.noWorkspace}</p> : null}
    </>
  );
}
