/** Claims in, what a sign-in with them would come to out. */
import { getRouteApi } from '@tanstack/react-router';
import { KeyRound } from 'lucide-react';
import { type FormEvent, useState } from 'react';
import { api } from '../../lib/client.ts';
import { simulator as text } from '../../lib/messages/sso.ts';
import { messageOf } from '../../lib/problem.ts';
import { useOrganization } from '../../lib/session.ts';
import type { Connection } from '../../lib/types.ts';
import { Button } from '../../ui/button.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { ErrorState } from '../../ui/error-state.tsx';
import { TextArea } from '../../ui/field.tsx';
import { Section } from '../../ui/page.tsx';
import { Select } from '../../ui/select.tsx';
import { SkeletonLines } from '../../ui/skeleton.tsx';
import { readPasted } from './pasted-claims.ts';
import { Simulated } from './simulated.tsx';
import css from './sso.module.css';

const route = getRouteApi('/console/$organizationId/settings/sso');
/** As the API calls the deployment's own connection, which serves the default organization. */
const deployment = 'default';

export function Simulator() {
  const { id: org, isDefault } = useOrganization();
  const params = { path: { org }, query: { limit: 500 } };
  const { data, error, refetch } = api.useQuery('get', '/organizations/{org}/sso-connections', { params });
  if (error) return <ErrorState error={error} onRetry={refetch} />;
  if (!data) return <SkeletonLines count={6} />;
  const open = data.items.filter(({ enabled }) => enabled);
  if (open.length === 0 && !isDefault)
    return <EmptyState icon={<KeyRound aria-hidden />} heading={text.none} text={text.noneText} />;
  return (
    <Section title={text.title} text={text.text}>
      <Form connections={open} />
    </Section>
  );
}

function Form({ connections }: { readonly connections: readonly Connection[] }) {
  const { id: org, isDefault } = useOrganization();
  const { connection: asked } = route.useSearch();
  const navigate = route.useNavigate();
  const [typed, setTyped] = useState('');
  const [fault, setFault] = useState<string | null>(null);
  const { mutate, reset, data, error, variables, isPending } = api.useMutation(
    'post',
    '/organizations/{org}/sign-in-simulations',
  );
  const connection = connections.find(({ id }) => id === asked) ?? (isDefault ? null : (connections[0] ?? null));
  const choices = connections.map(({ id, name }) => ({ value: id, label: name }));
  // What is shown is always about what stands above it.
  const forget = () => {
    setFault(null);
    reset();
  };
  const change = (claims: string) => {
    forget();
    setTyped(claims);
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const read = readPasted(typed);
    if ('fault' in read) return setFault(read.fault);
    mutate({ params: { path: { org } }, body: { connectionId: connection?.id ?? deployment, claims: read.claims } });
  };
  return (
    <form className={css.form} noValidate onSubmit={submit}>
      <Select
        label={text.connection}
        value={connection?.id ?? deployment}
        choices={isDefault ? [{ value: deployment, label: text.deployment }, ...choices] : choices}
        onChange={(next) => {
          forget();
          void navigate({
            search: (before) => ({ ...before, connection: next === deployment ? undefined : next }),
            replace: true,
          });
        }}
      />
      <TextArea
        label={text.claims}
        hint={text.claimsHint}
        error={fault ?? messageOf(error)}
        className={css.claims}
        rows={9}
        autoComplete="off"
        spellCheck={false}
        value={typed}
        onChange={(event) => change(event.target.value)}
      />
      <div className={css.buttons}>
        <Button type="submit" look="primary" busy={isPending}>
          {text.simulate}
        </Button>
        {typed === '' ? (
          <Button look="quiet" onClick={() => change(exampleFor(connection))}>
            {text.example}
          </Button>
        ) : null}
      </div>
      {data ? <Simulated simulation={data} claims={variables?.body.claims ?? {}} connection={connection} /> : null}
    </form>
  );
}

/** By the names that the connection reads. */
function exampleFor(connection: Connection | null): string {
  const { subject, email, name, groups } = connection?.claims ?? {
    subject: null,
    email: 'email',
    name: 'name',
    groups: 'groups',
  };
  const claims = {
    [subject ?? 'sub']: '00u1a2b3c4',
    [email]: 'ada@example.com',
    email_verified: true,
    [name]: 'Ada Lovelace',
    ...(connection ? { [groups]: ['Engineering'] } : {}),
  };
  return JSON.stringify(claims, null, 2);
}
