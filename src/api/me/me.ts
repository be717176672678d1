/** Who calls, and what they may enter. */

import { z } from 'zod';
import { listOrganizations } from '../../domain/administration/organizations/list-organizations.ts';
import { getAccount } from '../../domain/model/account.ts';
import { getDeployment } from '../../domain/model/deployment.ts';
import type { ApiConfig } from '../http/api-config.ts';
import { principalOf } from '../http/principal.ts';
import { type Route, route } from '../http/route-declaration.ts';
import { exampleIds, id } from '../http/shared-schemas.ts';
import { exampleOrganization, organizationSchema } from '../organizations/organization-schemas.ts';
import { toOrganization } from '../organizations/organizations.ts';

const meSchema = z
  .object({
    account: z.object({
      id,
      email: z.string().nullable(),
      emailVerified: z.boolean().meta({ description: 'false: the address is only claimed' }),
      name: z.string(),
    }),
    csrfToken: z.string().nullable().meta({ description: 'null for API keys, which need none' }),
    organizations: z.array(organizationSchema),
    defaultOrganizationId: id,
    flags: z.object({
      workspaceScopeOrgInvitesEnabled: z.boolean(),
      userOrgCreationDisabled: z.boolean(),
      personalOrgsDisabled: z.boolean(),
    }),
  })
  .meta({
    id: 'Me',
    examples: [
      {
        account: { id: exampleIds.account, email: 'ada@acme.example', emailVerified: true, name: 'Ada Lovelace' },
        csrfToken: null,
        organizations: [exampleOrganization],
        defaultOrganizationId: exampleIds.organization,
        flags: { workspaceScopeOrgInvitesEnabled: false, userOrgCreationDisabled: true, personalOrgsDisabled: true },
      },
    ],
  });

export function meRoutes({ flags }: ApiConfig): Route[] {
  return [
    route({
      method: 'get',
      path: '/me',
      summary: 'The caller with its organizations, and the switches of this deployment',
      needs: 'to be a person',
      tag: 'Me',
      responses: { 200: meSchema },
      handle: async ({ caller, request }) => {
        const [account, organizations, { defaultOrgId }] = await Promise.all([
          getAccount(caller.accountId),
          listOrganizations(principalOf(caller)),
          getDeployment(),
        ]);
        const { _id: id, email, emailVerified, name } = account;
        return {
          status: 200,
          body: {
            account: { id, email, emailVerified, name },
            csrfToken: caller.kind === 'session' ? (request.session.csrfToken ?? null) : null,
            organizations: organizations.map(toOrganization),
            defaultOrganizationId: defaultOrgId,
            flags,
          },
        };
      },
    }),
  ];
}
