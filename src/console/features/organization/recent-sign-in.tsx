import { recentSignIn } from '../../lib/messages/organization.ts';
import { OrganizationSwitch } from '../../ui/organization-switch.tsx';

/** Whether people confirm who they are before what could hand the organization over. */
export const RecentSignIn = () => <OrganizationSwitch of="recentSignInRequired" text={recentSignIn} />;
