/** What is the reader's own, whatever the organization: API keys, where they are signed in, and the password. */
import { getRouteApi } from '@tanstack/react-router';
import { account as text } from '../../lib/messages/account.ts';
import { useMe } from '../../lib/session.ts';
import { Page } from '../../ui/page.tsx';
import { Tabs } from '../../ui/tabs.tsx';
import { Keys } from './keys.tsx';
import { Password } from './password.tsx';
import { Sessions } from './sessions.tsx';

const route = getRouteApi('/console/account');

export function AccountPage() {
  const { account } = useMe();
  const { tab: asked = 'keys', make } = route.useSearch();
  const tab = asked === 'password' && !account.hasPassword ? 'keys' : asked;
  const isNamed = account.name !== '' && account.name !== account.email;
  const navigate = route.useNavigate();
  const setMake = (next: true | undefined) => void navigate({ search: { make: next }, replace: next === undefined });
  return (
    <Page title={account.name || account.email || text.title} text={isNamed ? account.email : null} narrow>
      <Tabs
        label={text.tabs.label}
        value={tab}
        onChange={(next) => void navigate({ search: { tab: next === 'keys' ? undefined : next }, replace: true })}
        tabs={[
          { value: 'keys', label: text.tabs.keys, content: <Keys making={make === true} onMaking={setMake} /> },
          { value: 'sessions', label: text.tabs.sessions, content: <Sessions /> },
          ...(account.hasPassword
            ? [{ value: 'password' as const, label: text.tabs.password, content: <Password /> }]
            : []),
        ]}
      />
    </Page>
  );
}
