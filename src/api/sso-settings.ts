/** SSO member settings: what a newcomer gets at the first sign-in. */
import { workspaceRoleNames } from '../domain/administration/roles/list-roles.ts';
import { changeSsoSettings } from '../domain/administration/settings/organization-settings.ts';
import { getOrganization, type OrganizationDocument } from '../domain/model/organization.ts';
import { authorize } from './authorize.ts';
import { type Route, route } from './route.ts';
import { organizationParams, ssoSettingsSchema } from './schemas.ts';

const shared = {
  path: '/organizations/{org}/sso-settings',
  who: 'Organization Admin',
  tag: 'Sign-in',
  params: organizationParams,
  responses: { 200: ssoSettingsSchema },
};

export const ssoSettingsRoutes: Route[] = [
  route({
    ...shared,
    method: 'get',
    summary: 'Read what newcomers get',
    handle: async ({ caller, params: { org } }) => {
      await authorize(caller, org, 'sso:manage');
      return { status: 200, body: await toSettings(org, (await getOrganization(org)).sso) };
    },
  }),
  route({
    ...shared,
    method: 'patch',
    summary: 'Change what later newcomers get; nobody who has joined is touched',
    body: ssoSettingsSchema.partial().strict(),
    handle: async ({ caller, context, params: { org }, body }) => {
      await authorize(caller, org, 'sso:manage');
      return { status: 200, body: await toSettings(org, await changeSsoSettings(context, org, body)) };
    },
  }),
];

async function toSettings(org: string, sso: OrganizationDocument['sso']) {
  return { ...sso, workspaceRole: (await workspaceRoleNames(org))(sso.workspaceRole) };
}
