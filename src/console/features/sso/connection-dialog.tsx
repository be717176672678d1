/** Adds an identity provider, or changes one. What to register at it is shown as soon as there is something to register. */
import { useState } from 'react';
import { api } from '../../lib/client.ts';
import { words } from '../../lib/messages/general.ts';
import { connections as text } from '../../lib/messages/sso.ts';
import { messageOf } from '../../lib/problem.ts';
import { useOrganization } from '../../lib/session.ts';
import type { Connection } from '../../lib/types.ts';
import { Button } from '../../ui/button.tsx';
import { CopyField } from '../../ui/copy-button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { tellDone } from '../../ui/toast.tsx';
import { bodyOf, draftOf, newDraft } from './connection-draft.ts';
import { ConnectionFields } from './connection-fields.tsx';
import css from './sso.module.css';

type Props = {
  /** null: a new one. */
  readonly connection: Connection | null;
  /** Whether there is none yet: the first way in links by the directory's ids unless it is told not to. */
  readonly isFirst: boolean;
  readonly onClose: () => void;
};

export function ConnectionDialog({ connection, isFirst, onClose }: Props) {
  const { id: org, isDefault } = useOrganization();
  const [draft, setDraft] = useState(() => (connection ? draftOf(connection) : newDraft(isFirst && !isDefault)));
  const added = api.useMutation('post', '/organizations/{org}/sso-connections');
  const changed = api.useMutation('patch', '/organizations/{org}/sso-connections/{id}', {
    onSuccess: (saved) => {
      tellDone(text.saved(saved.name));
      onClose();
    },
  });
  if (added.data)
    return (
      <Dialog open onClose={onClose} title={text.saved(added.data.name)} dismiss={words.close}>
        <Addresses connection={added.data} />
      </Dialog>
    );
  const save = () => {
    const { clientSecret, ...rest } = bodyOf(draft);
    const body = { ...rest, ...(clientSecret === '' ? {} : { clientSecret }) };
    if (connection === null) return added.mutate({ params: { path: { org } }, body });
    changed.mutate({ params: { path: { org, id: connection.id } }, body });
  };
  const problem = messageOf(added.error ?? changed.error);
  return (
    <Dialog
      open
      wide
      onClose={onClose}
      title={connection === null ? text.add : text.changeTitle(connection.name)}
      text={connection === null ? text.addText : text.changeText}
      onSubmit={save}
      actions={
        <Button type="submit" look="primary" busy={added.isPending || changed.isPending}>
          {connection === null ? text.add : text.save}
        </Button>
      }
    >
      <ConnectionFields
        draft={draft}
        isNew={connection === null}
        onChange={(changes) => setDraft((before) => ({ ...before, ...changes }))}
      />
      {connection ? <Addresses connection={connection} /> : null}
      {problem ? (
        <p className={css.danger} role="alert">
          {problem}
        </p>
      ) : null}
    </Dialog>
  );
}

function Addresses({
  connection: { redirectUri, loginUrl, initiateLoginUri, jwksUri },
}: {
  readonly connection: Connection;
}) {
  return (
    <>
      <CopyField label={text.redirectUri} value={redirectUri} />
      {jwksUri === null ? null : <CopyField label={text.jwksUri} value={jwksUri} />}
      <CopyField label={text.loginUrl} value={loginUrl} />
      <CopyField label={text.initiateLoginUri} value={initiateLoginUri} />
    </>
  );
}
