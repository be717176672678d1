import { ssoOnly } from '../../lib/messages/sso.ts';
import { useOrganization } from '../../lib/session.ts';
import { OrganizationSwitch } from '../../ui/organization-switch.tsx';

/** Whether passwords and other connections lead here too. */
export function SsoOnly() {
  const { isDefault } = useOrganization();
  return <OrganizationSwitch of="ssoOnly" text={isDefault ? { ...ssoOnly, hint: ssoOnly.hintDefault } : ssoOnly} />;
}
