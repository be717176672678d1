/** What newcomers get: with the effect in words, before it is saved. */
import { useState } from 'react';
import { api } from '../../lib/client.ts';
import { memberSettings as text } from '../../lib/messages/sso.ts';
import { organizationRoles } from '../../lib/searches.ts';
import { useOrganization } from '../../lib/session.ts';
import type { Schemas, Workspace } from '../../lib/types.ts';
import { Button } from '../../ui/button.tsx';
import { CheckField } from '../../ui/check-field.tsx';
import { ErrorState } from '../../ui/error-state.tsx';
import { Meaning } from '../../ui/meaning.tsx';
import { Section } from '../../ui/page.tsx';
import { Select } from '../../ui/select.tsx';
import { SkeletonLines } from '../../ui/skeleton.tsx';
import { tellDone, tellFailed } from '../../ui/toast.tsx';
import css from './sso.module.css';

type Settings = Schemas['SsoSettings'];

export function MemberSettings() {
  const { id: org } = useOrganization();
  const params = { path: { org }, query: { limit: 500 } };
  const settings = api.useQuery('get', '/organizations/{org}/sso-settings', { params: { path: { org } } });
  const workspaces = api.useQuery('get', '/organizations/{org}/workspaces', { params });
  const roles = api.useQuery('get', '/organizations/{org}/roles', { params });
  const error = settings.error ?? workspaces.error ?? roles.error;
  const retry = () => Promise.all([settings.refetch(), workspaces.refetch(), roles.refetch()]);
  return (
    <Section title={text.title} text={text.text}>
      {error ? <ErrorState error={error} onRetry={retry} /> : null}
      {settings.data && workspaces.data && roles.data ? (
        <Form
          key={JSON.stringify(settings.data)}
          saved={settings.data}
          workspaces={workspaces.data.items}
          roles={roles.data.items.map(({ name }) => name)}
        />
      ) : error ? null : (
        <SkeletonLines count={6} />
      )}
    </Section>
  );
}

type FormProps = {
  readonly saved: Settings;
  readonly workspaces: readonly Workspace[];
  readonly roles: readonly string[];
};

function Form({ saved, workspaces, roles }: FormProps) {
  const { id: org, name, isDefault } = useOrganization();
  const [settings, setSettings] = useState(saved);
  const change = (changes: Partial<Settings>) => setSettings({ ...settings, ...changes });
  const { mutate, isPending } = api.useMutation('patch', '/organizations/{org}/sso-settings', {
    onSuccess: () => tellDone(text.saved),
    onError: tellFailed,
  });
  const whyNot = JSON.stringify(settings) === JSON.stringify(saved) ? text.same : null;
  // In the order of the workspaces, so that choosing and leaving one is no change.
  const choose = (id: string, chosen: boolean) =>
    change({
      workspaceIds: workspaces
        .filter((one) => (one.id === id ? chosen : settings.workspaceIds.includes(one.id)))
        .map((one) => one.id),
    });
  return (
    <form
      className={css.form}
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        if (whyNot === null) mutate({ params: { path: { org } }, body: settings });
      }}
    >
      {isDefault ? null : <p className={css.notice}>{text.notDefault(name)}</p>}
      <CheckField
        label={text.autoJoin}
        hint={text.autoJoinHint}
        checked={settings.autoJoin}
        onChange={(autoJoin) => change({ autoJoin })}
      />
      <div className={css.pair}>
        <Select
          label={text.organizationRole}
          value={settings.organizationRole}
          choices={organizationRoles.map((value) => ({ value, label: value }))}
          onChange={(organizationRole) => change({ organizationRole })}
        />
        <Select
          label={text.workspaceRole}
          value={settings.workspaceRole}
          choices={roles.map((value) => ({ value, label: value }))}
          onChange={(workspaceRole) => change({ workspaceRole })}
        />
      </div>
      <fieldset className={css.workspaces}>
        <legend>{text.workspaces}</legend>
        {workspaces.map((one) => (
          <CheckField
            key={one.id}
            label={one.name}
            checked={settings.workspaceIds.includes(one.id)}
            onChange={(chosen) => choose(one.id, chosen)}
          />
        ))}
      </fieldset>
      <Effect settings={settings} workspaces={workspaces} />
      <div>
        <Button type="submit" look="primary" busy={isPending} whyNot={whyNot}>
          {text.save}
        </Button>
      </div>
    </form>
  );
}

function Effect({ settings, workspaces }: { readonly settings: Settings; readonly workspaces: readonly Workspace[] }) {
  const { name } = useOrganization();
  const isAdmin = settings.autoJoin && settings.organizationRole === 'Organization Admin';
  return (
    <Meaning title={text.effect}>
      <span>
        {effectOf(settings, workspaces, name)} {text.stays}
      </span>
      {isAdmin ? <span className={css.danger}>{text.danger}</span> : null}
    </Meaning>
  );
}

const list = new Intl.ListFormat('en');

function effectOf(settings: Settings, workspaces: readonly Workspace[], organization: string): string {
  const { autoJoin, workspaceIds, workspaceRole, organizationRole } = settings;
  if (!autoJoin) return text.nobody;
  const joins = text.joins(organization, organizationRole);
  if (organizationRole === 'Organization Admin') return joins + text.all;
  const places = workspaces.filter(({ id }) => workspaceIds.includes(id)).map(({ name }) => name);
  return joins + (places.length === 0 ? text.nowhere : text.into(list.format(places), workspaceRole));
}
