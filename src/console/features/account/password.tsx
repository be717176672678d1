/** Changes the password; what ends by it is counted before. */
import { useState } from 'react';
import { api } from '../../lib/client.ts';
import { countOf } from '../../lib/format.ts';
import { account } from '../../lib/messages/account.ts';
import { messageOf, RequestFailed } from '../../lib/problem.ts';
import { useMe } from '../../lib/session.ts';
import { Button } from '../../ui/button.tsx';
import { TextField } from '../../ui/field.tsx';
import { Meaning } from '../../ui/meaning.tsx';
import { Section } from '../../ui/page.tsx';
import { tellDone } from '../../ui/toast.tsx';
import css from './account.module.css';

const text = account.password;
const least = 12;
const nothing = { current: '', next: '', again: '' };

export function Password() {
  const { email } = useMe().account;
  const [typed, setTyped] = useState(nothing);
  const { mutate, isPending, error } = api.useMutation('post', '/me/password', {
    onSuccess: () => {
      tellDone(text.changed);
      setTyped(nothing);
    },
  });
  const whyNot = whyNotYet(typed);
  const isWrong = error instanceof RequestFailed && error.code === 'wrong_password';
  const field = (name: keyof typeof nothing, autoComplete: string, more: { hint?: string; error?: string | null }) => (
    <TextField
      {...more}
      label={text[name]}
      type="password"
      autoComplete={autoComplete}
      maxLength={200}
      value={typed[name]}
      onChange={(event) => setTyped({ ...typed, [name]: event.target.value })}
    />
  );
  return (
    <Section title={text.title}>
      <form
        className={css.form}
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          if (whyNot === null) mutate({ body: { currentPassword: typed.current, newPassword: typed.next } });
        }}
      >
        {/* For the browser that keeps passwords: whose it is. */}
        <input type="text" autoComplete="username" value={email ?? ''} readOnly hidden />
        {field('current', 'current-password', { error: isWrong ? messageOf(error) : null })}
        {field('next', 'new-password', { hint: text.nextHint, error: isWrong ? null : messageOf(error) })}
        {field('again', 'new-password', {})}
        <Ending />
        <div>
          <Button type="submit" look="primary" busy={isPending} whyNot={whyNot}>
            {text.change}
          </Button>
        </div>
      </form>
    </Section>
  );
}

function whyNotYet({ current, next, again }: typeof nothing): string | null {
  if (current === '' || next === '') return text.first;
  if (next.length < least) return text.tooShort;
  return next === again ? null : text.differs;
}

function Ending() {
  const query = { params: { query: { limit: 500 } } };
  const sessions = api.useQuery('get', '/me/sessions', query).data?.items.filter(({ current }) => !current);
  const keys = api.useQuery('get', '/me/api-keys', query).data?.items;
  if (!sessions || !keys) return null;
  return (
    <Meaning title={text.effect}>
      <span>{text.ends(countOf(sessions.length, text.session), countOf(keys.length, text.key))}</span>
    </Meaning>
  );
}
