/** The shape of an explanation: every role of a member with the grants behind it. */
import { z } from 'zod';
import {
  allRoles,
  exampleGroup,
  exampleIds,
  groupReference,
  idOf,
  organizationRoleSchema,
  orNull,
  sourceSchema,
  time,
  workspaceName,
  workspaceOrAll,
  workspaceRoleSchema,
} from '../http/shared-schemas.ts';

const grantFields = {
  id: idOf('grant'),
  source: sourceSchema,
  role: orNull(workspaceRoleSchema).meta({
    description: 'The workspace role, or the organization role; null for a deny',
  }),
  /** Absent: no group gives it. */
  group: groupReference.optional(),
  reason: z
    .string()
    .nullable()
    .optional()
    .meta({
      description:
        'What the admin wrote beside an override, for who may set one there; or which group of a sign-in it was. null: nothing',
      examples: ['Runs the move to the new lab'],
    }),
  expiresAt: time
    .nullable()
    .optional()
    .meta({ description: 'When it ends by itself; null: never', examples: [null] }),
  held: z
    .object({
      changeId: idOf('heldChange'),
      since: time.meta({ description: 'When the group ceased to give it' }),
      detail: z.string().meta({
        description: 'For people: what happened',
        examples: ['The directory took Ada Lovelace out of the group.'],
      }),
    })
    .optional()
    .meta({ description: 'The group gives it no longer: a held change keeps it until an admin decides' }),
};

const explainedGrantSchema = z
  .object({
    ...grantFields,
    lostBecause: z
      .string()
      .nullable()
      .meta({
        description:
          'Why another decides; null: it counts. It is the `winner`, or, with the precedence `combined`, counts beside it',
        examples: ['a SCIM group decides'],
      }),
  })
  .meta({ id: 'ExplainedGrant', description: 'One reason for access, and whether it counts' });

/** The implicit winners (Organization Admin, default role) are no grants and have no id. */
const winnerSchema = z
  .object({
    ...grantFields,
    id: grantFields.id.optional().meta({ description: 'Id of the grant; absent: the role follows from another one' }),
  })
  .meta({ id: 'Winner', description: 'The reason for access that decides' });

const explained = {
  winner: orNull(winnerSchema).meta({ description: 'What gives `role`; null: there is no access' }),
  grants: z.array(explainedGrantSchema).meta({ description: 'All reasons there are, the winner too' }),
};

const exampleWinner = { id: exampleIds.grant, source: 'scim-group', role: 'Workspace Viewer', group: exampleGroup };

const directoryRoleSchema = z
  .object({
    value: z.string().meta({ description: 'As the directory sent it', examples: ['Research:Workspace Editor'] }),
    gives: orNull(
      z.object({
        workspaceId: workspaceOrAll
          .nullable()
          .meta({ description: 'Where; `*`: everywhere; null: in the organization' }),
        role: z.string().meta({ description: 'Name of the role', examples: ['Workspace Editor'] }),
      }),
    ).meta({ description: 'The role that is given by it; null: none' }),
    reason: z
      .enum(['unknown_role', 'ambiguous', 'admins_not_allowed', 'roles_off', 'too_many'])
      .nullable()
      .meta({ description: 'Why it gives none; null: it does', examples: [null] }),
    detail: z
      .string()
      .nullable()
      .meta({ description: 'The same for people', examples: [null] }),
  })
  .meta({ id: 'DirectoryRole', description: 'A role that the directory names of a person' });

export const accessSchema = z
  .object({
    member: z.object({ id: idOf('member') }).meta({ description: 'Whose access it is' }),
    organization: z
      .object({
        role: orNull(organizationRoleSchema).meta({ description: 'The organization role; null: no access' }),
        ...explained,
      })
      .meta({ description: 'The organization role, and why' }),
    workspaces: z
      .array(
        z.object({
          workspaceId: idOf('workspace'),
          name: workspaceName,
          role: orNull(workspaceRoleSchema).meta({ description: 'The role there; null: no access' }),
          roles: allRoles,
          ...explained,
        }),
      )
      .meta({ description: 'Each workspace for which there is any reason, and why' }),
    directoryRoles: z.array(directoryRoleSchema).meta({
      description: 'The values of `roles` of the SCIM User, and what each gives',
    }),
  })
  .meta({
    id: 'Access',
    description: 'Every role of a member with the grants behind it',
    examples: [
      {
        member: { id: exampleIds.member },
        organization: {
          role: 'Organization User',
          winner: { source: 'default', role: 'Organization User' },
          grants: [],
        },
        workspaces: [
          {
            workspaceId: exampleIds.workspace,
            name: 'Research',
            role: 'Workspace Viewer',
            roles: ['Workspace Viewer'],
            winner: exampleWinner,
            grants: [
              { ...exampleWinner, lostBecause: null },
              {
                id: exampleIds.key,
                source: 'sso-default',
                role: 'Workspace Editor',
                lostBecause: 'a SCIM group decides',
              },
            ],
          },
        ],
        directoryRoles: [],
      },
    ],
  });
