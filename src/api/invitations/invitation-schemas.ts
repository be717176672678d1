/** The shapes of invitations, by the names that the OpenAPI document gives them. */
import { z } from 'zod';
import { idParam, organizationParams, organizationRoleSchema, sourceSchema } from '../http/shared-schemas.ts';

const id = z.string();
const time = z.iso.datetime().meta({ description: 'ISO 8601, UTC' });

export const invitationParams = organizationParams.extend({ id: idParam });

/** Of the path: a link's secret, or the id of an invitation from the caller's own list. */
export const linkParams = z.object({ token: idParam });

export const invitationStatusSchema = z
  .enum(['pending', 'expired', 'accepted', 'revoked'])
  .meta({ id: 'InvitationStatus' });

/** Whatever was typed: what is no address gets an outcome of its own. */
const typedEmail = z.string().max(1_000);
const roleName = z.string().min(1).max(200).meta({ description: 'The name or, of a custom role, the id as well' });

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

export const workspaceMembersOrder = z.strictObject({
  members: z
    .array(z.strictObject({ email: typedEmail, role: roleName, organizationRole: organizationRoleSchema.optional() }))
    .min(1)
    .max(500),
});

/** Of both batches. Absent is `false`. */
export const batchQuery = z.object({
  dryRun: z
    .enum(['true', 'false'])
    .default('false')
    .meta({ description: '`true`: answer the same results, without links and ids, and write and send nothing' }),
});

const standing = {
  role: z.string().nullable().meta({
    description: 'In force afterwards; of a pending person, from the acceptance on. null: none',
  }),
  source: z.union([sourceSchema, z.null()]).meta({ description: 'Where that role comes from' }),
  asked: z.string().optional().meta({ description: 'The role that was asked for, where it is another one' }),
};

export const inviteResultsSchema = z
  .object({
    results: z.array(
      z
        .object({
          email: z.string().meta({ description: 'As sent' }),
          outcome: z.enum(['added', 'invited', 'already_member', 'error']),
          ...standing,
          code: z.string().optional().meta({ description: 'Of an error: the rule, a stable snake_case word' }),
          detail: z.string().optional().meta({
            description: 'Of an error, and where another role was asked for: why, and what to do',
          }),
          organization: z.object(standing).optional().meta({
            description: 'Of an invitation to the organization, where the person is known: the organization role',
          }),
          workspaces: z
            .array(z.object({ workspaceId: id, ...standing }))
            .optional()
            .meta({ description: 'The same in each workspace that was asked for' }),
          invitationId: id.optional(),
          link: z.string().optional().meta({ description: 'Only here, and only where no mail is sent' }),
        })
        .meta({
          id: 'InviteResult',
          description:
            'Its own `role`, `source` and `asked` are about the only workspace that was asked for; with none or several, about the organization',
        }),
    ),
  })
  .meta({ id: 'InviteResults', description: 'In the order of the request' });

const invitationFields = {
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

export const myInvitationSchema = z
  .object({ ...invitationFields, organization: z.object({ id, name: z.string() }) })
  .meta({ id: 'MyInvitation' });

export const acceptedSchema = z
  .object({ organizationId: id, memberId: id })
  .meta({ id: 'AcceptedInvitation', description: 'What the caller is a member of now' });
