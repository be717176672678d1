/** The name of a workspace, and its end. */
import { useState } from 'react';
import { api } from '../../lib/client.ts';
import { words } from '../../lib/messages/general.ts';
import { workspace as text } from '../../lib/messages/workspaces.ts';
import { useMay, useOrganization, useWhoMay } from '../../lib/session.ts';
import type { Workspace } from '../../lib/types.ts';
import { Button } from '../../ui/button.tsx';
import { CopyableCode } from '../../ui/copy-button.tsx';
import { NameForm } from '../../ui/name-form.tsx';
import { Facts, Section } from '../../ui/page.tsx';
import { tellDone } from '../../ui/toast.tsx';
import { DeleteWorkspace } from './delete-workspace.tsx';
import css from './workspace.module.css';

export function GeneralTab({ workspace }: { readonly workspace: Workspace }) {
  const { id: org } = useOrganization();
  const [deletes, setDeletes] = useState(false);
  const who = useWhoMay('workspaces:manage');
  const forbidden = useMay()('workspaces:manage') ? null : words.onlyWho(who);
  const params = { path: { org }, query: { limit: 2 } };
  const { data } = api.useQuery('get', '/organizations/{org}/workspaces', { params });
  const isLast = data?.items.length === 1;
  return (
    <div className={css.general}>
      <Rename key={workspace.name} workspace={workspace} forbidden={forbidden} />
      <Facts facts={[[text.id, <CopyableCode key="id" label={text.id} value={workspace.id} />]]} />
      <Section
        title={text.remove}
        text={text.removeText}
        actions={
          <Button look="danger" whyNot={forbidden ?? (isLast ? text.last : null)} onClick={() => setDeletes(true)}>
            {text.removeAction}
          </Button>
        }
      >
        {deletes ? <DeleteWorkspace workspace={workspace} onClose={() => setDeletes(false)} /> : null}
      </Section>
    </div>
  );
}

type RenameProps = { readonly workspace: Workspace; readonly forbidden: string | null };

function Rename({ workspace, forbidden }: RenameProps) {
  const { id: org } = useOrganization();
  const { mutate, isPending, error } = api.useMutation('patch', '/organizations/{org}/workspaces/{ws}', {
    onSuccess: (renamed) => tellDone(text.renamed(renamed.name)),
  });
  return (
    <NameForm
      words={text}
      saved={workspace.name}
      forbidden={forbidden}
      busy={isPending}
      error={error}
      onRename={(name) => mutate({ params: { path: { org, ws: workspace.id } }, body: { name } })}
    />
  );
}
