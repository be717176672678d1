import { inviting } from '../../lib/messages/organization.ts';
import { OrganizationSwitch } from '../../ui/organization-switch.tsx';

/** The switch of invitations. */
export const Inviting = () => <OrganizationSwitch of="invitationsEnabled" text={inviting} />;
