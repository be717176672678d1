import { type FormEvent, useState } from 'react';
import { api } from '../../lib/client.ts';
import { signInStep as text } from '../../lib/messages/setup.ts';
import { guideOf } from '../../lib/messages/setup-guides.ts';
import { connections } from '../../lib/messages/sso.ts';
import { messageOf } from '../../lib/problem.ts';
import type { Setup } from '../../lib/types.ts';
import { Button } from '../../ui/button.tsx';
import { TextField } from '../../ui/field.tsx';
import type { Provider } from './provider-by-issuer.ts';
import css from './setup.module.css';

type Props = { readonly setup: Setup; readonly provider: Provider };

/** Names and addresses are typed as they are. */
const exact = { autoComplete: 'off', spellCheck: false, autoCapitalize: 'none' };

export function ConnectionForm({ setup: { id: link, connection }, provider }: Props) {
  const { label, called, signIn } = guideOf(provider);
  const [draft, setDraft] = useState(() => ({
    name: connection?.name ?? (called === undefined ? label : text.usualName),
    issuer: connection?.issuer ?? '',
    clientId: connection?.clientId ?? '',
    clientSecret: '',
    scopes: connection?.scopes ?? 'openid profile email',
    claims: connection?.claims ?? { subject: signIn.subject ?? null, email: 'email', name: 'name', groups: 'groups' },
  }));
  const test = api.useMutation('post', '/setup/{link}/connection/test');
  const params = { path: { link } };
  const { mutate, isPending, error } = api.useMutation('put', '/setup/{link}/connection', {
    onSuccess: () => {
      setDraft((before) => ({ ...before, clientSecret: '' }));
      test.mutate({ params });
    },
  });
  const save = (event: FormEvent) => {
    event.preventDefault();
    const { clientSecret, claims, ...rest } = draft;
    const subject = claims.subject?.trim() || null;
    const secret = clientSecret === '' ? {} : { clientSecret };
    mutate({ params, body: { ...rest, ...secret, claims: { ...claims, subject } } });
  };
  const field = (key: 'name' | 'issuer' | 'clientId' | 'scopes', hint?: string) => (
    <TextField
      {...exact}
      label={text[key]}
      hint={hint}
      value={draft[key]}
      onChange={(event) => setDraft({ ...draft, [key]: event.target.value })}
    />
  );
  const claim = (key: 'subject' | 'email' | 'name', name: string, hint?: string) => (
    <TextField
      {...exact}
      label={name}
      hint={hint}
      value={draft.claims[key] ?? ''}
      onChange={(event) => setDraft({ ...draft, claims: { ...draft.claims, [key]: event.target.value } })}
    />
  );
  return (
    <form className={css.form} onSubmit={save} noValidate>
      {field('name', text.nameHint)}
      {field('issuer', `${text.issuerExample(signIn.issuer)}. ${signIn.issuerHint}`)}
      {field('clientId')}
      <TextField
        label={text.clientSecret}
        hint={connection ? text.secretKept : text.secretHint}
        type="password"
        autoComplete="new-password"
        value={draft.clientSecret}
        onChange={(event) => setDraft({ ...draft, clientSecret: event.target.value })}
      />
      <details className={css.more}>
        <summary>{text.more}</summary>
        <div className={css.form}>
          {field('scopes')}
          {claim('subject', text.subject, text.subjectHint)}
          {claim('email', text.email)}
          {claim('name', text.displayName)}
        </div>
      </details>
      {error ? (
        <p className={css.danger} role="alert">
          {messageOf(error)}
        </p>
      ) : null}
      <div>
        <Button type="submit" look="primary" busy={isPending || test.isPending}>
          {text.save}
        </Button>
      </div>
      <TestOfProvider isAsking={test.isPending} found={test.data ?? null} error={test.error} />
    </form>
  );
}

type TestProps = {
  readonly isAsking: boolean;
  readonly found: { readonly ok: boolean; readonly steps: readonly Step[] } | null;
  readonly error: unknown;
};
type Step = { readonly step: keyof typeof connections.steps; readonly ok: boolean; readonly detail: string };

function TestOfProvider({ isAsking, found, error }: TestProps) {
  const outcome = found ? (found.ok ? text.good : text.bad) : null;
  return (
    <>
      <p role="status" className={found?.ok ? css.good : isAsking ? css.soft : css.danger}>
        {isAsking ? text.asking : (messageOf(error) ?? outcome)}
      </p>
      {found && !isAsking ? (
        <ul className={css.checks} aria-label={text.metadata}>
          {found.steps.map(({ step, ok, detail }) => (
            <li key={step}>
              <span>{connections.steps[step]}</span>
              <span className={ok ? css.good : css.danger}>{ok ? connections.passed : connections.failed}</span>
              <span className={css.soft}>{detail}</span>
            </li>
          ))}
        </ul>
      ) : null}
    </>
  );
}
