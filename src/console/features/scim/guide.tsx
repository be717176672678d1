/** Where at the identity provider address and token go: for the one in place, as far as the names of tokens tell. */
import { getRouteApi, Link } from '@tanstack/react-router';
import { guide as text } from '../../lib/messages/scim.ts';
import { guides } from '../../lib/searches.ts';
import { useOrganization } from '../../lib/session.ts';
import { CopyField } from '../../ui/copy-button.tsx';
import { Section } from '../../ui/page.tsx';
import { Select } from '../../ui/select.tsx';
import { baseUrl } from './base-url.tsx';
import { guideFor } from './guide-for.ts';
import css from './scim.module.css';
import { useTokens } from './use-tokens.ts';

const route = getRouteApi('/console/$organizationId/settings/scim');

export function Guide() {
  const { id: organizationId } = useOrganization();
  const { guide } = route.useSearch();
  const navigate = route.useNavigate();
  const tokens = useTokens().data?.items ?? [];
  const shown = guide ?? guideFor(tokens.map(({ description }) => description));
  return (
    <Section title={text.title}>
      <div className={css.provider}>
        <Select
          label={text.provider}
          value={shown}
          choices={guides.map((value) => ({ value, label: text.providers[value] }))}
          onChange={(next) => void navigate({ search: (before) => ({ ...before, guide: next }), replace: true })}
        />
      </div>
      <ol className={css.steps} aria-label={text.providers[shown]}>
        {text.steps[shown].map((step) => (
          <li key={step}>{step}</li>
        ))}
      </ol>
      {/* The flag makes Entra send what the RFC says. */}
      {shown === 'entra' ? <CopyField label={text.tenantUrl} value={`${baseUrl()}?aadOptscim062020`} /> : null}
      <p className={css.after}>
        {text.afterwards}{' '}
        <Link to="/console/$organizationId/activity" params={{ organizationId }}>
          {text.activity}
        </Link>{' '}
        {text.and}{' '}
        <Link to="/console/$organizationId/groups" params={{ organizationId }} search={{ tab: 'naming' }}>
          {text.naming}
        </Link>
        . {text.more(text.documents[shown])}
      </p>
    </Section>
  );
}
