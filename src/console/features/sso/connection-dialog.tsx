/** Adds an identity provider, or changes one. What to register at it is shown as soon as there is something to register. */
import { useState } from 'react';
import { api } from '../../lib/client.ts';
import { words } from '../../lib/messages/general.ts';
import { connections as text } from '../../lib/messages/sso.ts';
import { messageOf } from '../../lib/problem.ts';
import { useOrganization } from '../../lib/session.ts';
import type { Connection } from '../../lib/types.ts';
import { Button } from '../../ui/button.tsx';
import { CheckField } from '../../ui/check-field.tsx';
import { CopyField } from '../../ui/copy-button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { TextField } from '../../ui/field.tsx';
import { tellDone } from '../../ui/toast.tsx';

/** null: a new one. */
type Props = { readonly connection: Connection | null; readonly onClose: () => void };

const usual = {
  name: '',
  issuer: '',
  clientId: '',
  scopes: 'openid profile email',
  enabled: true,
  groupSync: false,
  trustEmail: false,
  claims: { subject: null, email: 'email', name: 'name', groups: 'groups' },
};

export function ConnectionDialog({ connection, onClose }: Props) {
  const { id: org } = useOrganization();
  const { name, issuer, clientId, scopes, enabled, groupSync, trustEmail, claims } = connection ?? usual;
  const [fields, setFields] = useState({ name, issuer, clientId, scopes, enabled, groupSync, trustEmail });
  const [groups, setGroups] = useState(claims.groups);
  const [secret, setSecret] = useState('');
  const change = (changes: Partial<typeof fields>) => setFields({ ...fields, ...changes });
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
    if (connection === null)
      added.mutate({
        params: { path: { org } },
        body: {
          ...fields,
          clientSecret: secret,
          claims: { ...claims, groups },
          trustUserName: false,
          requiredGroups: [],
        },
      });
    else
      changed.mutate({
        params: { path: { org, id: connection.id } },
        body: { ...fields, claims: { ...claims, groups }, ...(secret === '' ? {} : { clientSecret: secret }) },
      });
  };
  const field = (key: 'name' | 'issuer' | 'clientId' | 'scopes', hint?: string) => (
    <TextField
      label={text[key]}
      hint={hint}
      value={fields[key]}
      autoComplete="off"
      spellCheck={false}
      onChange={(event) => change({ [key]: event.target.value })}
    />
  );
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
      {field('name')}
      {field('issuer', text.issuerHint)}
      {field('clientId')}
      <TextField
        label={text.clientSecret}
        hint={connection === null ? text.secretHint : text.secretKept}
        error={messageOf(added.error ?? changed.error)}
        type="password"
        autoComplete="new-password"
        value={secret}
        onChange={(event) => setSecret(event.target.value)}
      />
      {field('scopes', text.scopesHint)}
      <TextField
        label={text.groups}
        hint={text.groupsHint}
        value={groups}
        autoComplete="off"
        spellCheck={false}
        onChange={(event) => setGroups(event.target.value)}
      />
      <CheckField label={text.groupSync} checked={fields.groupSync} onChange={(groupSync) => change({ groupSync })} />
      <CheckField
        label={text.trustEmail}
        hint={text.trustEmailHint}
        checked={fields.trustEmail}
        onChange={(trustEmail) => change({ trustEmail })}
      />
      <CheckField label={text.enabled} checked={fields.enabled} onChange={(enabled) => change({ enabled })} />
      {connection ? <Addresses connection={connection} /> : null}
    </Dialog>
  );
}

function Addresses({ connection: { redirectUri, loginUrl } }: { readonly connection: Connection }) {
  return (
    <>
      <CopyField label={text.redirectUri} value={redirectUri} />
      <CopyField label={text.loginUrl} value={loginUrl} />
    </>
  );
}
