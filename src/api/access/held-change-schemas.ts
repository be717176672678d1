/** The shapes of held changes. */
import { z } from 'zod';
import { heldChangeCauses, heldChangeStatuses } from '../../domain/model/held-change.ts';
import {
  actorSchema,
  exampleGroup,
  exampleIds,
  exampleTime,
  groupReference,
  id,
  memberStatusSchema,
  orNull,
  time,
} from '../http/shared-schemas.ts';

export const heldChangeSchema = z
  .object({
    id,
    status: z.enum(heldChangeStatuses).meta({
      description: '`obsolete`: nothing is held any more, because groups give it again or the members are gone',
    }),
    group: groupReference.meta({ description: 'As it was called before the change; it may be gone' }),
    cause: z.enum(heldChangeCauses).meta({ description: 'What the directory did, the last time where it did more' }),
    affected: z.int().meta({
      description:
        'Members who would have lost access, summed up. Of a change for more than 1,000: whom it may concern',
    }),
    members: z.int().meta({ description: 'How many hold something now; 0 once it is decided' }),
    counting: z.boolean().meta({ description: 'A job still stores it, so that `members` may grow' }),
    createdAt: time,
    updatedAt: time,
    decidedAt: time.nullable(),
    decidedBy: orNull(actorSchema),
    jobId: id.nullable().meta({ description: 'The job that stores the decision for more than 1,000 members' }),
  })
  .meta({
    id: 'HeldChange',
    description: 'What a change of a group would take from its members, held for an admin',
    examples: [
      {
        id: exampleIds.heldChange,
        status: 'pending',
        group: exampleGroup,
        cause: 'members_removed',
        affected: 120,
        members: 118,
        counting: false,
        createdAt: exampleTime,
        updatedAt: exampleTime,
        decidedAt: null,
        decidedBy: null,
        jobId: null,
      },
    ],
  });

export const holdingMemberSchema = z
  .object({
    memberId: id,
    email: z.string().nullable(),
    name: z.string(),
    status: memberStatusSchema,
    held: z.array(
      z.object({
        workspaceId: id.nullable().meta({ description: 'null: the organization role' }),
        workspaceName: z.string().nullable(),
        role: z.string(),
      }),
    ),
  })
  .meta({ id: 'HoldingMember', description: 'A member with the roles that approval takes' });
