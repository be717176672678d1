/** Invites people, many at once, to the organization or into one workspace: the server judges each before anything is sent. */
import { useState } from 'react';
import { readAddresses, type TypedAddress } from '../../lib/addresses.ts';
import { invite as text } from '../../lib/messages/invite.ts';
import { messageOf } from '../../lib/problem.ts';
import { useMay, useMe, useOrganization } from '../../lib/session.ts';
import { Button } from '../button.tsx';
import { Dialog } from '../dialog.tsx';
import { TextArea } from '../field.tsx';
import { tellFailed } from '../toast.tsx';
import { InviteResults } from './invite-results.tsx';
import { OrganizationInviteRoles, WorkspaceInviteRole } from './invite-roles.tsx';
import { Judgements } from './judgements.tsx';
import { atOnce, type InviteOrder, type InviteResult, useInvite, useJudgement } from './use-invite.ts';

/** null: the organization. */
type Into = { readonly id: string; readonly name: string } | null;

type Props = { readonly open: boolean; readonly into?: Into; readonly onClose: () => void };

export function InviteDialog({ open, into = null, onClose }: Props) {
  const [round, setRound] = useState(0);
  const close = () => {
    onClose();
    setRound(round + 1);
  };
  return open ? <Invite key={round} into={into} onClose={close} /> : null;
}

const usual: InviteOrder = {
  organizationRole: 'Organization User',
  workspaceId: '',
  workspaceRole: 'Workspace Viewer',
};

function Invite({ into, onClose }: { readonly into: Into; readonly onClose: () => void }) {
  const { id, name } = useOrganization();
  const [typed, setTyped] = useState('');
  const [order, setOrder] = useState(usual);
  const target = { org: id, ws: into?.id ?? null };
  const { invite, isPending, results } = useInvite(target, tellFailed);
  const addresses = readAddresses(typed);
  const { judgements, error, isJudging } = useJudgement(target, results === null ? addresses : [], order);
  if (results) return <InviteResults results={results} onClose={onClose} />;
  const come = addresses.filter(({ email }) => comes(judgements.get(email)));
  const onlyAdds = come.length > 0 && come.every(({ email }) => judgements.get(email)?.outcome === 'added');
  const whyNot = whyNotNow(addresses, come);
  const leaveOut = (email: string) => {
    const rest = addresses.filter((one) => one.email !== email);
    setTyped(rest.map(written).join(', '));
  };
  return (
    <Dialog
      open
      wide
      onClose={onClose}
      title={text.title(into?.name ?? name)}
      onSubmit={() => whyNot === null && !isJudging && !isPending && invite(addresses, order)}
      actions={
        <Button type="submit" look="primary" busy={isPending || isJudging} whyNot={whyNot}>
          {onlyAdds ? text.add(come.length) : text.send(come.length)}
        </Button>
      }
    >
      <TextArea
        label={text.addresses}
        hint={text.addressesHint}
        error={addresses.length > atOnce ? text.tooMany(atOnce) : messageOf(error)}
        placeholder={text.placeholder}
        value={typed}
        spellCheck={false}
        autoComplete="off"
        onChange={(event) => setTyped(event.target.value)}
      />
      {into === null ? (
        <OrganizationInviteRoles organizationId={id} order={order} onChange={setOrder} />
      ) : (
        <WorkspaceInviteRole organizationId={id} order={order} onChange={setOrder} />
      )}
      {into === null ? null : <WhoComes />}
      <Judgements addresses={addresses} judgements={judgements} isJudging={isJudging} onRemove={leaveOut} />
    </Dialog>
  );
}

/** Into a workspace come others than people of the organization only where their inviter may let them in there. */
function WhoComes() {
  const { name } = useOrganization();
  const { flags } = useMe();
  const admits = useMay()('access:manage') || flags.workspaceScopeOrgInvitesEnabled;
  return <p>{admits ? text.joins(name) : text.onlyActive(name)}</p>;
}

/** Whether something is given; until the server has said so, everybody counts. */
function comes(result: InviteResult | undefined): boolean {
  return result === undefined || result.outcome === 'added' || result.outcome === 'invited';
}

function whyNotNow(addresses: readonly TypedAddress[], come: readonly TypedAddress[]): string | null {
  if (addresses.length === 0) return text.nobody;
  if (addresses.length > atOnce) return text.tooMany(atOnce);
  return come.length === 0 ? text.nobodyFits : null;
}

const written = ({ email, name }: TypedAddress) => (name ? `${name} <${email}>` : email);
