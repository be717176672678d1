/** What both batches share, of the organization and of a workspace: whom they name, and what became of each. */
import { z } from 'zod';
import type { InviteResult } from '../../domain/entry/invitations/invite.ts';
import { limits } from '../../domain/model/limits.ts';
import { id, organizationRoleSchema, orNull, sourceSchema } from '../http/shared-schemas.ts';

/** Whatever was typed: what is no address gets an outcome of its own. */
export const typedEmail = z.string().max(1_000);
export const roleName = z
  .string()
  .min(1)
  .max(limits.workspaceRole)
  .meta({ description: 'The name or, of a custom role, the id as well' });

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
  source: orNull(sourceSchema).meta({ description: 'Where that role comes from' }),
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
          examples: [
            {
              email: 'ada@acme.example',
              outcome: 'already_member',
              role: 'Workspace Viewer',
              source: 'scim-group',
              asked: 'Workspace Editor',
              detail:
                'A group of the directory decides in Research, Workspace Viewer: to give Workspace Editor, set an override or change the group.',
            },
          ],
        }),
    ),
  })
  .meta({ id: 'InviteResults', description: 'In the order of the request' });

export function toResult({ workspaces, ...result }: InviteResult) {
  return { ...result, ...(workspaces ? { workspaces: [...workspaces] } : {}) };
}
