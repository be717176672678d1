/** Every route of the API. */

import { accessMapRoutes } from './access/access-map.ts';
import { heldChangeRoutes } from './access/held-changes.ts';
import { jobRoutes } from './access/jobs.ts';
import { previewRoutes } from './access/preview.ts';
import { auditEventRoutes } from './audit/audit-events.ts';
import { liveRoutes } from './audit/live.ts';
import { tokenFeedRoutes } from './audit/token-feed.ts';
import { domainRoutes } from './connections/domains.ts';
import { simulationRoutes } from './connections/sign-in-simulations.ts';
import { signalStreamRoutes } from './connections/signal-streams.ts';
import { ssoConnectionRoutes } from './connections/sso-connections.ts';
import { ssoSettingsRoutes } from './connections/sso-settings.ts';
import { groupRoutes } from './groups/groups.ts';
import type { ApiConfig } from './http/api-config.ts';
import type { Route } from './http/route-declaration.ts';
import { invitationRoutes } from './invitations/invitations.ts';
import { myInvitationRoutes } from './invitations/my-invitations.ts';
import { personalKeyRoutes } from './keys/personal-keys.ts';
import { serviceKeyRoutes } from './keys/service-keys.ts';
import { mappedGroupRoutes } from './mappings/mapped-groups.ts';
import { mappingRoutes } from './mappings/mappings.ts';
import { scimSettingsRoutes } from './mappings/scim-settings.ts';
import { meRoutes } from './me/me.ts';
import { passwordRoutes } from './me/password.ts';
import { sessionRoutes } from './me/sessions.ts';
import { stepUpRoutes } from './me/step-up.ts';
import { accessMatrixRoutes } from './members/access-matrix.ts';
import { explainedAccessRoutes } from './members/explained-access.ts';
import { identityRoutes } from './members/identities.ts';
import { joinedMemberRoutes } from './members/joined-members.ts';
import { memberExportRoutes } from './members/member-export.ts';
import { memberLockRoutes } from './members/member-locks.ts';
import { memberSignInRoutes } from './members/member-sign-ins.ts';
import { memberRoutes } from './members/members.ts';
import { undecidedMemberRoutes } from './members/undecided-members.ts';
import { organizationRoutes } from './organizations/organizations.ts';
import { scimClientRoutes } from './provisioning/scim-clients.ts';
import { scimRequestRoutes } from './provisioning/scim-requests.ts';
import { scimTokenRoutes } from './provisioning/scim-tokens.ts';
import { permissionRoutes } from './roles/permissions.ts';
import { roleRoutes } from './roles/roles.ts';
import { setupRoutes } from './setup/setup.ts';
import { setupLinkRoutes } from './setup/setup-links.ts';
import { statisticsRoutes } from './statistics/statistics.ts';
import { webhookRoutes } from './webhooks/webhooks.ts';
import { overrideRoutes } from './workspace-members/overrides.ts';
import { workspaceMemberRoutes } from './workspace-members/workspace-members.ts';
import { workspaceRoutes } from './workspaces/workspaces.ts';

/** In the order in which the documentation shows them. */
export function apiRoutes(config: ApiConfig): Route[] {
  return [
    ...meRoutes(config),
    ...sessionRoutes,
    ...passwordRoutes,
    ...stepUpRoutes,
    ...organizationRoutes(config),
    ...statisticsRoutes(config),
    ...workspaceRoutes,
    ...memberRoutes,
    ...memberExportRoutes,
    ...memberLockRoutes,
    ...joinedMemberRoutes,
    ...explainedAccessRoutes,
    ...undecidedMemberRoutes,
    ...identityRoutes,
    ...memberSignInRoutes(config),
    ...workspaceMemberRoutes(config),
    ...overrideRoutes,
    ...invitationRoutes(config),
    ...myInvitationRoutes,
    ...groupRoutes,
    ...roleRoutes,
    ...permissionRoutes,
    ...ssoSettingsRoutes,
    ...ssoConnectionRoutes(config),
    ...signalStreamRoutes(config),
    ...domainRoutes(config),
    ...simulationRoutes(config),
    ...setupLinkRoutes(config),
    ...setupRoutes(config),
    ...scimTokenRoutes,
    ...scimClientRoutes(config),
    ...mappedGroupRoutes,
    ...scimRequestRoutes,
    ...scimSettingsRoutes,
    ...mappingRoutes,
    ...previewRoutes,
    ...jobRoutes,
    ...accessMapRoutes,
    ...accessMatrixRoutes,
    ...heldChangeRoutes,
    ...personalKeyRoutes(config),
    ...serviceKeyRoutes,
    ...auditEventRoutes,
    ...tokenFeedRoutes(config),
    ...liveRoutes(config),
    ...webhookRoutes(config),
  ];
}
