/** The shapes of invitations. */
import { z } from 'zod';
import {
  actorSchema,
  createdAt,
  exampleIds,
  exampleTime,
  idOf,
  idParamOf,
  organizationRoleSchema,
  time,
  workspaceName,
} from '../http/shared-schemas.ts';
import { exampleLink, roleName, typedEmail } from './batch.ts';

export const invitationStatusSchema = z
  .enum(['pending', 'expired', 'accepted', 'declined', 'revoked'])
  .meta({ id: 'InvitationStatus', description: '`pending`: it can be accepted; the others have ended' });

export const invitationOrder = z.strictObject({
  invitations: z
    .array(
      z.strictObject({
        email: typedEmail,
        organizationRole: organizationRoleSchema.optional(),
        workspaces: z
          .array(z.strictObject({ workspaceId: idParamOf('workspace'), role: roleName }))
          .max(100)
          .refine((rows) => new Set(rows.map(({ workspaceId }) => workspaceId)).size === rows.length, {
            error: 'Name each workspace once',
          })
          .default([])
          .meta({
            description: 'The workspaces to enter, each with a role; empty: none',
          }),
      }),
    )
    .min(1)
    .max(500)
    .meta({ description: 'Whom to invite, at most 500' }),
});

export const invitationFields = {
  id: idOf('invitation'),
  email: z.string().meta({ description: 'Whom it is for', examples: ['ada@acme.example'] }),
  status: invitationStatusSchema,
  organizationRole: organizationRoleSchema,
  workspaces: z
    .array(
      z.object({
        workspaceId: idOf('workspace'),
        name: workspaceName,
        role: z.string().meta({ description: 'The role there, by name', examples: ['Workspace Editor'] }),
      }),
    )
    .meta({ description: 'The workspaces that it leads into' }),
  createdAt,
  expiresAt: time.nullable().meta({
    description: 'Until when it can be accepted; null: it does not expire',
    examples: ['2026-01-29T09:30:00.000Z'],
  }),
};

const exampleInvitation = {
  id: exampleIds.invitation,
  email: 'ada@acme.example',
  status: 'pending',
  organizationRole: 'Organization User',
  workspaces: [{ workspaceId: exampleIds.workspace, name: 'Research', role: 'Workspace Editor' }],
  createdAt: exampleTime,
  expiresAt: '2026-01-29T09:30:00.000Z',
  memberId: exampleIds.member,
  createdBy: { type: 'account', id: exampleIds.admin, name: 'Grace Hopper' },
};

export const invitationSchema = z
  .object({
    ...invitationFields,
    memberId: idOf('member').meta({ description: 'Id of the pending member that it makes active' }),
    createdBy: actorSchema,
    link: z
      .string()
      .optional()
      .meta({
        description: 'The address that accepts it: only in the answer that makes it, and only where no mail is sent',
        examples: [exampleLink],
      }),
  })
  .meta({ id: 'Invitation', description: 'An invitation to the organization', examples: [exampleInvitation] });
