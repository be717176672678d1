/** The name of the organization, whether people are invited and asked who they are, for how long its audit log is kept, and its end. */
import { api } from '../../lib/client.ts';
import { organization as text } from '../../lib/messages/organization.ts';
import { useMay, useOrganization } from '../../lib/session.ts';
import { CopyableCode } from '../../ui/copy-button.tsx';
import { NameForm } from '../../ui/name-form.tsx';
import { Facts, Page } from '../../ui/page.tsx';
import { RefusedState } from '../../ui/refused-state.tsx';
import { tellDone } from '../../ui/toast.tsx';
import { EndOfOrganization } from './end-of-organization.tsx';
import { Inviting } from './inviting.tsx';
import css from './organization.module.css';
import { RecentSignIn } from './recent-sign-in.tsx';
import { Retention } from './retention.tsx';

export function OrganizationPage() {
  return useMay()('organization:manage') ? <Settings /> : <RefusedState permission="organization:manage" />;
}

function Settings() {
  const { id: org, name, kind, isDefault } = useOrganization();
  const { mutate, isPending, error } = api.useMutation('patch', '/organizations/{org}', {
    onSuccess: (renamed) => tellDone(text.renamed(renamed.name)),
  });
  const whetherDefault = isDefault ? text.yes : kind === 'personal' ? text.personal : text.no;
  return (
    <Page title={text.title} text={text.text} narrow>
      <div className={css.general}>
        <NameForm
          key={name}
          words={text}
          saved={name}
          forbidden={null}
          busy={isPending}
          error={error}
          onRename={(next) => mutate({ params: { path: { org } }, body: { name: next } })}
        />
        <Facts
          facts={[
            [text.id, <CopyableCode key="id" label={text.id} value={org} />],
            [text.isDefault, whetherDefault],
          ]}
        />
      </div>
      {kind === 'shared' ? <Inviting /> : null}
      <RecentSignIn />
      <Retention />
      <EndOfOrganization />
    </Page>
  );
}
