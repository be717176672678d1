/** What an identity provider needs to push: the address, a token, and where to put them. */
import { getRouteApi } from '@tanstack/react-router';
import { scim as text } from '../../lib/messages/scim.ts';
import { Button } from '../../ui/button.tsx';
import { Section } from '../../ui/page.tsx';
import { BaseUrl } from './base-url.tsx';
import { Clients } from './clients.tsx';
import { Guide } from './guide.tsx';
import { MakeToken } from './make-token.tsx';
import css from './scim.module.css';
import { Tokens } from './tokens.tsx';

const route = getRouteApi('/console/$organizationId/settings/scim');

export function ConnectTab() {
  const { make } = route.useSearch();
  const navigate = route.useNavigate();
  const setMake = (next: true | undefined) =>
    void navigate({ search: (before) => ({ ...before, make: next }), replace: next === undefined });
  return (
    <>
      <div className={css.base}>
        <BaseUrl />
      </div>
      <Section
        title={text.tokens}
        text={text.tokensText}
        actions={
          <Button look="primary" onClick={() => setMake(true)}>
            {text.make}
          </Button>
        }
      >
        <Tokens />
      </Section>
      <Clients />
      <Guide />
      {make ? <MakeToken onClose={() => setMake(undefined)} /> : null}
    </>
  );
}
