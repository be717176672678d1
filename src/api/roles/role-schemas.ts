/** The shapes of roles and permissions. */

import { z } from 'zod';
import { applicationPermissionName } from '../../domain/access/authority/application-permission.ts';
import { limits, severalLines } from '../../domain/model/limits.ts';
import { workspaceRoles } from '../../domain/model/role.ts';
import { nameSchema, organizationParams } from '../http/shared-schemas.ts';

/** One line or several; no control characters beside tab and line breaks, no half surrogates. */
const descriptionSchema = z
  .string()
  .trim()
  .max(limits.description)
  .regex(severalLines, 'Must not contain control characters');

/** Custom roles by name or id, built-in ones by name. */
export const roleParams = organizationParams.extend({ role: z.string().min(1).max(100) });

const rank = z.int().min(1).max(limits.rank).meta({ description: 'Higher wins; unique, 500 and 100 are built in' });
const permissionName = z.string().min(1).max(limits.permissionName);
const permissionNames = z
  .array(permissionName)
  .max(limits.applicationPermissions)
  .meta({ description: 'Workspace permissions of GET /permissions and application permissions' });

export const roleOrder = z.strictObject({
  name: nameSchema,
  description: descriptionSchema.default(''),
  basedOn: z.string().min(1).max(100).optional().meta({ description: 'A role to take permissions and rank after' }),
  rank: rank.optional().meta({ description: 'Else a free one right below `basedOn`, or below Workspace Editor' }),
  permissions: permissionNames.optional(),
});

export const roleChange = z.strictObject({
  name: nameSchema.optional(),
  description: descriptionSchema.optional(),
  rank: rank.optional(),
  permissions: permissionNames.optional(),
});

const named = z.object({ id: z.string(), name: z.string() });

const roleFields = {
  id: z.string().meta({ description: 'Of a built-in role its name' }),
  name: z.string(),
  description: z.string(),
  rank: z.int(),
  builtIn: z.boolean(),
  permissions: z.array(z.string()),
};

export const roleSchema = z.object(roleFields).meta({ id: 'Role', description: 'A workspace role' });

export const roleWithUsageSchema = z
  .object({
    ...roleFields,
    usage: z
      .object({
        grants: z.array(z.object({ source: z.string(), count: z.int(), members: z.array(named) })),
        mappings: z.object({ count: z.int(), groups: z.array(named) }),
        ssoSettings: z.boolean().meta({ description: 'Newcomers get it' }),
      })
      .nullable()
      .meta({ description: 'Who relies on it, up to ten names of each kind; null for built-in roles' }),
  })
  .meta({ id: 'RoleWithUsage' });

export const permissionSchema = z
  .object({
    name: z.string(),
    description: z.string(),
    scope: z.enum(['organization', 'workspace']),
    builtIn: z.boolean().meta({ description: 'false: declared for an application' }),
    roles: z.array(z.string()).meta({ description: 'The built-in roles that have it' }),
  })
  .meta({ id: 'Permission' });

const declaredFields = {
  name: permissionName.regex(applicationPermissionName, 'Must be area:action in lower case, as in reports:export'),
  description: descriptionSchema.default(''),
  roles: z
    .array(z.enum(workspaceRoles))
    .max(workspaceRoles.length)
    .default([])
    .meta({ description: 'The built-in workspace roles that have it; Workspace Admin always does' }),
};

export const applicationPermissionSchema = z.object(declaredFields).meta({ id: 'ApplicationPermission' });

export const applicationPermissionsOrder = z.strictObject({
  permissions: z.array(z.strictObject(declaredFields)).max(limits.applicationPermissions),
});

export const checkAnswerSchema = z
  .object({
    allowed: z.boolean(),
    role: z.string().nullable().meta({ description: 'The role that was asked for the permission' }),
    reason: z.string().meta({ description: 'For people: the grant behind the role, or what stands against it' }),
  })
  .meta({ id: 'Verdict' });
