/** The shapes of groups that admins make. */
import { z } from 'zod';
import type { MappedGroup } from '../../domain/administration/mappings/list-mapped-groups.ts';
import { limits } from '../../domain/model/limits.ts';
import {
  createdAt,
  exampleIds,
  exampleTime,
  idOf,
  idParamOf,
  noControls,
  organizationRoleSchema,
  orNull,
} from '../http/shared-schemas.ts';
import { givenTargets, mappingChange } from '../mappings/mapping-schemas.ts';

const named = { description: 'Name, which no other group of the organization has', examples: ['Data'] };

export const pickedMembers = z
  .array(idParamOf('member'))
  .max(limits.membersPicked)
  .meta({ description: 'Ids of active members', examples: [[exampleIds.member]] });

const displayName = z
  .string()
  .trim()
  .min(1)
  .max(limits.groupName)
  .regex(...noControls)
  .meta(named);

/** What a group gives, in the words of a mapping. */
export const groupGives = mappingChange;
export const groupChange = groupGives.extend({ displayName: displayName.optional() });
export const groupOrder = groupGives.extend({ displayName, members: pickedMembers.optional() });

export const groupSchema = z
  .object({
    id: idOf('group'),
    displayName: z.string().meta(named),
    members: z.int().meta({ description: 'How many members it has', examples: [12] }),
    targets: givenTargets,
    organizationRole: orNull(organizationRoleSchema).meta({
      description: 'The organization role that it gives; null: none',
    }),
    priority: z
      .int()
      .nullable()
      .meta({ description: 'With the precedence `priority`: 1 is first; null: it gives nothing', examples: [1] }),
    createdAt,
  })
  .meta({
    id: 'Group',
    description: 'A group that admins made',
    examples: [
      {
        id: exampleIds.group,
        displayName: 'Data',
        members: 12,
        targets: [{ workspaceId: exampleIds.workspace, workspaceName: 'Research', workspaceRole: 'Workspace Editor' }],
        organizationRole: null,
        priority: 1,
        createdAt: exampleTime,
      },
    ],
  });

export function toGroup({ group, members, targets, priority }: MappedGroup): z.input<typeof groupSchema> {
  return {
    id: group._id,
    displayName: group.displayName,
    members,
    targets: targets.flatMap(({ workspaceId, workspaceName: name, workspaceRole }) =>
      workspaceId === null || workspaceRole === null ? [] : [{ workspaceId, workspaceName: name ?? '', workspaceRole }],
    ),
    organizationRole: targets.find(({ workspaceId }) => workspaceId === null)?.organizationRole ?? null,
    priority,
    createdAt: group.createdAt.toISOString(),
  };
}
