/** Who comes in by signing in, with what, and by which identity providers. */
import { KeyRound } from 'lucide-react';
import { sso as text } from '../../lib/messages/sso.ts';
import { useMay, useOrganization } from '../../lib/session.ts';
import { EmptyState } from '../../ui/empty-state.tsx';
import { Page } from '../../ui/page.tsx';
import { RefusedState } from '../../ui/refused-state.tsx';
import { Connections } from './connections.tsx';
import { Domains } from './domains.tsx';
import { MemberSettings } from './member-settings.tsx';

export function SsoPage() {
  const { kind, name } = useOrganization();
  if (!useMay()('sso:manage')) return <RefusedState permission="sso:manage" />;
  if (kind === 'personal')
    return <EmptyState icon={<KeyRound aria-hidden />} heading={text.title} text={text.personal} />;
  return (
    <Page title={text.title} text={text.text(name)} narrow>
      <MemberSettings />
      <Connections />
      <Domains />
    </Page>
  );
}
