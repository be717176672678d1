/** SSO member settings: what a newcomer gets at the first sign-in. */

import { z } from 'zod';
import { workspaceRoleNames } from '../../domain/administration/roles/list-roles.ts';
import { changeSsoSettings } from '../../domain/administration/settings/organization-settings.ts';
import { limits } from '../../domain/model/limits.ts';
import { getOrganization, type OrganizationDocument } from '../../domain/model/organization.ts';
import { type Route, route } from '../http/route-declaration.ts';
import {
  exampleIds,
  idOf,
  organizationParams,
  organizationRoleSchema,
  workspaceRoleSchema,
} from '../http/shared-schemas.ts';

export const ssoSettingsSchema = z
  .object({
    autoJoin: z.boolean().meta({ description: 'Whether somebody whom nobody invited joins by signing in' }),
    workspaceIds: z
      .array(idOf('workspace'))
      .max(limits.workspacesNamed)
      .meta({ description: 'The workspaces that newcomers enter, by id; empty: none' }),
    workspaceRole: workspaceRoleSchema,
    organizationRole: organizationRoleSchema,
  })
  .meta({
    id: 'SsoSettings',
    description: 'What a person gets at the first sign-in',
    examples: [
      {
        autoJoin: true,
        workspaceIds: [exampleIds.workspace],
        workspaceRole: 'Workspace Editor',
        organizationRole: 'Organization User',
      },
    ],
  });

export const ssoSettingsChange = ssoSettingsSchema.partial().strict();

const shared = {
  path: '/organizations/{org}/sso-settings',
  tag: 'Sign-in',
  params: organizationParams,
  responses: { 200: ssoSettingsSchema },
};

export const ssoSettingsRoutes: Route[] = [
  route({
    ...shared,
    method: 'get',
    summary: 'Read what newcomers get',
    needs: 'sso:manage',
    handle: async ({ params: { org } }) => ({
      status: 200,
      body: await toSettings(org, (await getOrganization(org)).sso),
    }),
  }),
  route({
    ...shared,
    method: 'patch',
    summary: 'Change what later newcomers get; nobody who has joined is touched',
    needs: 'sso:manage',
    body: ssoSettingsChange,
    handle: async ({ context, params: { org }, body }) => ({
      status: 200,
      body: await toSettings(org, await changeSsoSettings(context, org, body)),
    }),
  }),
];

async function toSettings(org: string, sso: OrganizationDocument['sso']) {
  return { ...sso, workspaceRole: (await workspaceRoleNames(org))(sso.workspaceRole) };
}
