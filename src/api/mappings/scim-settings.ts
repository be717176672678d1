/** How group names give roles, and whether `roles` of a User do. */

import { z } from 'zod';
import { changeScimSettings } from '../../domain/administration/settings/change-scim-settings.ts';
import { limits } from '../../domain/model/limits.ts';
import { getOrganization, precedences, scimSettingsOf, separators } from '../../domain/model/organization.ts';
import { type Route, route } from '../http/route-declaration.ts';
import { idOf, noControls, organizationParams } from '../http/shared-schemas.ts';

const settings = {
  separator: z.enum(separators).meta({ description: 'Between the parts of a group name' }),
  precedence: z.enum(precedences).meta({
    description:
      'Which group decides: the highest role, the group created last, or the mapping of the first priority. `combined`: all of them count, and whatever else gives access too',
  }),
  conventionEnabled: z
    .boolean()
    .meta({ description: 'Whether group names give roles at all; false: mappings alone do' }),
  requiredPrefix: z
    .string()
    .min(1)
    .max(limits.requiredPrefix)
    .regex(...noControls)
    .nullable()
    .meta({ description: 'Only names that begin so give roles; null: any prefix will do', examples: ['Acme '] }),
  rolesEnabled: z
    .boolean()
    .meta({ description: 'Whether `roles` of a SCIM User give roles, beside the groups', examples: [false] }),
  rolesMakeAdmins: z.boolean().meta({
    description: 'Whether these may make Organization Admins; false: naming that role gives nothing',
    examples: [false],
  }),
};

export const scimSettingsChange = z.strictObject(settings).partial();

const scimSettingsSchema = z
  .object({
    ...settings,
    jobId: idOf('job')
      .nullable()
      .meta({ description: 'The job that still reads group names or stores roles; null: none', examples: [null] }),
  })
  .meta({ id: 'ScimSettings', description: 'How group names, and the roles that the directory names, give roles' });

const shared = {
  tag: 'Provisioning',
  path: '/organizations/{org}/scim/settings',
  params: organizationParams,
  responses: { 200: scimSettingsSchema },
};

export const scimSettingsRoutes: Route[] = [
  route({
    ...shared,
    method: 'get',
    summary: 'Read how group names give roles, which group wins, and whether the directory may name roles of people',
    needs: 'access:read',
    handle: async ({ params: { org } }) => ({
      status: 200,
      body: { ...scimSettingsOf(await getOrganization(org)), jobId: null },
    }),
  }),
  route({
    ...shared,
    method: 'patch',
    summary:
      'Change how groups and the directory give roles; every group is read again, in a large organization by a job',
    needs: 'access:manage',
    body: scimSettingsChange,
    handle: async ({ context, params: { org }, body }) => {
      const { scim, jobId } = await changeScimSettings(context, org, body);
      return { status: 200, body: { ...scim, jobId } };
    },
  }),
];
