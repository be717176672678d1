/** The shape of an explanation: every role of a member with the grants behind it. */
import { z } from 'zod';
import {
  exampleGroup,
  exampleIds,
  groupReference,
  id,
  organizationRoleSchema,
  orNull,
  sourceSchema,
  time,
  workspaceRoleSchema,
} from '../http/shared-schemas.ts';

const grantFields = {
  id,
  source: sourceSchema,
  role: orNull(workspaceRoleSchema).meta({ description: 'null for a deny' }),
  group: groupReference.optional(),
  reason: z.string().nullable().optional().meta({
    description:
      'What the admin wrote beside an override, for who may set one there; or which group of a sign-in it was',
  }),
  expiresAt: time.nullable().optional(),
  held: z
    .object({ changeId: id, since: time, detail: z.string() })
    .optional()
    .meta({ description: 'The group gives it no longer: a held change keeps it until an admin decides' }),
};

const explainedGrantSchema = z
  .object({ ...grantFields, lostBecause: z.string().nullable().meta({ description: 'null: this one won' }) })
  .meta({ id: 'ExplainedGrant' });

/** The implicit winners (Organization Admin, default role) are no grants and have no id. */
const winnerSchema = z.object({ ...grantFields, id: id.optional() }).meta({ id: 'Winner' });

const explained = { winner: orNull(winnerSchema), grants: z.array(explainedGrantSchema) };

const exampleWinner = { id: exampleIds.grant, source: 'scim-group', role: 'Workspace Viewer', group: exampleGroup };

export const accessSchema = z
  .object({
    member: z.object({ id }),
    organization: z.object({ role: orNull(organizationRoleSchema), ...explained }),
    workspaces: z.array(
      z.object({ workspaceId: id, name: z.string(), role: orNull(workspaceRoleSchema), ...explained }),
    ),
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
      },
    ],
  });
