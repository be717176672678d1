/** The shapes of people in a workspace, and of what admins decided about single ones. */
import { z } from 'zod';
import {
  actorSchema,
  claimedEmailSchema,
  exampleIds,
  id,
  idParam,
  memberStatusSchema,
  orNull,
  overrideReason,
  sourceSchema,
  time,
  workspaceParams,
  workspaceRoleSchema,
} from '../http/shared-schemas.ts';

export const workspaceMemberParams = workspaceParams.extend({ member: idParam });

const exampleOverride = {
  effect: 'allow',
  role: 'Workspace Admin',
  reason: 'Runs the move to the new lab',
  expiresAt: '2026-06-30T00:00:00.000Z',
  dormant: false,
};

const overrideSchema = z
  .object({
    effect: z.enum(['allow', 'deny']),
    role: orNull(workspaceRoleSchema).meta({ description: 'null with `deny`' }),
    reason: z
      .string()
      .nullable()
      .meta({ description: 'null: none was given, or the caller may set no overrides here' }),
    expiresAt: time.nullable(),
    dormant: z.boolean().meta({ description: 'Without effect: the member is Organization Admin' }),
  })
  .meta({
    id: 'Override',
    description: "An admin's explicit decision about one member in one workspace",
    examples: [exampleOverride],
  });

export const overrideOrder = z.discriminatedUnion('effect', [
  z.strictObject({ effect: z.literal('allow'), role: workspaceRoleSchema, ...overrideReason }),
  z.strictObject({ effect: z.literal('deny'), role: z.null().optional(), ...overrideReason }),
]);

export const listedOverrideSchema = z
  .object({
    id,
    memberId: id,
    email: z.string().nullable(),
    name: z.string(),
    workspaceId: id.nullable().meta({ description: 'null: it decides the organization role' }),
    workspaceName: z.string().nullable(),
    effect: z.enum(['allow', 'deny']),
    role: orNull(z.string()).meta({ description: 'null with `deny`' }),
    reason: z.string().nullable(),
    createdAt: time,
    createdBy: actorSchema,
    expiresAt: time.nullable(),
    expired: z.boolean(),
    dormant: z.boolean().meta({ description: 'Without effect: the member is Organization Admin, or not active' }),
  })
  .meta({ id: 'ListedOverride' });

export const workspaceMemberSchema = z
  .object({
    memberId: id,
    email: z.string().nullable(),
    claimedEmail: claimedEmailSchema,
    name: z.string(),
    status: memberStatusSchema,
    role: orNull(workspaceRoleSchema),
    source: orNull(sourceSchema),
    override: orNull(overrideSchema),
  })
  .meta({
    id: 'WorkspaceMember',
    examples: [
      {
        memberId: exampleIds.member,
        email: 'ada@acme.example',
        claimedEmail: null,
        name: 'Ada Lovelace',
        status: 'active',
        role: 'Workspace Admin',
        source: 'override',
        override: exampleOverride,
      },
    ],
  });
