import { Link } from '@tanstack/react-router';
import { people } from '../../lib/messages/people.ts';
import { person as text } from '../../lib/messages/person.ts';
import { useOrganization } from '../../lib/session.ts';
import type { Member } from '../../lib/types.ts';
import { Badge } from '../../ui/badge.tsx';
import { CopyableCode } from '../../ui/copy-button.tsx';
import { Hint } from '../../ui/hint.tsx';
import { Facts } from '../../ui/page.tsx';
import css from './person.module.css';

/** Who it is, as far as anybody knows. */
export function PersonFacts({ member }: { readonly member: Member }) {
  const { id } = useOrganization();
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
            <Link to="/console/$organizationId/people" params={{ organizationId: id }} search={{ group: group.id }}>
              {group.displayName}
            </Link>
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
          [text.facts.groups, listed],
        ]}
      />
    </div>
  );
}
