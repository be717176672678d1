import { useState } from 'react';
import { directoryRoles as text } from '../../lib/messages/scim.ts';
import type { ScimSettings } from '../../lib/types.ts';
import { CheckField } from '../../ui/check-field.tsx';
import { ScimSettingsDialog } from '../../ui/scim-settings-dialog.tsx';

type Props = { readonly saved: ScimSettings; readonly onClose: () => void };

/** Lets the directory name roles, or no more. */
export function RolesDialog({ saved, onClose }: Props) {
  const [rolesEnabled, setEnabled] = useState(saved.rolesEnabled);
  const [rolesMakeAdmins, setMakeAdmins] = useState(saved.rolesMakeAdmins);
  const isSame = rolesEnabled === saved.rolesEnabled && rolesMakeAdmins === saved.rolesMakeAdmins;
  const { text: _, ...words } = text;
  return (
    <ScimSettingsDialog order={isSame ? null : { rolesEnabled, rolesMakeAdmins }} text={words} onClose={onClose}>
      <CheckField label={text.enabled} hint={text.enabledHint} checked={rolesEnabled} onChange={setEnabled} />
      {rolesEnabled ? (
        <CheckField label={text.admins} hint={text.adminsHint} checked={rolesMakeAdmins} onChange={setMakeAdmins} />
      ) : null}
    </ScimSettingsDialog>
  );
}
