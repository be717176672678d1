/** The API beside the OIDC door, for what the two do together. */
import express, { type RequestHandler } from 'express';
import { apiRouter } from '../../src/api/api-router.ts';
import { liveFeed } from '../../src/domain/audit/live.ts';
import { invitationSettings } from './domain.ts';

export function mountApi(outboundAllowedHosts: readonly string[]) {
  return (publicUrl: string, session: RequestHandler): express.Router => {
    const config = {
      mode: 'configured' as const,
      live: liveFeed(),
      ...invitationSettings,
      publicUrl,
      apiKeyMaxDays: 365,
      basicAuth: false,
      subjectClaims: {},
      outboundAllowedHosts: [...outboundAllowedHosts],
      oidc: null,
      initial: { workspaceName: 'Workspace 1' },
      flags: {
        workspaceScopeOrgInvitesEnabled: false,
        userOrgCreationDisabled: false,
        personalOrgsDisabled: true,
        jitProvisioningEnabled: true,
      },
    };
    return express.Router().use('/api/v1', session, apiRouter({ config }));
  };
}
