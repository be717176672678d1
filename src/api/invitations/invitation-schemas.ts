/** The shapes of invitations. */
import { z } from 'zod';
import { id, idParam, organizationRoleSchema, time } from '../http/shared-schemas.ts';
import { roleName, typedEmail } from './batch.ts';

export const invitationStatusSchema = z
  .enum(['pending', 'expired', 'accepted', 'revoked'])
  .meta({ id: 'InvitationStatus' });

export const invitationOrder = z.strictObject({
  invitations: z
    .array(
      z.strictObject({
        email: typedEmail,
        organizationRole: organizationRoleSchema.optional(),
        workspaces: z
          .array(z.strictObject({ workspaceId: idParam, role: roleName }))
          .max(100)
          .refine((rows) => new Set(rows.map(({ workspaceId }) => workspaceId)).size === rows.length, {
            error: 'Name each workspace once',
          })
          .default([]),
      }),
    )
    .min(1)
    .max(500),
});

export const invitationFields = {
  id,
  email: z.string(),
  status: invitationStatusSchema,
  organizationRole: organizationRoleSchema,
  workspaces: z.array(z.object({ workspaceId: id, name: z.string(), role: z.string() })),
  createdAt: time,
  expiresAt: time.nullable().meta({ description: 'null: it does not expire' }),
};

export const invitationSchema = z
  .object({
    ...invitationFields,
    memberId: id,
    createdBy: z.object({ type: z.string(), id: z.string().nullable(), name: z.string().optional() }),
    link: z
      .string()
      .optional()
      .meta({ description: 'Only in the answer that makes it, and only where no mail is sent' }),
  })
  .meta({ id: 'Invitation' });
