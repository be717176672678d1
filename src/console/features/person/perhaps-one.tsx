/** Other records that are perhaps the same person, with the reasons. Nothing where there are none. */
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { api } from '../../lib/client.ts';
import { join } from '../../lib/messages/join.ts';
import { useMay, useOrganization } from '../../lib/session.ts';
import type { Member } from '../../lib/types.ts';
import { Badge, Status } from '../../ui/badge.tsx';
import { Button } from '../../ui/button.tsx';
import { RowActions, Rows, RowText, Section } from '../../ui/page.tsx';
import { JoinDialog } from './join-dialog.tsx';
import css from './person.module.css';

const text = join.perhaps;

export function PerhapsOne({ member }: { readonly member: Member }) {
  const { id: organizationId } = useOrganization();
  const may = useMay()('access:manage');
  const [joining, setJoining] = useState<Member | null>(null);
  const path = { org: organizationId, member: member.id };
  const { data } = api.useQuery(
    'get',
    '/organizations/{org}/members/{member}/possible-duplicates',
    { params: { path } },
    { enabled: may },
  );
  if (!data || data.items.length === 0) return null;
  return (
    <Section title={text.title} text={text.text}>
      <Rows label={text.list}>
        {data.items.map(({ member: other, reasons }) => {
          const name = other.name || other.userName;
          return (
            <li key={other.id}>
              <RowText
                title={
                  <span className={css.inline}>
                    <Link
                      to="/console/$organizationId/people/$memberId"
                      params={{ organizationId, memberId: other.id }}
                    >
                      {name}
                    </Link>
                    <Status status={other.status} isLocked={other.lock !== null} />
                    {other.managedBy === 'scim' ? <Badge>{text.directory}</Badge> : null}
                    {other.signedIn || other.status === 'pending' ? null : <Badge>{text.never}</Badge>}
                  </span>
                }
                text={
                  <span className={css.inline}>
                    <span>{other.email ?? other.claimedEmail ?? other.userName}</span>
                    {reasons.map((reason) => (
                      <Badge key={reason} tone="accent">
                        {text.reasons[reason]}
                      </Badge>
                    ))}
                  </span>
                }
              />
              <RowActions>
                <Button small aria-label={text.actionLabel(name)} onClick={() => setJoining(other)}>
                  {text.action}
                </Button>
              </RowActions>
            </li>
          );
        })}
      </Rows>
      {joining ? <JoinDialog member={member} other={joining} onClose={() => setJoining(null)} /> : null}
    </Section>
  );
}
