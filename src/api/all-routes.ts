/** Every route of the API. */

import { heldChangeRoutes } from './access/held-changes.ts';
import { jobRoutes } from './access/jobs.ts';
import { previewRoutes } from './access/preview.ts';
import { auditEventRoutes } from './audit/audit-events.ts';
import { domainRoutes } from './connections/domains.ts';
import { simulationRoutes } from './connections/sign-in-simulations.ts';
import { ssoConnectionRoutes } from './connections/sso-connections.ts';
import { ssoSettingsRoutes } from './connections/sso-settings.ts';
import type { ApiConfig, Route } from './http/route-declaration.ts';
import { invitationRoutes } from './invitations/invitations.ts';
import { apiKeyRoutes } from './keys/api-keys.ts';
import { mappingRoutes } from './mappings/mappings.ts';
import { meRoutes } from './me/me.ts';
import { passwordRoutes } from './me/password.ts';
import { sessionRoutes } from './me/sessions.ts';
import { identityRoutes } from './members/identities.ts';
import { memberSignInRoutes } from './members/member-sign-ins.ts';
import { memberRoutes } from './members/members.ts';
import { organizationRoutes } from './organizations/organizations.ts';
import { scimRequestRoutes } from './provisioning/scim-requests.ts';
import { scimRoutes } from './provisioning/scim-tokens.ts';
import { permissionRoutes } from './roles/permissions.ts';
import { roleRoutes } from './roles/roles.ts';
import { webhookRoutes } from './webhooks/webhooks.ts';
import { workspaceMemberRoutes } from './workspace-members/workspace-members.ts';
import { workspaceRoutes } from './workspaces/workspaces.ts';

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
