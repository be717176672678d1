/** Asks the reader to show once more who they are, over the page as it is. What waits for it goes on afterwards. */
import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useEffectEvent, useState } from 'react';
import { api, sendCsrfToken } from '../lib/client.ts';
import { onReturn, settleConfirmation, useConfirming } from '../lib/confirmation.ts';
import { confirmIdentity as text } from '../lib/messages/shell.ts';
import { messageOf } from '../lib/problem.ts';
import { meQuery, useMe } from '../lib/session.ts';
import { confirmAddress } from '../lib/session-ended.ts';
import { Button, buttonClass } from '../ui/button.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { TextField } from '../ui/field.tsx';
import css from './shell.module.css';

const cancel = () => settleConfirmation(false);

export function ConfirmIdentity() {
  const { confirmsBy } = useMe();
  if (!useConfirming()) return null;
  return confirmsBy === 'password' ? <ByPassword /> : <ByProvider />;
}

function ByPassword() {
  const { email } = useMe().account;
  const [password, setPassword] = useState('');
  const { mutate, isPending, error } = api.useMutation('post', '/me/step-up', {
    onSuccess: ({ csrfToken }) => {
      sendCsrfToken(csrfToken);
      settleConfirmation(true);
    },
  });
  return (
    <Dialog
      open
      onClose={cancel}
      title={text.title}
      text={text.byPassword}
      onSubmit={() => mutate({ body: { password } })}
      actions={
        <Button type="submit" look="primary" busy={isPending}>
          {text.confirm}
        </Button>
      }
    >
      {/* For the browser that keeps passwords: whose it is. */}
      <input type="text" autoComplete="username" value={email ?? ''} readOnly hidden />
      <TextField
        label={text.password}
        type="password"
        autoComplete="current-password"
        maxLength={200}
        error={messageOf(error)}
        value={password}
        onChange={(event) => setPassword(event.target.value)}
      />
    </Dialog>
  );
}

function ByProvider() {
  const { csrfToken } = useMe();
  const queries = useQueryClient();
  const [isThere, setIsThere] = useState(false);
  /** Whoever has confirmed goes on in a session with another token. */
  const look = useEffectEvent(async () => {
    const me = await queries.fetchQuery({ ...meQuery(), staleTime: 0 }).catch(() => null);
    if (me !== null && me.csrfToken !== csrfToken) settleConfirmation(true);
  });
  useEffect(() => onReturn(() => void look()), []);
  return (
    <Dialog
      open
      onClose={cancel}
      title={text.title}
      text={text.byProvider}
      actions={
        <a
          className={buttonClass({ look: 'primary' })}
          href={confirmAddress}
          target="_blank"
          rel="noopener opener"
          onClick={() => setIsThere(true)}
        >
          {text.goThere}
        </a>
      }
    >
      {isThere ? (
        <p className={css.waiting} role="status">
          {text.waiting}
        </p>
      ) : null}
    </Dialog>
  );
}
