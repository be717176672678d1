/** Where an organization begins: the first steps for who sets it up, and for everybody their own access with why. */
import { Link } from '@tanstack/react-router';
import { BookOpen, Cable, KeyRound, UserPlus } from 'lucide-react';
import type { ReactNode } from 'react';
import { home as text } from '../../lib/messages/home.ts';
import { myInvitations } from '../../lib/messages/invitations.ts';
import { useMay, useMe, useOrganization } from '../../lib/session.ts';
import { MyInvitations } from '../../ui/my-invitations.tsx';
import { Page, Section } from '../../ui/page.tsx';
import css from './home.module.css';
import { OwnAccess } from './own-access.tsx';

export function HomePage() {
  const { account } = useMe();
  const organization = useOrganization();
  return (
    <Page title={account.name || account.email || organization.name} text={account.name ? account.email : null} narrow>
      <MyInvitations>{(list) => <Section title={myInvitations.title}>{list}</Section>}</MyInvitations>
      <FirstSteps />
      <OwnAccess organization={organization} />
    </Page>
  );
}

function FirstSteps() {
  const { id, kind } = useOrganization();
  const may = useMay();
  const params = { organizationId: id };
  const { token, invite, key, docs } = text.steps;
  return (
    <Section title={text.start}>
      <ul className={css.steps}>
        {kind === 'shared' && may('provisioning:manage') ? (
          <li>
            <Link
              to="/console/$organizationId/settings/scim"
              params={params}
              search={{ make: true }}
              className={css.step}
            >
              <Step icon={<Cable aria-hidden />} words={token} />
            </Link>
          </li>
        ) : null}
        {kind === 'shared' && may('members:manage') ? (
          <li>
            <Link to="/console/$organizationId/people" params={params} search={{ invite: true }} className={css.step}>
              <Step icon={<UserPlus aria-hidden />} words={invite} />
            </Link>
          </li>
        ) : null}
        <li>
          <Link to="/console/account" search={{ make: true }} className={css.step}>
            <Step icon={<KeyRound aria-hidden />} words={key} />
          </Link>
        </li>
        <li>
          <a href="/docs" className={css.step}>
            <Step icon={<BookOpen aria-hidden />} words={docs} />
          </a>
        </li>
      </ul>
    </Section>
  );
}

function Step({ icon, words }: { readonly icon: ReactNode; readonly words: readonly [name: string, does: string] }) {
  return (
    <>
      {icon}
      <span>
        <strong>{words[0]}</strong>
        <small>{words[1]}</small>
      </span>
    </>
  );
}
