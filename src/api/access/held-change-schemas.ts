/** The shapes of held changes. */
import { z } from 'zod';
import { heldChangeCauses, heldChangeStatuses } from '../../domain/model/held-change.ts';
import {
  actorSchema,
  createdAt,
  exampleGroup,
  exampleIds,
  exampleTime,
  groupReference,
  idOf,
  memberEmail,
  memberStatusSchema,
  orNull,
  personName,
  time,
  workspaceName,
  workspaceOrAll,
} from '../http/shared-schemas.ts';

export const heldChangeSchema = z
  .object({
    id: idOf('heldChange'),
    status: z.enum(heldChangeStatuses).meta({
      description:
        '`pending`: it waits for an admin; `approved`: it had its effect; `rejected`: the members keep what was held; `obsolete`: nothing is held any more, because groups give it again or the members are gone',
    }),
    group: groupReference.meta({ description: 'As it was called before the change; it may be gone' }),
    cause: z.enum(heldChangeCauses).meta({ description: 'What the directory did, the last time where it did more' }),
    affected: z.int().meta({
      description:
        'Members who would have lost access, summed up. Of a change for more than 1,000: whom it may concern',
      examples: [120],
    }),
    members: z.int().meta({ description: 'How many hold something now; 0 once it is decided', examples: [118] }),
    counting: z.boolean().meta({ description: 'A job still stores it, so that `members` may grow' }),
    createdAt: createdAt.meta({ description: 'When the directory made the change' }),
    updatedAt: time.meta({ description: 'When the directory last changed more of it, or it was decided' }),
    decidedAt: time
      .nullable()
      .meta({ description: 'When it was approved, rejected or became obsolete; null: not yet' }),
    decidedBy: orNull(actorSchema).meta({ description: 'Who approved or rejected it; null: nobody' }),
    jobId: idOf('job')
      .nullable()
      .meta({ description: 'The job that stores the decision for more than 1,000 members; null: there is none' }),
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
    memberId: idOf('member'),
    email: memberEmail,
    name: personName,
    status: memberStatusSchema,
    held: z
      .array(
        z.object({
          workspaceId: workspaceOrAll.nullable().meta({
            description: 'Id of the workspace; `*`: all of them; null: it is the organization role',
          }),
          workspaceName: workspaceName
            .nullable()
            .meta({ description: 'Name of the workspace; null: it is the organization role' }),
          role: z.string().meta({ description: 'The role that is held, by name', examples: ['Workspace Editor'] }),
        }),
      )
      .meta({ description: 'What the member would lose' }),
  })
  .meta({ id: 'HoldingMember', description: 'A member with the roles that approval takes' });
