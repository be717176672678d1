/** Who calls, and what they may enter. */
import { listOrganizations } from '../domain/organizations/list-organizations.ts';
import { getDeployment } from '../domain/organizations/organization.ts';
import { findSignedInAccount } from '../domain/sso/signed-in-account.ts';
import { accountOf, principalOf } from './caller.ts';
import { toOrganization } from './organizations.ts';
import { ApiError } from './problem.ts';
import { type ApiConfig, type Route, route } from './route.ts';
import { meSchema } from './schemas.ts';

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
        const [signedIn, organizations, { defaultOrgId }] = await Promise.all([
          findSignedInAccount(accountOf(caller)),
          listOrganizations(principalOf(caller)),
          getDeployment(),
        ]);
        if (!signedIn) throw new ApiError(401, 'unauthenticated', 'This account has no access any more.');
        const { _id: id, email, name } = signedIn.account;
        return {
          status: 200,
          body: {
            account: { id, email, name },
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
