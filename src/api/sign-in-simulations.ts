/** What would happen if somebody signed in with these claims? */
import { simulateSignIn } from '../domain/administration/connections/simulate.ts';
import { toAccess } from './access.ts';
import { authorize } from './authorize.ts';
import { type ApiConfig, type Route, route } from './route.ts';
import { organizationParams } from './schemas.ts';
import { simulationOrder, simulationSchema } from './sso-schemas.ts';

export function simulationRoutes({ flags, subjectClaims, oidc, initial }: ApiConfig): Route[] {
  const settings = {
    policy: {
      jitProvisioningEnabled: flags.jitProvisioningEnabled,
      personalOrgsDisabled: flags.personalOrgsDisabled,
      workspaceName: initial.workspaceName,
      allowMissingEmail: oidc?.allowMissingEmail ?? true,
    },
    subjectClaims,
    // Evaluation mode: identities of the demo provider have this issuer, whatever its port.
    deployment: {
      issuer: oidc?.issuer ?? 'demo',
      trustEmail: oidc?.trustEmail ?? false,
      trustUserName: oidc?.trustUserName ?? false,
    },
  };
  return [
    route({
      method: 'post',
      path: '/organizations/{org}/sign-in-simulations',
      summary: 'Tell what a sign-in with these claims would come to, without changing anything',
      who: 'Organization Admin',
      tag: 'Sign-in',
      params: organizationParams,
      body: simulationOrder,
      responses: { 200: simulationSchema },
      handle: async ({ caller, params: { org }, body: { connectionId, claims } }) => {
        const authority = await authorize(caller, org, 'sso:manage');
        const simulation = await simulateSignIn(org, connectionId, claims, settings);
        if (simulation.outcome === 'refused') return { status: 200, body: { ...simulation, access: null } };
        const { outcome, access } = simulation;
        return { status: 200, body: { outcome, reason: null, access: access && toAccess(access, authority) } };
      },
    }),
  ];
}
