import { Link } from '@tanstack/react-router';
import { people as text } from '../lib/messages/people.ts';
import { useMay } from '../lib/session.ts';
import { Badge } from './badge.tsx';
import { Hint } from './hint.tsx';
import css from './person-cell.module.css';

type Props = {
  readonly organizationId: string;
  readonly memberId: string;
  readonly name: string;
  readonly email: string | null;
  readonly claimedEmail: string | null;
  /** Where there is no address at all. */
  readonly instead?: string;
};

/** Who it is, in a list; a link to the person's page for whoever may see that. */
export function PersonCell({ organizationId, memberId, name, email, claimedEmail, instead = '' }: Props) {
  const mayOpen = useMay()('members:read');
  const address = email ?? claimedEmail ?? instead;
  return (
    <div className={css.person}>
      {mayOpen ? (
        <Link
          to="/console/$organizationId/people/$memberId"
          params={{ organizationId, memberId }}
          className={css.name}
          data-row-link
        >
          {name}
        </Link>
      ) : (
        <span className={css.name}>{name}</span>
      )}
      <span className={css.address}>
        <span className={css.text}>{address}</span>
        {email === null && claimedEmail !== null ? (
          <Hint text={text.unverifiedHint}>
            <span>
              <Badge tone="warn">{text.unverified}</Badge>
            </span>
          </Hint>
        ) : null}
      </span>
    </div>
  );
}
