/** What both batches share, of the organization and of a workspace: whom they name, and what became of each. */
import { z } from 'zod';
import type { InviteResult } from '../../domain/entry/invitations/invite.ts';
import { limits } from '../../domain/model/limits.ts';
import { allRoles, idOf, organizationRoleSchema, orNull, sourceSchema } from '../http/shared-schemas.ts';

/** Whatever was typed: what is no address gets an outcome of its own. */
export const typedEmail = z
  .string()
  .max(1_000)
  .meta({ description: 'The address of the person', examples: ['ada@acme.example'] });
export const roleName = z
  .string()
  .min(1)
  .max(limits.workspaceRole)
  .meta({
    description: 'A workspace role by name; a custom one by id as well',
    examples: ['Workspace Editor'],
  });

export const workspaceMembersOrder = z.strictObject({
  members: z
    .array(z.strictObject({ email: typedEmail, role: roleName, organizationRole: organizationRoleSchema.optional() }))
    .min(1)
    .max(500)
    .meta({ description: 'Whom to add, at most 500' }),
});

/** Of both batches. Absent is `false`. */
export const batchQuery = z.object({
  dryRun: z
    .enum(['true', 'false'])
    .default('false')
    .meta({ description: '`true`: answer the same results, without links and ids, and write and send nothing' }),
});

const standing = {
  role: z
    .string()
    .nullable()
    .meta({
      description: 'The role in force afterwards; of a pending person, from the acceptance on. null: none',
      examples: ['Workspace Viewer'],
    }),
  roles: allRoles.optional().meta({ description: 'All roles that count, the highest first, where there are several' }),
  source: orNull(sourceSchema).meta({ description: 'Where that role comes from; null: there is none' }),
  asked: z
    .string()
    .optional()
    .meta({ description: 'The role that was asked for, where it is none of these', examples: ['Workspace Editor'] }),
};

export const exampleLink =
  'https://usher.acme.example/invitations/usher_invite_0123456789abcdefghijklmnopqrstuvwxyzABCDEFG';

export const inviteResultsSchema = z
  .object({
    results: z
      .array(
        z
          .object({
            email: z.string().meta({ description: 'The address, as sent', examples: ['ada@acme.example'] }),
            outcome: z.enum(['added', 'invited', 'already_member', 'error']).meta({
              description:
                '`added`: has access at once; `invited`: has access once they accept; `already_member`: was there before; `error`: nothing was done, and `code` says why',
            }),
            ...standing,
            code: z
              .string()
              .optional()
              .meta({ description: 'Of an error: the rule, a stable snake_case word', examples: ['invalid_email'] }),
            detail: z
              .string()
              .optional()
              .meta({
                description: 'Of an error, and where another role was asked for: why, and what to do',
                examples: ['This is not an email address: correct it and send it again.'],
              }),
            organization: z.object(standing).optional().meta({
              description: 'Of an invitation to the organization, where the person is known: the organization role',
            }),
            workspaces: z
              .array(z.object({ workspaceId: idOf('workspace'), ...standing }))
              .optional()
              .meta({ description: 'The same in each workspace that was asked for' }),
            invitationId: idOf('invitation')
              .optional()
              .meta({ description: 'Id of the invitation, where one was made or renewed' }),
            link: z
              .string()
              .optional()
              .meta({
                description: 'The address that accepts it: only here, and only where no mail is sent',
                examples: [exampleLink],
              }),
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
      )
      .meta({ description: 'What became of each person' }),
  })
  .meta({ id: 'InviteResults', description: 'In the order of the request' });

export function toResult({ workspaces, ...result }: InviteResult) {
  return { ...result, ...(workspaces ? { workspaces: [...workspaces] } : {}) };
}
