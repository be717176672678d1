/** Who calls, and what they may enter. */

import { listOrganizations } from '../domain/administration/organizations/list-organizations.ts';
import { getAccount } from '../domain/model/account.ts';
import { getDeployment } from '../domain/model/deployment.ts';
import { personOf, principalOf } from './caller-in-domain.ts';
import { meSchema } from './me-schemas.ts';
import { toOrganization } from './organizations.ts';
import { type ApiConfig, type Route, route } from './route.ts';

export function meRoutes({ flags }: ApiConfig): Route[] {
  return [
    route({
      method: 'get',
      path: '/me',
      summary: 'The caller with its organizations, and the switches of this deployment',
      who: 'signed in',
      tag: 'Me',
      responses: { 200: meSchema },
      handle: async ({ caller, request }) => {
        const [account, organizations, { defaultOrgId }] = await Promise.all([
          getAccount(personOf(caller).accountId),
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
