/** Where an organization begins: for admins its first steps, then its state in figures; for everybody their own access. */
import { Link } from '@tanstack/react-router';
import { BookOpen, KeyRound } from 'lucide-react';
import { home as text } from '../../lib/messages/home.ts';
import { myInvitations } from '../../lib/messages/invitations.ts';
import { useMay, useMe, useOrganization } from '../../lib/session.ts';
import { MyInvitations } from '../../ui/my-invitations.tsx';
import { Page, Section } from '../../ui/page.tsx';
import css from './home.module.css';
import { House } from './house.tsx';
import { OwnAccess } from './own-access.tsx';
import { StepText } from './step-text.tsx';

export function HomePage() {
  const { account } = useMe();
  const organization = useOrganization();
  const seesHouse = useMay()('members:read') && organization.kind === 'shared';
  return (
    <Page
      title={account.name || account.email || organization.name}
      text={account.name ? account.email : null}
      narrow={!seesHouse}
    >
      <MyInvitations>{(list) => <Section title={myInvitations.title}>{list}</Section>}</MyInvitations>
      {seesHouse ? <House /> : null}
      <OwnAccess organization={organization} />
      <Programs />
    </Page>
  );
}

function Programs() {
  return (
    <Section title={text.programs.title}>
      <ul className={css.steps}>
        <li>
          <Link to="/console/account" search={{ make: true }} className={css.step}>
            <KeyRound aria-hidden />
            <StepText words={text.programs.key} />
          </Link>
        </li>
        <li>
          <a href="/docs" className={css.step}>
            <BookOpen aria-hidden />
            <StepText words={text.programs.docs} />
          </a>
        </li>
      </ul>
    </Section>
  );
}
