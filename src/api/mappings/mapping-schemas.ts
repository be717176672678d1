/** The shapes of mappings. */

import { z } from 'zod';
import { limits } from '../../domain/model/limits.ts';
import {
  createdAt,
  groupName,
  idOf,
  idParamOf,
  noControls,
  organizationRoleSchema,
  orNull,
  workspaceName,
  workspaceOrAll,
} from '../http/shared-schemas.ts';

const text = (max: number) =>
  z
    .string()
    .min(1)
    .max(max)
    .regex(...noControls);

const target = z.strictObject({
  workspaceId: workspaceOrAll,
  workspaceRole: text(limits.workspaceRole).meta({
    description: 'The role there, by name; a custom one by id as well',
    examples: ['Workspace Editor'],
  }),
});
const givenRole = { description: 'The organization role that it gives; null: none' };
const order = {
  targets: z.array(target).max(limits.workspacesNamed).meta({
    description:
      'The workspaces that it gives, each with a role. In one that is named beside `*` the higher role counts',
  }),
  organizationRole: orNull(organizationRoleSchema).meta(givenRole),
  priority: z
    .int()
    .min(1)
    .max(limits.mappingPriority)
    .meta({
      description: 'With the precedence `priority`: 1 is first; of equal ones the higher role decides',
      examples: [1],
    }),
};

export const mappingOrder = z
  .strictObject({
    group: z
      .union([
        z.strictObject({ id: idParamOf('group') }),
        z.strictObject({ displayName: text(limits.groupName).meta(groupName.meta() ?? {}) }),
      ])
      .meta({
        description: 'A group by id, or by name; a name that no group has yet waits for the directory to push it',
      }),
    ...order,
  })
  .partial({ targets: true, organizationRole: true, priority: true });

export const mappingChange = z.strictObject(order).partial();

/** The targets of a mapping, or of a group that admins made, as answers tell them. */
export const givenTargets = z
  .array(
    z.object({
      workspaceId: workspaceOrAll,
      workspaceName,
      workspaceRole: z.string().meta({ description: 'The role there, by name', examples: ['Workspace Editor'] }),
    }),
  )
  .meta({ description: 'The workspaces that it gives' });

export const mappingSchema = z
  .object({
    id: idOf('mapping'),
    group: z
      .object({
        id: idOf('group').nullable().meta({ description: 'Id of the group; null: it waits for the group' }),
        displayName: groupName,
      })
      .meta({ description: 'Whose members get it' }),
    waiting: z.boolean().meta({ description: 'No directory has pushed a group of this name yet' }),
    targets: givenTargets,
    organizationRole: orNull(organizationRoleSchema).meta(givenRole),
    priority: z
      .int()
      .nullable()
      .meta({ description: 'With the precedence `priority`: 1 is first; null comes last', examples: [1] }),
    createdAt,
  })
  .meta({ id: 'Mapping', description: 'What a group gives by the word of an admin, whatever its name' });

/** Of a mapping that is deleted. */
export const onDelete = z.enum(['keep', 'remove']).meta({
  description: '`keep`: members keep what it gave, as grants made by hand; `remove`: they lose what nothing else gives',
});
