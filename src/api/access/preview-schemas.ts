/** The shape of a preview. */
import { z } from 'zod';
import { organizationRoleSchema, ssoSettingsSchema } from '../http/shared-schemas.ts';

const orNull = <T extends z.ZodType>(schema: T) => z.union([schema, z.null()]);
const number = z.int().min(0);

const effectSchema = z
  .object({
    memberId: z.string(),
    email: z.string().nullable(),
    name: z.string(),
    organizationRole: orNull(
      z.object({ before: orNull(organizationRoleSchema), after: orNull(organizationRoleSchema) }),
    ).meta({ description: 'null: it stays' }),
    workspaces: z.array(
      z.object({
        workspaceId: z.string(),
        name: z.string(),
        before: z.string().nullable().meta({ description: 'null: no access' }),
        after: z.string().nullable(),
        permissions: orNull(z.object({ added: z.array(z.string()), removed: z.array(z.string()) })).meta({
          description: 'What a role that stays would permit besides, and no more',
        }),
      }),
    ),
  })
  .meta({ id: 'Effect', description: 'What would change for one member' });

export const previewSchema = z
  .object({
    items: z.array(effectSchema),
    nextCursor: z.string().nullable().meta({ description: 'null on the last page' }),
    counts: orNull(
      z.object({
        members: number.meta({ description: 'Members for whom anything changes' }),
        gained: number.meta({ description: 'Workspace accesses that come' }),
        lost: number.meta({ description: 'Workspace accesses that go' }),
        changed: number.meta({ description: 'Workspace accesses with another role' }),
        permissions: number.meta({ description: 'Workspace accesses whose role stays and permits something else' }),
        organizationRoles: number,
      }),
    ).meta({ description: 'On the first page only' }),
    refusal: z
      .enum(['last_admin'])
      .nullable()
      .meta({ description: 'The change would be refused: no active Organization Admin would be left' }),
    newcomers: orNull(z.object({ before: ssoSettingsSchema, after: ssoSettingsSchema })).meta({
      description: 'Of SSO settings, which concern nobody who has joined',
    }),
  })
  .meta({ id: 'Preview' });
