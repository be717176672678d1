import { useEffect } from 'react';
import { api } from '../../lib/client.ts';
import { words } from '../../lib/messages/general.ts';
import { connections as text } from '../../lib/messages/sso.ts';
import { messageOf } from '../../lib/problem.ts';
import { useOrganization } from '../../lib/session.ts';
import type { Connection } from '../../lib/types.ts';
import { Confirm, closing } from '../../ui/confirm.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import css from './sso.module.css';

type Props = { readonly connection: Connection; readonly onClose: () => void };

/** Asks the provider, step by step. */
export function TestConnection({ connection: { id, name }, onClose }: Props) {
  const { id: org } = useOrganization();
  const { mutate, data, error } = api.useMutation('post', '/organizations/{org}/sso-connections/{id}/test');
  useEffect(() => mutate({ params: { path: { org, id } } }), [mutate, org, id]);
  const outcome = data ? (data.ok ? text.good : text.bad) : text.testing;
  return (
    <Dialog open onClose={onClose} title={text.testTitle(name)} dismiss={words.close}>
      <p role="status" className={data?.ok ? css.good : data || error ? css.danger : undefined}>
        {messageOf(error) ?? outcome}
      </p>
      <ul className={css.steps} aria-label={text.testTitle(name)}>
        {data?.steps.map(({ step, ok, detail }) => (
          <li key={step}>
            <span>{text.steps[step]}</span>
            <span className={ok ? css.good : css.danger}>{ok ? text.passed : text.failed}</span>
            <span className={css.soft}>{detail}</span>
          </li>
        ))}
      </ul>
    </Dialog>
  );
}

export function RemoveConnection({ connection: { id, name }, onClose }: Props) {
  const { id: org } = useOrganization();
  const { mutate, isPending } = api.useMutation(
    'delete',
    '/organizations/{org}/sso-connections/{id}',
    closing(text.removed(name), onClose),
  );
  return (
    <Confirm
      onClose={onClose}
      title={text.removeTitle(name)}
      text={text.removeText}
      action={text.removeAction(name)}
      look="danger"
      busy={isPending}
      onConfirm={() => mutate({ params: { path: { org, id } } })}
    />
  );
}
