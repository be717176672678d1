/** The shape of a member, and what an admin may make of one. */
import { z } from 'zod';
import {
  claimedEmailSchema,
  exampleGroup,
  exampleIds,
  groupReference,
  id,
  memberStatusSchema,
  organizationRoleSchema,
  orNull,
  overrideReason,
  sourceSchema,
  workspaceRoleSchema,
} from '../http/shared-schemas.ts';

export const memberSchema = z
  .object({
    id: id.meta({ description: 'Also the id of the SCIM User' }),
    email: z
      .string()
      .nullable()
      .meta({ description: 'Proven, or set by the directory; of a pending member, the invited one' }),
    claimedEmail: claimedEmailSchema,
    name: z.string(),
    userName: z.string(),
    externalId: z.string().nullable(),
    status: memberStatusSchema,
    organizationRole: orNull(organizationRoleSchema),
    managedBy: z.enum(['scim']).nullable().meta({ description: '`scim`: the directory decides name and email' }),
    workspaces: z.array(
      z.object({ workspaceId: id, name: z.string(), role: workspaceRoleSchema, source: sourceSchema }),
    ),
    groups: z.array(groupReference),
  })
  .meta({
    id: 'Member',
    examples: [
      {
        id: exampleIds.member,
        email: 'ada@acme.example',
        claimedEmail: null,
        name: 'Ada Lovelace',
        userName: 'ada@acme.example',
        externalId: '00u1a2b3c4',
        status: 'active',
        organizationRole: 'Organization User',
        managedBy: 'scim',
        workspaces: [
          { workspaceId: exampleIds.workspace, name: 'Research', role: 'Workspace Viewer', source: 'scim-group' },
        ],
        groups: [exampleGroup],
      },
    ],
  });

/** A role alone, or with what a workspace's override has. */
const organizationRoleOrder = z.union([
  organizationRoleSchema,
  z.null(),
  z.strictObject({ role: organizationRoleSchema, ...overrideReason }),
]);

export const memberChange = z.strictObject({
  organizationRole: organizationRoleOrder.optional(),
  active: z.boolean().optional(),
});
