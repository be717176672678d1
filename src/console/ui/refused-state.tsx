import { Lock } from 'lucide-react';
import { refused } from '../lib/messages/general.ts';
import { useOrganization, useWhoMay } from '../lib/session.ts';
import { EmptyState } from './empty-state.tsx';

/** In place of a page that the reader may not see: who may. */
export function RefusedState({ permission }: { readonly permission: string }) {
  const who = useWhoMay(permission);
  const { name } = useOrganization();
  return <EmptyState icon={<Lock aria-hidden />} heading={refused.heading} text={refused.text(who, name)} />;
}
