/** The shapes of people in a workspace, and of what admins decided about single ones. */
import { z } from 'zod';
import {
  actorSchema,
  allRoles,
  claimedEmailSchema,
  createdAt,
  exampleIds,
  idOf,
  idParamOf,
  memberEmail,
  memberStatusSchema,
  orNull,
  overrideReason,
  personName,
  sourceSchema,
  time,
  workspaceName,
  workspaceParams,
  workspaceRoleSchema,
} from '../http/shared-schemas.ts';

export const workspaceMemberParams = workspaceParams.extend({ member: idParamOf('member') });

const exampleOverride = {
  effect: 'allow',
  role: 'Workspace Admin',
  reason: 'Runs the move to the new lab',
  expiresAt: '2026-06-30T00:00:00.000Z',
  dormant: false,
};

const effect = z.enum(['allow', 'deny']).meta({
  description: '`allow`: the member has the role; `deny`: the member has no access, whatever else gives it',
});
const expiresAt = time.nullable().meta({ description: 'When it ends by itself; null: never' });
const forced = { description: 'The role that it gives, by name; null with `deny`', examples: ['Workspace Admin'] };

const overrideSchema = z
  .object({
    effect,
    role: orNull(workspaceRoleSchema).meta(forced),
    reason: z
      .string()
      .nullable()
      .meta({
        description: 'Why; null: none was given, or the caller may set no overrides here',
        examples: [exampleOverride.reason],
      }),
    expiresAt,
    dormant: z.boolean().meta({ description: 'Without effect: the member is Organization Admin' }),
  })
  .meta({
    id: 'Override',
    description: "An admin's explicit decision about one member in one workspace",
    examples: [exampleOverride],
  });

export const overrideOrder = z.discriminatedUnion('effect', [
  z.strictObject({
    effect: z.literal('allow').meta({ description: 'The member has the role' }),
    role: workspaceRoleSchema,
    ...overrideReason,
  }),
  z.strictObject({
    effect: z.literal('deny').meta({ description: 'The member has no access, whatever else gives it' }),
    role: z.null().optional().meta({ description: 'There is none' }),
    ...overrideReason,
  }),
]);

export const listedOverrideSchema = z
  .object({
    id: idOf('grant'),
    memberId: idOf('member'),
    email: memberEmail,
    name: personName,
    workspaceId: idOf('workspace')
      .nullable()
      .meta({ description: 'Id of the workspace; null: it decides the organization role' }),
    workspaceName: workspaceName
      .nullable()
      .meta({ description: 'Name of the workspace; null: it decides the organization role' }),
    effect,
    role: orNull(z.string()).meta(forced),
    reason: z
      .string()
      .nullable()
      .meta({ description: 'Why; null: none was given', examples: [exampleOverride.reason] }),
    createdAt: createdAt.meta({ description: 'When it was set' }),
    createdBy: actorSchema,
    expiresAt,
    expired: z.boolean().meta({ description: 'Whether its end has come' }),
    dormant: z.boolean().meta({ description: 'Without effect: the member is Organization Admin, or not active' }),
  })
  .meta({ id: 'ListedOverride', description: "An admin's explicit decision about one member, in a list of all" });

export const workspaceMemberSchema = z
  .object({
    memberId: idOf('member'),
    email: memberEmail,
    claimedEmail: claimedEmailSchema,
    name: personName,
    status: memberStatusSchema,
    role: orNull(workspaceRoleSchema).meta({ description: 'In force now; null: no access' }),
    roles: allRoles,
    source: orNull(sourceSchema).meta({ description: 'Where that role comes from; null: there is none' }),
    override: orNull(overrideSchema).meta({ description: 'What an admin decided; null: nobody did' }),
  })
  .meta({
    id: 'WorkspaceMember',
    description: 'A member, and what they are in one workspace',
    examples: [
      {
        memberId: exampleIds.member,
        email: 'ada@acme.example',
        claimedEmail: null,
        name: 'Ada Lovelace',
        status: 'active',
        role: 'Workspace Admin',
        roles: ['Workspace Admin'],
        source: 'override',
        override: exampleOverride,
      },
    ],
  });
