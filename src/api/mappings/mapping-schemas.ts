/** The shapes of mappings. */

import { z } from 'zod';
import { limits } from '../../domain/model/limits.ts';
import { idParam, noControls, organizationRoleSchema, orNull } from '../http/shared-schemas.ts';

const text = (max: number) =>
  z
    .string()
    .min(1)
    .max(max)
    .regex(...noControls);

const target = z.strictObject({
  workspaceId: idParam,
  workspaceRole: text(limits.workspaceRole).meta({ description: 'By name; a custom one by id as well' }),
});
const order = {
  targets: z.array(target).max(limits.workspacesNamed),
  organizationRole: orNull(organizationRoleSchema),
  priority: z
    .int()
    .min(1)
    .max(limits.mappingPriority)
    .meta({ description: '1 is first; of equal ones the higher role decides' }),
};

export const mappingOrder = z
  .strictObject({
    group: z.union([z.strictObject({ id: idParam }), z.strictObject({ displayName: text(limits.groupName) })]).meta({
      description: 'A group by id, or by name; a name that no group has yet waits for the directory to push it',
    }),
    ...order,
  })
  .partial({ targets: true, organizationRole: true, priority: true });

export const mappingChange = z.strictObject(order).partial();

export const mappingSchema = z
  .object({
    id: z.string(),
    group: z.object({ id: z.string().nullable(), displayName: z.string() }),
    waiting: z.boolean().meta({ description: 'No directory has pushed a group of this name yet' }),
    targets: z.array(z.object({ workspaceId: z.string(), workspaceName: z.string(), workspaceRole: z.string() })),
    organizationRole: orNull(organizationRoleSchema),
    priority: z.int().nullable(),
    createdAt: z.iso.datetime(),
  })
  .meta({ id: 'Mapping', description: 'What a group gives by the word of an admin, whatever its name' });
