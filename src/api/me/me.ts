/** Who calls, and what they may enter. */

import { z } from 'zod';
import {
  type Elsewhere,
  listElsewhere,
  listOrganizations,
} from '../../domain/administration/organizations/list-organizations.ts';
import { passwordAddressOf } from '../../domain/entry/password/password.ts';
import { getAccount } from '../../domain/model/account.ts';
import { getDeployment } from '../../domain/model/deployment.ts';
import type { ApiConfig } from '../http/api-config.ts';
import { principalOf } from '../http/principal.ts';
import { type Route, route } from '../http/route-declaration.ts';
import { exampleIds, idOf, organizationName, personName } from '../http/shared-schemas.ts';
import { exampleOrganization, organizationSchema } from '../organizations/organization-schemas.ts';
import { toOrganization } from '../organizations/organizations.ts';

const meSchema = z
  .object({
    account: z
      .object({
        id: idOf('account'),
        email: z
          .string()
          .nullable()
          .meta({
            description: 'The address of the person; null: no sign-in named one',
            examples: ['ada@acme.example'],
          }),
        emailVerified: z.boolean().meta({ description: 'false: the address is only claimed' }),
        name: personName,
        hasPassword: z.boolean().meta({
          description: 'Whether the person signs in here with a password, which `POST /me/password` changes',
        }),
      })
      .meta({ description: 'The person, whatever the organization' }),
    csrfToken: z
      .string()
      .nullable()
      .meta({
        description: 'To be sent as X-CSRF-Token with each write of a session; null for API keys, which need none',
        examples: ['Yk3vQ0c1T2m4'],
      }),
    confirmsBy: z
      .enum(['password', 'provider'])
      .nullable()
      .meta({
        description:
          'How the person of this session shows once more who they are (`insufficient_user_authentication`): `password`, by `POST /me/step-up`; `provider`, at `/auth/confirm`. null: an API key is not asked',
        examples: [null],
      }),
    organizations: z.array(organizationSchema).meta({ description: 'Those that the caller may enter' }),
    signInElsewhere: z
      .array(
        z.object({
          id: idOf('organization'),
          name: organizationName,
          connections: z
            .array(
              z.object({
                id: idOf('connection'),
                name: z.string().meta({ description: 'Name of the connection', examples: ['Okta'] }),
              }),
            )
            .meta({ description: 'By which it lets the caller in: `GET /auth/login?connection={id}`' }),
        }),
      )
      .meta({
        description:
          "Those that the caller belongs to, and that the way in which they came in does not reach: `ssoOnly` is on there. Always empty for who came in by an organization's own connection",
      }),
    defaultOrganizationId: idOf('organization').meta({ description: 'Id of the default organization' }),
    flags: z
      .object({
        workspaceScopeOrgInvitesEnabled: z
          .boolean()
          .meta({ description: 'Whether Workspace Admins may invite people to the organization' }),
        userOrgCreationDisabled: z
          .boolean()
          .meta({ description: 'Whether only the deployment key creates organizations' }),
        personalOrgsDisabled: z
          .boolean()
          .meta({ description: 'Whether somebody who joins nothing gets no organization of their own' }),
      })
      .meta({ description: 'The switches of this deployment' }),
  })
  .meta({
    id: 'Me',
    description: 'The caller, and what it may enter',
    examples: [
      {
        account: {
          id: exampleIds.account,
          email: 'ada@acme.example',
          emailVerified: true,
          name: 'Ada Lovelace',
          hasPassword: false,
        },
        csrfToken: null,
        confirmsBy: null,
        organizations: [exampleOrganization],
        signInElsewhere: [
          {
            id: '6b06111179a954f3a3e76a70',
            name: 'Acme Partners',
            connections: [{ id: exampleIds.connection, name: 'Okta' }],
          },
        ],
        defaultOrganizationId: exampleIds.organization,
        flags: { workspaceScopeOrgInvitesEnabled: false, userOrgCreationDisabled: true, personalOrgsDisabled: true },
      },
    ],
  });

export function meRoutes({ flags, basicAuth }: ApiConfig): Route[] {
  return [
    route({
      method: 'get',
      path: '/me',
      summary: 'The caller with its organizations, and the switches of this deployment',
      needs: 'to be a person',
      tag: 'Me',
      responses: { 200: meSchema },
      handle: async ({ caller, request }) => {
        const [account, organizations, elsewhere, { defaultOrgId }, passwordAddress] = await Promise.all([
          getAccount(caller.accountId),
          listOrganizations(principalOf(caller)),
          listElsewhere(caller),
          getDeployment(),
          basicAuth ? passwordAddressOf(caller.accountId) : null,
        ]);
        const { _id: id, email, emailVerified, name } = account;
        return {
          status: 200,
          body: {
            account: { id, email, emailVerified, name, hasPassword: passwordAddress !== null },
            csrfToken: caller.kind === 'session' ? (request.session.csrfToken ?? null) : null,
            confirmsBy: caller.kind === 'session' ? caller.confirmsBy : null,
            organizations: organizations.map(toOrganization),
            signInElsewhere: elsewhere.map(toElsewhere),
            defaultOrganizationId: defaultOrgId,
            flags,
          },
        };
      },
    }),
  ];
}

function toElsewhere({ organization: { _id: id, name }, ways }: Elsewhere) {
  return { id, name, connections: ways.map((way) => ({ id: way.connectionId, name: way.name })) };
}
