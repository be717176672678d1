/** What would happen if somebody signed in with these claims? */
import { z } from 'zod';
import { simulateSignIn } from '../../domain/administration/connections/simulate.ts';
import type { ApiConfig } from '../http/api-config.ts';
import { type Route, route } from '../http/route-declaration.ts';
import { idParam, organizationParams, orNull } from '../http/shared-schemas.ts';
import { accessSchema } from '../members/access-schema.ts';
import { toAccess } from '../members/explained-access.ts';

const simulationOrder = z.strictObject({
  connectionId: idParam.default('default').meta({
    description: "`default`: the deployment's own connection, which serves the default organization",
    examples: ['default'],
  }),
  claims: z.record(z.string().max(200), z.unknown()).meta({
    description: 'As in an ID token: sub, email, email_verified, name, groups, ...',
    examples: [{ sub: '00u1a2b3c4', email: 'ada@acme.example', email_verified: true, name: 'Ada Lovelace' }],
  }),
});

const simulationSchema = z
  .object({
    outcome: z.enum(['existing', 'invitation', 'auto-join', 'refused']).meta({
      description:
        'As what they would come in: as somebody who is a member already, by an invitation, by joining on their own, or not at all',
    }),
    reason: z
      .string()
      .nullable()
      .meta({
        description: 'Why it is refused, as in `deactivated` or `not_invited`; null: it is not',
        examples: [null],
      }),
    access: orNull(accessSchema).meta({
      description: 'What results in this organization; null when refused, or when there is access elsewhere only',
    }),
  })
  .meta({ id: 'SignInSimulation', description: 'What a sign-in would come to' });

export function simulationRoutes({ flags, subjectClaims, oidc, initial }: ApiConfig): Route[] {
  const settings = {
    policy: {
      jitProvisioningEnabled: flags.jitProvisioningEnabled,
      personalOrgsDisabled: flags.personalOrgsDisabled,
      workspaceName: initial.workspaceName,
      allowMissingEmail: oidc?.allowMissingEmail ?? true,
      asked: oidc ?? {},
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
      needs: 'sso:manage',
      tag: 'Sign-in',
      params: organizationParams,
      body: simulationOrder,
      responses: { 200: simulationSchema },
      handle: async ({ authority, params: { org }, body: { connectionId, claims } }) => {
        const simulation = await simulateSignIn(org, connectionId, claims, settings);
        if (simulation.outcome === 'refused') return { status: 200, body: { ...simulation, access: null } };
        const { outcome, access } = simulation;
        return { status: 200, body: { outcome, reason: null, access: access && toAccess(access, authority) } };
      },
    }),
  ];
}
