import { Link } from '@tanstack/react-router';
import { people } from '../../lib/messages/people.ts';
import { person as text } from '../../lib/messages/person.ts';
import { useMay, useOrganization } from '../../lib/session.ts';
import type { Member } from '../../lib/types.ts';
import { Badge } from '../../ui/badge.tsx';
import { CopyableCode } from '../../ui/copy-button.tsx';
import { Hint } from '../../ui/hint.tsx';
import { Facts } from '../../ui/page.tsx';
import { Time } from '../../ui/time.tsx';
import css from './person.module.css';

/** Who it is, as far as anybody knows. */
export function PersonFacts({ member }: { readonly member: Member }) {
  const { claimedEmail, userName, externalId, managedBy, groups } = member;
  const claimed = claimedEmail ? (
    <span className={css.inline}>
      {claimedEmail}
      <Hint text={people.unverifiedHint}>
        <span>
          <Badge tone="warn">{people.unverified}</Badge>
        </span>
      </Hint>
    </span>
  ) : null;
  const listed =
    groups.length === 0 ? null : (
      <ul className={css.groups}>
        {groups.map((group) => (
          <li key={group.id}>
            <GroupLink {...group} />
          </li>
        ))}
      </ul>
    );
  return (
    <div className={css.facts}>
      <Facts
        facts={[
          [text.facts.claimed, claimed],
          [text.facts.userName, userName === member.email ? null : userName],
          [text.facts.externalId, externalId && <CopyableCode label={text.facts.externalId} value={externalId} />],
          [text.facts.id, <CopyableCode key="id" label={text.facts.id} value={member.id} />],
          [text.facts.managedBy, managedBy === 'scim' ? text.directory : text.nobody],
          [text.facts.signedIn, member.signedIn || member.status === 'pending' ? null : text.neverSignedIn],
          [text.facts.invitation, member.invitation && <Invited {...member.invitation} />],
          [text.facts.locked, member.lock && <Locked {...member.lock} />],
          [
            text.facts.added,
            <span key="added">
              <Time at={member.createdAt} />
            </span>,
          ],
          [text.facts.groups, listed],
        ]}
      />
    </div>
  );
}

/** Its page, for who may read what groups give; else who is in it. */
function GroupLink({ id, displayName }: Member['groups'][number]) {
  const { id: organizationId } = useOrganization();
  if (!useMay()('access:read'))
    return (
      <Link to="/console/$organizationId/people" params={{ organizationId }} search={{ group: id }}>
        {displayName}
      </Link>
    );
  return (
    <Link to="/console/$organizationId/groups/$groupId" params={{ organizationId, groupId: id }}>
      {displayName}
    </Link>
  );
}

function Invited({ expiresAt }: NonNullable<Member['invitation']>) {
  if (expiresAt === null) return <span>{text.invited.always}</span>;
  return (
    <span>
      {text.invited.until} <Time at={expiresAt} />
    </span>
  );
}

function Locked({ reason, at }: NonNullable<Member['lock']>) {
  return (
    <span>
      {text.lockedSince(reason)} <Time at={at} />
    </span>
  );
}
