import { client } from '../../lib/client.ts';
import { countOf } from '../../lib/format.ts';
import { bulk as text } from '../../lib/messages/bulk.ts';
import { words } from '../../lib/messages/general.ts';
import { person } from '../../lib/messages/person.ts';
import { roleNamesOf } from '../../lib/reasons.ts';
import { useOrganization } from '../../lib/session.ts';
import type { Member } from '../../lib/types.ts';
import { Diff } from '../../ui/diff.tsx';
import { BulkDialog } from './bulk-dialog.tsx';
import { sorted } from './left-out.tsx';
import css from './people.module.css';

type Props = { readonly chosen: readonly Member[]; readonly onClose: () => void; readonly onDone: () => void };

const shown = 20;

export function BulkDeactivate({ chosen, onClose, onDone }: Props) {
  const { id: org, memberId } = useOrganization();
  const { people, leftOut } = sorted(chosen, ({ id, status }) => {
    if (id === memberId) return 'self';
    return status === 'active' ? null : status;
  });
  const changes = people.flatMap(lossesOf);
  const managed = people.filter(({ managedBy }) => managedBy === 'scim').length;
  const deactivate = ({ id: member }: Member) =>
    client.PATCH('/organizations/{org}/members/{member}', {
      params: { path: { org, member } },
      body: { active: false },
    });
  return (
    <BulkDialog {...{ people, leftOut, onClose, onDone }} words={text.deactivate} look="danger" act={deactivate}>
      {changes.length === 0 ? null : (
        <div className={css.effect}>
          <h3>{text.effect}</h3>
          <output>{text.lost(countOf(people.length, words.people), countOf(changes.length, text.roles))}</output>
          <Diff label={text.effect} changes={changes.slice(0, shown)} total={changes.length} />
        </div>
      )}
      {managed === 0 ? null : <p className={css.usual}>{text.deactivate.directory(countOf(managed, words.people))}</p>}
    </BulkDialog>
  );
}

function lossesOf({ id, name, userName, organizationRole, workspaces }: Member) {
  const who = name || userName;
  const lost = (where: string, what: string, before: string | null) => ({
    key: `${id} ${where}`,
    what: `${who}, ${what}`,
    before,
    after: null,
  });
  return [
    lost('organization', person.access.organization.toLowerCase(), organizationRole),
    ...workspaces.map(({ workspaceId, name: workspace, roles }) => lost(workspaceId, workspace, roleNamesOf(roles))),
  ];
}

export function BulkInviteAgain({ chosen, onClose, onDone }: Props) {
  const { id: org } = useOrganization();
  const { people, leftOut } = sorted(chosen, ({ invitation }) => (invitation === null ? 'notPending' : null));
  const resend = ({ invitation }: Member) =>
    client.POST('/organizations/{org}/invitations/{id}/resend', {
      params: { path: { org, id: invitation?.id ?? '' } },
    });
  return (
    <BulkDialog
      {...{ people, leftOut, onClose, onDone }}
      words={text.inviteAgain}
      look="primary"
      act={resend}
      linkOf={({ email, userName }, { data }) =>
        data?.link === undefined ? undefined : { label: text.inviteAgain.link(email ?? userName), value: data.link }
      }
    />
  );
}
