/** Which names give access by themselves, what a pasted one would give, and the rules behind it. */
import { getRouteApi } from '@tanstack/react-router';
import { CircleAlert, CircleCheck } from 'lucide-react';
import { useState } from 'react';
import { api } from '../../lib/client.ts';
import { naming as text } from '../../lib/messages/groups.ts';
import { useOrganization } from '../../lib/session.ts';
import { useTypedSearch } from '../../lib/typed-search.ts';
import type { GroupTarget, ScimSettings } from '../../lib/types.ts';
import { Button } from '../../ui/button.tsx';
import { ErrorState } from '../../ui/error-state.tsx';
import { TextField } from '../../ui/field.tsx';
import { Facts, Section } from '../../ui/page.tsx';
import { SkeletonLines } from '../../ui/skeleton.tsx';
import { wordsOf } from './gives.tsx';
import css from './groups.module.css';
import { NamingDialog } from './naming-dialog.tsx';
import { useWhyNotMap } from './use-why-not-map.ts';

const route = getRouteApi('/console/$organizationId/groups');

export function NamingTab() {
  const { id: org } = useOrganization();
  const { data, error, refetch } = api.useQuery('get', '/organizations/{org}/scim/settings', {
    params: { path: { org } },
  });
  if (error) return <ErrorState error={error} onRetry={refetch} />;
  if (!data) return <SkeletonLines count={6} />;
  return (
    <>
      <Section title={text.convention} text={data.conventionEnabled ? text.conventionText : text.off}>
        <div className={css.forms}>
          {text.examples(data.separator).map((form) => (
            <code key={form}>{(data.requiredPrefix ?? '') + form}</code>
          ))}
        </div>
        <Try />
      </Section>
      <Rules settings={data} />
    </>
  );
}

function Try() {
  const { id: org } = useOrganization();
  const { name = '' } = route.useSearch();
  const navigate = route.useNavigate();
  const [typed, setTyped] = useTypedSearch(
    name,
    (next) => void navigate({ search: (before) => ({ ...before, name: next }), replace: true }),
  );
  const { data, error, refetch } = api.useQuery(
    'get',
    '/organizations/{org}/scim/name-reading',
    { params: { path: { org }, query: { displayName: name } } },
    { enabled: name !== '', placeholderData: (before) => (name === '' ? undefined : before) },
  );
  return (
    <div className={css.try}>
      <TextField
        label={text.name}
        hint={text.tryText}
        value={typed}
        maxLength={200}
        autoComplete="off"
        spellCheck={false}
        onChange={(event) => setTyped(event.target.value)}
      />
      <div className={css.reading} role="status">
        {error ? <ErrorState error={error} onRetry={refetch} compact /> : null}
        {data?.target ? (
          <p className={css.good}>
            <CircleCheck aria-hidden /> {text.gives(givesOf(data.target))}
          </p>
        ) : null}
        {data && !data.target ? (
          <p className={css.bad}>
            <CircleAlert aria-hidden />
            <span>
              {text.nothing} {data.detail}
            </span>
          </p>
        ) : null}
        {data?.nearest
          .filter(({ kind }) => kind === 'group')
          .map((near) => (
            <Button key={near.name} small onClick={() => setTyped(near.name)}>
              {text.take(near.name)}
            </Button>
          ))}
      </div>
    </div>
  );
}

function givesOf(target: GroupTarget): string {
  const words = wordsOf(target);
  return target.workspaceId === null ? words : `${words}, ${target.organizationRole}`;
}

function Rules({ settings }: { readonly settings: ScimSettings }) {
  const whyNot = useWhyNotMap();
  const [open, setOpen] = useState(false);
  const { separator, requiredPrefix, conventionEnabled, precedence } = settings;
  return (
    <Section
      title={text.settings}
      actions={
        <Button small whyNot={whyNot} onClick={() => setOpen(true)}>
          {text.change}
        </Button>
      }
    >
      <div className={css.facts}>
        <Facts
          facts={[
            [text.enabled, conventionEnabled ? text.on : text.isOff],
            [text.separator, text.separators[separator]],
            [text.prefix, requiredPrefix === null ? text.anyPrefix : <code key="prefix">{requiredPrefix}</code>],
            [text.precedence, text.precedences[precedence]],
          ]}
        />
      </div>
      {open ? <NamingDialog settings={settings} onClose={() => setOpen(false)} /> : null}
    </Section>
  );
}
