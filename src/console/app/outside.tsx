/** In place of a page: while the console opens, when it cannot, and where there is none. */

import { useQueryClient } from '@tanstack/react-query';
import { type ErrorComponentProps, Link, useRouter } from '@tanstack/react-router';
import { SearchX } from 'lucide-react';
import { myInvitations } from '../lib/messages/invitations.ts';
import { notFound, organizations } from '../lib/messages/shell.ts';
import { buttonClass } from '../ui/button.tsx';
import { EmptyState } from '../ui/empty-state.tsx';
import { ErrorState } from '../ui/error-state.tsx';
import { MyInvitations } from '../ui/my-invitations.tsx';
import { Page, Section } from '../ui/page.tsx';
import { SkeletonLines } from '../ui/skeleton.tsx';
import css from './shell.module.css';

export function Opening() {
  return (
    <main className={css.opening}>
      <SkeletonLines count={6} />
    </main>
  );
}

export function Failed({ error, reset }: ErrorComponentProps) {
  const router = useRouter();
  const queryClient = useQueryClient();
  const again = async () => {
    await queryClient.resetQueries();
    reset();
    await router.invalidate();
  };
  return (
    <main>
      <ErrorState error={error} onRetry={again} />
    </main>
  );
}

export function NotFound() {
  return (
    <EmptyState icon={<SearchX aria-hidden />} heading={notFound.heading} text={notFound.text}>
      <Link to="/console" className={buttonClass()}>
        {notFound.action}
      </Link>
    </EmptyState>
  );
}

/** Signed in, and a member of nothing. */
export function Nowhere() {
  return (
    <Page title={organizations.nowhere} text={organizations.nowhereText} narrow>
      <MyInvitations>{(list) => <Section title={myInvitations.title}>{list}</Section>}</MyInvitations>
    </Page>
  );
}
