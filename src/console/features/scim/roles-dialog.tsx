import { useState } from 'react';
import { api } from '../../lib/client.ts';
import { directoryRoles as text } from '../../lib/messages/scim.ts';
import { useOrganization } from '../../lib/session.ts';
import type { ScimSettings } from '../../lib/types.ts';
import { Button } from '../../ui/button.tsx';
import { CheckField } from '../../ui/check-field.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { actionFor, Effects, usePreview, whyNotYet } from '../../ui/effects.tsx';
import { tellDone, tellFailed } from '../../ui/toast.tsx';

type Props = { readonly saved: ScimSettings; readonly onClose: () => void };

/** Lets the directory name roles, or no more; who would gain or lose by it is shown first. */
export function RolesDialog({ saved, onClose }: Props) {
  const { id: org } = useOrganization();
  const [rolesEnabled, setEnabled] = useState(saved.rolesEnabled);
  const [rolesMakeAdmins, setMakeAdmins] = useState(saved.rolesMakeAdmins);
  const order = { rolesEnabled, rolesMakeAdmins };
  const isSame = rolesEnabled === saved.rolesEnabled && rolesMakeAdmins === saved.rolesMakeAdmins;
  const previewed = usePreview(isSame ? null : { kind: 'scim-settings', settings: order });
  const whyNot = isSame ? text.same : whyNotYet(previewed);
  const { mutate, isPending } = api.useMutation('patch', '/organizations/{org}/scim/settings', {
    onSuccess: () => {
      tellDone(text.saved);
      onClose();
    },
    onError: tellFailed,
  });
  return (
    <Dialog
      open
      wide
      onClose={onClose}
      title={text.title}
      onSubmit={() => whyNot === null && mutate({ params: { path: { org } }, body: order })}
      actions={
        <Button type="submit" look="primary" busy={isPending} whyNot={whyNot}>
          {actionFor(text.save, previewed)}
        </Button>
      }
    >
      <CheckField label={text.enabled} hint={text.enabledHint} checked={rolesEnabled} onChange={setEnabled} />
      {rolesEnabled ? (
        <CheckField label={text.admins} hint={text.adminsHint} checked={rolesMakeAdmins} onChange={setMakeAdmins} />
      ) : null}
      <Effects {...previewed} />
    </Dialog>
  );
}
