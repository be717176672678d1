/** What there is to choose of an identity provider: where it is, how its claims are read, and what they may do. */
import type { ReactNode } from 'react';
import { connections as text } from '../../lib/messages/sso.ts';
import { CheckField } from '../../ui/check-field.tsx';
import { TextArea, TextField } from '../../ui/field.tsx';
import type { ConnectionDraft } from './connection-draft.ts';
import css from './sso.module.css';

type Props = {
  readonly draft: ConnectionDraft;
  readonly isNew: boolean;
  readonly onChange: (changes: Partial<ConnectionDraft>) => void;
};

/** Names and addresses are typed as they are. */
const exact = { autoComplete: 'off', spellCheck: false };

export function ConnectionFields({ draft, isNew, onChange }: Props) {
  const { claims } = draft;
  const field = (key: 'name' | 'issuer' | 'clientId' | 'scopes') => (
    <TextField
      {...exact}
      label={text[key]}
      hint={text.hints[key]}
      value={draft[key]}
      onChange={(event) => onChange({ [key]: event.target.value })}
    />
  );
  const claim = (key: keyof typeof claims) => (
    <TextField
      {...exact}
      label={text.claims[key]}
      hint={text.claimHints[key]}
      value={claims[key] ?? ''}
      onChange={(event) => onChange({ claims: { ...claims, [key]: event.target.value } })}
    />
  );
  const choice = (
    key: 'trustEmail' | 'trustUserName' | 'linkByExternalId' | 'groupSync' | 'requireMappedGroup' | 'enabled',
  ) => (
    <CheckField
      label={text[key]}
      hint={text.hints[key]}
      checked={draft[key]}
      onChange={(checked) => onChange({ [key]: checked })}
    />
  );
  return (
    <>
      {field('name')}
      {field('issuer')}
      {field('clientId')}
      <CheckField
        label={text.ownKey}
        hint={text.ownKeyHint}
        checked={draft.clientAuthentication === 'private_key_jwt'}
        onChange={(own) => onChange({ clientAuthentication: own ? 'private_key_jwt' : 'client_secret' })}
      />
      {draft.clientAuthentication === 'private_key_jwt' ? null : (
        <TextField
          label={text.clientSecret}
          hint={isNew ? text.secretHint : text.secretKept}
          type="password"
          autoComplete="new-password"
          value={draft.clientSecret}
          onChange={(event) => onChange({ clientSecret: event.target.value })}
        />
      )}
      {field('scopes')}
      {choice('enabled')}
      <Part title={text.parts.person}>
        <div className={css.three}>
          {claim('subject')}
          {claim('email')}
          {claim('name')}
        </div>
        {choice('linkByExternalId')}
        {choice('trustEmail')}
        {choice('trustUserName')}
      </Part>
      <Part title={text.parts.groups}>
        {claim('groups')}
        {choice('groupSync')}
        <TextArea
          {...exact}
          label={text.requiredGroups}
          hint={text.requiredGroupsHint}
          rows={2}
          value={draft.requiredGroups}
          onChange={(event) => onChange({ requiredGroups: event.target.value })}
        />
        {choice('requireMappedGroup')}
      </Part>
      <Part title={text.parts.strength}>
        <TextArea
          {...exact}
          label={text.acrValues}
          hint={text.acrValuesHint}
          rows={2}
          value={draft.acrValues}
          onChange={(event) => onChange({ acrValues: event.target.value })}
        />
        <TextField
          {...exact}
          label={text.maxAge}
          hint={text.maxAgeHint}
          inputMode="numeric"
          value={draft.maxAge}
          onChange={(event) => onChange({ maxAge: event.target.value })}
        />
      </Part>
    </>
  );
}

function Part({ title, children }: { readonly title: string; readonly children: ReactNode }) {
  return (
    <fieldset className={css.part}>
      <legend>{title}</legend>
      {children}
    </fieldset>
  );
}
