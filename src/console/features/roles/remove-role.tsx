import { api } from '../../lib/client.ts';
import { effects } from '../../lib/messages/effects.ts';
import { roleUsage as text } from '../../lib/messages/roles.ts';
import { useOrganization } from '../../lib/session.ts';
import type { Role } from '../../lib/types.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { tellDone, tellFailed } from '../../ui/toast.tsx';
import { isUsed, RoleUsage, useUsage } from './usage-dialog.tsx';

/** A role in use cannot go: the dialog says who uses it. */
export function RemoveRole({ role, onClose }: { readonly role: Role; readonly onClose: () => void }) {
  const { id: org } = useOrganization();
  const usage = useUsage(role).data?.usage;
  const used = usage ? isUsed(usage) : false;
  const { mutate, isPending } = api.useMutation('delete', '/organizations/{org}/roles/{role}', {
    onSuccess: () => {
      tellDone(text.removed(role.name));
      onClose();
    },
    onError: tellFailed,
  });
  const whyNot = usage ? (used ? text.inUse : null) : effects.wait;
  return (
    <Dialog
      open
      wide
      onClose={onClose}
      title={text.removeTitle(role.name)}
      text={used ? text.removeUsed : text.removeText}
      actions={
        <Button
          look="danger"
          busy={isPending}
          whyNot={whyNot}
          onClick={() => mutate({ params: { path: { org, role: role.id } } })}
        >
          {text.remove}
        </Button>
      }
    >
      <RoleUsage role={role} />
    </Dialog>
  );
}
