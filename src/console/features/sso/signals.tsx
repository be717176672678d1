/** How a provider ends what somebody has here: the addresses to register at it, and a transmitter to listen to. */
import { useState } from 'react';
import { api } from '../../lib/client.ts';
import { words } from '../../lib/messages/general.ts';
import { signals as text } from '../../lib/messages/sso.ts';
import { messageOf } from '../../lib/problem.ts';
import { useOrganization } from '../../lib/session.ts';
import type { Connection } from '../../lib/types.ts';
import { Button } from '../../ui/button.tsx';
import { CopyField } from '../../ui/copy-button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { ErrorState } from '../../ui/error-state.tsx';
import { TextField } from '../../ui/field.tsx';
import { SkeletonLines } from '../../ui/skeleton.tsx';
import { Time } from '../../ui/time.tsx';
import { tellDone, tellFailed } from '../../ui/toast.tsx';
import css from './sso.module.css';

type Props = { readonly connectionId: string; readonly onClose: () => void };

export function Signals({ connectionId: id, onClose }: Props) {
  const { id: org } = useOrganization();
  const params = { path: { org, id } };
  const { data, error, refetch } = api.useQuery('get', '/organizations/{org}/sso-connections/{id}', { params });
  return (
    <Dialog
      open
      onClose={onClose}
      title={data ? text.title(data.name) : text.stream}
      text={text.text}
      dismiss={words.close}
    >
      {error ? <ErrorState error={error} onRetry={refetch} /> : null}
      {data ? (
        <>
          <CopyField label={text.universalLogout} value={data.universalLogoutUrl} />
          <CopyField label={text.backchannelLogout} value={data.backchannelLogoutUrl} />
          <fieldset className={css.part}>
            <legend>{text.stream}</legend>
            <p className={css.full}>{text.streamText}</p>
            {data.receivesSignals ? <Stream connection={data} /> : <Listen connection={data} />}
          </fieldset>
        </>
      ) : (
        <SkeletonLines count={4} />
      )}
    </Dialog>
  );
}

const streamPath = '/organizations/{org}/sso-connections/{id}/signal-stream';

function Listen({ connection: { id, name } }: { readonly connection: Connection }) {
  const { id: org } = useOrganization();
  const [configurationUrl, setConfigurationUrl] = useState('');
  const [authorization, setAuthorization] = useState('');
  const { mutate, isPending, error } = api.useMutation('post', streamPath, {
    onSuccess: () => tellDone(text.made(name)),
  });
  const problem = messageOf(error);
  return (
    <>
      <TextField
        label={text.configurationUrl}
        hint={text.configurationHint}
        autoComplete="off"
        spellCheck={false}
        value={configurationUrl}
        onChange={(event) => setConfigurationUrl(event.target.value)}
      />
      <TextField
        label={text.authorization}
        hint={text.authorizationHint}
        type="password"
        autoComplete="new-password"
        value={authorization}
        onChange={(event) => setAuthorization(event.target.value)}
      />
      {problem ? (
        <p className={css.danger} role="alert">
          {problem}
        </p>
      ) : null}
      <div>
        <Button
          busy={isPending}
          onClick={() => mutate({ params: { path: { org, id } }, body: { configurationUrl, authorization } })}
        >
          {text.listen}
        </Button>
      </div>
    </>
  );
}

function Stream({ connection: { id, name } }: { readonly connection: Connection }) {
  const { id: org } = useOrganization();
  const params = { path: { org, id } };
  const { data, error, refetch } = api.useQuery('get', streamPath, { params });
  const checked = api.useMutation('post', `${streamPath}/check`, {
    onSuccess: () => tellDone(text.checked(name)),
    onError: tellFailed,
  });
  const stopped = api.useMutation('delete', streamPath, {
    onSuccess: () => tellDone(text.stopped(name)),
    onError: tellFailed,
  });
  if (error) return <ErrorState error={error} onRetry={refetch} />;
  if (!data) return <SkeletonLines count={3} />;
  const status = data.status === null ? text.unknown : text.statuses[data.status];
  return (
    <>
      <dl className={css.facts}>
        <dt>{text.facts.issuer}</dt>
        <dd>{data.issuer}</dd>
        <dt>{text.facts.status}</dt>
        <dd className={data.status === 'enabled' ? css.good : undefined}>
          {data.statusReason ? `${status}: ${data.statusReason}` : status}
        </dd>
        <dt>{text.facts.verified}</dt>
        <dd>
          <Time at={data.verifiedAt} />
        </dd>
        <dt>{text.facts.last}</dt>
        <dd>
          <Time at={data.lastSignalAt} />
        </dd>
      </dl>
      <div className={css.buttons}>
        <Button busy={checked.isPending} onClick={() => checked.mutate({ params })}>
          {text.check}
        </Button>
        <Button look="danger" busy={stopped.isPending} onClick={() => stopped.mutate({ params })}>
          {text.stop}
        </Button>
      </div>
    </>
  );
}
