/** Every route of the API. */

import { apiKeyRoutes } from './api-keys.ts';
import { auditEventRoutes } from './audit-events.ts';
import { domainRoutes } from './domains.ts';
import { heldChangeRoutes } from './held-changes.ts';
import { identityRoutes } from './identities.ts';
import { invitationRoutes } from './invitations.ts';
import { jobRoutes } from './jobs.ts';
import { mappingRoutes } from './mappings.ts';
import { meRoutes } from './me.ts';
import { memberSignInRoutes } from './member-sign-ins.ts';
import { memberRoutes } from './members.ts';
import { organizationRoutes } from './organizations.ts';
import { passwordRoutes } from './password.ts';
import { permissionRoutes } from './permissions.ts';
import { previewRoutes } from './preview.ts';
import { roleRoutes } from './roles.ts';
import type { ApiConfig, Route } from './route.ts';
import { scimRoutes } from './scim.ts';
import { scimRequestRoutes } from './scim-requests.ts';
import { sessionRoutes } from './sessions.ts';
import { simulationRoutes } from './sign-in-simulations.ts';
import { ssoConnectionRoutes } from './sso-connections.ts';
import { ssoSettingsRoutes } from './sso-settings.ts';
import { webhookRoutes } from './webhooks.ts';
import { workspaceMemberRoutes } from './workspace-members.ts';
import { workspaceRoutes } from './workspaces.ts';

/** In the order in which the documentation shows them. */
export function apiRoutes(config: ApiConfig): Route[] {
  return [
    ...meRoutes(config),
    ...sessionRoutes,
    ...passwordRoutes(config),
    ...organizationRoutes(config),
    ...workspaceRoutes,
    ...memberRoutes,
    ...identityRoutes,
    ...memberSignInRoutes,
    ...workspaceMemberRoutes,
    ...invitationRoutes,
    ...roleRoutes,
    ...permissionRoutes,
    ...ssoSettingsRoutes,
    ...ssoConnectionRoutes(config),
    ...domainRoutes(config),
    ...simulationRoutes(config),
    ...scimRoutes,
    ...scimRequestRoutes,
    ...mappingRoutes,
    ...previewRoutes,
    ...jobRoutes,
    ...heldChangeRoutes,
    ...apiKeyRoutes,
    ...auditEventRoutes,
    ...webhookRoutes(config),
  ];
}
