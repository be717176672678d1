/** The shapes of roles and permissions. */

import { z } from 'zod';
import { applicationPermissionName } from '../../domain/access/authority/application-permission.ts';
import { limits, severalLines } from '../../domain/model/limits.ts';
import { workspaceRoles } from '../../domain/model/role.ts';
import { allRoles, groupName, idOf, nameSchema, organizationParams, personName } from '../http/shared-schemas.ts';

const named = { description: 'Name of the role', examples: ['Report reader'] };
const described = { description: 'What it is for, for people', examples: ['Sees reports and exports them'] };

/** One line or several; no control characters beside tab and line breaks, no half surrogates. */
const descriptionSchema = z
  .string()
  .trim()
  .max(limits.description)
  .regex(severalLines, 'Must not contain control characters')
  .meta(described);

/** Custom roles by name or id, built-in ones by name. */
export const roleParams = organizationParams.extend({
  role: z
    .string()
    .min(1)
    .max(100)
    .meta({ description: 'The role by name, or a custom one by id', examples: ['Workspace Editor'] }),
});

const ranked = {
  description: 'Of several roles the one with the higher rank wins; unique, 500 and 100 are built in',
  examples: [400],
};
const rank = z.int().min(1).max(limits.rank).meta(ranked);
const permissionExample = { examples: ['reports:export'] };
const permissionName = z.string().min(1).max(limits.permissionName).meta(permissionExample);
const examplePermissions = ['workspace:read', 'reports:export'];
const permissionNames = z
  .array(permissionName)
  .max(limits.applicationPermissions)
  .meta({
    description: 'What it permits: workspace permissions of GET /permissions and application permissions',
    examples: [examplePermissions],
  });

export const roleOrder = z.strictObject({
  name: nameSchema.meta(named),
  description: descriptionSchema.default(''),
  basedOn: z
    .string()
    .min(1)
    .max(100)
    .optional()
    .meta({
      description: 'A role, by name or id, to take permissions and rank after',
      examples: ['Workspace Viewer'],
    }),
  rank: rank.optional().meta({ description: 'Else a free one right below `basedOn`, or below Workspace Editor' }),
  permissions: permissionNames.optional(),
});

export const roleChange = z.strictObject({
  name: nameSchema.optional().meta(named),
  description: descriptionSchema.optional(),
  rank: rank.optional(),
  permissions: permissionNames.optional(),
});

const someMembers = z.array(z.object({ id: idOf('member'), name: personName }));
const someGroups = z.array(z.object({ id: idOf('group'), name: groupName }));

const roleFields = {
  id: idOf('role').meta({ description: 'Id of the role; of a built-in one its name' }),
  name: z.string().meta(named),
  description: z.string().meta(described),
  rank: z.int().meta(ranked),
  builtIn: z
    .boolean()
    .meta({ description: 'Whether it is one of those that every organization has, and nobody changes' }),
  permissions: z.array(z.string()).meta({ description: 'What it permits', examples: [examplePermissions] }),
};

export const roleSchema = z.object(roleFields).meta({ id: 'Role', description: 'A workspace role' });

export const roleWithUsageSchema = z
  .object({
    ...roleFields,
    usage: z
      .object({
        grants: z
          .array(
            z.object({
              source: z.string().meta({ description: 'Where the grants come from', examples: ['scim-group'] }),
              count: z.int().meta({ description: 'How many grants there are', examples: [1] }),
              members: someMembers.meta({ description: 'Whose they are, at most ten' }),
            }),
          )
          .meta({ description: 'The grants that give it, by their source' }),
        mappings: z
          .object({
            count: z.int().meta({ description: 'How many mappings there are', examples: [1] }),
            groups: someGroups.meta({ description: 'Of which groups, at most ten' }),
          })
          .meta({ description: 'The mappings that give it' }),
        ssoSettings: z.boolean().meta({ description: 'Whether newcomers get it' }),
      })
      .nullable()
      .meta({ description: 'Who relies on it; null for built-in roles' }),
  })
  .meta({ id: 'RoleWithUsage', description: 'A workspace role with who relies on it' });

const permissionNamed = { description: 'What programs call it', ...permissionExample };
const permits = { description: 'What it permits, for people', examples: ['Export reports'] };

export const permissionSchema = z
  .object({
    name: z.string().meta(permissionNamed),
    description: z.string().meta(permits),
    scope: z.enum(['organization', 'workspace']).meta({ description: 'Where it counts' }),
    builtIn: z.boolean().meta({ description: 'false: declared for the application' }),
    roles: z
      .array(z.string())
      .meta({ description: 'The built-in roles that have it', examples: [['Workspace Admin']] }),
  })
  .meta({ id: 'Permission', description: 'The right to do one thing' });

const declaredFields = {
  name: permissionName
    .regex(applicationPermissionName, 'Must be area:action in lower case, as in reports:export')
    .meta({ description: 'area:action in lower case, which nothing else is called', ...permissionExample }),
  description: descriptionSchema.default('').meta(permits),
  roles: z
    .array(z.enum(workspaceRoles))
    .max(workspaceRoles.length)
    .default([])
    .meta({
      description: 'The built-in workspace roles that have it; Workspace Admin always does',
      examples: [['Workspace Editor']],
    }),
};

export const applicationPermissionSchema = z
  .object(declaredFields)
  .meta({ id: 'ApplicationPermission', description: 'A permission that the application asks about' });

export const applicationPermissionsOrder = z.strictObject({
  permissions: z
    .array(z.strictObject(declaredFields))
    .max(limits.applicationPermissions)
    .meta({ description: 'All that there are from now on' }),
});

export const checkAnswerSchema = z
  .object({
    allowed: z.boolean().meta({ description: 'The answer' }),
    role: z
      .string()
      .nullable()
      .meta({
        description: 'The role that has the permission, by name; where none has it, the highest; null: none',
        examples: ['Workspace Editor'],
      }),
    roles: allRoles,
    reason: z.string().meta({
      description: 'For people: the grant behind the role, or what stands against it',
      examples: ['Ada Lovelace is Workspace Editor in Research, by a SCIM group.'],
    }),
  })
  .meta({ id: 'Verdict', description: 'Whether somebody may do something, and why' });
