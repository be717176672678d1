import { api } from '../../lib/client.ts';
import { effects } from '../../lib/messages/effects.ts';
import { roleUsage as text } from '../../lib/messages/roles.ts';
import { useOrganization } from '../../lib/session.ts';
import type { Role } from '../../lib/types.ts';
import { Confirm, closing } from '../../ui/confirm.tsx';
import { isUsed, RoleUsage, useUsage } from './usage-dialog.tsx';

/** A role in use cannot go: the dialog says who uses it. */
export function RemoveRole({ role, onClose }: { readonly role: Role; readonly onClose: () => void }) {
  const { id: org } = useOrganization();
  const usage = useUsage(role).data?.usage;
  const used = usage ? isUsed(usage) : false;
  const { mutate, isPending } = api.useMutation(
    'delete',
    '/organizations/{org}/roles/{role}',
    closing(text.removed(role.name), onClose),
  );
  const whyNot = usage ? (used ? text.inUse : null) : effects.wait;
  return (
    <Confirm
      wide
      onClose={onClose}
      title={text.removeTitle(role.name)}
      text={used ? text.removeUsed : text.removeText}
      action={text.remove}
      look="danger"
      busy={isPending}
      whyNot={whyNot}
      onConfirm={() => mutate({ params: { path: { org, role: role.id } } })}
    >
      <RoleUsage role={role} />
    </Confirm>
  );
}
